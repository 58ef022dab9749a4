"""The small graph on the test run's database, with an engine and the oracle over it."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack
from typing import Any, TypeVar

import orjson
import pytest

from api.execution.engine import Answer
from api.execution.executor import GraphEngine
from api.limits import Limits
from api.schema import make_schema
from graph.address import Address
from graph.database.driver import Graph, connect
from graph.database.migrate import migrate
from graph.statement import Statement
from tests.graph.oracle.world import World, load
from tests.graph.small_graph import write_small_graph

CONSTANTS = {"apiVersion": "0.0.0", **Limits().constants()}
WIDE = Limits(max_cost=10**12, timeout_s=60, max_aliases=1_000, max_directives=1_000, max_repeats=10**6)
"""Limits for random operations, which may be costly and full of aliases."""

Result = TypeVar("Result")


class Small:
    """The small graph: as a database, as an engine over it, and as plain Python objects."""

    def __init__(self, runner: asyncio.Runner, graph: Graph, engine: GraphEngine, world: World) -> None:
        self.runner = runner
        self.graph = graph
        self.engine = engine
        self.world = world

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run work in the loop that owns the connections."""
        return self.runner.run(work)

    def ask(self, query: str, variables: dict[str, Any] | None = None) -> Answer:
        """Execute one operation, whether or not it succeeds."""
        return self.run(self.engine.execute(query, variables, None))

    def data(self, query: str, variables: dict[str, Any] | None = None) -> Any:
        """Return the data of one operation, which must have no errors."""
        answer = self.ask(query, variables)
        assert not answer.errors, answer.errors
        assert answer.data is not None
        return orjson.loads(answer.data)


@pytest.fixture(scope="module")
def small(database: Address) -> Iterator[Small]:
    """The small graph; written anew for each module, because others write to this database too."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        graph = runner.run(stack.enter_async_context(connect(database, timeout_s=60)))
        try:
            runner.run(migrate(graph))
            runner.run(write_small_graph(graph))
            engine = GraphEngine(make_schema()._schema, graph, CONSTANTS, WIDE)
            yield Small(runner, graph, engine, runner.run(load(graph)))
            runner.run(graph.write(Statement("MATCH (n WHERE NOT n:Migration) DETACH DELETE n")))
        finally:
            runner.run(stack.aclose())
