"""Reads that keep their one value as the bytes that the database sent, until an answer is written from them.

The official driver connects, authenticates, routes, pools and says what an error means. Only the reading itself is done
here, on one of its connections: a session with its result objects costs more than most answers. It uses
internals of the driver, so it runs with tested versions alone; other versions read through sessions.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import neo4j
from neo4j._async.io._bolt._common import AsyncInbox, Response
from neo4j._async.io._pool import AcquisitionAuth, AcquisitionDatabase
from neo4j._async_compat.util import AsyncUtil
from neo4j._codec.packstream._common import UnpackableBuffer
from neo4j._codec.packstream.v1 import Unpacker
from neo4j._deadline import Deadline
from neo4j.api import AsyncBookmarkManager

from graph.statement import Statement

_TESTED_WITH = "6.4."
_OLDEST_BOLT = (5, 5)
_RUN, _PULL, _RECORD = b"\x10", b"\x3f", b"\x71"
_VALUE = 3
"""Where the first value of a record starts: behind the structure's header, its tag and the list's header."""
_READ_BYTES = 1 << 18
_AS_BYTES: Mapping[type, Any] = {}
"""In place of a response's hydration hooks: its records are not to be unpacked."""


def is_supported() -> bool:
    """True with a driver that this was tested with."""
    return neo4j.__version__.startswith(_TESTED_WITH)


def unpack(packed: bytes) -> Any:
    """The value in these bytes."""
    return Unpacker(UnpackableBuffer(packed)).unpack()  # type: ignore[no-untyped-call]


class TooOld(Exception):
    """The server's protocol is older than the tested versions."""


class RawReads:
    """Reads on the connections of a driver."""

    def __init__(
        self, driver: neo4j.AsyncDriver, database: str, bookmarks: AsyncBookmarkManager, acquire_s: float
    ) -> None:
        self._pool = driver._pool
        self._database = database
        self._bookmarks = bookmarks
        self._acquire_s = acquire_s

    async def fetch(self, statement: Statement, timeout_s: float) -> bytes | None:
        """First value of the one record; None without a record. The caller sees to it that this ends in time.

        Raises what a session raises, and TooOld if the server speaks an older protocol than this was tested with.
        """
        known = await self._bookmarks.get_bookmarks()
        connection = await self._pool.acquire(
            neo4j.READ_ACCESS,
            Deadline(self._acquire_s),
            AcquisitionDatabase(self._database),
            tuple(known),
            AcquisitionAuth(None),
            None,
        )
        try:
            run, pull = _Collected(connection, "run", None), _Collected(connection, "pull", _AS_BYTES)
            if tuple(connection.PROTOCOL_VERSION) < _OLDEST_BOLT:
                raise TooOld(connection.PROTOCOL_VERSION)
            if not isinstance(connection.inbox, _Inbox):
                connection.inbox = _Inbox(connection.inbox)
            extra = {"mode": "r", "db": self._database, "tx_timeout": round(timeout_s * 1000)}
            if known:
                extra["bookmarks"] = list(known)
            connection.last_database = self._database
            connection._append(_RUN, (statement.text, dict(statement.parameters), extra), run)
            connection._append(_PULL, ({"n": -1},), pull)
            await connection.send_all()
            with connection.inbox.watched():
                await connection.fetch_all()
        except BaseException as error:
            if isinstance(error, Exception):
                await self._pool.release(connection)
            else:
                self._pool.kill_and_release(connection)
            raise
        await self._pool.release(connection)
        if (mark := pull.summary.get("bookmark")) and mark not in known:
            await self._bookmarks.update_bookmarks(known, (mark,))
        return bytes(pull.records[0][_VALUE:]) if pull.records else None


class _Collected(Response):
    """The answer of the server to one message."""

    def __init__(self, connection: Any, message: str, hydration_hooks: Any) -> None:
        super().__init__(connection, message, hydration_hooks)  # type: ignore[no-untyped-call]
        self.records: list[bytearray] = []
        self.summary: Mapping[str, Any] = {}

    async def on_records(self, records: list[bytearray]) -> None:
        self.records += records

    async def on_success(self, metadata: Mapping[str, Any]) -> None:
        self.summary = metadata


class _Inbox(AsyncInbox):
    """Takes all arrived bytes at once; the driver's own inbox asks for two bytes, then a chunk, then two bytes."""

    def __init__(self, inbox: AsyncInbox) -> None:
        self.__dict__.update(inbox.__dict__)
        self._ahead = b""
        self._unpacked_next: bytearray | None = None
        self._is_watched = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Leave time limits of the reads in this block to the caller: the driver's own watch costs a task for each."""
        self._is_watched = True
        try:
            yield
        finally:
            self._is_watched = False

    async def pop(self, hydration_hooks: Any) -> tuple[bytes, list[Any]]:
        """The tag of the next message and its fields, or the whole message where it shall stay as it is."""
        if hydration_hooks is not _AS_BYTES:
            return await super().pop(hydration_hooks)  # type: ignore[no-untyped-call, no-any-return]
        message = await self._whole_message()
        if message[1:2] == _RECORD:
            return _RECORD, [message]
        self._unpacked_next = message
        return await self.pop(None)

    async def _buffer_one_chunk(self) -> None:
        message = self._unpacked_next
        self._unpacked_next = None
        self._buffer.data = await self._whole_message() if message is None else message
        self._buffer.used, self._buffer.p = len(self._buffer.data), 0

    async def _whole_message(self) -> bytearray:
        assert not self._broken
        try:
            return await self._message()
        except BaseException as error:
            self._broken = True
            await AsyncUtil.callback(self.on_error, error)
            raise

    async def _message(self) -> bytearray:
        """The next message without the sizes of its chunks; empty ones only keep the connection alive."""
        data, at, message = self._ahead, 0, bytearray()
        while True:
            while len(data) - at < 2:
                data, at = data[at:] + await self._more(), 0
            size = data[at] << 8 | data[at + 1]
            at += 2
            if size == 0 and message:
                self._ahead = data[at:]
                return message
            while size:
                if at == len(data):
                    data, at = await self._more(), 0
                piece = data[at : at + size]
                message += piece
                at += len(piece)
                size -= len(piece)

    async def _more(self) -> bytes:
        receive = self._socket._reader.read if self._is_watched else self._socket.recv
        data: bytes = await receive(_READ_BYTES)
        if not data:
            raise OSError("the database closed the connection")
        return data
