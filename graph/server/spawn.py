"""Starts the guard of a database, which reports that Neo4j answers or why it does not."""

import asyncio
import contextlib
import json
import os
import sys
import threading
from pathlib import Path

from graph.config import Settings
from graph.errors import GraphUnavailable, SettingsError
from graph.progress import Progress
from graph.server import checks
from graph.server.guard import StartOrder
from graph.server.home import Home

STOPS_WITHIN_S = 40.0
_PACKAGES = Path(__file__).parents[2]


class FolderInUse(SettingsError):
    """Another guard holds the data folder."""


async def spawn(settings: Settings, home: Home, progress: Progress, *, owned: bool) -> asyncio.subprocess.Process:
    """Start a guard and wait until its database answers. Raises SettingsError, FolderInUse, or
    GraphUnavailable with a note.
    """
    checks.folder(home)
    checks.port("127.0.0.1", settings.bolt_port, "MEDPATH_BOLT_PORT")
    jars = await fetched(progress)
    order = StartOrder(
        home=str(home.root),
        bolt_port=settings.bolt_port,
        owner_pid=os.getpid() if owned else None,
        jars=[str(path) for path, _ in jars],
        plugins=[str(path) for path, plugin in jars if plugin],
    )
    progress("Starting Neo4j", 0, 1)
    guard = await _spawn(home)
    assert guard.stdin is not None
    assert guard.stdout is not None
    try:
        guard.stdin.write(order.as_line())
        answer = json.loads(await guard.stdout.readline() or b"{}")
    except BaseException:
        await end(guard)
        raise
    if "bolt_port" not in answer:
        await end(guard)
        raise _failure(home, answer)
    progress("Starting Neo4j", 1, 1)
    return guard


async def fetched(progress: Progress) -> list[tuple[Path, bool]]:
    """Return the paths of the jars, each with True for a plugin. Cancelling ends the download."""
    from graph.server import jars

    cancelled = threading.Event()

    def watched(label: str, done: int, total: int | None) -> None:
        if cancelled.is_set():
            raise InterruptedError
        progress(label, done, total)

    try:
        return [(jar.path, jar.plugin) for jar in await asyncio.to_thread(jars.fetch, watched)]
    finally:
        cancelled.set()


async def _spawn(home: Home) -> asyncio.subprocess.Process:
    """Start the guard in a session of its own: Ctrl-C does not reach it, the owner decides when to stop."""
    flags = 0x200 if sys.platform == "win32" else 0  # CREATE_NEW_PROCESS_GROUP
    with (home.logs / "guard.log").open("wb") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "graph.server.guard",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            env=os.environ | {"PYTHONPATH": str(_PACKAGES)},
            start_new_session=True,
            creationflags=flags,
        )


async def end(guard: asyncio.subprocess.Process) -> None:
    """Close the pipe, which stops the JVM, and wait for the guard to end."""
    assert guard.stdin is not None
    guard.stdin.close()
    try:
        await asyncio.wait_for(guard.wait(), STOPS_WITHIN_S)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            guard.kill()
        await guard.wait()


def _failure(home: Home, answer: dict[str, str]) -> Exception:
    if answer.get("in_use"):
        return FolderInUse(answer["error"])
    error = GraphUnavailable(f"Neo4j did not start: {answer.get('error', 'its guard has ended')}")
    error.add_note(f"More in {answer.get('log', home.logs / 'guard.log')}")
    return error
