"""Columns of dates and numbers of which most cells cannot be read: the file has another form than its source reads."""

from dataclasses import dataclass, field

from graph.errors import UnreadableColumn

_PROBE = 200
"""Number of a column's first cells that are looked at before the rest: fewer than the records written at once."""
_FEWEST = 20
"""Fewer cells say nothing about their column."""


@dataclass
class _Count:
    allowed: str
    cells: int = 0
    unread: int = 0
    example: str = ""


@dataclass
class ColumnCounts:
    """Counts, by column of one file, the cells that could be read and those that could not."""

    _counts: dict[str, _Count] = field(default_factory=dict)

    def note(self, column: str, cell: str, allowed: str, *, is_read: bool) -> None:
        """Count a cell. Raises UnreadableColumn after the first cells if most of them could not be read."""
        count = self._counts.setdefault(column, _Count(allowed))
        count.cells += 1
        if not is_read:
            count.unread += 1
            count.example = count.example or cell
        if count.cells == _PROBE:
            _check(column, count)

    def check(self) -> None:
        """Check every column at the end of the file. Raises UnreadableColumn as `note` does."""
        for column, count in self._counts.items():
            _check(column, count)


def _check(column: str, count: _Count) -> None:
    if count.cells >= _FEWEST and count.unread * 2 > count.cells:
        raise UnreadableColumn(
            f"{column}: {count.unread} of {count.cells} cells cannot be read, such as {count.example[:100]!r}; "
            f"allowed is {count.allowed}"
        )
