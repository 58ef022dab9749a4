"""CSV rows whose cells may be quoted and hold line breaks; a stray quotation mark costs one row, not the file.

An unclosed mark takes the rows below it into its cell, up to the next mark or the end of the file. So when a row cannot
be read, or contains other rows, only its first line is refused; reading goes on at the next line.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from typing import IO

from seed.source import Issues

LIMIT_CHARACTERS = 4 << 20
"""Length limit of a line, and of a row over several lines."""

_ROW_BREAKS = 256
"""Maximum of line breaks within a row; the longest known row has 62 (HSA)."""

_AGAIN = 8
"""Maximum of lines reread per line of the file: the time stays linear in the file's size, whatever it contains."""
_CREDIT = 100 * _ROW_BREAKS
"""Lines that may be reread before that limit applies."""


def bounded(name: str, file: IO[str], issues: Issues) -> Iterator[str]:
    """Yield the lines of the file; report a line that is too long and yield "" in its place."""
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
    """The lines of a file; the lines `taken` for the current row can be given back.

    After many lines have been given back, a row may take only a few.
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
            raise csv.Error("a quotation mark is not closed for very long")
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        self._characters += len(line)
        if not line and len(self.taken) > 1:
            raise csv.Error("a line of the row is too long")
        return line

    def keep(self, count: int) -> str:
        """Keep the first `count` lines taken, give back the others, and return the last line kept."""
        kept, back = self.taken[:count], self.taken[count:]
        self._again.extendleft(reversed(back))
        self._credit = min(_CREDIT, self._credit + count * _AGAIN - len(back))
        self.taken, self._characters = [], 0
        return kept[-1] if kept else ""


class CsvRows:
    """The rows of a file, each with the number of its first line.

    `width` is the header's number of cells; while it is 0, no row counts as ragged.
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
                self._refuse("a quotation mark is not closed: rows follow inside the cell")
                continue
            start = self._number
            self._end_row(len(lines), damaged=ragged and any(cells))
            return start, cells

    def _swallowed(self, lines: list[str], ragged: bool) -> bool:
        """Return whether a row contains a line that is itself a row.

        If the row is not ragged, that line must also begin as the row does: HSA has a cell with the line
        "2.08,4.16,6.24,8.32,…", with as many numbers as it has columns.
        """
        return any(self._is_row(line) and (ragged or _begin_alike(line, lines[0])) for line in lines[1:])

    def _is_row(self, line: str) -> bool:
        """Return whether a line is a row by itself.

        Part of a cell may have as many commas as a row. It is recognised by a space after a comma, or by the closing
        quotation mark of the cell before the first comma.
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
        """End a row after `count` lines; skip the remaining lines of a damaged row if they can be recognised.

        They can where rows end in CRLF and the lines within a cell in LF.
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
        """Finish `count` of the lines taken and return the last of them; the others will be reread."""
        self._number += count
        return self._lines.keep(count)


def is_ragged(values: Sequence[str], width: int) -> bool:
    """Return whether a row has fewer cells than the header, or filled cells beyond it."""
    return len(values) < width or any(values[width:])


def _begin_alike(line: str, other: str) -> bool:
    """Return whether both lines begin with a letter, or neither does."""
    return line.lstrip('"')[:1].isalpha() == other.lstrip('"')[:1].isalpha()
