"""The four forms in which the trial registry's studies are handed on give the same records."""

import gzip
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from graph.errors import SourceError
from seed.records import Record, TrialRecord
from seed.source import Issues, discover

RAW = Path(__file__).parents[1] / "raw" / "clinicaltrials"
SOURCE = discover()["clinicaltrials"]


def _studies() -> list[dict[str, Any]]:
    studies: list[dict[str, Any]] = json.loads((RAW / "ctg-studies.json").read_bytes())
    return studies


def _read(path: Path) -> tuple[list[Record], Issues]:
    issues = Issues()
    return list(SOURCE.parse(path, issues)), issues


def _text(studies: list[dict[str, Any]], form: str) -> str:
    match form:
        case "array":
            return json.dumps(studies)
        case "page":
            return json.dumps({"totalCount": 2, "nextPageToken": "ZVNj7o2", "studies": studies}, indent=1)
        case _:
            return "".join(json.dumps(study) + "\r\n" for study in studies)


@pytest.mark.parametrize("form", ["array", "page", "lines"])
def test_an_array_a_page_and_lines_give_the_same_records(form: str, tmp_path: Path) -> None:
    expected, _ = _read(RAW / "ctg-studies.json")
    file = tmp_path / "no ending tells"
    file.write_bytes(b"\xef\xbb\xbf" + _text(_studies(), form).encode())
    records, issues = _read(file)
    assert (records, issues.found, issues.rows) == (expected, [], len(expected))
    assert SOURCE.edition(file) == SOURCE.edition(RAW / "ctg-studies.json")
    (tmp_path / "packed").write_bytes(gzip.compress(file.read_bytes()))
    assert _read(tmp_path / "packed")[0] == expected


@pytest.mark.parametrize("indent", [None, 2])
def test_a_folder_of_one_study_a_file_gives_the_same_records(indent: int | None, tmp_path: Path) -> None:
    expected = {record.row.key for record in _read(RAW / "ctg-studies.json")[0]}
    for study in _studies():
        name = study["protocolSection"]["identificationModule"]["nctId"]
        (tmp_path / f"{name}.json").write_text(json.dumps(study, indent=indent))
    records, issues = _read(tmp_path)
    assert {record.row.key for record in records} == expected
    assert issues.found == []
    assert SOURCE.edition(tmp_path) == SOURCE.edition(RAW / "ctg-studies.json")


def test_a_bad_line_is_reported_with_its_number_and_the_others_load(tmp_path: Path) -> None:
    good = [json.dumps(study).encode() for study in _studies()]
    bad = [b'{"protocolSection": {', b"[1]", b'{"a": "\xff"}', b'{"a": "\0"}']
    (tmp_path / "s.ndjson").write_bytes(b"\n".join([good[0], *bad, good[1], b""]))
    records, issues = _read(tmp_path / "s.ndjson")
    assert len(records) == 2
    assert [issue.line for issue in issues.found] == [2, 3, 4, 5]
    assert issues.rows == 6


def test_a_line_of_200_mb_is_refused_in_bounded_memory_and_the_others_load(tmp_path: Path) -> None:
    good = json.dumps(_studies()[0]).encode()
    with (tmp_path / "s.ndjson").open("wb") as file:
        file.write(good + b'\n{"protocolSection": {"identificationModule": {"nctId": "')
        for _ in range(200):
            file.write(b"N" * 1_000_000)
        file.write(b'"}}}\n' + json.dumps(_studies()[1]).encode())
    tracemalloc.start()
    records, issues = _read(tmp_path / "s.ndjson")
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(records) == 2
    assert [(issue.kind, issue.line) for issue in issues.found] == [("REFUSED", 2)]
    assert "32 MiB" in issues.found[0].reason
    assert peak_bytes < 100_000_000


def test_another_object_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"error": "not found"}')
    with pytest.raises(SourceError, match="neither studies nor a study"):
        _read(tmp_path / "s.json")


def test_padded_descriptors_are_read_as_mesh_writes_them(tmp_path: Path) -> None:
    study = _studies()[0]
    meshes = [{"id": "D000003920", "term": "Diabetes Mellitus"}, {"id": "D000066888", "term": "Spondylarthritis"}]
    study["derivedSection"]["conditionBrowseModule"] = {"meshes": meshes}
    (tmp_path / "s.json").write_text(json.dumps(study))
    [record] = _read(tmp_path / "s.json")[0]
    assert isinstance(record, TrialRecord)
    codes = {xref.code for each in record.conditions for xref in each.xrefs}
    assert codes == {"D003920", "D000066888"}


@pytest.mark.parametrize("count", [-1, 10**12])
def test_a_count_beyond_all_counting_is_reported_and_left_out(count: int, tmp_path: Path) -> None:
    study, *_ = _studies()
    study["protocolSection"]["designModule"]["enrollmentInfo"] = {"count": count, "type": "ACTUAL"}
    (tmp_path / "study.json").write_text(json.dumps([study]))
    [record], issues = _read(tmp_path / "study.json")
    assert isinstance(record, TrialRecord)
    assert record.enrollment_count is None
    assert [(issue.kind, issue.reason.partition(":")[0]) for issue in issues.found] == [
        ("UNREAD", "enrollmentCount is no count")
    ]
