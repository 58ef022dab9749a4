"""Batch writes on a real Neo4j: new things are created, known ones are left alone, former ones are kept."""

from typing import Any

import pytest

from graph.database.driver import Graph, Written
from graph.database.migrate import migrate, migrations
from graph.errors import ModelError
from graph.model import NODES, RELATIONS
from graph.statement import Statement
from graph.store import current, write

pytestmark = pytest.mark.anyio

FIRST, SECOND = "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"
NOTHING = Written()
_COUNTED = ("trialCount", "approvalCount", "agencyCount", "authorisedAgencyCount", "everAuthorisedAgencyCount")


def drug(key: str, **values: Any) -> dict[str, Any]:
    row = {"id": key, "slug": key, "genericName": key, "brandNames": [], "drugType": "UNKNOWN"}
    return row | dict.fromkeys(_COUNTED, 0) | values


async def one(graph: Graph, text: str) -> Any:
    [row] = await graph.rows(Statement(text))
    return next(iter(row.values()))


async def named(graph: Graph, release: str, *sources: str) -> Written:
    values = {"sourceIds": list(sources)}
    rows = [{"start": "d", "end": "Alpha", "kind": "GENERIC", "values": values}]
    return await write.merge_links(graph, RELATIONS["HAS_NAME"], "Drug", rows, release)


@pytest.fixture
async def graph(empty_graph: Graph) -> Graph:
    await write.merge_nodes(empty_graph, NODES["Drug"], [drug("d", casNumber="50-00-0")], FIRST)
    await write.merge_nodes(empty_graph, NODES["Name"], [{"value": "Alpha", "normalised": "alpha"}], FIRST)
    await named(empty_graph, FIRST, "b")
    return empty_graph


async def test_merging_a_known_node_changes_nothing(graph: Graph) -> None:
    assert await write.merge_nodes(graph, NODES["Drug"], [drug("d", casNumber="1")], SECOND) == NOTHING


async def test_merging_a_known_link_changes_nothing(graph: Graph) -> None:
    assert await named(graph, SECOND, "b") == NOTHING


async def test_a_link_that_another_source_states_gains_it_in_order(graph: Graph) -> None:
    assert await named(graph, SECOND, "a") == Written(properties_set=1)
    assert await one(graph, "MATCH ()-[r:HAS_NAME]->() RETURN r.sourceIds") == ["a", "b"]


async def test_a_changed_node_keeps_its_former_values_beside_the_graph(graph: Graph) -> None:
    change = [{"id": "d", "casNumber": None, "drugType": "BIOTECH"}]
    for _ in range(2):
        await write.change_nodes(graph, NODES["Drug"], change, SECOND)
    live = await one(graph, "MATCH (d:Drug) RETURN properties(d)")
    past = await one(graph, "MATCH (p:PastDrug)-[:VERSION_OF]->(:Drug {id: 'd'}) RETURN properties(p)")
    assert "casNumber" not in live
    assert (live["drugType"], live["validFrom"]) == ("BIOTECH", SECOND)
    assert (past["drugType"], past["casNumber"]) == ("UNKNOWN", "50-00-0")
    assert (past["validFrom"], past["validTo"]) == (FIRST, SECOND)


async def test_a_change_in_the_release_that_made_the_node_leaves_no_past(graph: Graph) -> None:
    await write.change_nodes(graph, NODES["Drug"], [{"id": "d", "drugType": "BIOTECH"}], FIRST)
    assert await one(graph, "RETURN COUNT { (:PastDrug) }") == 0


async def test_a_closed_link_is_kept_as_a_past_one(graph: Graph) -> None:
    rows = [{"start": "d", "end": "Alpha", "kind": "GENERIC"}]
    await write.close_links(graph, RELATIONS["HAS_NAME"], "Drug", rows, SECOND)
    assert await one(graph, "RETURN COUNT { ()-[:HAS_NAME]->() }") == 0
    past = await one(graph, "MATCH (:Drug)-[r:HAS_NAME_PAST]->(:Name) RETURN properties(r)")
    assert past == {"kind": "GENERIC", "sourceIds": ["b"], "validFrom": FIRST, "validTo": SECOND}


