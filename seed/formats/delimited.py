"""Tables of text: CSV and tab-separated files, read row by row with the header that the source declares.

A file whose header lacks a column that the source reads is refused as a whole, and the message shows its header:
reading a wrong column silently is the worst failure. A ragged row, or a row with bytes outside the file's encoding, is
reported; reading goes on with the next row.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from graph.errors import SourceError
from seed.formats.csv_rows import LIMIT_CHARACTERS, CsvRows, bounded, is_ragged
from seed.formats.files import UTF_8, opened, opened_text, text_encoding
from seed.source import Issues
from seed.values.row import RawRow, until_damage

NumberedRows = Iterator[tuple[int, list[str]]]
"""Rows in file order, each with the number of its first line."""

_Layouts = Sequence[tuple[str, ...]]
_Rename = Callable[[str], str]


def csv_lines(
    path: Path,
    required: Iterable[str],
    issues: Issues,
    *,
    encoding: str = "utf-8-sig",
    layouts: _Layouts = (),
    rename: _Rename = str.strip,
    title_rows: int = 0,
    delimiter: str = ",",
) -> Iterator[RawRow]:
    """Yield the rows of a comma-separated file whose cells may be quoted and hold line breaks.

    `layouts` names the columns of editions without a header row, whose rows begin with a number; the number of cells
    selects the layout. `rename` maps a header cell to the name of its column. Up to `title_rows` rows of title may
    precede the header.
    Raises SourceError when the header is not understood.
    """

    def lines() -> Iterator[RawRow]:
        with opened_text(path, encoding, newline="") as file:
            read = CsvRows(path.name, file, issues, delimiter)
            columns, rows = header(path.name, read, required, layouts=layouts, rename=rename, title_rows=title_rows)
            read.width = len(columns)
            yield from below(path.name, rows, columns, issues)

    yield from until_damage(path.name, lines(), issues)


def tsv_lines(
    path: Path,
    required: Iterable[str],
    issues: Issues,
    *,
    encoding: str = "cp1252",
    begins: re.Pattern[str] | None = None,
) -> Iterator[RawRow]:
    """Yield the rows of a tab-separated file without quoting, with CRLF or LF: a quotation mark is data.

    `encoding` applies to former editions: a file in UTF-8 is recognised. A line that does not match `begins` continues
    the row above, because notes contain stray line breaks.
    Raises SourceError when the header is not understood.
    """
    yield from until_damage(path.name, _tsv_lines(path, required, issues, encoding, begins), issues)


def _tsv_lines(
    path: Path, required: Iterable[str], issues: Issues, encoding: str, begins: re.Pattern[str] | None
) -> Iterator[RawRow]:
    with opened_text(path, text_encoding(path, encoding), newline="\n") as file:
        whole = _whole(bounded(path.name, file, issues), begins)
        columns, rows = header(path.name, ((number, text.split("\t")) for number, text in whole), required)
        yield from below(path.name, rows, columns, issues)


def first_rows(path: Path, count: int, *, encoding: str = "utf-8-sig") -> list[list[str]]:
    """Return at most `count` rows from the start of a comma-separated file."""
    with opened_text(path, encoding, newline="") as file:
        return [cells for _, cells in islice(CsvRows(path.name, file, Issues()), count)]


def header_of(path: Path, *, encoding: str = "cp1252") -> list[str]:
    """Return the first line of a tab-separated file, split at its tabs."""
    with opened(path) as file:
        line = file.readline(10_000)
    encoding = UTF_8 if line.startswith(codecs.BOM_UTF8) else encoding
    return line.decode(encoding, "replace").rstrip("\r\n").split("\t")


def _whole(file: Iterable[str], begins: re.Pattern[str] | None) -> Iterator[tuple[int, str]]:
    start, whole = 1, ""
    for number, line in enumerate(file, start=1):
        text = line.rstrip("\r\n")
        if number > 2 and begins and not begins.match(text) and len(whole) < LIMIT_CHARACTERS:
            whole = f"{whole} {text}".rstrip(" ")
            continue
        if number > 1:
            yield start, whole
        start, whole = number, text
    yield start, whole


def header(
    name: str,
    rows: NumberedRows,
    required: Iterable[str],
    *,
    layouts: _Layouts = (),
    rename: _Rename = str.strip,
    title_rows: int = 0,
) -> tuple[tuple[str, ...], NumberedRows]:
    """Return the column names and the rows of data, as in `csv_lines`. Raises SourceError that shows the header."""
    wanted, closest, printed = set(required), [""], [""]
    for number, first in islice(rows, title_rows + 1):
        names = [rename(cell) for cell in first]
        while names and not names[-1]:
            names.pop()
        named = list(filter(None, names))
        if wanted <= set(named) and len(set(named)) == len(named):
            return tuple(names), rows
        for layout in layouts:
            if len(first) == len(layout) and first[0].isdecimal():
                return layout, chain([(number, first)], rows)
        if _likeness(names, wanted) > _likeness(closest, wanted):
            closest, printed = names, [cell.strip() for cell in first[: len(names)]]
    raise SourceError(f"{name}: header not understood, {sorted(wanted - set(closest))} missing: {printed}"[:1000])


def _likeness(names: Sequence[str], wanted: set[str]) -> tuple[int, int]:
    """Measure how like the wanted header a row is: names in common, then filled cells."""
    return len(wanted & set(names)), len(list(filter(None, names)))


def below(name: str, rows: NumberedRows, columns: Sequence[str], issues: Issues) -> Iterator[RawRow]:
    """Yield the rows below a header without its unnamed columns; report rows that are ragged or wrongly encoded."""
    filled = ((number, values) for number, values in rows if any(values))
    for index, (number, values) in enumerate(filled, start=1):
        problem = _problem(values, len(columns))
        if problem:
            issues.refuse_row(problem, file=name, line=number, raw=" | ".join(values))
            continue
        cells = {column: value for column, value in zip(columns, values, strict=False) if column}
        yield RawRow(name, number, index, cells, values)


def _problem(values: list[str], width: int) -> str | None:
    if is_ragged(values, width):
        return f"{len(values)} cells where the header has {width}"
    joined = "".join(values)
    if not joined.isascii() and any("\ud800" <= character <= "\udfff" for character in joined):
        return "bytes outside the file's encoding"
    return "a NUL character" if "\0" in joined else None
