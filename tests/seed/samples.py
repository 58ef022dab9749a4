"""The samples in `raw/`: read by their sources, or copied with one file changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

from seed.records import ApprovalRecord, Record
from seed.source import Issues, discover

RAW = Path(__file__).parent / "raw"


def read_records(source: str, path: Path | None = None) -> tuple[list[Record], Issues]:
    """Return the records of a file or folder, by default of the source's sample, and the issues that were reported."""
    issues = Issues()
    return list(discover()[source].parse(path or RAW / source, issues)), issues


def read_approvals(source: str, path: Path | None = None) -> tuple[dict[str, ApprovalRecord], Issues]:
    """Return the same of a source that gives nothing but approvals, by the key of their rows."""
    records, issues = read_records(source, path)
    approvals = {}
    for record in records:
        assert isinstance(record, ApprovalRecord)
        approvals[record.row.key] = record
    return approvals, issues


def changed_sample(folder: Path, source: str, file: str, change: Callable[[bytes], bytes]) -> Path:
    """Copy the sample of a source into `folder`, change the bytes of one of its files, and return the copy."""
    copy = folder / source
    shutil.copytree(RAW / source, copy)
    (copy / file).write_bytes(change((copy / file).read_bytes()))
    return copy
