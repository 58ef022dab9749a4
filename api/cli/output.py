"""Output of the commands: data on stdout, messages on stderr."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import orjson
from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from graph.errors import SettingsError
from medpath import table_of

Format = Literal["table", "json", "csv", "parquet"]
"""Forms of an answer. A table has frames on a terminal, and tabs between its cells elsewhere."""

Json = Annotated[bool, Parameter(name="--json", negative="", help="JSON instead of text.")]
"""The option that commands share."""

talk = Console(stderr=True, highlight=False, soft_wrap=True)


def put(text: str) -> None:
    """Write one line of data."""
    sys.stdout.write(f"{text}\n")


def put_json(value: Any) -> None:
    """Write data as JSON: indented on a terminal, one line in a pipe."""
    option = orjson.OPT_INDENT_2 if sys.stdout.isatty() else 0
    put(orjson.dumps(value, option=option | orjson.OPT_NON_STR_KEYS, default=str).decode())


def put_table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write data as a table: with frames on a terminal, with tabs between the cells in a pipe."""
    if not sys.stdout.isatty():
        for line in (columns, *([_cell(row[name]) for name in columns] for row in rows)):
            put("\t".join(line))
        return
    table = Table(*columns, header_style="bold")
    for row in rows:
        table.add_row(*(_cell(row[name]) for name in columns))
    Console(highlight=False, markup=False).print(table)


def put_answer(data: Any, format: Format, output: Path | None) -> None:
    """Write the data of an answer to stdout or a file. Raises SettingsError if the file cannot be written."""
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


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)
