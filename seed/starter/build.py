"""Builds the starter files."""

import gzip
import hashlib
import io
import sys
from collections.abc import Collection, Container, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from seed.extract.archives import unpacked
from seed.extract.feeds import dated
from seed.extract.starter import StarterHeader
from seed.formats.files import content_hash
from seed.records import DrugRecord, Record, TrialRecord, encode
from seed.source import Issues, Source, discover

_LEVEL = 9


class _Sample(msgspec.Struct, frozen=True):
    """A source's sample: its paths below RAW, its edition if the files lack it, and whether it is the whole list."""

    paths: tuple[str, ...]
    edition: str | None = None
    complete: bool = False


_TABLES = str(Path(__file__).parents[1] / "tables")
_TRIALS = (
    "data/clinicaltrials",
    "data/whole/trials/classic_xml_2020-10-07.xml.gz",
    "data/whole/trials/classic_xml_2023-02-03.xml.gz",
    "data/whole/trials/site_download_2025-05-14.csv.gz",
    "data/whole/trials/site_download_2026-04-25_9_columns.csv.gz",
    "data/whole/trials/site_download_2026-04.csv.gz",
    "data/whole/trials/site_download_form_2021_to_2026.csv.gz",
    "data/whole/trials/v2",
)
_SAMPLES = {
    "aact": _Sample(("data/whole/trials/aact_2022-06-06",), "2022-06-06"),
    "clinicaltrials": _Sample(_TRIALS),
    "confirmed_names": _Sample((f"{_TABLES}/confirmed_names.csv",), "2026-11"),
    "doid": _Sample(("data/whole/doid", "data/conditions/doid_term-names.tsv", "data/conditions/doid_xrefs.tsv.gz")),
    "drugbank_vocabulary": _Sample(("data/whole/drugbank",), complete=True),
    "drugs_at_fda": _Sample(("data/whole/drugs_at_fda",), "2019-07-02", complete=True),
    "ema": _Sample(("data/whole/ema/medicines_output_medicines_report_en_2026-03-14.xlsx",), complete=True),
    "health_canada_dpd": _Sample(("data/whole/health_canada_2024-07",), "July 2024", complete=True),
    "hsa": _Sample(("data/whole/hsa",), "March 2026", complete=True),
    "medpath_page": _Sample(("medpath-page-mecasermin.txt",)),
    "mesh": _Sample(("data/conditions/mesh_terms.txt.gz",), "2026"),
    "openfda_ndc": _Sample(("data/fda_ndc/openfda_ndc_finished_excerpt.json",)),
    "unii": _Sample(("data/whole/unii/UNII_Names.txt.gz",), "2025-06-12"),
}
"""The data of open licence: whole lists, an excerpt of the NDC directory, and selections of the registry."""
_DRUGS = "drugbank_vocabulary"
_TESTED = {"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "GENETIC"}
"""Types of intervention of which a trial is shipped."""


def build(raw: Path, target: Path, names: Collection[str] = ()) -> Iterator[tuple[StarterHeader, Issues]]:
    """Write the file of every source with a sample below `raw`, or of those named; yield its header and issues."""
    sources = discover()
    drugs = sources[_DRUGS].parse(raw / _SAMPLES[_DRUGS].paths[0], Issues())
    known = {drug.unii for drug in drugs if isinstance(drug, DrugRecord) and drug.unii}
    for name, source in sources.items():
        if name in _SAMPLES and (not names or name in names):
            yield _write(source, _SAMPLES[name], raw, target / f"{name}.ndjson.gz", known)


def _write(source: Source, sample: _Sample, raw: Path, target: Path, known: set[str]) -> tuple[StarterHeader, Issues]:
    issues = Issues()
    with TemporaryDirectory() as folder, TemporaryDirectory() as scratch:
        path = _gathered([raw / name for name in sample.paths], Path(folder))
        with unpacked(path, Path(scratch), issues) as files:
            edition = source.edition(files) or sample.edition
            records = dated(source.parse(files, issues), source, edition)
            lines = list(dict.fromkeys(map(encode, shipped(records, known, issues))))
    header = StarterHeader(
        source=source.id,
        edition=edition,
        content_hash=_hash([raw / name for name in sample.paths]),
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


def _gathered(paths: list[Path], folder: Path) -> Path:
    """Return the only path, or the folder with links to the files of all paths."""
    if len(paths) == 1:
        return paths[0]
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                (folder / file.name).symlink_to(file.resolve())
    return folder


def _hash(paths: list[Path]) -> str:
    hashes = list(map(content_hash, paths))
    return hashes[0] if len(hashes) == 1 else hashlib.sha256(" ".join(hashes).encode()).hexdigest()


def shipped(records: Iterator[Record], known: Container[str], issues: Issues) -> Iterator[Record]:
    """Yield the records to publish.

    Of trials: those of a drug or a biological, one a row of the registry, the last posted, without sentences. Of names
    that add to drugs: those of a UNII in `known`. The others are counted as skipped.
    """
    latest: dict[str, TrialRecord] = {}
    for record in records:
        if isinstance(record, DrugRecord) and record.adds_only and record.unii not in known:
            issues.skip("substance that DrugBank's vocabulary lacks")
        elif not isinstance(record, TrialRecord) or record.nct_id is None:
            yield record
        elif _TESTED.isdisjoint(intervention.type for intervention in record.interventions):
            issues.skip("trial without a drug or a biological")
        else:
            former = latest.get(record.row.key)
            if former is not None:
                issues.skip("the same row of the registry in another file")
            if former is None or _posted(record) > _posted(former):
                latest[record.row.key] = _without_sentences(record)
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
