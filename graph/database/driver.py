"""The connection to Neo4j: reads are routed as reads, writes remember their bookmark, errors become ours."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    DatabaseError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph.address import Address
from graph.database import raw_reads
from graph.database.found import Found
from graph.errors import GraphTimeout, GraphUnavailable
from graph.statement import Statement

_Result = TypeVar("_Result")
_ACQUIRED_WITHIN_S = 5.0
_TIMED_OUT = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "LockClientStopped")
_RETRY_PAUSES_S = (0.05, 0.2, 0.8)
_WRITE_TIMEOUT_S = 600.0
_PANICKED = "TransactionStartFailed"
"""Error of every transaction, reads included, once a server could not write its log: it must be restarted."""
_CANNOT_WRITE = ("WriteOnReadOnlyAccessDatabase", "DatabaseUnavailable")
"""Errors of a server that has lost its disk."""
_FULL = "the graph database cannot write: is its disk full? Its log, neo4j/logs in the data folder, says why"
_ROOM_MIB = 256


@dataclass(frozen=True)
class Written:
    """Changes of a write, by the server's counters."""

    nodes_created: int = 0
    nodes_deleted: int = 0
    relationships_created: int = 0
    relationships_deleted: int = 0
    properties_set: int = 0
    labels_added: int = 0
    labels_removed: int = 0

    @property
    def changed(self) -> bool:
        """True if anything at all was changed."""
        return self != Written()

    def __add__(self, other: "Written") -> "Written":
        return Written(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


class Graph:
    """One pool of connections to one database. Use `connect` to open it."""

    def __init__(self, driver: neo4j.AsyncDriver, address: Address, timeout_s: float) -> None:
        self._driver = driver
        self._database = address.database
        self._home = address.home
        self._timeout_s = timeout_s
        self._bookmarks = neo4j.AsyncGraphDatabase.bookmark_manager()
        self._raw: raw_reads.RawReads | None = None
        if raw_reads.is_supported():
            self._raw = raw_reads.RawReads(driver, self._database, self._bookmarks, _ACQUIRED_WITHIN_S)
        self.statements_sent = 0

    async def read(self, statement: Statement, *, timeout_s: float | None = None) -> Any:
        """First value of the one record that the statement returns; None if it returns no record."""
        _, records = await self._fetch(statement, timeout_s or self._timeout_s)
        return records[0][0] if records else None

    async def find(self, statement: Statement) -> Found:
        """First value of the one record that the statement returns, as it came; null if it returns no record."""
        if self._raw is None:
            return Found(await self.read(statement))
        try:
            packed = await self._within(self._timeout_s, lambda: self._find_once(statement))
        except raw_reads.TooOld:
            self._raw = None
            return await self.find(statement)
        return Found() if packed is None else Found(packed=packed)

    async def rows(self, statement: Statement, *, timeout_s: float | None = None) -> list[dict[str, Any]]:
        """All records of a read, each a map from column to value, in the statement's column order."""
        keys, records = await self._fetch(statement, timeout_s or self._timeout_s)
        return [dict(zip(keys, record, strict=True)) for record in records]

    async def write(self, *statements: Statement, timeout_s: float | None = None) -> Written:
        """Run the statements in one transaction and return the sum of their changes.

        Repeated when the server asks for it or is lost in the middle, so a statement must be idempotent.
        """

        async def work(transaction: neo4j.AsyncManagedTransaction) -> Written:
            total = Written()
            for statement in statements:
                self.statements_sent += 1
                result = await transaction.run(statement.text, dict(statement.parameters))
                counters = (await result.consume()).counters
                total += Written(*(getattr(counters, name) for name in Written.__dataclass_fields__))
            return total

        limit_s = timeout_s or _WRITE_TIMEOUT_S
        for pause_s in (*_RETRY_PAUSES_S, None):
            try:
                with self._ours(limit_s):
                    async with self._session(neo4j.WRITE_ACCESS) as session:
                        return await session.execute_write(neo4j.unit_of_work(timeout=limit_s)(work))
            except _CommitInDoubt:
                if pause_s is None:
                    raise
                await asyncio.sleep(pause_s)
        raise AssertionError("the last attempt returns or raises")

    async def run_schema(self, statement: Statement) -> None:
        """Run a constraint or index statement; these need a transaction of their own.

        Raises the database's own error where it refuses the statement: see `graph.database.migrate`.
        """
        with self._reached():
            async with self._session(neo4j.WRITE_ACCESS) as session:
                await (await session.run(statement.text)).consume()

    def check_room(self) -> None:
        """Raise SettingsError if an embedded database's disk is nearly full: once full, it could not be read either."""
        if self._home is not None:
            self._home.require_room(_ROOM_MIB, "a load")

    async def ping(self, timeout_s: float = 2.0) -> None:
        """Raise GraphUnavailable unless the database answers within `timeout_s` seconds."""
        await self._fetch(Statement("RETURN 1"), timeout_s)

    async def _fetch(self, statement: Statement, timeout_s: float) -> tuple[Sequence[str], list[list[Any]]]:
        query = neo4j.Query(statement.text, timeout=timeout_s)
        return await self._within(timeout_s, lambda: self._fetch_once(query, statement))

    async def _within(self, timeout_s: float, read: Callable[[], Awaitable[_Result]]) -> _Result:
        """Repeats a read where the driver says that it may succeed."""
        # The transaction timeout is the server's; a stopped server never applies it, hence a deadline here too.
        with self._ours(timeout_s):
            async with asyncio.timeout(timeout_s + 1.0):
                for pause_s in (*_RETRY_PAUSES_S, None):
                    try:
                        return await read()
                    except (TransientError, SessionExpired) as error:
                        if pause_s is None or _is_timeout(error):
                            raise
                        await asyncio.sleep(pause_s)
        raise AssertionError("the last attempt returns or raises")

    async def _find_once(self, statement: Statement) -> bytes | None:
        assert self._raw is not None
        self.statements_sent += 1
        return await self._raw.fetch(statement, self._timeout_s)

    async def _fetch_once(self, query: neo4j.Query, statement: Statement) -> tuple[Sequence[str], list[list[Any]]]:
        self.statements_sent += 1
        async with self._session(neo4j.READ_ACCESS) as session:
            result = await session.run(query, dict(statement.parameters))
            return result.keys(), await result.values()

    @contextmanager
    def _ours(self, timeout_s: float) -> Iterator[None]:
        """Errors of the driver and of the database as ours; a wrong statement stays the database's own error."""
        try:
            with self._reached():
                yield
        except TimeoutError as error:
            raise GraphTimeout(f"the graph did not answer within {timeout_s:g} s") from error
        except Neo4jError as error:
            if _is_timeout(error):
                raise GraphTimeout(f"the graph did not answer within {timeout_s:g} s") from error
            if isinstance(error, AuthError | TransientError):
                raise GraphUnavailable("the graph database cannot be used now") from error
            if isinstance(error, DatabaseError) or _word(error) in _CANNOT_WRITE:
                raise GraphUnavailable(_FULL) from error
            raise

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Raise our errors for a database that is lost or has panicked; report a panic to its guard."""
        try:
            yield
        except TimeoutError:
            raise
        except IncompleteCommit as error:
            raise _CommitInDoubt("the graph database was lost in the middle of a write") from error
        except (ServiceUnavailable, SessionExpired, DriverError, OSError) as error:
            raise GraphUnavailable("the graph database cannot be reached") from error
        except DatabaseError as error:
            if _word(error) != _PANICKED:
                raise
            if self._home is not None:
                with suppress(OSError):  # the disk is full, or the folder is another user's
                    self._home.report_panic()
            raise GraphUnavailable(_FULL) from error

    @asynccontextmanager
    async def _session(self, access: str) -> AsyncIterator[neo4j.AsyncSession]:
        async with self._driver.session(
            database=self._database,
            default_access_mode=access,
            bookmark_manager=self._bookmarks,
            fetch_size=-1,
        ) as session:
            yield session


class _CommitInDoubt(GraphUnavailable):
    """The connection was lost during a commit: the transaction may or may not be committed."""


def _word(error: Neo4jError) -> str:
    """The last part of the error's code."""
    return (error.code or "").rpartition(".")[2]


def _is_timeout(error: Neo4jError | DriverError) -> bool:
    return isinstance(error, Neo4jError) and _word(error) in _TIMED_OUT


@asynccontextmanager
async def connect(address: Address, *, timeout_s: float = 10.0, pool_size: int = 50) -> AsyncIterator[Graph]:
    """Open a pool to the database and close it afterwards. Opening does not wait for the server: see `ping`."""
    async with neo4j.AsyncGraphDatabase.driver(
        address.uri,
        auth=(address.username, address.password),
        max_connection_pool_size=pool_size,
        connection_acquisition_timeout=_ACQUIRED_WITHIN_S,
        connection_timeout=5.0,
        max_transaction_retry_time=30.0,
        notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
        telemetry_disabled=True,
        user_agent="medpath",
    ) as driver:
        yield Graph(driver, address, timeout_s)
