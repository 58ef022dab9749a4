"""`medpath serve`: the database, the graph in it, and the HTTP server, started and stopped together."""

import asyncio
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from api.cli.output import put, talk
from api.cli.progress import progress
from api.session import graph_of, settings
from graph.config import Settings

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from uvicorn import Server

    from graph.address import Address

_DRAIN_S = 10
_EXAMPLE = '{ drug(by: {slug: "mecasermin"}) { genericName trials(first: 2) { totalCount nodes { nctId } } } }'


def serve(
    *,
    host: Annotated[str | None, Parameter(help="Address to listen on; MEDPATH_HOST.")] = None,
    port: Annotated[int | None, Parameter(help="HTTP port, 0 for any; MEDPATH_PORT.")] = None,
    bolt_port: Annotated[int | None, Parameter(help="Bolt port of the embedded database; MEDPATH_BOLT_PORT.")] = None,
    for_client: Annotated[bool, Parameter(negative="", show=False)] = False,
) -> int:
    """Start everything and serve until Ctrl-C."""
    # For `medpath.connect()`, which starts it with --for-client: the server shares a database that runs already, writes
    # its address as one line on stdout, and stops when stdin closes, which happens even if the client is killed.
    from graph.server.checks import preflight

    chosen = settings(host=host, port=port, bolt_port=bolt_port)
    if not for_client:
        preflight(chosen)
    with _bound(chosen) as listener:
        from uvicorn.loops.auto import auto_loop_factory

        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            runner.run(_Serving(chosen, listener, for_client=for_client).until_stopped())
    if not for_client:
        talk.print("Stopped.")
    return 0


class _Serving:
    """A server that the first signal stops in order, even while it starts; a second one drops open requests."""

    def __init__(self, chosen: Settings, listener: socket.socket, *, for_client: bool = False) -> None:
        self.settings = chosen
        self.listener = listener
        self.for_client = for_client
        self.server: Server | None = None

    async def until_stopped(self) -> None:
        """Start, serve, stop."""
        task = asyncio.current_task()
        assert task is not None

        def stop(*_: object) -> None:
            if self.server is None:
                task.cancel()
            else:
                self.server.force_exit = self.server.should_exit
                self.server.should_exit = True

        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                asyncio.get_running_loop().add_signal_handler(number, stop)
            except NotImplementedError:  # Windows
                signal.signal(number, stop)
        if self.for_client:
            threading.Thread(target=_await_client, args=(asyncio.get_running_loop(), stop), daemon=True).start()
        try:
            await self._run()
        except asyncio.CancelledError:
            task.uncancel()

    async def _run(self) -> None:
        from api.assemble import application
        from api.limits import Limits

        async with AsyncExitStack() as stack:
            with progress() as show:
                # A client asks a database of NEO4J_URI as it is; `medpath serve` migrates and fills it.
                prepared = not self.for_client or self.settings.neo4j_uri is None
                opened = graph_of(self.settings, show, share=self.for_client, prepared=prepared)
                graph, address = await stack.enter_async_context(opened)
            app = application(graph, Limits(timeout_s=self.settings.timeout_s))
            self.server = _server(app, lambda: self._announce(address))
            await self.server.serve(sockets=[self.listener])

    def _announce(self, address: "Address") -> None:
        host, port = self.listener.getsockname()[:2]
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        if self.for_client:
            put(url)
            sys.stdout.flush()
            return
        where = f"password in {self.settings.home / 'password'}" if self.settings.neo4j_uri is None else "as given"
        body = json.dumps({"query": _EXAMPLE})
        talk.print(
            f"""
  Playground  {url}/playground
  GraphQL     {url}/graphql
  Neo4j       {address.uri}  user {address.username}, {where}

  curl -s {url}/graphql -H 'content-type: application/json' \\
    -d '{body}'

Ctrl-C stops everything.""",
            markup=False,
        )


def _await_client(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    # Not through sys.stdin: a thread that holds the lock of its buffer breaks the interpreter's exit.
    while os.read(0, 4096):
        pass
    with suppress(RuntimeError):  # the loop has ended by itself
        loop.call_soon_threadsafe(stop)


def _server(app: "Starlette", when_started: Callable[[], None]) -> "Server":
    import uvicorn

    class OurServer(uvicorn.Server):
        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            """Leave signals to `_Serving`: uvicorn raises them again when it stops, which ends the process early."""
            yield

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            when_started()

    config = uvicorn.Config(
        app, access_log=False, log_level="warning", lifespan="off", timeout_graceful_shutdown=_DRAIN_S
    )
    return OurServer(config)


@contextmanager
def _bound(chosen: Settings) -> Iterator[socket.socket]:
    """The server's socket, bound but not listening yet: it holds the port, and no client connects too early."""
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        if hasattr(socket, "SO_REUSEPORT"):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((chosen.host, chosen.port))
        yield listener
