"""The extent of the cells of an XLSX, measured before layout: the reader allocates the whole rectangle at once.

Two cells, A1 and XFD1048576, would take some 400 GB, and the process would end without an error to catch. A sheet's own
statement of its extent (`dimension`) is not trusted: the rows and cells themselves are counted.
"""

import zipfile
from collections.abc import Iterator
from functools import cache
from typing import NoReturn
from xml.parsers import expat

from graph.errors import SourceError

_SPARE = 1 << 20
"""Cells that any sheet may take in layout; 32 MB."""
_PER_FILLED = 20
"""Cells that a sheet may take in layout per filled cell."""
_MOST = 1 << 24
_ROWS = 1 << 20
_COLUMN_LETTERS = 3
_DIGITS = "0123456789"
_BLOCK_BYTES = 1 << 16
_TAG_BYTES = 1 << 20
"""Length limit of a tag: the parser rescans an unfinished tag with every block."""
_BEGINS = b"sheetData"
"""The element that holds the cells; a member that contains it is a sheet, whatever its name."""


def refuse_spread(archive: zipfile.ZipFile, name: str) -> None:
    """Raise SourceError if a sheet's extent is out of proportion to its number of filled cells."""
    for member in archive.infolist():
        if _is_sheet(archive, member):
            extent = _extent(archive, member, name)
            if extent.cells > min(_MOST, max(_SPARE, _PER_FILLED * extent.filled)):
                raise SourceError(
                    f"{name}: {extent.filled:,} cells spread over {extent.rows:,} rows and {extent.columns:,} columns: "
                    "remove the cells far from the table"
                )


def _is_sheet(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    end = b""
    for block in _blocks(archive, member):
        if _BEGINS in end + block:
            return True
        end = block[-len(_BEGINS) :]
    return False


def _blocks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as data:
        while block := data.read(_BLOCK_BYTES):
            yield block


def _extent(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> "_Extent":
    extent = _Extent()
    # The reader of the cells knows no other encoding either.
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = extent.start
    parser.StartDoctypeDeclHandler = _no_doctype
    fed = 0
    try:
        for block in _blocks(archive, member):
            parser.Parse(block)
            fed += len(block)
            if fed - parser.CurrentByteIndex > _TAG_BYTES:
                raise ValueError(f"a tag of more than {_TAG_BYTES:,} bytes")
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise SourceError(f"{name}: cannot be read as a workbook: {member.filename}: {error}") from error
    return extent


class _Extent:
    """Last row, last column and number of the filled cells of a sheet."""

    def __init__(self) -> None:
        self.rows = self.columns = self.filled = 0
        self._row, self._digits = 0, "0"
        self._at = self._column = 0

    @property
    def cells(self) -> int:
        """The cells of the rectangle from A1."""
        return self.rows * self.columns

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Track the position of rows and cells, by number or else after the one before; count cells with a value."""
        match name.rpartition(":")[2] if ":" in name else name:
            case "c":
                self._cell(attributes.get("r"))
            case "v" | "is":
                self.filled += 1
                if self._at > self.rows:
                    self.rows = self._at
                if self._column > self.columns:
                    self.columns = self._column
            case "row":
                self._digits = attributes.get("r") or str(self._row + 1)
                self._row = self._at = _row(self._digits)
                self._column = 0

    def _cell(self, reference: str | None) -> None:
        if reference is None:
            self._at = self._row
            self._column += 1
            return
        letters = reference.rstrip(_DIGITS)
        digits = reference[len(letters) :]
        self._at = self._row if digits == self._digits else _row(digits)
        self._column = _column(letters)


def _row(digits: str) -> int:
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 10 and 0 < int(digits) <= _ROWS):
        raise ValueError(f"no row has the number {digits[:100]!r}")
    return int(digits)


@cache
def _column(letters: str) -> int:
    """Return 1 for A, 27 for AA. Raises ValueError, which is not cached, when it is no column."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= _COLUMN_LETTERS):
        raise ValueError(f"no column has the name {letters[:100]!r}")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _no_doctype(*_: object) -> NoReturn:
    raise ValueError("it holds a document type")
