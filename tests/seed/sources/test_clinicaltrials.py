"""ClinicalTrials.gov: the fields of a study, and the four forms of the registry's files, which give equal records."""

import gzip
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from graph.errors import SourceError
from seed.records import Record, TrialRecord
from seed.source import Issues, discover
from tests.seed.samples import RAW

SAMPLE = RAW / "clinicaltrials"
SOURCE = discover()["clinicaltrials"]


def _studies() -> list[dict[str, Any]]:
    studies: list[dict[str, Any]] = json.loads((SAMPLE / "ctg-studies.json").read_bytes())
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
    expected, _ = _read(SAMPLE / "ctg-studies.json")
    file = tmp_path / "no ending tells"
    file.write_bytes(b"\xef\xbb\xbf" + _text(_studies(), form).encode())
    records, issues = _read(file)
    assert (records, issues.found, issues.rows) == (expected, [], len(expected))
    assert SOURCE.edition(file) == SOURCE.edition(SAMPLE / "ctg-studies.json")
    (tmp_path / "packed").write_bytes(gzip.compress(file.read_bytes()))
    assert _read(tmp_path / "packed")[0] == expected


@pytest.mark.parametrize("indent", [None, 2])
def test_a_folder_of_one_study_a_file_gives_the_same_records(indent: int | None, tmp_path: Path) -> None:
    expected = {record.row.key for record in _read(SAMPLE / "ctg-studies.json")[0]}
    for study in _studies():
        name = study["protocolSection"]["identificationModule"]["nctId"]
        (tmp_path / f"{name}.json").write_text(json.dumps(study, indent=indent))
    records, issues = _read(tmp_path)
    assert {record.row.key for record in records} == expected
    assert issues.found == []
    assert SOURCE.edition(tmp_path) == SOURCE.edition(SAMPLE / "ctg-studies.json")


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
    codes = {xref.code for condition in record.conditions for xref in condition.xrefs}
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


def test_a_study_without_phases_states_none_and_a_combined_phase_is_two() -> None:
    trials = [record for record in _read(SAMPLE)[0] if isinstance(record, TrialRecord)]
    assert {len(trial.phases) for trial in trials} >= {0, 2}
    for trial in trials:
        assert trial.row.raw["nctId"] == trial.nct_id
        assert trial.sponsors[0].role == "LEAD_SPONSOR"
        assert trial.url == f"https://clinicaltrials.gov/study/{trial.nct_id}"


def test_mesh_terms_carry_their_number_and_ancestors_only_where_they_are_sure() -> None:
    trials = [record for record in _read(SAMPLE)[0] if isinstance(record, TrialRecord)]
    for trial in trials:
        terms = [condition for condition in trial.conditions if condition.xrefs]
        assert all(term.xrefs[0].source == "MESH" for term in terms)
        assert len(terms) == 1 or not any(term.ancestors for term in terms)


def test_a_study_of_unknown_status_is_reported_and_the_others_load(tmp_path: Path) -> None:
    studies = json.loads((SAMPLE / "ctg-studies.json").read_bytes())
    studies[0]["protocolSection"]["statusModule"]["overallStatus"] = "PAUSED"
    (tmp_path / "s.json").write_text(json.dumps([*studies, 7, {"protocolSection": {}}]))
    records, issues = _read(tmp_path / "s.json")
    assert len(records) == 1
    assert [issue.line for issue in issues.found] == [1, 3, 4]
    assert issues.rows == 4


def test_a_new_module_of_the_registry_is_reported(tmp_path: Path) -> None:
    studies = json.loads((SAMPLE / "ctg-studies.json").read_bytes())
    studies[0]["protocolSection"]["newModule"] = {}
    (tmp_path / "s.json").write_text(json.dumps(studies))
    _, issues = _read(tmp_path / "s.json")
    assert [issue.reason for issue in issues.found] == [
        "column 'protocolSection.newModule' is neither read nor out of scope"
    ]


def test_memory_does_not_grow_with_the_number_of_studies(tmp_path: Path) -> None:
    study = json.dumps(json.loads((SAMPLE / "ctg-studies.json").read_bytes())[0])
    (tmp_path / "s.json").write_text(f"[{','.join([study] * 3000)}]")
    tracemalloc.start()
    assert sum(1 for _ in SOURCE.parse(tmp_path / "s.json", Issues())) == 3000
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 2_000_000, "the file has some 10 MB"
