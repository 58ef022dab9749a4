"""Builds the starter files."""

import gzip
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from seed.extract.archives import unpacked
from seed.extract.starter import StarterHeader
from seed.formats.files import content_hash
from seed.records import Record, TrialRecord, encode
from seed.source import Issues, Source, discover

_LEVEL = 9


class _Sample(msgspec.Struct, frozen=True):
    """A source's sample: its path below RAW, its edition if the files lack it, and whether it is the whole list."""

    path: str
    edition: str | None = None
    complete: bool = False


_SAMPLES = {
    "clinicaltrials": _Sample("data/clinicaltrials"),
    "confirmed_names": _Sample(str(Path(__file__).parents[1] / "tables" / "confirmed_names.csv"), "2026-11"),
    "drugbank_vocabulary": _Sample("data/whole/drugbank", complete=True),
    "drugs_at_fda": _Sample("data/whole/drugs_at_fda", "2019-07-02", complete=True),
    "ema": _Sample("data/whole/ema/medicines_output_medicines_report_en_2026-03-14.xlsx", complete=True),
    "health_canada_dpd": _Sample("data/whole/health_canada_2024-07", "July 2024", complete=True),
    "hsa": _Sample("data/whole/hsa", "March 2026", complete=True),
    "medpath_page": _Sample("medpath-page-mecasermin.txt"),
    "openfda_ndc": _Sample("data/fda_ndc/openfda_ndc_finished_excerpt.json"),
}
"""The lists of open licence: whole ones, an excerpt of the NDC directory, and samples of the registry."""


def build(raw: Path, target: Path) -> Iterator[tuple[StarterHeader, Issues]]:
    """Write the file of every source with a sample below `raw`; yield its header and issues."""
    for name, source in discover().items():
        if name in _SAMPLES:
            yield _write(source, _SAMPLES[name], raw, target / f"{name}.ndjson.gz")


def _write(source: Source, sample: _Sample, raw: Path, target: Path) -> tuple[StarterHeader, Issues]:
    path, issues = raw / sample.path, Issues()
    with TemporaryDirectory() as scratch, unpacked(path, Path(scratch), issues) as files:
        lines = [encode(record) for record in shipped(source.parse(files, issues))]
        edition = source.edition(files) or sample.edition
    header = StarterHeader(
        source=source.id,
        edition=edition,
        content_hash=content_hash(path),
        rows=issues.rows,
        records=len(lines),
        complete=sample.complete,
        skipped=issues.skipped,
        refused=issues.refused,
    )
    buffer = io.BytesIO()
    with gzip.GzipFile("", "wb", _LEVEL, buffer, mtime=0) as packed:
        packed.write(b"\n".join([msgspec.json.encode(header), *lines, b""]))
    target.write_bytes(buffer.getvalue())
    return header, issues


def shipped(records: Iterator[Record]) -> Iterator[Record]:
    """Yield the records to publish: one a study, the last posted, without sponsors' own sentences."""
    latest: dict[str, TrialRecord] = {}
    for record in records:
        if not isinstance(record, TrialRecord) or record.nct_id is None:
            yield record
        elif record.nct_id not in latest or _posted(record) > _posted(latest[record.nct_id]):
            latest[record.nct_id] = _without_sentences(record)
    yield from latest.values()


def _posted(record: TrialRecord) -> str:
    date = record.last_update_post_date
    return date.value or "" if date else ""


def _without_sentences(record: TrialRecord) -> TrialRecord:
    raw = {name: text for name, text in record.row.raw.items() if name != "whyStopped"}
    return msgspec.structs.replace(record, why_stopped=None, row=msgspec.structs.replace(record.row, raw=raw))


if __name__ == "__main__":
    for header, issues in build(Path(sys.argv[1]), Path(__file__).parent):
        sys.stdout.write(f"{header}\n" + "".join(f"  {issue}\n" for issue in issues.found))
