"""How commands speak: data on stdout, talk and progress on stderr."""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table

from api.tabular.table import table_of
from graph.errors import SettingsError
from graph.progress import Progress

Format = Literal["table", "json", "csv", "parquet"]
"""Forms of an answer; a table is framed on a terminal, and has tabs between its cells elsewhere."""

talk = Console(stderr=True, highlight=False, soft_wrap=True)
_PLAIN_LINE_EVERY_S = 10.0


def put(text: str) -> None:
    """Data, one line."""
    sys.stdout.write(f"{text}\n")


def put_json(value: Any) -> None:
    """Data as JSON: for people over several lines, for pipes in one."""
    option = orjson.OPT_INDENT_2 if sys.stdout.isatty() else 0
    put(orjson.dumps(value, option=option | orjson.OPT_NON_STR_KEYS, default=str).decode())


def put_table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Data as a table: framed on a terminal, tabs between the cells in a pipe."""
    if not sys.stdout.isatty():
        for line in (columns, *([_cell(row[name]) for name in columns] for row in rows)):
            put("\t".join(line))
        return
    table = Table(*columns, header_style="bold")
    for row in rows:
        table.add_row(*(_cell(row[name]) for name in columns))
    Console(highlight=False, markup=False).print(table)


def put_answer(data: Any, format: Format, output: Path | None) -> None:
    """The data of an answer, to stdout or a file. Raises SettingsError if the file cannot be written."""
    if format == "table" and output is None:
        put_table(*table_of(data or {}))
        return
    made = _encoded(data, format)
    try:
        if output is not None:
            output.write_bytes(made)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(made)
    except OSError as error:
        if output is None:
            raise
        raise SettingsError(f"{output} cannot be written: {error.strerror}") from error


def _encoded(data: Any, format: Format) -> bytes:
    if format == "json":
        return orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    from api.tabular.formats import delimited, parquet_of

    columns, rows = table_of(data or {})
    if format == "parquet":
        return parquet_of(columns, rows)
    return delimited(columns, [list(row.values()) for row in rows], "," if format == "csv" else "\t")


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar for each kind of work on a terminal, else a plain line at its start, its end, and every 10 s."""
    if not talk.is_terminal:
        yield _Lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=talk, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(label: str, done: int, total: int | None, /) -> None:
            if label not in tasks:
                tasks[label] = bars.add_task(label, total=total)
            bars.update(tasks[label], completed=done, total=total)

        yield show


class _Lines:
    def __init__(self) -> None:
        self._said: dict[str, float] = {}

    def __call__(self, label: str, done: int, total: int | None, /) -> None:
        now = time.monotonic()
        finished = total is not None and done >= total
        if finished or now - self._said.get(label, -_PLAIN_LINE_EVERY_S) >= _PLAIN_LINE_EVERY_S:
            self._said[label] = now
            talk.print(f"{label} {done}" if total is None else f"{label} {done}/{total}", markup=False)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)
