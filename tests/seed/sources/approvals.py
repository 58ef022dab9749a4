"""What a source makes of a file, as a dictionary of its approvals."""

from pathlib import Path

from seed.records import ApprovalRecord
from seed.source import Issues, discover

RAW = Path(__file__).parents[1] / "raw"


def read(source: str, path: Path | None = None) -> tuple[dict[str, ApprovalRecord], Issues]:
    """The approvals of a file or folder by row key, or of the source's sample; and what was reported."""
    issues, found = Issues(), {}
    for record in discover()[source].parse(path or RAW / source, issues):
        assert isinstance(record, ApprovalRecord)
        found[record.row.key] = record
    return found, issues
