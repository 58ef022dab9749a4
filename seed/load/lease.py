"""One load at a time, by a lease in the graph: it also holds between processes on several machines.

The lease of a killed load runs out after `_LEASE_S`, and the next load continues.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from graph import cypher_files
from graph.database.driver import Graph
from graph.errors import GraphUnavailable
from graph.progress import Progress
from graph.statement import Statement

_LEASE_S = 30.0
_RENEW_S = 5.0
_ASK_S = 0.5


@asynccontextmanager
async def leased(graph: Graph, progress: Progress) -> AsyncIterator[None]:
    """Wait until no other load runs, then keep other loads waiting during the block.

    Raises GraphUnavailable if the lease is lost, because this process did not run for longer than it lasts.
    """
    holder = secrets.token_hex(8)
    while not await _take(graph, holder):
        progress("Waiting for another load to end", 0, None)
        await asyncio.sleep(_ASK_S)
    owner = asyncio.current_task()
    assert owner is not None
    keeping = asyncio.create_task(_keep(graph, holder, owner))
    try:
        yield
    except asyncio.CancelledError:
        if keeping.done() and not keeping.cancelled():
            owner.uncancel()
            raise GraphUnavailable("another load has started: load again; the rows read so far are kept") from None
        raise
    finally:
        keeping.cancel()
        with suppress(GraphUnavailable):
            await graph.write(Statement(cypher_files.load("write/end_lease"), {"holder": holder}))


async def _keep(graph: Graph, holder: str, owner: asyncio.Task[object]) -> None:
    while True:
        await asyncio.sleep(_RENEW_S)
        # If the database is unavailable for a moment, it is up to the load's own statements to end the load.
        with suppress(GraphUnavailable):
            if not await _take(graph, holder):
                owner.cancel()
                return


async def _take(graph: Graph, holder: str) -> bool:
    asked = {"holder": holder, "lease_ms": int(_LEASE_S * 1000)}
    await graph.write(Statement(cypher_files.load("write/load_lease"), asked))
    current_holder = await graph.read(Statement(cypher_files.load("read/load_lease")), timeout_s=_LEASE_S)
    return bool(current_holder == holder)
