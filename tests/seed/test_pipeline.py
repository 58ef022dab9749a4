"""Loads on a real Neo4j: correct, idempotent, and independent of the order of sources."""

from collections import Counter
from pathlib import Path

import pytest

from graph.database.driver import Graph, Written
from graph.statement import Statement
from seed.pipeline import load, load_feeds
from seed.records import Organisation
from tests.seed.factories import approval, canada, ema, everything, feed, page, registry, rows, vocabulary, whole
from tests.seed.samples import RAW
from tests.starter_part import part

pytestmark = pytest.mark.anyio
MECASERMIN = "MATCH (drug:Drug {slug: 'mecasermin'})"


async def test_a_second_load_changes_nothing(empty_graph: Graph) -> None:
    first = await load_feeds(empty_graph, everything())
    again = await load_feeds(empty_graph, everything())
    forced = await load_feeds(empty_graph, everything(), force=True)
    assert first.failed_checks == {}
    assert first.release is not None
    for report in (again, forced):
        assert (report.release, report.written) == (None, Written())
        assert [(source.added, source.changed, source.closed) for source in report.sources] == [(0, 0, 0)] * 5
    assert await rows(empty_graph, "MATCH (r:Release) RETURN r.isCurrent") == [True]


async def test_the_order_of_sources_does_not_matter(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, everything())
    forward = await whole(empty_graph)
    await empty_graph.write(Statement("MATCH (n WHERE NOT n:Migration) DETACH DELETE n"))
    await load_feeds(empty_graph, everything()[::-1])
    assert await whole(empty_graph) == forward


async def test_a_load_that_was_cut_and_repeated_ends_in_the_same_graph(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, everything())
    straight = await whole(empty_graph)
    await empty_graph.write(Statement("MATCH (n WHERE NOT n:Migration) DETACH DELETE n"))
    broken = [vocabulary(), page(), ema(), feed("canada", [], fail_after=0), registry()]
    broken[3].records = feed("canada", [next(canada().records())] * 2, fail_after=1).records
    with pytest.raises(ConnectionError):
        await load_feeds(empty_graph, broken)
    report = await load_feeds(empty_graph, everything())
    assert await whole(empty_graph) == straight
    assert report.failed_checks == {}
    assert await rows(empty_graph, "MATCH (r:Release) RETURN r.isCurrent") == [True]


async def test_what_two_sources_state_is_one_record_with_two_evidences(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, everything())
    assert await rows(
        empty_graph,
        """MATCH (a:Approval)-[:STATED_IN]->(s) WITH a, count(s) AS n WHERE n > 1
        RETURN a.id ORDER BY a.id""",
    ) == ["approval:EMA:EMEA/H/C/000704", "approval:HEALTH_CANADA:02509733"]


async def test_the_better_source_wins_and_the_other_fills_what_it_leaves_open(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, everything())
    [din] = await rows(empty_graph, "MATCH (a:Approval {number: '02509733'}) RETURN properties(a)")
    [increlex] = await rows(empty_graph, "MATCH (a:EmaApproval {date: '2007-08-02'}) RETURN properties(a)")
    assert (din["status"], din["dosageForm"], din["productName"]) == ("AUTHORISED", "SOLUTION", "INCRELEX")
    assert (increlex["dateRaw"], increlex["route"]) == ("02/08/2007", "Subcutaneous")


async def test_a_later_edition_changes_and_closes_but_forgets_nothing(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, everything())
    later = ema("2", status="WITHDRAWN", holder=Organisation("Esteve", "AUTHORISATION_HOLDER"))
    report = await load_feeds(empty_graph, [later])
    assert [(source.added, source.changed, source.unchanged, source.closed) for source in report.sources] == [
        (0, 1, 0, 1)
    ]
    assert report.failed_checks == {}
    assert await rows(empty_graph, "MATCH (a:EmaApproval) RETURN a.status") == ["WITHDRAWN"]
    assert await rows(empty_graph, "MATCH (p)-[:VERSION_OF]->(:EmaApproval) RETURN p.status") == ["AUTHORISED"]
    assert await rows(
        empty_graph,
        """MATCH (:EmaApproval)-[r:HELD_BY|HELD_BY_PAST]->(s)
        RETURN [type(r), s.name, r.validTo IS NOT NULL] AS held ORDER BY held""",
    ) == [["HELD_BY", "Esteve", False], ["HELD_BY_PAST", "Ipsen Pharma", True]]
    assert await rows(empty_graph, "MATCH (p:PastApproval)-[:FOR_DRUG_PAST]->(d) RETURN d.genericName") == ["Metformin"]
    assert await rows(
        empty_graph,
        """MATCH (:Drug {slug: 'metformin'})-[c:COVERED_BY|COVERED_BY_PAST]->({code: 'EMA'})
        RETURN type(c) + ' ' + c.state AS state ORDER BY state""",
    ) == ["COVERED_BY NONE_FOUND", "COVERED_BY_PAST FOUND"]


