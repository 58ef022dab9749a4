"""A join of several files by key, kept on disk so that memory does not grow with the files."""

import errno
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

_CHUNK = 10_000


class Joined:
    """Rows by kind and key, in insertion order."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("CREATE TABLE linked (key TEXT, kind TEXT, cells TEXT)")

    def put(self, kind: str, rows: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """Store rows of one kind with their keys."""
        written = ((key, kind, json.dumps(cells, ensure_ascii=False)) for key, cells in rows)
        while chunk := list(islice(written, _CHUNK)):
            self._connection.executemany("INSERT INTO linked VALUES (?, ?, ?)", chunk)

    def ready(self) -> None:
        """Index the rows after the last `put`, so that look-ups are fast."""
        self._connection.execute("CREATE INDEX by_key ON linked (key)")

    def of(self, key: str) -> dict[str, list[list[str]]]:
        """Return the rows of a key, by kind."""
        found: dict[str, list[list[str]]] = {}
        statement = "SELECT kind, cells FROM linked WHERE key = ? ORDER BY rowid"
        for kind, cells in self._connection.execute(statement, (key,)):
            found.setdefault(kind, []).append(json.loads(cells))
        return found


@contextmanager
def joined() -> Iterator[Joined]:
    """Open an empty join, and delete it at the end of the block."""
    with tempfile.TemporaryDirectory(prefix="medpath-join-") as folder:
        connection = sqlite3.connect(Path(folder) / "linked.sqlite", isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA cache_size = -65536")
            yield Joined(connection)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
                raise
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), folder) from error
        finally:
            connection.close()
