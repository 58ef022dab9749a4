"""Cancels work for a client that has disconnected; its statement would otherwise run on."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from starlette.types import Receive

_T = TypeVar("_T")
_GRACE_S = 0.1


class Disconnected(Exception):
    """The client disconnected before the answer was ready."""


async def while_connected(work: Awaitable[_T], receive: Receive) -> _T:
    """Await `work`. If the client disconnects, cancel it and raise Disconnected.

    The request's body must have been read. Watching starts after 0.1 s: most work is done by then, and a task for
    each request would cost more than it saves.
    """
    worker = asyncio.current_task()
    assert worker is not None
    watcher: asyncio.Task[None] | None = None
    gone = False

    async def watch() -> None:
        nonlocal gone
        while (await receive())["type"] != "http.disconnect":
            pass
        gone = True
        worker.cancel()

    def start() -> None:
        nonlocal watcher
        watcher = asyncio.create_task(watch())

    timer = asyncio.get_running_loop().call_later(_GRACE_S, start)
    try:
        return await work
    except asyncio.CancelledError:
        if gone and worker.uncancel() == 0:
            raise Disconnected from None
        raise
    finally:
        timer.cancel()
        if watcher is not None:
            watcher.cancel()