async def test_coverage_is_found_none_found_or_not_there(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, everything())
    states = await rows(
        empty_graph,
        """MATCH (d:Drug)-[c:COVERED_BY]->(a)
        RETURN [d.slug, a.code, c.state, c.recordCount, c.message] AS state ORDER BY state""",
    )
    assert states == [
        ["mecasermin", "EMA", "FOUND", 1, None],
        ["mecasermin", "HEALTH_CANADA", "FOUND", 1, None],
        ["mecasermin", "HSA", "NONE_FOUND", 0, "No HSA approvals"],
        ["metformin", "EMA", "FOUND", 1, None],
    ]


async def test_a_free_text_condition_is_the_mesh_term_of_its_name(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, everything())
    assert await rows(
        empty_graph,
        """MATCH (c:Condition {id: 'condition:D046150'})
        RETURN [c.drugCount, c.trialCount, COUNT { (c)-[:BROADER]->({name: 'Dwarfism'}) }]""",
    ) == [[2, 1, 1]]


async def test_an_unknown_ingredient_is_reported_and_its_product_is_there(empty_graph: Graph) -> None:
    report = await load_feeds(empty_graph, everything())
    counts = {source.source: source.unmatched for source in report.sources}
    assert counts["ema_list"] == {"novelty": 1}
    assert counts["registry"] == {"Placebo": 1}


async def test_a_record_that_the_model_refuses_is_reported_and_the_others_load(empty_graph: Graph) -> None:
    bad = feed(
        "bad",
        [
            approval("HSA", "HSA_APPROVAL_NUMBER", "SIN1", status="WONDERFUL"),
            approval("HSA", "HSA_APPROVAL_NUMBER", "SIN2"),
        ],
    )
    report = await load_feeds(empty_graph, [vocabulary(), bad])
    [refused] = report.sources[1].refused
    assert (refused.raw, refused.reason) == ("SIN1", "Approval.status has the unknown value 'WONDERFUL'")
    assert await rows(empty_graph, "MATCH (a:Approval) RETURN a.number") == ["SIN2"]


async def test_a_malformed_row_is_reported_with_its_place_and_the_others_load(
    empty_graph: Graph, tmp_path: Path
) -> None:
    raw = tmp_path / "vocabulary.csv"
    head, *lines = (RAW / "drugbank_vocabulary/drugbank_vocabulary.csv").read_text("utf-8").splitlines()
    raw.write_text("\n".join([head, lines[0], "DB99999,,Damaged,6.9E+04,,,", lines[1]]), "utf-8")
    report = await load(empty_graph, ["drugbank_vocabulary"], raw)
    [refused] = report.sources[0].refused
    assert (refused.file, refused.line) == ("vocabulary.csv", 3)
    assert "6.9E+04" in refused.reason
    assert "DB99999" in str(refused.raw)
    assert report.sources[0].counts() | {"edition": None} == {
        "source": "drugbank_vocabulary",
        "edition": None,
        "rows": 3,
        "added": 2,
        "changed": 0,
        "unchanged": 0,
        "closed": 0,
        "skipped": 0,
        "unmatched": 0,
        "refused": 1,
    }


async def test_nothing_is_closed_while_rows_are_refused(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, everything())
    later = ema("2")
    later.issues.refuse("an unreadable row")
    report = await load_feeds(empty_graph, [later])
    assert (report.sources[0].closed, report.sources[0].kept) == (0, 1)
    assert await rows(empty_graph, "RETURN COUNT { (:EmaApproval) }") == [2]


