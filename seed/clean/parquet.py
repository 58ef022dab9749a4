"""Parquet files, read row group by row group as rows of text: memory holds one group."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.errors import SourceError
from seed.clean.rows import Line, until_damage
from seed.source import Issues

_MAGIC = b"PAR1"
_BATCH = 1_000


def is_parquet(path: Path) -> bool:
    """True for a file that begins as Parquet does."""
    with path.open("rb") as file:
        return file.read(4) == _MAGIC


def parquet_columns(path: Path) -> list[str]:
    """The names of the columns. Raises SourceError when the file cannot be read."""
    with _opened(path) as file:
        return list(file.schema_arrow.names)


def parquet_lines(path: Path, required: Iterable[str], issues: Issues) -> Iterator[Line]:
    """Yield the rows; a value is its text, a day YYYY-MM-DD, nothing is "".

    A file that breaks off is reported where it does. Raises SourceError when the columns are not understood.
    """
    met = parquet_columns(path)
    if missing := set(required) - set(met):
        raise SourceError(f"{path.name}: header not understood, {sorted(missing)} missing: {met}")
    yield from until_damage(path.name, _lines(path), issues)


def _lines(path: Path) -> Iterator[Line]:
    index = 0
    with _opened(path) as file:
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                index += 1
                cells = {name: "" if value is None else str(value) for name, value in row.items()}
                yield Line(path.name, index, index, cells, tuple(cells.values()))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    # Imported here: it takes a third of a second, and few loads need it.
    import pyarrow  # type: ignore[import-untyped]
    from pyarrow.parquet import ParquetFile  # type: ignore[import-untyped]

    try:
        with ParquetFile(path) as file:
            yield file
    except (pyarrow.ArrowException, OSError) as error:
        raise SourceError(f"{path.name}: not readable as Parquet: {error}".splitlines()[0]) from error
