"""Workbooks (XLSX, XLS, ODS), read as tables of text with the header that the source declares.

The header may stand below some rows of title, in any sheet. A cell is text as it stands; a number or a date of the
spreadsheet becomes what Python prints of it ("7402001.0", "2020-06-01 00:00:00"), so that a column of texts which a
spreadsheet has turned into numbers or dates is told, not stored: see `Said.number` and `Said.date`.
"""

import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from graph.errors import SourceError
from seed.clean.files import opened
from seed.clean.rows import Line
from seed.clean.tables import Rows, below, csv_lines, header
from seed.source import Issues

_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_TITLE_ROWS = 30
_UNPACKED_BYTES = 1 << 30
"""What a workbook may hold unpacked; the largest known holds some 40 MB."""


def is_workbook(path: Path) -> bool:
    """True for a file that begins as XLSX and ODS (a zip) or XLS do."""
    with opened(path) as file:
        return file.read(4) in _MAGIC


def sheet_lines(
    path: Path, required: Iterable[str], issues: Issues, *, rename: Callable[[str], str] = str.strip
) -> Iterator[Line]:
    """Yield the rows of the first sheet that has the header; memory holds the sheet.

    Raises SourceError when the file is no workbook, or none of its sheets has a header that is understood.
    """
    required = set(required)
    with _workbook(path) as book:
        problem = None
        for name in book.sheet_names:
            try:
                columns, rows = header(path.name, _rows(book, name), required, rename=rename, title_rows=_TITLE_ROWS)
            except SourceError as error:
                problem = problem or error
                continue
            yield from below(path.name, rows, columns, issues)
            return
    raise problem or SourceError(f"{path.name}: a workbook without sheets")


def table_lines(
    path: Path,
    required: Iterable[str],
    issues: Issues,
    *,
    encoding: str = "utf-8-sig",
    rename: Callable[[str], str] = str.strip,
    title_rows: int = 0,
) -> Iterator[Line]:
    """The rows of a table that is issued both as a workbook and as CSV; the first bytes tell which it is."""
    if is_workbook(path):
        return sheet_lines(path, required, issues, rename=rename)
    return csv_lines(path, required, issues, encoding=encoding, rename=rename, title_rows=title_rows)


def first_row(path: Path) -> list[str]:
    """The first row of the first sheet, or nothing."""
    with _workbook(path) as book:
        return next((cells for _, cells in _rows(book, book.sheet_names[0])), []) if book.sheet_names else []


@contextmanager
def _workbook(path: Path) -> Iterator[CalamineWorkbook]:
    with opened(path) as raw:
        if (held := _size(raw)) is None:
            raise SourceError(f"{path.name}: not a workbook that can be read: it is no spreadsheet, or breaks off")
        if held > _UNPACKED_BYTES:
            raise SourceError(f"{path.name}: unpacked {held:,} bytes, more than {_UNPACKED_BYTES:,}")
        raw.seek(0)
        try:
            book = CalamineWorkbook.from_filelike(raw)
        except (CalamineError, zipfile.BadZipFile) as error:
            raise SourceError(f"{path.name}: not a workbook that can be read: {error}") from error
        yield book


def _size(raw: BinaryIO) -> int | None:
    """Bytes that a workbook holds unpacked; None for what is none, which must not be read whole to say so."""
    magic = raw.read(4)
    if magic == _MAGIC[0]:
        return sum(each.file_size for each in zipfile.ZipFile(raw).infolist()) if zipfile.is_zipfile(raw) else None
    return raw.seek(0, os.SEEK_END) if magic == _MAGIC[1] else None


def _rows(book: CalamineWorkbook, name: str) -> Rows:
    try:
        sheet = book.get_sheet_by_name(name)
        for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
            yield number, [str(cell) for cell in row]
    except CalamineError as error:
        raise SourceError(f"sheet {name!r} cannot be read: {error}") from error
