"""Integrity checks after a load: each fails on a broken graph, over the whole graph and over the changed keys alone."""

import pytest

from graph import cypher_files
from graph.database.driver import Graph
from graph.database.integrity import check
from graph.model import NODES, RELATIONS
from graph.statement import Statement
from seed.load import release
from seed.load.agencies import put_agencies
from seed.load.changed_keys import PRODUCTS, ChangedKeys
from seed.load.loader import Loader
from seed.load.store import GraphStore
from seed.merge.buffer import Buffer
from seed.pipeline import load_feeds
from seed.records import Intervention, Row, TrialRecord
from seed.report.report import SourceReport
from seed.resolve.lookup import resolver_of
from tests.seed.factories import canada, ema, everything, feed, vocabulary

pytestmark = pytest.mark.anyio

CANADA = "approval:HEALTH_CANADA:02509733"
TRIAL = "trial:NCT00000001"
DRUG = "drug:DB01277"
AT_CANADA = f"{DRUG} agency:HEALTH_CANADA"
BROKEN = {
    "approval_agency": ("Approval", CANADA, f"MATCH ({{id: '{CANADA}'}})-[r:GRANTED_BY]->() DELETE r"),
    "approval_found": (PRODUCTS, AT_CANADA, "MATCH (:Drug)-[r:COVERED_BY]->({code: 'HEALTH_CANADA'}) DELETE r"),
    "approval_links_stated": ("Approval", CANADA, f"MATCH ({{id: '{CANADA}'}})-[s:STATED_IN]->() SET s.fields = []"),
    "drug_links_stated": ("Drug", DRUG, f"MATCH (n:Drug {{id: '{DRUG}'}}) CREATE (n)-[:DESCRIBED_BY]->(:Report)"),
    "found_approval": (PRODUCTS, AT_CANADA, f"MATCH ({{id: '{CANADA}'}})-[r:FOR_DRUG]->() DELETE r"),
    "trial_links_stated": ("Trial", TRIAL, f"MATCH ({{id: '{TRIAL}'}})-[s:STATED_IN]->() SET s.fields = ['drugs']"),
}
EVERYWHERE = {
    "one_current_release": ("1", "CREATE (:Release {version: '1', isCurrent: true})"),
    "shared_used": ("nobody's", 'CREATE (:Name {value: "nobody\'s"})'),
}


def test_every_check_is_broken_here() -> None:
    assert {*BROKEN, *EVERYWHERE} == {name.removeprefix("check/") for name in cypher_files.names("check")}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_check_fails_where_the_graph_is_broken(empty_graph: Graph, name: str) -> None:
    kind, broken, text = BROKEN[name]
    await load_feeds(empty_graph, everything())
    assert await check(empty_graph) == {}
    await empty_graph.write(Statement(text))
    key = broken.partition(" ")[0]
    elsewhere = ChangedKeys().by_label()
    assert broken in (await check(empty_graph))[f"check/{name}"]
    assert broken in (await check(empty_graph, {**elsewhere, kind: [key]}))[f"check/{name}"]
    assert f"check/{name}" not in await check(empty_graph, elsewhere)


@pytest.mark.parametrize("name", EVERYWHERE)
async def test_some_checks_look_at_everything_always(empty_graph: Graph, name: str) -> None:
    await load_feeds(empty_graph, everything())
    broken, text = EVERYWHERE[name]
    await empty_graph.write(Statement(text))
    assert broken in (await check(empty_graph, ChangedKeys().by_label()))[f"check/{name}"]


@pytest.mark.parametrize("label", NODES)
async def test_a_node_without_what_it_must_have_is_found(empty_graph: Graph, label: str) -> None:
    node = NODES[label]
    await empty_graph.write(Statement(f"CREATE (n:{label} {{{node.key}: 'x:1'}})"))
    for looked_at in (None, {**ChangedKeys().by_label(), label: ["x:1"]}):
        found = await check(empty_graph, looked_at)
        assert found[f"check/{label} is complete"] == ["x:1"]
        if label in RELATIONS["STATED_IN"].start.split("|"):
            assert found[f"check/{label} is stated"] == ["x:1"]
    assert f"check/{label} is complete" not in await check(empty_graph, ChangedKeys().by_label())


async def test_a_load_names_what_is_broken_of_what_it_touched(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, everything())
    text = "MATCH (n {id: $key}), (s:Sponsor) WITH n, s LIMIT 1 CREATE (n)-[:HELD_BY {role: 'LICENCE_HOLDER'}]->(s)"
    await empty_graph.write(Statement(text, {"key": CANADA}))
    elsewhere = await load_feeds(empty_graph, [ema("2")])
    here = await load_feeds(empty_graph, [canada("2")])
    assert elsewhere.failed_checks == {}
    assert here.failed_checks == {"check/approval_links_stated": [CANADA]}


async def test_a_trial_whose_links_stay_touches_nothing_that_counts_it(empty_graph: Graph) -> None:
    touched: list[list[list[str] | None]] = []
    for name, status in (("Metformin", "RECRUITING"), ("Metformin", "COMPLETED"), ("Mecasermin", "COMPLETED")):
        trial = TrialRecord(Row("NCT1"), status, nct_id="NCT1", interventions=(Intervention("DRUG", name),))
        if not touched:
            await load_feeds(empty_graph, [vocabulary()])
        buffer = Buffer(release.now())
        loader = Loader(GraphStore(empty_graph), await resolver_of(empty_graph, buffer), buffer)
        await put_agencies(loader.store, buffer)
        source = feed("registry", [trial], edition=status)
        buffer.node("Source", {"id": "registry", "name": "r", "publisher": "p", "release": "1"})
        await loader.load([trial], source, SourceReport("registry"))
        await loader.flush()
        touched.append([loader.changed_keys.of_label(label) for label in ("Trial", "Drug")])
    assert touched == [
        [["trial:NCT1"], ["drug:DB00331"]],
        [["trial:NCT1"], []],
        [["trial:NCT1"], ["drug:DB00331", DRUG]],
    ]