async def test_mecasermin_is_what_its_page_says(starter_graph: Graph) -> None:
    [drug] = await rows(starter_graph, f"{MECASERMIN} RETURN properties(drug)")
    assert drug["id"] == "drug:DB01277"
    assert (drug["casNumber"], drug["unii"]) == ("68562-41-4", "7GR9I2683O")
    assert (drug["drugType"], drug["brandNames"], drug["trialCount"]) == ("BIOTECH", ["Increlex"], 10)


async def test_mecasermin_is_found_at_five_agencies_and_at_no_other(starter_graph: Graph) -> None:
    states = await rows(starter_graph, f"{MECASERMIN}-[c:COVERED_BY]->(a) RETURN [c.state, a.code, c.message]")
    found = {code for state, code, _ in states if state == "FOUND"}
    assert found == {"FDA", "EMA", "TGA", "HEALTH_CANADA", "AEMPS"}
    none = {code: message for state, code, message in states if state == "NONE_FOUND"}
    assert none == {
        "HSA": "No HSA approvals found for this drug.",
        "NMPA": "No NMPA approvals found for this drug.",
        "PPB": "No PPB approvals found for this drug.",
        "PH_FDA": "No Philippines FDA approvals found for this drug.",
        "SFDA": "No Saudi SFDA approvals found for this drug.",
        "NPRA": "No Malaysia NPRA approvals found for this drug.",
        "EMC": "No UK EMC drug information found for this drug.",
    }


async def test_the_pages_six_records_are_among_mecasermins_approvals(starter_graph: Graph) -> None:
    stated = await rows(
        starter_graph,
        f"""{MECASERMIN}<-[:FOR_DRUG]-(a)-[:STATED_IN]->({{id: 'medpath_page'}})
        RETURN [a.agencyCode, a.number, a.date, COUNT {{ (a)-[:STATED_IN]->() }}] AS it ORDER BY it""",
    )
    assert stated == [
        ["AEMPS", "07402001", None, 1],
        ["EMA", "EMEA/H/C/000704", "2007-08-02", 2],
        ["FDA", "15054-1040", "2024-03-20", 1],
        ["FDA", "71863-216", "2025-05-07", 1],
        ["HEALTH_CANADA", "02509733", "2021-03-01", 2],
        ["TGA", "308494", "2019-11-22", 1],
    ]


async def test_mecasermin_has_the_pages_ten_trials(starter_graph: Graph) -> None:
    statuses = await rows(starter_graph, f"{MECASERMIN}<-[:TESTS]-(t) RETURN t.overallStatus")
    assert Counter(statuses) == {"RECRUITING": 2, "COMPLETED": 5, "TERMINATED": 2, "WITHDRAWN": 1}
    sponsors = await rows(
        starter_graph,
        f"""{MECASERMIN}<-[:TESTS]-()-[:SPONSORED_BY]->(s)
        RETURN [s.name, s.class]""",
    )
    assert sponsors == [["Peter Bang", "INDIV"]]


async def test_companies_of_one_group_stay_companies(starter_graph: Graph) -> None:
    members = await rows(
        starter_graph,
        """MATCH (s:Sponsor)-[r:SUBSIDIARY_OF]->(:Sponsor {name: 'Ipsen'})
        WHERE r.reason <> '' RETURN s.id ORDER BY s.id""",
    )
    assert members == [
        "sponsor:ipsen-biopharm-ltd",
        "sponsor:ipsen-biopharmaceuticals-canada-inc",
        "sponsor:ipsen-biopharmaceuticals-inc",
        "sponsor:ipsen-inc",
        "sponsor:ipsen-pharma",
        "sponsor:ipsen-pharma-biotech",
    ]


async def test_the_starter_holds_every_record_of_its_files(starter_graph: Graph) -> None:
    totals = {feed.source.id: feed.total for feed in part() if feed.source.id not in ("mesh", "doid")}
    counted = await starter_graph.rows(
        Statement("""MATCH (s:Source)<-[:STATED_IN]-(record:Drug|Trial|Approval)
        RETURN s.id AS source, count(*) AS records""")
    )
    assert {row["source"]: row["records"] for row in counted} == totals
