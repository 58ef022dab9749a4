"""Each limit just inside and just outside, hostile documents beside ordinary ones, and the messages about limits."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, cast

import httpx2
import pytest

from api.app import create_app
from api.assemble import application
from api.execution.engine import Answer, Engine
from api.execution.executor import GraphEngine
from api.limits import Limits
from api.schema import make_schema
from graph.address import Address
from graph.database.driver import Graph, connect
from graph.errors import GraphTimeout, LimitExceeded
from graph.statement import Statement

Serve = Callable[[Engine], AbstractContextManager[str]]
LIMITS = Limits()
BUSY = Statement("UNWIND range(1, 10000000000) AS busyForTheTest RETURN count(busyForTheTest) AS n")


def _deep(levels: int) -> str:
    hops = ["drugs", "nodes"] + ["trials", "nodes", "drugs", "nodes"] * levels
    return "{ " + " { ".join([*hops[: levels - 1], "__typename"]) + " }" * levels


def _nested(levels: int) -> str:
    return f"{{ drugs(filter: {'{ not: ' * (levels - 1)}{{}}{' }' * (levels - 1)}) {{ totalCount }} }}"


def _tokens(count: int) -> str:
    """A list as long as it takes; the rest are 16 tokens."""
    return "{ drugs(filter: { id: [" + ' "x"' * (count - 16) + "] }) { totalCount } }"


CASES: dict[str, tuple[Callable[[int], str], int]] = {
    "DEPTH_LIMIT": (_deep, LIMITS.max_depth),
    "ROOT_FIELD_LIMIT": (lambda n: "{" + " __typename" * n + "}", LIMITS.max_root_fields),
    "ALIAS_LIMIT": (lambda n: "{ meta {" + " ".join(f"a{i}: __typename" for i in range(n)) + "} }", LIMITS.max_aliases),
    "DIRECTIVE_LIMIT": (
        lambda n: "{ meta {" + " __typename @skip(if: false)" * n + "} }",
        LIMITS.max_directives,
    ),
    "DOCUMENT_TOO_LARGE": (_tokens, LIMITS.max_tokens),
    "INPUT_DEPTH_LIMIT": (_nested, LIMITS.max_input_depth),
    "CONDITION_LIMIT": (
        lambda n: "{ drugs(filter: { or: [" + "{ drugType: BIOTECH }" * (n - 1) + "] }) { totalCount } }",
        LIMITS.max_conditions,
    ),
}


@pytest.fixture
def engine() -> GraphEngine:
    """An engine whose graph fails: a refused operation must not reach it."""
    return GraphEngine(make_schema()._schema, cast(Graph, None), LIMITS.constants(), LIMITS)


@pytest.mark.parametrize("code", CASES)
def test_a_limit_is_met_just_inside_and_refused_just_outside(engine: GraphEngine, code: str) -> None:
    make, limit = CASES[code]
    engine.statements(make(limit))
    with pytest.raises(LimitExceeded) as caught:
        engine.statements(make(limit + 1))
    assert caught.value.code == code
    assert f"{limit:,}" in str(caught.value)


def test_fields_are_counted_with_fragments_written_out() -> None:
    fragment = "fragment T on Trial { nctId briefTitle drugs { nodes { slug unii } } }"  # 6 fields
    inside = Limits(max_fields=10)
    query = "{ drugs { nodes { trials { nodes { ...T } } } } } " + fragment
    schema = make_schema()._schema
    GraphEngine(schema, cast(Graph, None), inside.constants(), inside).statements(query)
    outside = Limits(max_fields=9)
    with pytest.raises(LimitExceeded, match="10 fields, fragments written out, are too many; allowed are 9"):
        GraphEngine(schema, cast(Graph, None), outside.constants(), outside).statements(query)


def test_fields_that_repeat_one_another_are_counted_in_pairs(engine: GraphEngine) -> None:
    def repeated(times: int) -> str:
        return "{ drugs { nodes {" + " id" * times + "} } }"

    engine.statements(repeated(89))  # 89 * 88 / 2 = 3,916
    with pytest.raises(LimitExceeded, match="4,005 pairs") as caught:
        engine.statements(repeated(90))
    assert caught.value.code == "REPEAT_LIMIT"


@pytest.mark.parametrize("deep", [LIMITS.max_input_depth, LIMITS.max_input_depth + 1])
def test_variables_are_nested_no_deeper_than_literals(engine: GraphEngine, deep: int) -> None:
    value: dict[str, Any] = {}
    for _ in range(deep - 1):
        value = {"not": value}
    query = "query($filter: DrugFilter) { drugs(filter: $filter) { totalCount } }"
    if deep <= LIMITS.max_input_depth:
        engine.statements(query, {"filter": value})
        return
    with pytest.raises(LimitExceeded) as caught:
        engine.statements(query, {"filter": value})
    assert caught.value.code == "INPUT_DEPTH_LIMIT"


def test_a_document_may_have_32_kb(serve: Serve, engine: GraphEngine) -> None:
    with serve(engine) as url:
        for over in (0, 1):
            query = "{ __typename }".ljust(LIMITS.max_document_bytes + over)
            response = httpx2.post(f"{url}/graphql", json={"query": query})
            codes = [error["extensions"]["code"] for error in response.json().get("errors", ())]
            assert codes == ["DOCUMENT_TOO_LARGE"] * over


_DOUBLING = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(30)]
_FOUR_LEVELS = "{ " + "drugs(first: 200) { nodes { trials(first: 200) { nodes { " * 2 + "id" + " }" * 9
HOSTILE: dict[str, tuple[dict[str, Any], str]] = {
    "doubling fragments": (
        {"query": " ".join(["{ ...F0 }", *_DOUBLING, "fragment F30 on Query { __typename }"])}, "FIELD_LIMIT",
    ),
    "10,000 aliases": (
        {"query": "{" + " ".join(f"a{n}: __typename" for n in range(10_000)) + "}"}, "DOCUMENT_TOO_LARGE",
    ),
    "600 aliases": ({"query": "{" + " ".join(f"a{n}:__typename" for n in range(600)) + "}"}, "ALIAS_LIMIT"),
    "2,000 directives": ({"query": "{ __typename " + "@skip(if: true) " * 2_000 + "}"}, "DOCUMENT_TOO_LARGE"),
    "200,000 tokens in a body of 400 kB": ({"query": "{" + " a" * 200_000 + "}"}, "BODY_TOO_LARGE"),
    "200,000 tokens": ({"query": "{" + "{" * 200_000 + "}"}, "DOCUMENT_TOO_LARGE"),
    "pages of four levels": ({"query": _FOUR_LEVELS}, "QUERY_TOO_EXPENSIVE"),
    "a name of 100 kB": ({"query": "{ " + "x" * 100_000 + " }"}, "DOCUMENT_TOO_LARGE"),
    "a name of 30 kB": ({"query": "{ " + "x" * 30_000 + " }"}, "GRAPHQL_VALIDATION_FAILED"),
    "1,900 times one field": ({"query": "{ drugs { nodes {" + " id" * 1_900 + "} } }"}, "REPEAT_LIMIT"),
    "480 lists under one key": (
        {"query": "{ drugs { nodes {" + " trials{totalCount}" * 480 + "} } }"}, "REPEAT_LIMIT",
    ),
    "one field in 190 fragments": (
        {"query": "{drugs{nodes{" + " ".join(f"...F{n}" for n in range(190)) + "}}}"
            + " ".join(f"fragment F{n} on Drug{{id}}" for n in range(190))}, "REPEAT_LIMIT",
    ),
    "conditions without end": (
        {"query": "query($f: DrugFilter) { drugs(filter: $f) { totalCount } }",
         "variables": {"f": {"or": [{"name": {"eq": "(a+)+$"}}] * 5_000}}}, "CONDITION_LIMIT",
    ),
    "conditions through the whole graph": (
        {"query": "{ drugs(filter: " + "{ trial: { drug: " * 6 + "{}" + " } }" * 6 + ") { totalCount } }"},
        "QUERY_TOO_EXPENSIVE",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def alone(serve: Serve) -> Iterator[str]:
    """The whole schema served beside no graph."""
    with serve(GraphEngine(make_schema()._schema, cast(Graph, None), LIMITS.constants(), LIMITS)) as url:
        yield url


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.timeout(60, func_only=True)
def test_a_hostile_document_is_refused_while_another_is_answered(alone: str, name: str) -> None:
    body, code = HOSTILE[name]

    async def both() -> tuple[httpx2.Response, httpx2.Response]:
        async with httpx2.AsyncClient(base_url=alone, timeout=30) as client:
            hostile = client.post("/graphql", json=body)
            return await asyncio.gather(hostile, client.post("/graphql", json={"query": "{ __typename }"}))

    refused, answered = asyncio.run(both())
    assert [error["extensions"]["code"] for error in refused.json()["errors"]] == [code]
    assert len(refused.content) < 1_000
    assert answered.json()["data"] == {"__typename": "Query"}


class Busy:
    """An engine whose every operation keeps the graph busy."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    async def execute(
        self, query: str, variables: object, operation_name: str | None, *, shows_cypher: bool = False
    ) -> Answer:
        return Answer(str(await self.graph.read(BUSY)).encode())


