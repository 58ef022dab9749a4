"""A graph that lacks values the schema requires: GraphQL's rule for nulls, and the path of the error."""

import orjson
import pytest

from api.execution.executor import GraphEngine
from api.schema import make_schema
from graph.database.driver import Graph
from graph.statement import Statement
from tests.graph.conftest import CONSTANTS

pytestmark = pytest.mark.anyio


async def test_a_null_takes_the_nearest_place_that_may_be_null(empty_graph: Graph) -> None:
    await empty_graph.write(
        Statement(
            "CREATE (:Drug {id: 'drug:a', slug: 'a', genericName: 'A', overview: 'of a'}), "
            "(:Drug {id: 'drug:b', slug: 'b', enrollment: 1}), "
            "(:Trial {id: 'trial:a', nctId: 'NCT00000001', overallStatus: 'COMPLETED', enrollmentCount: 3000000000})"
        )
    )
    engine = GraphEngine(make_schema()._schema, empty_graph, CONSTANTS)
    answer = await engine.execute(
        '{ a: drug(by: {slug: "a"}) { genericName overview } b: drug(by: {slug: "b"}) { id named: genericName } '
        'trial(nctId: "NCT00000001") { nctId enrollmentCount } '
        'nodes(ids: ["drug:b", "drug:a"]) { ... on Drug { genericName } } }',
        None,
        None,
    )
    assert answer.data is not None
    assert orjson.loads(answer.data) == {
        "a": {"genericName": "A", "overview": "of a"},
        "b": None,
        "trial": {"nctId": "NCT00000001", "enrollmentCount": None},
        "nodes": [None, {"genericName": "A"}],
    }
    paths = [error["path"] for error in answer.errors]
    assert paths == [["b", "named"], ["trial", "enrollmentCount"], ["nodes", 0, "genericName"]]
    assert {error["extensions"]["code"] for error in answer.errors} == {"INTERNAL"}

    listed = await engine.execute("{ drugs(orderBy: [{field: NAME}]) { edges { node { genericName } } } }", None, None)
    assert listed.data is not None
    assert orjson.loads(listed.data) == {"drugs": {"edges": [{"node": {"genericName": "A"}}]}}
