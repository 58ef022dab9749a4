"""A minimal HTTP client that keeps its connection. A full client would take longer than the server that is measured."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle


class Connection:
    """One connection; one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, request: bytes) -> bytes:
        """The body of the answer to one request. Raises RuntimeError unless it is 200."""
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])
        body = await self._reader.readexactly(length)
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(f"answer {head[:40]!r}: {body[:300]!r}")
        return body


def post(path: str, body: bytes) -> bytes:
    """A request as it goes over the wire."""
    head = (
        f"POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@asynccontextmanager
async def connection(port: int) -> AsyncIterator[Connection]:
    """A connection to 127.0.0.1."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    try:
        yield Connection(reader, writer)
    finally:
        writer.close()


async def answer(port: int, request: bytes) -> bytes:
    """The answer to one request on a connection of its own."""
    async with connection(port) as made:
        return await made.send(request)


async def hammer(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> tuple[list[float], float]:
    """Return the seconds of each request, and the requests per second, with one request open on each connection."""
    taken: list[float] = []
    turns = cycle(requests)

    async def repeat(one: Connection) -> None:
        now = time.perf_counter()
        while now < end:
            await one.send(next(turns))
            then, now = now, time.perf_counter()
            taken.append(now - then)

    async with AsyncExitStack() as stack:
        made = [await stack.enter_async_context(connection(port)) for _ in range(connections)]
        started = time.perf_counter()
        end = started + seconds
        await asyncio.gather(*(repeat(one) for one in made))
        return taken, len(taken) / (time.perf_counter() - started)
