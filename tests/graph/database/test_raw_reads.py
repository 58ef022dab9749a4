"""Raw reads: complete however their bytes arrive, and the connection stays usable after any error."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j.exceptions import ClientError

from graph.address import Address
from graph.database import raw_reads
from graph.database.driver import Graph, connect
from graph.errors import GraphTimeout
from graph.statement import Statement

pytestmark = pytest.mark.anyio
_MESSAGE = st.binary(min_size=1, max_size=40)


class _Arriving:
    """A socket on which these pieces arrive."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    async def recv(self, size: int) -> bytes:
        return next(self._pieces, b"")


def _inbox(pieces: list[bytes]) -> raw_reads._Inbox:
    async def on_error(error: BaseException) -> None:
        """The driver would drop the connection."""

    made: Any = SimpleNamespace(_socket=_Arriving(iter(pieces)), _broken=False, on_error=on_error)
    return raw_reads._Inbox(made)


def _chunked(message: bytes, sizes: list[int]) -> bytes:
    """The message in chunks of these sizes, with a sign of life ahead."""
    wire, at = b"\0\0", 0
    for size in [*sizes, len(message)]:
        piece = message[at : at + size]
        at += len(piece)
        wire += len(piece).to_bytes(2) + piece if piece else b""
    return wire + b"\0\0"


@given(
    st.lists(st.tuples(_MESSAGE, st.lists(st.integers(1, 9), max_size=4)), min_size=1, max_size=4),
    st.lists(st.integers(1, 17), min_size=1, max_size=20),
)
def test_messages_are_whole_however_they_arrive(messages: list[tuple[bytes, list[int]]], cuts: list[int]) -> None:
    wire = b"".join(_chunked(message, sizes) for message, sizes in messages)
    pieces: list[bytes] = []
    at = 0
    while at < len(wire):
        size = cuts[len(pieces) % len(cuts)]
        pieces.append(wire[at : at + size])
        at += size
    inbox = _inbox(pieces)

    async def read() -> list[bytes]:
        return [bytes(await inbox._whole_message()) for _ in messages]

    assert asyncio.run(read()) == [message for message, _ in messages]


async def test_a_connection_that_ends_is_an_error() -> None:
    with pytest.raises(OSError, match="closed the connection"):
        await _inbox([b"\0\x05ab"])._whole_message()


async def _answers(graph: Graph) -> None:
    found = await graph.find(Statement("RETURN [$text, 1.5, null]", {"text": "é"}))
    assert found.packed is not None
    assert found.read() == ["é", 1.5, None]


async def test_values_of_every_size_arrive(database: Address) -> None:
    async with connect(database, timeout_s=60) as graph:
        for size in (0, 1, 20_000, 1_000_000):
            found = await graph.find(Statement("RETURN [x IN range(1, $size) | x % 10]", {"size": size}))
            assert len(found.read()) == size
        assert (await graph.find(Statement("UNWIND [] AS x RETURN x"))).read() is None


async def test_a_refused_statement_leaves_a_connection_that_works(database: Address) -> None:
    async with connect(database, timeout_s=60, pool_size=1) as graph:
        await _answers(graph)
        for text in ("RETURN 1 / 0", "NO CYPHER"):
            with pytest.raises(ClientError):
                await graph.find(Statement(text))
            await _answers(graph)
            assert await graph.rows(Statement("RETURN 1 AS one")) == [{"one": 1}]


async def test_a_read_that_is_cancelled_leaves_a_pool_that_works(database: Address) -> None:
    async with connect(database, timeout_s=60, pool_size=1) as graph:
        await _answers(graph)
        slow = asyncio.create_task(graph.find(Statement("UNWIND range(1, 1000000000) AS x RETURN sum(x)")))
        await asyncio.sleep(0.3)
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        await _answers(graph)


async def test_a_read_that_takes_too_long_is_ended_by_the_database(database: Address) -> None:
    async with connect(database, timeout_s=1, pool_size=1) as graph:
        with pytest.raises(GraphTimeout):
            await graph.find(Statement("UNWIND range(1, 1000000000) AS x RETURN sum(x)"))


async def test_without_the_way_past_the_session_the_answer_is_the_same(
    database: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raw_reads, "_OLDEST_BOLT", (99, 0))
    async with connect(database, timeout_s=60) as graph:
        found = await graph.find(Statement("RETURN ['é', 1.5, null]"))
        assert (found.packed, found.read()) == (None, ["é", 1.5, None])
