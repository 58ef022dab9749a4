"""Parquet files, read as rows of text; memory holds one row group."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any

from graph.errors import SourceError
from seed.source import Issues
from seed.values.row import RawRow, until_damage

_MAGIC = b"PAR1"
_BATCH = 1_000
_UNREADABLE = (ValueError, OverflowError, LookupError)
"""Raised for strings that are not UTF-8, days outside the calendar and unknown time zones."""


def is_parquet(path: Path) -> bool:
    """Return whether a file begins as Parquet does."""
    with path.open("rb") as file:
        return file.read(4) == _MAGIC


def parquet_columns(path: Path) -> list[str]:
    """Return the names of the columns. Raises SourceError when the file cannot be read."""
    with _opened(path) as file:
        return list(file.schema_arrow.names)


def parquet_lines(path: Path, required: Iterable[str], issues: Issues) -> Iterator[RawRow]:
    """Yield the rows with values as text: a day, or an instant at midnight, is YYYY-MM-DD, a null is "".

    A row with an unreadable value is reported; a truncated file is reported at the place where it ends.
    Raises SourceError when the columns are not understood.
    """
    columns_found = parquet_columns(path)
    if missing := set(required) - set(columns_found):
        raise SourceError(f"{path.name}: header not understood, {sorted(missing)} missing: {columns_found}")
    yield from until_damage(path.name, _lines(path, issues), issues)


def _lines(path: Path, issues: Issues) -> Iterator[RawRow]:
    with _opened(path) as file:
        for index, row in enumerate(_rows(file), start=1):
            if isinstance(row, Exception):
                issues.refuse_row(f"a value that cannot be read: {row}", file=path.name, line=index)
                continue
            cells = {name: _text(value) for name, value in row.items()}
            yield RawRow(path.name, index, index, cells, tuple(cells.values()))


def _rows(file: Any) -> Iterator[dict[str, Any] | Exception]:
    """Yield the rows; read a batch with an unreadable value row by row, and yield the error in place of the bad row."""
    for batch in file.iter_batches(batch_size=_BATCH):
        try:
            yield from batch.to_pylist()
        except _UNREADABLE:
            yield from (_row(batch, number) for number in range(batch.num_rows))


def _row(batch: Any, number: int) -> dict[str, Any] | Exception:
    try:
        [row] = batch.slice(number, 1).to_pylist()
    except _UNREADABLE as error:
        return error
    return dict(row)


def _text(value: object) -> str:
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    return "" if value is None else str(value)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    # Imported here: it takes a third of a second, and few loads need it.
    import pyarrow  # type: ignore[import-untyped]
    from pyarrow.parquet import ParquetFile  # type: ignore[import-untyped]

    try:
        with ParquetFile(path) as file:
            yield file
    except (pyarrow.ArrowException, OSError, *_UNREADABLE) as error:
        raise SourceError(f"{path.name}: not readable as Parquet: {error}".splitlines()[0]) from error
