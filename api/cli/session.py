"""What commands share: the settings, and a graph that is there for as long as it is needed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from graph.config import Settings
from graph.errors import SettingsError
from graph.progress import Progress

if TYPE_CHECKING:
    from graph.driver import Address, Graph

_IS_EMPTY = "RETURN NOT EXISTS { (:Release) } AS empty"


def settings(**flags: Any) -> Settings:
    """Flags that were given, then the environment, `.env`, defaults. Raises SettingsError in one line."""
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]).lower()
        name = field.upper() if field.startswith("neo4j") else f"MEDPATH_{field.upper()}"
        raise SettingsError(f"{name}: {first['msg'].lower()}, not {first['input']!r}") from error


@asynccontextmanager
async def graph_of(
    chosen: Settings, progress: Progress, *, share: bool = True, prepared: bool = True
) -> "AsyncIterator[tuple[Graph, Address]]":
    """The graph of these settings, and where it is; a database that does not run yet runs as long as the block.

    `prepared`: migrated and not empty. `share` is that of `running`. Raises GraphUnavailable if nothing answers.
    """
    from graph.driver import connect
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
    """Apply missing migrations; load the starter data into a graph that never got any, or not all of it."""
    from graph.migrate import migrate
    from graph.statement import Statement
    from seed.pipeline import load_starter

    await migrate(graph)
    if await graph.read(Statement(_IS_EMPTY)):
        await load_starter(graph, progress)
