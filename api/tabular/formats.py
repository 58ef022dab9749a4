"""Encodes rows piece by piece: CSV (RFC 4180), TSV, NDJSON and Parquet, all in UTF-8.

A cell of CSV or TSV that a spreadsheet would take for a formula (its text starts with = + - @, tab or carriage
return) gets a leading apostrophe. Lists are joined by "; ". NDJSON and Parquet keep values as they are.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
import pyarrow  # type: ignore[import-untyped]
import pyarrow.parquet  # type: ignore[import-untyped]

from api.tabular.columns import Column

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ROW_GROUP = 10_000
_ARROW = {"Int": pyarrow.int64(), "Float": pyarrow.float64(), "Boolean": pyarrow.bool_()}


class Writer(Protocol):
    """Encodes rows; `end` returns the last bytes."""

    def rows(self, rows: Sequence[Sequence[Any]]) -> bytes: ...

    def end(self) -> bytes: ...


@dataclass(frozen=True)
class Format:
    """One file format."""

    media_type: str
    writer: Callable[[Sequence[Column]], Writer]


class _Delimited:
    def __init__(self, names: Sequence[str], delimiter: str) -> None:
        self._text = io.StringIO()
        self._csv = csv.writer(self._text, delimiter=delimiter, lineterminator="\r\n")
        self._csv.writerow([cell(name) for name in names])

    def rows(self, rows: Sequence[Sequence[Any]]) -> bytes:
        self._csv.writerows([cell(value) for value in row] for row in rows)
        made = self._text.getvalue().encode()
        self._text.seek(0)
        self._text.truncate()
        return made

    def end(self) -> bytes:
        return self.rows([])


class _Lines:
    def __init__(self, columns: Sequence[Column]) -> None:
        self._names = _names(columns)

    def rows(self, rows: Sequence[Sequence[Any]]) -> bytes:
        return b"".join(orjson.dumps(dict(zip(self._names, row, strict=True))) + b"\n" for row in rows)

    def end(self) -> bytes:
        return b""


class _Parquet:
    """Collects rows until they fill a row group; no more than one is in memory."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._schema = pyarrow.schema([(column.name, _arrow(column)) for column in columns])
        self._waiting: list[Sequence[Any]] = []
        self._sink = _Sink()
        self._writer = pyarrow.parquet.ParquetWriter(self._sink, self._schema, compression="zstd")

    def rows(self, rows: Sequence[Sequence[Any]]) -> bytes:
        self._waiting += rows
        if len(self._waiting) >= _ROW_GROUP:
            self._flush()
        return self._sink.taken()

    def end(self) -> bytes:
        self._flush()
        self._writer.close()
        return self._sink.taken()

    def _flush(self) -> None:
        if self._waiting:
            values = list(zip(*self._waiting, strict=True))
            arrays = [pyarrow.array(column, kind) for column, kind in zip(values, self._schema.types, strict=True)]
            self._writer.write_table(pyarrow.Table.from_arrays(arrays, schema=self._schema))
            self._waiting = []


class _Sink(io.RawIOBase):
    """A file in memory that drops its bytes once they are taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def write(self, data: Any, /) -> int:
        part = bytes(data)
        self._parts.append(part)
        self._position += len(part)
        return len(part)

    def taken(self) -> bytes:
        """Return the bytes written since the last call."""
        made = b"".join(self._parts)
        self._parts = []
        return made


def cell(value: Any) -> str:
    """Return a value as a cell of CSV.

    >>> cell("=1+1"), cell(-1), cell(True), cell(None), cell(["a", "b"])
    ("'=1+1", '-1', 'true', '', 'a; b')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        value = "; ".join(item if isinstance(item, str) else cell(item) for item in value)
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return f"'{text}" if text.startswith(_FORMULA) else text


def delimited(names: Sequence[str], rows: Sequence[Sequence[Any]], delimiter: str) -> bytes:
    """Return a small table as CSV or TSV."""
    writer = _Delimited(names, delimiter)
    return writer.rows(rows) + writer.end()


def parquet_of(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a small table as Parquet; the columns get the types of their values."""
    sink = io.BytesIO()
    arrays = {name: pyarrow.array([row[name] for row in rows]) for name in names}
    pyarrow.parquet.write_table(pyarrow.table(arrays), sink, compression="zstd")
    return sink.getvalue()


def _names(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns]


def _arrow(column: Column) -> pyarrow.DataType:
    kind = _ARROW.get(column.type, pyarrow.string())
    return pyarrow.list_(kind) if column.is_list else kind


FORMATS: dict[str, Format] = {
    "csv": Format("text/csv; charset=utf-8; header=present", lambda columns: _Delimited(_names(columns), ",")),
    "tsv": Format("text/tab-separated-values; charset=utf-8", lambda columns: _Delimited(_names(columns), "\t")),
    "ndjson": Format("application/x-ndjson", _Lines),
    "parquet": Format("application/vnd.apache.parquet", _Parquet),
}
