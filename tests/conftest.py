"""Fixtures for all tests: real Neo4j databases, each started once for a test run."""

from collections.abc import AsyncIterator, Iterator

import pytest
from anyio.from_thread import start_blocking_portal
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from graph.address import Address
from graph.config import Settings
from graph.database.driver import Graph, connect
from graph.database.migrate import migrate
from graph.progress import silent
from graph.server.launch import running
from graph.statement import Statement
from seed.bulk import load_bulk
from tests.starter_part import part

_SAME_GRAPH = (
    ("tests/api/", "tests/cypher/"),
    ("tests/graph/test_", *(f"tests/graph/{part}/" for part in ("model", "query", "answer", "database", "store"))),
)
"""Path prefixes of modules that read the same graph, which takes a minute to load."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden statements and answers anew")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Keep the modules that read the same graph in one worker; every other module is a unit of its own."""
    return _ByGraph(config, log)


class _ByGraph(LoadScopeScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return next((read[0] for read in _SAME_GRAPH if module.startswith(read)), module)


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A Neo4j of this test run alone, in its own folder. Tests that write clean up, or expect foreign nodes."""
    settings = Settings(home=tmp_path_factory.mktemp("medpath"), neo4j_uri=None, bolt_port=0)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(running(settings)) as address:
        yield address


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The driver and the database's guard need asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A Neo4j with a part of the starter graph, loaded once. Tests that ask for it only read."""
    settings = Settings(home=tmp_path_factory.mktemp("starter"), neo4j_uri=None, bolt_port=0)
    with start_blocking_portal() as portal:
        portal.call(load_bulk, settings, part(), silent)  # the same graph as an ordinary load, sooner
        with portal.wrap_async_context_manager(running(settings)) as address:
            yield address


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A Neo4j for tests that write; `empty_graph` empties it before each of them."""
    settings = Settings(home=tmp_path_factory.mktemp("scratch"), neo4j_uri=None, bolt_port=0)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(running(settings)) as address:
        yield address


@pytest.fixture
async def empty_graph(scratch: Address) -> AsyncIterator[Graph]:
    """A migrated graph with nothing in it."""
    async with connect(scratch, timeout_s=60) as graph:
        await graph.write(Statement("MATCH (n WHERE NOT n:Migration) DETACH DELETE n"))
        await migrate(graph)
        yield graph


@pytest.fixture
async def starter_graph(starter: Address) -> AsyncIterator[Graph]:
    """The starter graph, to read."""
    async with connect(starter, timeout_s=60) as graph:
        yield graph
