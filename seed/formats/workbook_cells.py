"""Cells of a spreadsheet that are no text, read as the kind of their column.

A spreadsheet turns text into numbers and dates: 07402001 into 7402001, a name into a day. A number is returned as it is
displayed if no digit can be lost; otherwise the reader raises ValueError with the reason.
"""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
Kind = Callable[[Cell], str]
"""Reads a cell that is no text."""

_EXACT_BELOW = 10**15
_DIGITS = 15
"""Significant digits that a spreadsheet keeps."""


def as_text(cell: Cell) -> str:
    """Read a cell of a text column (names, units, codes), where a number may be the serial number of a day."""
    raise ValueError(f"a number or a date where text is expected; a spreadsheet may have converted it: '{cell}'")


def as_amount(cell: Cell) -> str:
    """Read a cell of a column of amounts: 500 for 500.0, 0.00001 for 1e-05."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise ValueError(f"a date where a number is expected; a spreadsheet may have converted it: '{cell}'")
    printed = f"{cell:.{_DIGITS}g}"
    if not (abs(cell) < _EXACT_BELOW and float(printed) == cell):
        raise ValueError(f"was turned into a number by a spreadsheet; digits may be lost: '{cell}'")
    return f"{Decimal(printed):f}"


def as_key(pattern: re.Pattern[str]) -> Kind:
    """Return a reader for a column of keys: a number is whole if no leading zeros could make it a key of this form."""

    def read(cell: Cell) -> str:
        printed = as_amount(cell)
        if any(pattern.fullmatch("0" * zeros + printed) for zeros in range(1, _DIGITS)):
            raise ValueError(f"was turned into a number by a spreadsheet; digits may be lost: '{cell}'")
        return printed

    return read


def as_printed(cell: Cell) -> str:
    """Print a cell of a column without a kind as Python does, so that `RowReader.number` and `.date` detect damage."""
    if isinstance(cell, float):
        as_amount(cell)
    return str(cell)
