"""Shared by the commands: the settings, and a graph that is open for the length of a block."""

import errno
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from graph.config import Settings
from graph.errors import SettingsError
from graph.progress import Progress

if TYPE_CHECKING:
    from graph.address import Address
from graph.database.driver import Graph

_FULL = (errno.ENOSPC, errno.EDQUOT)
_PREPARED_WITHIN_S = 60.0
"""Longer than the limit of an operation, since a database that has just started is slow."""
_IS_EMPTY = "RETURN NOT EXISTS { (:Release) } AS empty"


def settings(**flags: Any) -> Settings:
    """Read the settings: flags that were given, then the environment, `.env`, defaults. Raises SettingsError."""
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]).lower()
        name = field.upper() if field.startswith("neo4j") else f"MEDPATH_{field.upper()}"
        raise SettingsError(f"{name}: {first['msg'].lower()}, not {first['input']!r}") from error


def keep_temporary_files(chosen: Settings) -> None:
    """Put temporary files into the data folder, so that one disk needs room and nothing is written elsewhere."""
    folder = chosen.home / "temporary"
    chosen.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    tempfile.tempdir = str(folder)


def unwritable(error: OSError, chosen: Settings) -> SettingsError:
    """Return the error for a file that cannot be written or read."""
    place = error.filename or chosen.home
    if error.errno in _FULL:
        return SettingsError(f"the disk of {place} is full: make room and load again; loaded records are kept")
    return SettingsError(f"{place}: {error.strerror or error}")


@asynccontextmanager
async def graph_of(
    chosen: Settings, progress: Progress, *, share: bool = True, prepared: bool = True
) -> "AsyncIterator[tuple[Graph, Address]]":
    """Open the graph of these settings and yield it with its address. Start its database for the block unless it runs.

    `prepared`: migrate it, and load the starter data if it is empty. `share`: see `graph.server.launch.running`. Raises
    GraphUnavailable if nothing answers.
    """
    from graph.database.driver import connect
    from graph.server.launch import running

    async with (
        running(chosen, progress, share=share) as address,
        connect(address, timeout_s=chosen.timeout_s) as graph,
    ):
        await graph.ping(chosen.timeout_s)
        if prepared:
            await prepare(graph, progress)
        yield graph, address


async def prepare(graph: "Graph", progress: Progress) -> None:
    """Apply missing migrations, and load the starter data into a graph in which no load has finished yet."""
    from graph.database.migrate import migrate
    from graph.statement import Statement
    from seed.pipeline import load_starter

    await migrate(graph)
    if await graph.read(Statement(_IS_EMPTY), timeout_s=_PREPARED_WITHIN_S):
        await load_starter(graph, progress)
