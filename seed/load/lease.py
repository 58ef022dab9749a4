"""One load at a time: the right to load is a lease in the graph, so processes on several machines wait for one another.

A load that is killed leaves its lease behind; it runs out after `_LEASE_S` and the next load goes on.
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
    """Wait until no other load writes, and keep others waiting as long as the block.

    Raises GraphUnavailable if the lease is lost, since this process stood still for too long.
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
            raise GraphUnavailable("another load has begun meanwhile: load again, what was read is kept") from None
        raise
    finally:
        keeping.cancel()
        with suppress(GraphUnavailable):
            await graph.write(Statement(cypher_files.load("write/end_lease"), {"holder": holder}))


async def _keep(graph: Graph, holder: str, owner: asyncio.Task[object]) -> None:
    while True:
        await asyncio.sleep(_RENEW_S)
        # A database that is away for a moment ends the load by the load's own statements, not by this one.
        with suppress(GraphUnavailable):
            if not await _take(graph, holder):
                owner.cancel()
                return


async def _take(graph: Graph, holder: str) -> bool:
    asked = {"holder": holder, "lease_ms": int(_LEASE_S * 1000)}
    await graph.write(Statement(cypher_files.load("write/load_lease"), asked))
    held = await graph.read(Statement(cypher_files.load("read/load_lease")), timeout_s=_LEASE_S)
    return bool(held == holder)
