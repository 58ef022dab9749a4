"""Rows of text whose cells may be quoted and hold line breaks; a stray quotation mark costs the row it stands in.

A mark that is not closed takes the rows below it into its cell, up to the next mark or the end of the file. So of a
row that cannot be read, or holds rows, the line at which it begins is refused, and the next one is read as a row.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from typing import IO

from seed.source import Issues

LIMIT_CHARACTERS = 4 << 20
"""Longest line that is read, and longest row of several lines."""

_ROW_BREAKS = 256
"""Most line breaks within a row; the longest known has 62 (HSA)."""

_AGAIN = 8
"""Lines that are read once more, at most, for each line of a file: time grows as the file does, whatever is in it."""
_CREDIT = 100 * _ROW_BREAKS
"""Lines that may be read once more before that counts."""


def bounded(name: str, file: IO[str], issues: Issues) -> Iterator[str]:
    """The lines of the file; one that is too long is reported, and "" stands for it."""
    for number, line in enumerate(iter(lambda: file.readline(LIMIT_CHARACTERS), ""), start=1):
        if len(line) < LIMIT_CHARACTERS or line.endswith("\n"):
            yield line
            continue
        while rest := file.readline(LIMIT_CHARACTERS):
            if rest.endswith("\n"):
                break
        issues.refuse_row(f"a line of more than {LIMIT_CHARACTERS:,} characters", file=name, line=number, raw=line)
        yield ""


class _Lines:
    """The lines of a file; those `taken` for the row that is being read can be given back.

    Where many have been given back, a row has room for few.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self._characters = 0
        self._credit = _CREDIT
        self.taken: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) > min(_ROW_BREAKS, self._credit) or (self.taken and self._characters > LIMIT_CHARACTERS):
            raise csv.Error("a quotation mark that is not closed for very long")
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        self._characters += len(line)
        if not line and len(self.taken) > 1:
            raise csv.Error("a line of the row is too long")
        return line

    def keep(self, count: int) -> str:
        """End the row after so many of the lines taken for it, the last of which is returned; give back the others."""
        kept, back = self.taken[:count], self.taken[count:]
        self._again.extendleft(reversed(back))
        self._credit = min(_CREDIT, self._credit + count * _AGAIN - len(back))
        self.taken, self._characters = [], 0
        return kept[-1] if kept else ""


class CsvRows:
    """The rows of a file, each with the line at which it begins.

    `width` is that of its header, from when it is known: until then no row is ragged.
    """

    def __init__(self, name: str, file: IO[str], issues: Issues, delimiter: str = ",") -> None:
        self._name = name
        self._issues = issues
        self._delimiter = delimiter
        self._lines = _Lines(bounded(name, file, issues))
        self._reader = csv.reader(self._lines, delimiter=delimiter, strict=True)
        self._number = 1
        self._crlf = False
        self.width = 0

    def __iter__(self) -> "CsvRows":
        return self

    def __next__(self) -> tuple[int, list[str]]:
        while True:
            try:
                cells = next(self._reader)
            except csv.Error as error:
                self._refuse(f"not readable as CSV: {error}")
                continue
            lines, ragged = self._lines.taken, self.width > 0 and is_ragged(cells, self.width)
            if len(lines) > 1 and self._swallowed(lines, ragged):
                self._refuse("a quotation mark that is not closed: rows follow inside the cell")
                continue
            start = self._number
            self._end_row(len(lines), damaged=ragged and any(cells))
            return start, cells

    def _swallowed(self, lines: list[str], ragged: bool) -> bool:
        """True if one of the lines of a row is a row by itself: of a row that is not ragged, one that begins alike.

        HSA has a cell with the line "2.08,4.16,6.24,8.32,…", of as many numbers as it has columns.
        """
        return any(self._is_row(line) and (ragged or _begin_alike(line, lines[0])) for line in lines[1:])

    def _is_row(self, line: str) -> bool:
        """True for a line that is a row by itself.

        Else it is a part of a cell that happens to have as many commas: text has a space after some of them, and the
        end of a quoted cell its quotation mark before the first.
        """
        if not self.width or line.count(self._delimiter) < self.width - 1:
            return False
        try:
            [cells] = csv.reader([line], delimiter=self._delimiter, strict=True)
        except csv.Error:
            return False
        is_text = '"' in cells[0] or any(cell.startswith(" ") for cell in cells)
        return not is_text and not is_ragged(cells, self.width)

    def _refuse(self, reason: str) -> None:
        text = self._lines.taken[0].rstrip("\r\n")
        self._issues.refuse_row(reason, file=self._name, line=self._number, raw=text)
        self._end_row(1, damaged=True)

    def _end_row(self, count: int, *, damaged: bool) -> None:
        """End a row after so many lines, and a damaged one after all that are its own, if that can be told.

        It can where rows end in CRLF and the lines of a cell in LF.
        """
        line = self._take(count)
        if not damaged:
            self._crlf = line.endswith("\r\n")
            return
        for _ in range(_ROW_BREAKS if self._crlf else 0):
            following = None if line.endswith("\r\n") else next(self._lines, None)
            if following is None or self._is_row(following):
                break
            line = self._take(1)
        self._take(0)

    def _take(self, count: int) -> str:
        """Be done with so many of the lines taken, and return the last of them; the others are read once more."""
        self._number += count
        return self._lines.keep(count)


def is_ragged(values: Sequence[str], width: int) -> bool:
    """True for a row of fewer cells than the header has, or of more that are filled."""
    return len(values) < width or any(values[width:])


def _begin_alike(line: str, other: str) -> bool:
    """True if both begin with a letter, or neither does."""
    return line.lstrip('"')[:1].isalpha() == other.lstrip('"')[:1].isalpha()
