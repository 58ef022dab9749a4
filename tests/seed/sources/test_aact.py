"""The registry's tables give the records that its JSON gives, and memory does not grow with them."""

import shutil
import tracemalloc
from pathlib import Path

import pytest

from graph.database.driver import Graph
from graph.errors import SourceError
from graph.statement import Statement
from seed.extract.feeds import feeds
from seed.pipeline import load_feeds
from seed.records import ConditionRef, Intervention, MeshTerm, TrialRecord
from seed.source import Issues, discover
from tests.seed.samples import RAW


def _read(path: Path = RAW / "aact") -> tuple[dict[str, TrialRecord], Issues]:
    issues, found = Issues(), {}
    for record in discover()["aact"].parse(path, issues):
        assert isinstance(record, TrialRecord)
        found[record.row.key] = record
    return found, issues


def test_rows_of_all_tables_come_to_their_study_whatever_their_order() -> None:
    trial = _read()[0]["NCT00125164"]
    assert [(sponsor.name, sponsor.role) for sponsor in trial.sponsors] == [
        ("Ipsen", "LEAD_SPONSOR"),
        ("National Institutes", "COLLABORATOR"),
    ]
    assert trial.conditions == (ConditionRef("Laron Syndrome", ancestors=(ConditionRef("Dwarfism"),)),)
    assert trial.interventions == (Intervention("DRUG", "Increlex", ("mecasermin",)),)
    assert trial.intervention_mesh == (MeshTerm("Mecasermin"),)
    assert trial.brief_title == 'Mecasermin | a "first" trial'


def test_a_number_that_is_none_is_refused_and_so_is_a_table_that_is_there_twice(tmp_path: Path) -> None:
    folder = tmp_path / "aact"
    shutil.copytree(RAW / "aact", folder)
    [studies] = folder.glob("studies*")
    text = studies.read_text("utf-8")
    studies.write_text(text.replace("NCT00125164", "XYZ00125164"), "utf-8")
    found, issues = _read(folder)
    assert not found.keys() & {"NCT00125164", "XYZ00125164"}
    assert ["nctId is not of the form" in issue.reason for issue in issues.found] == [True]
    shutil.copy(studies, folder / "Studies.csv")
    with pytest.raises(SourceError, match="hold the same table: remove one of them"):
        _read(folder)


def test_a_date_keeps_the_precision_registered_and_former_words_are_read() -> None:
    trials, _ = _read()
    now, former = trials["NCT00125164"], trials["NCT00000102"]
    assert now.start_date is not None
    assert now.start_date.value == "2005-08"
    assert former.start_date is not None
    assert former.completion_date is not None
    assert (former.start_date.value, former.completion_date.value) == ("2015-12", "2016-12-03")
    assert (now.phases, former.phases) == (("PHASE1", "PHASE2"), ("NA",))
    assert (former.overall_status, former.study_type) == ("ACTIVE_NOT_RECRUITING", "OBSERVATIONAL")
    assert (former.enrollment_type, former.sponsors[0].kind) == ("ESTIMATED", "FED")


def test_tables_that_nobody_reads_are_let_be_and_a_missing_one_is_named(tmp_path: Path) -> None:
    shutil.copytree(RAW / "aact", tmp_path / "dump")
    (tmp_path / "dump" / "keywords.txt").write_bytes(b"\0\0")
    (tmp_path / "dump" / "browse_conditions.txt").unlink()
    assert len(_read(tmp_path / "dump")[0]) == 2
    (tmp_path / "dump" / "sponsors.txt").unlink()
    with pytest.raises(SourceError, match="sponsors"):
        _read(tmp_path / "dump")


def test_an_unknown_code_refuses_its_study_alone(tmp_path: Path) -> None:
    shutil.copytree(RAW / "aact", tmp_path / "dump")
    studies = tmp_path / "dump" / "studies.txt"
    studies.write_text(studies.read_text().replace("COMPLETED", "PAUSED"))
    trials, issues = _read(tmp_path / "dump")
    assert list(trials) == ["NCT00000102"]
    assert ["PAUSED" in issue.reason for issue in issues.found] == [True]


def test_memory_does_not_grow_with_the_number_of_rows(tmp_path: Path) -> None:
    shutil.copytree(RAW / "aact", tmp_path / "dump")
    numbers = [f"NCT{number:08}" for number in range(20_000)]
    for name in ("studies", "sponsors", "conditions", "interventions"):
        file = tmp_path / "dump" / f"{name}.txt"
        head, row, *_ = file.read_text().replace('"two\nlines"', "").splitlines()
        own = next(part for part in row.split("|") if part.startswith("NCT"))
        order = numbers if name == "studies" else reversed(numbers)
        file.write_text("\n".join([head, *(row.replace(own, number) for number in order)]))
    tracemalloc.start()
    count = sum(1 for _ in discover()["aact"].parse(tmp_path / "dump", Issues()))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak_bytes < 10_000_000, "the tables have some 8 MB, their records some 100 MB"


@pytest.mark.anyio
async def test_a_study_of_both_sources_is_one(empty_graph: Graph, tmp_path: Path) -> None:
    shutil.copytree(RAW / "aact", tmp_path / "dump")
    for file in (tmp_path / "dump").iterdir():
        file.write_text(file.read_text().replace("NCT00125164", "NCT05756322"))
    await load_feeds(empty_graph, feeds(["clinicaltrials"], RAW / "clinicaltrials"))
    report = await load_feeds(empty_graph, feeds(["aact"], tmp_path / "dump"))
    assert report.failed_checks == {}
    statement = Statement(
        "MATCH (t:Trial {nctId: 'NCT05756322'})-[:STATED_IN]->(s:Source) "
        "RETURN t.briefTitle STARTS WITH 'The Safety' AS registry, collect(s.id) AS sources"
    )
    [found] = await empty_graph.rows(statement, timeout_s=30)
    assert (found["registry"], sorted(found["sources"])) == (True, ["aact", "clinicaltrials"])
