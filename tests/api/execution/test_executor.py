"""A kept operation is right for every value of its variables."""

from typing import cast

import orjson
import pytest

from api.execution.executor import GraphEngine
from api.schema import make_schema
from graph.database.driver import Graph
from graph.errors import LimitExceeded

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def engine() -> GraphEngine:
    """An engine without a graph, for operations that need none."""
    return GraphEngine(make_schema()._schema, cast(Graph, None), {})


async def test_introspection_answers_for_the_type_that_is_asked(engine: GraphEngine) -> None:
    query = "query($name: String!) { __typename __type(name: $name) { name } }"
    for name in ("Drug", "Trial", "Drug"):
        answer = await engine.execute(query, {"name": name}, None)
        assert orjson.loads(answer.data or b"") == {"__typename": "Query", "__type": {"name": name}}


async def test_the_cost_of_a_kept_operation_counts_the_ids_of_this_request(engine: GraphEngine) -> None:
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Drug { trials(first: 200) { nodes { ...T } } } } }"
    query += " fragment T on Trial { drugs(first: 50) { nodes { id } } }"
    engine.statements(query, {"ids": ["a"]})
    for ids in (["a"] * 200, ["a"] * 100):
        with pytest.raises(LimitExceeded, match="would cost"):
            await engine.execute(query, {"ids": ids}, None)
