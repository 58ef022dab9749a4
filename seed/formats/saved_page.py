"""Pages saved as text: blocks between blank lines, and tables with one cell a line, where blank cells are missing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph.errors import SourceError
from seed.source import Issues
from seed.values.row import RawRow


@dataclass(frozen=True)
class PageColumn:
    """One column of a table; its cells become the property `name`.

    `form` is the pattern of its cells; FREE takes cells that match no other column, LINK has no cells in saved text.
    Every row has a cell of each `key` column: a row without one was split at the wrong place.
    """

    header: str
    name: str
    form: str
    key: bool = False

    def takes(self, cell: str) -> bool:
        """Return whether the cell has the column's own form."""
        return self.form not in (FREE, LINK) and re.fullmatch(self.form, cell) is not None


FREE = ""
LINK = "(link)"


@dataclass
class Block:
    """Stripped lines without a blank line between them; `number` is that of the first line."""

    number: int
    lines: list[str] = field(default_factory=list)

    @property
    def only(self) -> str | None:
        """The line of a block that has only one."""
        return self.lines[0] if len(self.lines) == 1 else None


@dataclass
class Cells:
    """One row of such a table: `cells` by property; `lines` as they were, from line `number` on."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    problem: str | None = None


def blocks(text: str) -> list[Block]:
    """Split a text at blank lines."""
    found: list[Block] = [Block(0)]
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            found.append(Block(number + 1))
        else:
            found[-1].lines.append(line.strip())
    return [block for block in found if block.lines]


def rows_of(block: Block, columns: Sequence[PageColumn]) -> Iterator[Cells]:
    """Yield the rows of a table under its column headers.

    A cell goes to the first column after the previous cell's that takes it; if there is none, it begins the next row.
    Free columns side by side must both be filled: otherwise the missing one is unknown.
    Raises SourceError when the headers differ.
    """
    headers = block.lines[: len(columns)]
    if headers != [column.header for column in columns]:
        raise SourceError(f"line {block.number}: header not understood: {headers}")
    row, place = Cells(block.number + len(columns)), -1
    for number, cell in enumerate(block.lines[len(columns) :], start=row.number):
        next_place = _place(cell, columns, place + 1)
        if next_place is None and row.lines:
            yield _checked(row, columns)
            row, next_place = Cells(number), _place(cell, columns, 0)
        row.lines.append(cell)
        if next_place is None:
            row.problem = f"{cell!r} fits no column"
        else:
            place = next_place
            row.cells[columns[place].name] = cell
    if row.lines:
        yield _checked(row, columns)


def _place(cell: str, columns: Sequence[PageColumn], start: int) -> int | None:
    typed = any(column.takes(cell) for column in columns)
    for place in range(start, len(columns)):
        if columns[place].takes(cell) or (not typed and columns[place].form == FREE):
            return place
    return None


def _checked(row: Cells, columns: Sequence[PageColumn]) -> Cells:
    """Mark a row without a key cell, or with only one of two adjacent free cells: the missing one is unknown."""
    for column in columns:
        if column.key and column.name not in row.cells:
            row.problem = f"no cell for {column.header!r}"
    for one, other in pairwise(columns):
        if one.form == other.form == FREE and (one.name in row.cells) != (other.name in row.cells):
            row.problem = f"either {one.header!r} or {other.header!r} is missing"
    return row


class SavedPage:
    """A page's blocks, found by the heading above them. `file` is its name, for reports."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._blocks = blocks(text)

    def starting(self, line: str) -> Block:
        """Return the block that begins with this line. Raises SourceError if there is none."""
        for block in self._blocks:
            if block.lines[0] == line:
                return block
        raise SourceError(f"{self.file}: no block begins with {line!r}")

    def below(self, heading: str) -> Block | None:
        """Return the block right below a heading."""
        return next(iter(self.between(heading, None)), None)

    def between(self, heading: str, end: str | None) -> list[Block]:
        """Return the blocks from a heading to the line `end`; none if either is not on the page."""
        places = {block.only: place for place, block in reversed(list(enumerate(self._blocks)))}
        if heading not in places or (end is not None and end not in places):
            return []
        return self._blocks[places[heading] + 1 : places[end] if end is not None else None]

    def table(self, heading: str, columns: Sequence[PageColumn], issues: Issues) -> Iterator[RawRow]:
        """Yield the rows of the table below a heading; report unreadable rows and a missing table."""
        block = self.below(heading)
        if block is None:
            issues.refuse(f"no section {heading!r}", file=self.file)
            return
        for index, row in enumerate(rows_of(block, columns), start=1):
            line = RawRow(self.file, row.number, index, dict(row.cells), row.lines)
            if row.problem is None:
                yield line
            else:
                issues.refuse_row(f"{heading}: {row.problem}", file=self.file, line=row.number, raw=line.text)
