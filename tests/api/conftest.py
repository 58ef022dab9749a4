"""A real uvicorn on a free port. Tests of HTTP use `served`; `serve` serves any other engine."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import httpx2
import pytest
import strawberry
import uvicorn
from starlette.applications import Starlette

from api.app import create_app
from api.assemble import application
from api.execution.engine import Engine
from graph.address import Address
from graph.database.driver import Graph, connect
from graph.errors import GraphTimeout
from tests.api.schema_engine import SchemaEngine

Serve = Callable[[Engine], AbstractContextManager[str]]


@strawberry.type
class Total:
    total_count: int


@strawberry.type
class Agency:
    code: str
    name: str
    kind: str = "REGULATOR"
    jurisdiction: str = "United States"
    url: str | None = None

    @strawberry.field
    def approvals(self, first: int = 25) -> Total:
        return Total(total_count=first)


@strawberry.type
class Query:
    @strawberry.field
    def agencies(self) -> list[Agency]:
        return [Agency(code="FDA", name="Food and Drug Administration")]

    @strawberry.field
    def broken(self) -> str | None:
        raise ValueError("secret detail")

    @strawberry.field
    def late(self) -> str | None:
        raise GraphTimeout("the graph did not answer within 10 s")

    @strawberry.field
    def long(self) -> str:
        return "medpath " * 1000


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Serve an engine for the length of a `with`, with a graph that cannot be reached."""
    return _serve


@pytest.fixture(scope="session")
def listening() -> Callable[[Address, Callable[[Graph], Starlette]], AbstractContextManager[str]]:
    """Serve an application over the graph at an address, for the length of a `with`."""
    return _listening


@pytest.fixture(scope="session")
def served(starter: Address) -> Iterator[str]:
    """Base address of the whole application on the starter graph."""
    with _listening(starter, application) as url:
        yield url


@pytest.fixture(scope="session")
def small(serve: Serve) -> Iterator[str]:
    """Base address of the same HTTP application over a schema with fields that fail."""
    with serve(SchemaEngine(strawberry.Schema(Query)._schema)) as url:
        yield url


@pytest.fixture
def client(small: str) -> Iterator[httpx2.Client]:
    """A client of the small application that asks for GraphQL's own media type."""
    with _client(small) as made:
        yield made


@pytest.fixture
def real(served: str) -> Iterator[httpx2.Client]:
    """The same of the whole application."""
    with _client(served) as made:
        yield made


def _client(base_url: str) -> httpx2.Client:
    return httpx2.Client(base_url=base_url, headers={"Accept": "application/graphql-response+json"}, timeout=20)


def _serve(engine: Engine) -> AbstractContextManager[str]:
    def make(graph: Graph) -> Starlette:
        return create_app(engine=engine, graph=graph, schema_sdl="type Query { agencies: [String] }")

    return _listening(Address("bolt://127.0.0.1:1", "neo4j", ""), make)


@contextmanager
def _listening(address: Address, make: Callable[[Graph], Starlette]) -> Iterator[str]:
    # The protocol is named because asyncio sends small packets at once only on sockets that name it: 44 ms a request.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    port = listener.getsockname()[1]
    server: uvicorn.Server | None = None

    async def main() -> None:
        nonlocal server
        async with connect(address) as graph:
            server = uvicorn.Server(uvicorn.Config(make(graph), log_config=None, lifespan="off"))
            await server.serve(sockets=[listener])

    thread = threading.Thread(target=lambda: asyncio.run(main()), name="uvicorn")
    thread.start()
    try:
        # The socket listens already: a request that comes before uvicorn does waits in its queue.
        yield f"http://127.0.0.1:{port}"
    finally:
        if server is not None:
            server.should_exit = True
        thread.join(20)
        listener.close()
