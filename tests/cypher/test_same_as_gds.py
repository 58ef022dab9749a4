"""The metrics of `analytics`, in plain Cypher, are those that Graph Data Science and the analysts' questions give."""

import asyncio
import re
import secrets
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import neo4j
import orjson
import pytest

from api.execution.executor import GraphEngine
from api.limits import Limits
from api.schema import make_schema
from graph.address import Address
from graph.database import analytics
from graph.database.driver import connect
from graph.model.questions.networks import MAX_LINKS

Scores = dict[str, float]

# The networks as an analyst would write them down; small enough for every metric, and of several components.
NETWORKS = {
    "DRUG_CONDITION": (
        "{drug: {drugType: [BIOTECH]}}",
        "MATCH (a:Drug {drugType: 'BIOTECH'}) CALL (a) { MATCH (a)-[:INDICATED_FOR|ASSOCIATED_WITH]->(b:Condition) "
        "RETURN b UNION MATCH (a)<-[:TESTS]-(:Trial)-[:STUDIES]->(b:Condition) RETURN b }",
    ),
    "CONDITION_SPONSOR": (
        "{trial: {phases: [PHASE3]}}",
        "MATCH (a:Condition)<-[:STUDIES]-(t:Trial)-[:SPONSORED_BY]->(b:Sponsor) WHERE 'PHASE3' IN t.phases "
        "WITH DISTINCT a, b",
    ),
}
STREAMS = {
    "DEGREE": "CALL gds.degree.stream($graph) YIELD nodeId, score",
    "PAGERANK": "CALL gds.pageRank.stream($graph, {dampingFactor: 0.85, maxIterations: 50, tolerance: 0.0}) "
    "YIELD nodeId, score",
    "BETWEENNESS": "CALL gds.betweenness.stream($graph) YIELD nodeId, score",
    "COMMUNITY": "CALL gds.wcc.stream($graph) YIELD nodeId, componentId AS score",
    "JACCARD": "CALL gds.nodeSimilarity.stream($graph, {topK: 1}) YIELD node1 AS nodeId, similarity AS score",
}


@pytest.fixture(scope="module")
def gds(starter: Address) -> dict[tuple[str, str], Scores]:
    """Scores by Graph Data Science, by projection and metric."""
    found: dict[tuple[str, str], Scores] = {}
    with neo4j.GraphDatabase.driver(starter.uri, auth=(starter.username, starter.password)) as driver:
        for projection, (_, pairs) in NETWORKS.items():
            name = f"medpath-{secrets.token_hex(4)}"
            undirected = "RETURN gds.graph.project($graph, a, b, {}, {undirectedRelationshipTypes: ['*']})"
            driver.execute_query(f"{pairs} {undirected}", graph=name)
            try:
                for metric, stream in STREAMS.items():
                    rows = driver.execute_query(
                        f"{stream} RETURN gds.util.asNode(nodeId).id AS id, score", graph=name
                    ).records
                    found[projection, metric] = {row["id"]: float(row["score"]) for row in rows}
            finally:
                driver.execute_query("CALL gds.graph.drop($graph, false) YIELD graphName RETURN graphName", graph=name)
    return found


