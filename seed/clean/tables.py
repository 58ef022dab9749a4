"""Tables of text: CSV and tab-separated files, read row by row with the header that the source declares.

A file whose header lacks a column that the source reads is refused as a whole, with the header it has: reading a wrong
column silently is the worst failure. A ragged row, or one that is not of the file's encoding, is reported; the others
go on.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from graph.errors import SourceError
from seed.clean.files import opened_text
from seed.clean.rows import Line, until_damage
from seed.source import Issues

_Numbered = Iterator[tuple[int, list[str]]]
_Layouts = Sequence[tuple[str, ...]]


def csv_lines(
    path: Path, required: Iterable[str], issues: Issues, *, encoding: str = "utf-8-sig", layouts: _Layouts = ()
) -> Iterator[Line]:
    """Yield the rows of a comma-separated file whose cells may be quoted and hold line breaks.

    `layouts` names the columns of editions without a header row, whose rows begin with a number; the count of cells
    tells which.
    Raises SourceError when the header is not understood.
    """
    yield from until_damage(path.name, _csv_lines(path, required, issues, encoding, layouts), issues)


def _csv_lines(path: Path, required: Iterable[str], issues: Issues, encoding: str, layouts: _Layouts) -> Iterator[Line]:
    with opened_text(path, encoding, newline="") as file:
        yield from _lines(path.name, _csv(path.name, file, issues), set(required), issues, layouts)


def tsv_lines(
    path: Path,
    required: Iterable[str],
    issues: Issues,
    *,
    encoding: str = "cp1252",
    begins: re.Pattern[str] | None = None,
) -> Iterator[Line]:
    """Yield the rows of a tab-separated file without quoting, CRLF or LF: a quotation mark is data.

    A line that does not begin as `begins` says continues the row above: notes with stray line breaks.
    Raises SourceError when the header is not understood.
    """
    yield from until_damage(path.name, _tsv_lines(path, required, issues, encoding, begins), issues)


def _tsv_lines(
    path: Path, required: Iterable[str], issues: Issues, encoding: str, begins: re.Pattern[str] | None
) -> Iterator[Line]:
    with opened_text(path, encoding, newline="\n") as file:
        rows = ((number, text.split("\t")) for number, text in _whole(file, begins))
        yield from _lines(path.name, rows, set(required), issues, ())


def header_of(path: Path, *, encoding: str = "cp1252") -> list[str]:
    """The first line of a tab-separated file, cut at its tabs."""
    with opened_text(path, encoding, newline="\n") as file:
        return file.readline(10_000).rstrip("\r\n").split("\t")


def _whole(file: Iterable[str], begins: re.Pattern[str] | None) -> Iterator[tuple[int, str]]:
    start, whole = 1, ""
    for number, line in enumerate(file, start=1):
        text = line.rstrip("\r\n")
        if number > 2 and begins and not begins.match(text):
            whole = f"{whole} {text}".rstrip(" ")
            continue
        if number > 1:
            yield start, whole
        start, whole = number, text
    yield start, whole


def _csv(name: str, file: Iterable[str], issues: Issues) -> _Numbered:
    reader = csv.reader(file)
    while True:
        number = reader.line_num + 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            issues.refuse(f"not readable as CSV: {error}", file=name, line=number)


def _lines(name: str, rows: _Numbered, required: set[str], issues: Issues, layouts: _Layouts) -> Iterator[Line]:
    number, first = next(rows, (0, []))
    columns = _columns(name, first, required, layouts)
    if required.isdisjoint(first):
        rows = chain([(number, first)], rows)
    yield from _checked(name, rows, columns, issues)


def _columns(name: str, first: list[str], required: set[str], layouts: _Layouts) -> tuple[str, ...]:
    header = tuple(cell.strip() for cell in first)
    if required <= set(header) and len(set(header)) == len(header):
        return header
    for layout in layouts:
        if len(first) == len(layout) and first[0].isdecimal():
            return layout
    raise SourceError(f"{name}: header not understood, {sorted(required - set(header))} missing: {list(header)}"[:1000])


def _checked(name: str, rows: _Numbered, columns: Sequence[str], issues: Issues) -> Iterator[Line]:
    filled = ((number, values) for number, values in rows if any(values))
    for index, (number, values) in enumerate(filled, start=1):
        problem = _problem(values, len(columns))
        if problem:
            text = " | ".join(values).encode("utf-8", "backslashreplace").decode()
            issues.row()
            issues.refuse(problem, file=name, line=number, raw=text)
            continue
        yield Line(name, number, index, dict(zip(columns, values, strict=False)), values)


def _problem(values: list[str], width: int) -> str | None:
    if len(values) < width or any(values[width:]):
        return f"{len(values)} cells where the header has {width}"
    joined = "".join(values)
    if not joined.isascii() and any("\ud800" <= character <= "\udfff" for character in joined):
        return "bytes that are not of the file's encoding"
    return "a NUL character" if "\0" in joined else None