async def test_a_closed_node_takes_its_links_along(graph: Graph) -> None:
    await write.close_nodes(graph, NODES["Drug"], ["d"], SECOND)
    assert await one(graph, "RETURN COUNT { (:Drug) }") == 0
    assert await one(graph, "MATCH (p:PastDrug)-[:HAS_NAME_PAST]->() RETURN p.validTo") == SECOND
    assert await write.close_nodes(graph, NODES["Drug"], ["d"], SECOND) == NOTHING


async def test_links_to_a_drug_carry_the_date_of_their_start_whatever_becomes_of_it(graph: Graph) -> None:
    trial = {"id": "t", "phases": [], "overallStatus": "COMPLETED", "interventionTypes": [], "interventionNames": []}
    await write.merge_nodes(graph, NODES["Trial"], [trial | {"studyFirstPostDate": "2020-05"}], FIRST)
    values = {"interventionType": "DRUG", "rawTexts": ["alpha"], "method": "EXACT_NAME", "score": 0.98}
    rows = [{"start": "t", "end": "d", "values": values}]
    await write.merge_links(graph, RELATIONS["TESTS"], "Trial", rows, FIRST)
    carried = "MATCH (:Trial)-[r:TESTS]->(:Drug) RETURN [r.drugId, r.studyFirstPostDate]"
    assert await one(graph, carried) == ["d", "2020-05"]
    await write.change_nodes(graph, NODES["Trial"], [{"id": "t", "overallStatus": "RECRUITING"}], SECOND)
    assert await one(graph, carried) == ["d", "2020-05"]
    await write.change_nodes(graph, NODES["Trial"], [{"id": "t", "studyFirstPostDate": "2020-06-01"}], SECOND)
    assert await one(graph, carried) == ["d", "2020-06-01"]
    await write.change_nodes(graph, NODES["Trial"], [{"id": "t", "studyFirstPostDate": None}], SECOND)
    assert await one(graph, carried) == ["d", None]
    [link] = (await current.links(graph, NODES["Trial"], ["TESTS"], ["t"]))["t"]
    assert link["values"] == values | {"validFrom": FIRST}


async def test_a_graph_from_before_gets_the_dates_of_its_links(graph: Graph) -> None:
    await graph.write(
        Statement(
            "MATCH (d:Drug {id: 'd'}) UNWIND [['a', '2020'], ['b', null]] AS row "
            "CREATE (d)<-[:TESTS]-(:Trial {id: row[0], studyFirstPostDate: row[1]}) "
            "CREATE (d)<-[:FOR_DRUG]-(:Approval {id: row[0], date: row[1]})"
        )
    )
    [step] = [migration for migration in migrations() if migration.name == "ordered_links"]
    await graph.write(Statement("MATCH (m:Migration {number: $number}) DELETE m", {"number": step.number}))
    assert await migrate(graph) == ["V0009__ordered_links"]
    text = """MATCH (start)-[r:TESTS|FOR_DRUG]->(:Drug) WITH start, r ORDER BY type(r), start.id
    RETURN collect([r.drugId, r.date, r.studyFirstPostDate])"""
    dated = [["d", "2020", None], ["d", None, None], ["d", None, "2020"], ["d", None, None]]
    assert await one(graph, text) == dated


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"genericName": None}, "Drug.genericName is required"),
        ({"drugType": "MAGIC"}, "Drug.drugType has the unknown value 'MAGIC'"),
        ({"colour": "red"}, "Drug has no property colour"),
    ],
)
async def test_a_row_that_the_model_does_not_allow_is_not_written(
    empty_graph: Graph, values: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ModelError, match=reason):
        await write.merge_nodes(empty_graph, NODES["Drug"], [drug("d", **values)], FIRST)
    assert await one(empty_graph, "RETURN COUNT { (:Drug) }") == 0