@pytest.fixture(scope="module")
def engine(starter: Address) -> Iterator[Any]:
    """Run one operation; return its data, or the message of its one error."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        graph = runner.run(stack.enter_async_context(connect(starter, timeout_s=60)))
        made = GraphEngine(make_schema()._schema, graph, {}, Limits(timeout_s=60))

        def ask(query: str) -> Any:
            answer = runner.run(made.execute(query, None, None))
            return answer.errors[0]["message"] if answer.errors else orjson.loads(answer.data or b"null")

        yield ask
        runner.run(stack.aclose())


@pytest.fixture(scope="module")
def analyst(starter: Address) -> Any:
    """Rows of a question in `cypher/analytics`, in its plain form."""

    async def rows(name: str, typed: dict[str, str]) -> list[dict[str, Any]]:
        async with connect(starter, timeout_s=60) as graph:
            return (await analytics.run(graph, name, typed, plain=True)).rows

    return lambda name, **typed: asyncio.run(rows(name, typed))


def _ours(engine: Any, projection: str, metric: str) -> Scores:
    arguments = f"projection: {projection}, metric: {metric}, first: 200, filter: {NETWORKS[projection][0]}"
    data = engine(f"{{ analytics {{ networkMetrics({arguments}) {{ score node {{ ... on Node {{ id }} }} }} }} }}")
    return {row["node"]["id"]: row["score"] for row in data["analytics"]["networkMetrics"]}


@pytest.mark.parametrize("projection", NETWORKS)
@pytest.mark.parametrize("metric", ["DEGREE", "PAGERANK", "BETWEENNESS", "JACCARD"])
def test_a_score_is_that_of_graph_data_science(gds: Any, engine: Any, projection: str, metric: str) -> None:
    theirs = dict(gds[projection, metric])
    if metric == "PAGERANK":
        theirs = {node: score / sum(theirs.values()) for node, score in theirs.items()}
    if metric == "BETWEENNESS":
        size = len(theirs)
        theirs = {node: score * 2 / ((size - 1) * (size - 2)) for node, score in theirs.items()}

    ours = _ours(engine, projection, metric)

    assert len(ours) > 20
    assert ours == pytest.approx({our: theirs[our] for our in ours}, abs=2e-6)
    assert min(ours.values()) >= max((theirs[their] for their in theirs.keys() - ours.keys()), default=0.0) - 2e-6


@pytest.mark.parametrize("projection", NETWORKS)
def test_communities_are_the_components_of_graph_data_science(gds: Any, engine: Any, projection: str) -> None:
    sizes: dict[float, int] = {}
    for component in gds[projection, "COMMUNITY"].values():
        sizes[component] = sizes.get(component, 0) + 1

    ours = _ours(engine, projection, "COMMUNITY")

    assert list(ours.values()) == sorted(sizes.values(), reverse=True)
    assert len({gds[projection, "COMMUNITY"][our] for our in ours}) == len(sizes) > 1


def test_all_drugs_at_agencies_fit_and_what_does_not_is_refused(engine: Any) -> None:
    whole = "{{ analytics {{ networkMetrics(projection: {}, metric: PAGERANK, first: 1) {{ score }} }} }}"
    assert engine(whole.format("DRUG_AGENCY"))["analytics"]["networkMetrics"]
    assert f"more than {MAX_LINKS:,} links" in engine(whole.format("SPONSOR_SPONSOR"))
    ways = engine("{ analytics { networkMetrics(projection: DRUG_CONDITION, metric: BETWEENNESS) { score } } }")
    assert re.search(r"^metric: .* steps for .* links; allowed are 1,000,000: narrow it by", ways)


def test_what_the_schema_says_is_what_the_questions_of_analysts_say(engine: Any, analyst: Any) -> None:
    """Two statements written independently: sponsors by breadth, pairs that share drugs, drugs by reach."""
    limit = 20
    breadth = analyst("sponsors_by_breadth", limit=str(limit))
    ours = engine(
        f"""{{ analytics {{ networkMetrics(projection: CONDITION_SPONSOR, metric: DEGREE, types: [SPONSOR],
          includeSubsidiaries: true, first: {limit}) {{ score node {{ ... on Sponsor {{ slug }} }} }} }} }}"""
    )["analytics"]["networkMetrics"]
    assert [row["score"] for row in ours] == [float(row["conditions"]) for row in breadth]

    pairs = analyst("sponsor_pairs", limit=str(limit))
    edges = engine(
        f"{{ analytics {{ sponsorNetwork(includeSubsidiaries: true, first: {limit}) {{ edges {{ weight }} }} }} }}"
    )["analytics"]["sponsorNetwork"]["edges"]
    assert [edge["weight"] for edge in edges] == [row["shared"] for row in pairs]

    reach = analyst("regulatory_reach", limit=str(limit))
    ours = engine(
        f"{{ analytics {{ regulatoryReach(first: {limit}) {{ score node {{ ... on Drug {{ slug }} }} }} }} }}"
    )
    found = [(row["node"]["slug"], row["score"]) for row in ours["analytics"]["regulatoryReach"]]
    assert found[0] == ("mecasermin", 5.0)
    assert [score for _, score in found] == [float(row["found"]) for row in reach]
