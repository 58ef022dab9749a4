"""Workbooks (XLSX), read as tables of text with the header that the source declares.

Rows of title may precede the header. All sheets with the header are read in order; a sheet with rows and another header
is reported. A text cell is taken as it is; a number or date is read by the kind of its column, see
`seed.formats.workbook_cells`, so that a value damaged by a spreadsheet is reported, not stored.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from graph.errors import SourceError
from seed.formats.delimited import NumberedRows, below, csv_lines, header
from seed.formats.files import opened
from seed.formats.workbook_cells import Cell, Kind, as_printed
from seed.formats.workbook_extent import refuse_spread
from seed.source import Issues
from seed.values.row import RawRow

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHER_KINDS = ("content.xml", "workbook.bin")
"""Members of ODS and XLSB, which are refused, as is XLS: the extent of their cells is unknown before layout."""
_Places = Sequence[tuple[int, str, Kind]]
_TITLE_ROWS = 30
_UNPACKED_BYTES = 1 << 30
"""Size limit of a workbook unpacked; the largest known has some 40 MB."""


def is_workbook(path: Path) -> bool:
    """Return whether a file begins as XLSX and ODS (a zip) or XLS do."""
    with opened(path) as file:
        return file.read(4) in (_ZIP, _OLE)


def sheet_lines(
    path: Path,
    required: Iterable[str],
    issues: Issues,
    *,
    rename: Callable[[str], str] = str.strip,
    kinds: Mapping[str, Kind] | None = None,
) -> Iterator[RawRow]:
    """Yield the rows of every sheet that has the header; memory holds a sheet.

    `kinds` gives the reader of cells that are no text, by column. A damaged cell is reported: in a required column it
    refuses the row, in another column the cell is left out.
    Raises SourceError when the file is no workbook, or no sheet has a header that is understood.
    """
    required = set(required)
    kinds = dict.fromkeys(required, as_printed) | dict(kinds or {})
    with _workbook(path) as book:
        found, problems = False, []
        for sheet in book.sheet_names:
            name = path.name if len(book.sheet_names) == 1 else f"{path.name}, sheet {sheet!r}"
            try:
                cells = _cells(book, sheet)
                if not cells:
                    continue
                columns, rows = header(name, _texts(cells), required, rename=rename, title_rows=_TITLE_ROWS)
            except SourceError as error:
                problems.append(error)
                continue
            found = True
            places = [(place, column, kinds[column]) for place, column in enumerate(columns) if column in kinds]
            for line in below(name, rows, columns, issues):
                if _is_sound(line, cells[line.number - 1], places, required, issues):
                    yield line
    if not found:
        raise problems[0] if problems else SourceError(f"{path.name}: the workbook has no rows")
    for problem in problems:
        issues.report(f"a sheet that is not read: {problem}", file=path.name)


def table_lines(
    path: Path,
    required: Iterable[str],
    issues: Issues,
    *,
    encoding: str = "utf-8-sig",
    rename: Callable[[str], str] = str.strip,
    title_rows: int = 0,
    kinds: Mapping[str, Kind] | None = None,
) -> Iterator[RawRow]:
    """Yield the rows of a table that is issued as a workbook or as CSV, known by the first bytes."""
    if is_workbook(path):
        return sheet_lines(path, required, issues, rename=rename, kinds=kinds)
    return csv_lines(path, required, issues, encoding=encoding, rename=rename, title_rows=title_rows)


def first_row(path: Path) -> list[str]:
    """Return the first row of the first sheet, or an empty list."""
    with _workbook(path) as book:
        cells = _cells(book, book.sheet_names[0]) if book.sheet_names else []
        return next((row for _, row in _texts(cells)), [])


@contextmanager
def _workbook(path: Path) -> Iterator[CalamineWorkbook]:
    with opened(path) as raw:
        try:
            _check(raw, path.name)
            raw.seek(0)
            book = CalamineWorkbook.from_filelike(raw)
        except (CalamineError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise SourceError(f"{path.name}: cannot be read as a workbook: {error}") from error
        yield book


def _check(raw: BinaryIO, name: str) -> None:
    """Refuse a file that is no workbook, or would fill the memory, before it is read whole."""
    magic = raw.read(4)
    if magic == _OLE:
        raise SourceError(f"{name}: cannot be read as a workbook: XLS, or locked; save it as XLSX without a password")
    if magic != _ZIP or not zipfile.is_zipfile(raw):
        raise SourceError(f"{name}: cannot be read as a workbook: not a spreadsheet, or cut off")
    with zipfile.ZipFile(raw) as archive:
        if any(member.lower().endswith(_OTHER_KINDS) for member in archive.namelist()):
            raise SourceError(f"{name}: cannot be read as a workbook: ODS or XLSB; save it as XLSX")
        if (held := sum(member.file_size for member in archive.infolist())) > _UNPACKED_BYTES:
            raise SourceError(f"{name}: unpacks to {held:,} bytes; allowed are {_UNPACKED_BYTES:,}")
        refuse_spread(archive, name)


def _cells(book: CalamineWorkbook, sheet: str) -> Sequence[Sequence[Cell]]:
    try:
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise SourceError(f"sheet {sheet!r} cannot be read: {error}") from error


def _texts(cells: Sequence[Sequence[Cell]]) -> NumberedRows:
    for number, row in enumerate(cells, start=1):
        yield number, [str(cell) for cell in row]


def _is_sound(line: RawRow, row: Sequence[Cell], places: _Places, required: set[str], issues: Issues) -> bool:
    """Read the cells that are no text in place; return False for a row that is refused."""
    for place, column, kind in places:
        cell = row[place]
        if isinstance(cell, str):
            continue
        try:
            line.cells[column] = kind(cell)
        except ValueError as error:
            if column in required:
                issues.refuse_row(f"{column}: {error}", file=line.file, line=line.number, raw=line.text)
                return False
            line.cells[column] = ""
            issues.report(f"{column}: {error}", file=line.file, line=line.number, raw=line.text)
    return True
