"""Records that a later edition no longer has are closed with their history, whatever their kind."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph.database.driver import Graph
from seed.extract.feeds import Feed
from seed.pipeline import load_feeds
from seed.records import (
    ConditionRecord,
    ConditionRef,
    DrugRecord,
    Intervention,
    Name,
    Organisation,
    Row,
    TrialRecord,
    Xref,
)
from seed.report.journal import journal
from tests.seed.factories import feed, rows

pytestmark = pytest.mark.anyio


def whole(name: str, records: list[Any], edition: str) -> Feed:
    """A complete list that belongs to no agency."""
    made = feed(name, records, edition=edition)
    made.complete = True
    return made


def drugs(edition: str, *codes: str) -> Feed:
    names = {"DB00331": "Metformin", "DB01277": "Mecasermin", "DB00316": "Paracetamol"}
    return whole(
        "vocabulary",
        [
            DrugRecord(Row(code), names[code], (Name(f"{names[code]}um", "SYNONYM"),), (Xref("DRUGBANK", code),))
            for code in codes
        ],
        edition,
    )


def diseases(edition: str, *names: str) -> Feed:
    records = [
        ConditionRecord(Row(f"DOID:{number}"), name, xrefs=(Xref("DOID", str(number)),))
        for number, name in enumerate(names, start=1)
    ]
    return whole("diseases", records, edition)


def trials(edition: str, *numbers: int) -> Feed:
    return whole(
        "registry",
        [
            TrialRecord(
                Row(f"NCT{number}"),
                "RECRUITING",
                nct_id=f"NCT{number}",
                conditions=(ConditionRef("Obesity"), ConditionRef(f"Rarity {number}")),
                sponsors=(Organisation("University", "LEAD_SPONSOR"), Organisation(f"Fund {number}", "COLLABORATOR")),
                interventions=(Intervention("DRUG", "Metformin"),),
            )
            for number in numbers
        ],
        edition,
    )


async def test_drugs_trials_and_diseases_that_vanish_are_closed(empty_graph: Graph, tmp_path: Path) -> None:
    first = [drugs("1", "DB00331", "DB01277"), diseases("1", "Obesity", "Gout"), trials("1", 1, 2)]
    report = await load_feeds(empty_graph, first)
    assert report.failed_checks == {}
    later = [drugs("2", "DB00331"), diseases("2", "Obesity"), trials("2", 1)]
    with journal(tmp_path / "report.ndjson") as notes:
        report = await load_feeds(empty_graph, later, journal=notes)
    assert report.failed_checks == {}
    assert [(source.source, source.added, source.changed, source.closed) for source in report.sources] == [
        ("vocabulary", 0, 0, 1),
        ("diseases", 0, 0, 1),
        ("registry", 0, 0, 1),
    ]
    events = [json.loads(line) for line in (tmp_path / "report.ndjson").read_text("utf-8").splitlines()]
    assert {event["id"] for event in events if event["event"] == "closed"} == {
        "drug:DB01277",
        "condition:DOID_2",
        "trial:NCT2",
    }
    live = await rows(empty_graph, "MATCH (n:Drug|Trial|Condition|Sponsor|Name) RETURN coalesce(n.id, n.value)")
    assert set(live) == {
        *("drug:DB00331", "Metformin", "Metforminum"),
        *("condition:DOID_1", "Obesity", "obese", "condition:rarity-1", "Rarity 1"),
        *("trial:NCT1", "sponsor:university", "University", "sponsor:fund-1", "Fund 1"),
    }
    past = await rows(
        empty_graph,
        """MATCH (n:PastDrug|PastTrial|PastCondition|PastSponsor|PastName) WHERE n.validTo IS NOT NULL
        RETURN coalesce(n.id, n.value)""",
    )
    assert set(past) == {
        *("drug:DB01277", "Mecasermin", "Mecaserminum", "condition:DOID_2", "Gout", "trial:NCT2"),
        *("condition:rarity-2", "Rarity 2", "sponsor:fund-2", "Fund 2"),
    }
    assert await rows(
        empty_graph, "MATCH (:PastTrial)-[r:TESTS_PAST]->(d) WHERE r.validTo IS NOT NULL RETURN [d.id, d.trialCount]"
    ) == [["drug:DB00331", 1]]
    again = await load_feeds(empty_graph, [drugs("2", "DB00331"), diseases("2", "Obesity"), trials("2", 1)])
    assert not again.written.changed


async def test_a_drug_that_vanishes_leaves_its_trials_and_one_that_returns_gets_them_back(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, [drugs("1", "DB00331", "DB01277"), trials("1", 1)])
    await load_feeds(empty_graph, [drugs("2", "DB01277")])
    assert await rows(empty_graph, "MATCH (t:Trial) RETURN [t.id, COUNT { (t)-[:TESTS]->() }]") == [["trial:NCT1", 0]]
    report = await load_feeds(empty_graph, [drugs("3", "DB00331", "DB01277"), trials("1", 1)])
    assert report.failed_checks == {}
    assert await rows(empty_graph, "MATCH (:Trial)-[:TESTS]->(d) RETURN [d.id, d.trialCount]") == [["drug:DB00331", 1]]
    assert await rows(empty_graph, "MATCH (d:PastDrug) RETURN d.id") == ["drug:DB00331"]


async def test_what_another_source_states_stays_without_the_one_that_lost_it(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, [drugs("1", "DB00331", "DB01277")])
    other = feed("other", [DrugRecord(Row("x"), "Mecasermin", xrefs=(Xref("DRUGBANK", "DB01277"),))], rank=20)
    await load_feeds(empty_graph, [other])
    report = await load_feeds(empty_graph, [drugs("2", "DB00331")])
    assert report.sources[0].closed == 1
    assert await rows(empty_graph, "MATCH (:Drug {id: 'drug:DB01277'})-[:STATED_IN]->(s) RETURN s.id") == ["other"]
    assert await rows(empty_graph, "MATCH (:Drug)-[:STATED_IN_PAST]->(s) RETURN s.id") == ["vocabulary"]


async def test_a_list_that_is_not_whole_closes_nothing(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, [drugs("1", "DB00331", "DB01277"), trials("1", 1, 2)])
    part = trials("2", 1)
    part.complete = False
    report = await load_feeds(empty_graph, [part])
    assert (report.sources[0].closed, report.sources[0].kept) == (0, 0)
    assert await rows(empty_graph, "RETURN COUNT { (:Trial) }") == [2]