async def _busy(graph: Graph) -> int:
    rows = await graph.rows(Statement("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery"))
    return sum("busyForTheTest" in str(row["currentQuery"]) for row in rows)


async def _gone(graph: Graph) -> bool:
    for _ in range(50):
        if not await _busy(graph):
            return True
        await asyncio.sleep(0.1)
    return False


@pytest.mark.timeout(60, func_only=True)
def test_the_transaction_is_gone_when_the_client_is(
    database: Address, listening: Callable[..., AbstractContextManager[str]]
) -> None:
    async def leave(url: str) -> tuple[int, bool]:
        async with connect(database) as graph, httpx2.AsyncClient(timeout=30) as client:
            asking = asyncio.create_task(client.post(f"{url}/graphql", json={"query": "{ __typename }"}))
            for _ in range(50):
                await asyncio.sleep(0.1)
                if seen := await _busy(graph):
                    break
            asking.cancel()
            return seen, await _gone(graph)

    with listening(database, lambda graph: create_app(engine=Busy(graph), graph=graph, schema_sdl="")) as url:
        assert asyncio.run(leave(url)) == (1, True)


@pytest.mark.timeout(60, func_only=True)
def test_an_operation_has_a_deadline_and_leaves_no_transaction(database: Address) -> None:
    class Slow:
        """A graph that is asked something else, which takes for ever."""

        def __init__(self, graph: Graph) -> None:
            self.graph = graph

        async def find(self, _: Statement) -> Any:
            return await self.graph.find(BUSY)

    async def ask() -> bool:
        limits = Limits(timeout_s=0.5)
        async with connect(database) as graph:
            slow = GraphEngine(make_schema()._schema, cast(Graph, Slow(graph)), limits.constants(), limits)
            for query in ("{ drugs { totalCount } }", "{ drugs { totalCount } trials { totalCount } }"):
                with pytest.raises(GraphTimeout, match=r"more than 0\.5 s"):
                    await slow.execute(query, None, None)
            return await _gone(graph)

    assert asyncio.run(ask())


def test_all_limits_are_told(database: Address, listening: Callable[..., AbstractContextManager[str]]) -> None:
    names = make_schema()._schema.type_map["Limits"].fields  # type: ignore[attr-defined]
    limits = Limits(max_cost=5_000, timeout_s=7.5)
    with listening(database, lambda graph: application(graph, limits)) as url:
        asked = httpx2.post(f"{url}/graphql", json={"query": f"{{ meta {{ limits {{ {' '.join(names)} }} }} }}"})
    assert asked.json()["data"]["meta"]["limits"] == limits.constants()
    assert asked.json()["extensions"]["cost"]["budget"] == 5_000
