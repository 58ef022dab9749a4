"""The way to a running database: `running` finds or starts one, `start` and `stop` manage one in the background."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from graph.address import Address
from graph.config import Settings
from graph.errors import GraphUnavailable, SettingsError
from graph.progress import Progress, silent
from graph.server import checks, run
from graph.server.home import Home
from graph.server.run import Run
from graph.server.spawn import STOPS_WITHIN_S, FolderInUse, end, spawn

_STARTS_WITHIN_S = 330.0
_LOOK_S = 0.2


@asynccontextmanager
async def running(settings: Settings, progress: Progress = silent, *, share: bool = True) -> AsyncIterator[Address]:
    """Yield the address of a database: of `neo4j_uri`, else of one running on the data folder, else of a new one.

    A new one stops at the end of the block. With `share` false a database that belongs to another process is refused,
    since it would end with that process. Raises SettingsError before any JVM starts, GraphUnavailable with a note that
    names the log if Neo4j does not start.
    """
    if settings.neo4j_uri is not None:
        yield _given(settings, settings.neo4j_uri)
        return
    home = Home(settings.home)
    while True:
        if found := await _found(home, progress, share=share):
            yield _address(home, found)
            return
        try:
            guard = await spawn(settings, home, progress, owned=True)
            break
        except FolderInUse:
            if not share:
                raise
    try:
        yield _address(home, run.read(home))
    finally:
        await end(guard)


async def start(settings: Settings, progress: Progress = silent) -> bool:
    """Start a database in the background; False if one runs on this folder already."""
    home = Home(settings.home)
    if await _found(home, progress, share=True):
        return False
    guard = await spawn(settings, home, progress, owned=False)
    assert guard.stdin is not None
    guard.stdin.close()
    return True


async def stop(settings: Settings) -> bool:
    """End the database in the background; False if there is none. Raises SettingsError if it belongs to a process."""
    home = Home(settings.home)
    held = status(settings)
    if held is None:
        return False
    if held.owner is not None and not held.is_ending():
        raise SettingsError(f"the database belongs to {held.owner} and ends with it: stop that instead")
    home.stop.touch()
    await _gone(home)
    return True


def status(settings: Settings) -> Run | None:
    """Return the database on this data folder, if one is starting, running or stopping."""
    return run.held(Home(settings.home))


def address(settings: Settings) -> Address | None:
    """Return the address of `neo4j_uri`, else of the database on this data folder if it runs."""
    if settings.neo4j_uri is not None:
        return _given(settings, settings.neo4j_uri)
    held = status(settings)
    return _address(Home(settings.home), held) if held and held.bolt_port else None


async def _found(home: Home, progress: Progress, *, share: bool) -> Run | None:
    """Return a database that answers, or None. Waits for one that is starting or stopping."""
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while held := run.held(home):
        if held.is_ending():
            progress("Waiting for the last database to stop", 0, None)
            await _gone(home)
            return None
        if held.owner is not None and (not share or held.owner == held.guard):
            raise checks.in_use(home, held)
        if held.bolt_port is not None:
            return held
        if time.monotonic() > deadline:
            raise GraphUnavailable("the database of this data folder has not finished starting")
        progress("Waiting for the database to start", 0, None)
        await asyncio.sleep(_LOOK_S)
    return None


async def _gone(home: Home) -> None:
    deadline = time.monotonic() + STOPS_WITHIN_S
    while held := run.held(home):
        if time.monotonic() > deadline:
            raise GraphUnavailable(f"the database does not stop: end {held.guard} yourself")
        await asyncio.sleep(_LOOK_S)


def _given(settings: Settings, uri: str) -> Address:
    password = settings.neo4j_password.get_secret_value()
    return Address(uri, settings.neo4j_username, password, settings.neo4j_database)


def _address(home: Home, held: Run | None) -> Address:
    assert held is not None
    return Address(f"bolt://127.0.0.1:{held.bolt_port}", "neo4j", home.password(), home=home)
