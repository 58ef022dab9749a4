"""The reader of a row: it returns values and records the printed text and the rule of each."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from graph.errors import SourceError, UnmappedValue, UnreadableColumn
from seed.records import Date, Row
from seed.source import Issues
from seed.values.columns import ColumnCounts
from seed.values.text import atc_code, tidy

T = TypeVar("T")
_MOST = 10**10
"""Limit of a count: there are fewer people."""

_SPREADSHEET = re.compile(r"\d+\.0|\d(?:[.,]\d+)?[eE]\+?\d+")


class OutOfScope(Exception):
    """Raised for a row left out on purpose; rows are counted by its message, the reason."""


@dataclass
class RawRow:
    """One row of a file: `cells` by column, as printed; reading a cell removes it.

    `number` is the row's first line (in a sheet its row, in JSON the object's position), for reports; `index` counts
    data rows from 1. `whole` is the unchanged row.
    """

    file: str
    number: int
    index: int
    cells: dict[str, Any]
    whole: Sequence[str] | Mapping[str, Any]

    @property
    def text(self) -> str:
        """The row for a report: cells joined by " | ", or JSON."""
        if isinstance(self.whole, Mapping):
            return json.dumps(self.whole, ensure_ascii=False, default=str)
        return " | ".join(self.whole)


class RowReader:
    """Reads the values of one row. Blank cells are None and unrecorded; `raw` and `rules` are Row's, by property."""

    def __init__(self, row: RawRow, issues: Issues, columns: ColumnCounts | None = None) -> None:
        self._line = row
        self._columns = columns or ColumnCounts()
        self._issues = issues
        self.raw: dict[str, str] = {}
        self.rules: dict[str, str] = {}

    def text(self, name: str, text: str | None) -> str | None:
        """Return a value as printed, but for white space and HTML entities."""
        value = tidy(text or "")
        if not value:
            return None
        self.raw[name] = value
        return value

    def required(self, name: str, text: str | None) -> str:
        """Return a value that the row must have. Raises SourceError when it is blank."""
        value = self.text(name, text)
        if value is None:
            raise SourceError(f"{name} is blank")
        return value

    def number(self, name: str, text: str | None, pattern: re.Pattern[str]) -> str:
        """Return an identifier by its pattern, in capitals where only the capitals fit.

        Raises SourceError on any other form and on spreadsheet damage.
        """
        value = self.required(name, text)
        if _SPREADSHEET.fullmatch(value):
            raise SourceError(f"{name} was turned into a number by a spreadsheet; digits may be lost: {value!r}")
        fitting = next((form for form in (value, value.upper()) if pattern.fullmatch(form)), None)
        self._columns.note(name, value, f"the form {pattern.pattern}", is_read=fitting is not None)
        if fitting is None:
            raise SourceError(f"{name} is not of the form {pattern.pattern}: {value!r}")
        return fitting

    def derived(self, name: str, rule: str, text: str, value: T) -> T:
        """Return a value that a rule derived from printed text, and record both."""
        self.raw[name] = tidy(text)
        self.rules[name] = rule
        return value

    def coded(self, name: str, column: str, text: str, table: Mapping[str, str], rule: str = "STATUS_TABLE") -> str:
        """Return the source table's value for a code. Raises UnmappedValue naming the column."""
        if text not in table:
            raise UnmappedValue(column, text)
        return self.derived(name, rule, text, table[text])

    def status(self, column: str, text: str, table: Mapping[str, str]) -> str:
        """Return a status by the source's table; report an unknown one and return the status for none."""
        try:
            return self.coded("status", column, text, table)
        except UnmappedValue as error:
            self.report(str(error))
            return self.derived("status", "NOT_IN_TABLE", text, "NOT_STATED")

    def date(self, name: str, rule: str, text: str | None, reader: Callable[[str], str]) -> Date | None:
        """Return a date read in the column's form; report an unreadable one and keep only its text."""
        printed = self.text(name, text)
        if printed is None:
            return None
        self.rules[name] = rule
        try:
            value = reader(printed)
        except ValueError as error:
            value = None
            self.report(f"{name}: {error}")
        form = (reader.__doc__ or "").partition("\n")[0].removeprefix("Read ").rstrip(".")
        self._columns.note(name, printed, f"{rule} ({form})" if form else rule, is_read=value is not None)
        return Date(printed, value)

    def atc(self, parts: Iterable[str]) -> tuple[str, ...]:
        """Return the distinct ATC codes; report and leave out anything else."""
        codes = []
        for part in parts:
            try:
                codes.append(atc_code(part))
            except ValueError as error:
                self.report(str(error))
        return tuple(dict.fromkeys(codes))

    def count(self, name: str, value: int) -> int | None:
        """Return a count of people or things; report and leave out an impossibly high one."""
        if not 0 <= value <= _MOST:
            self.report(f"{name} is no count: {str(value)[:100]}")
            return None
        return self.derived(name, "INTEGER", str(value), value)

    def report(self, reason: str) -> None:
        """Report something in the row that could not be read; the row itself loads."""
        line = self._line
        self._issues.report(reason, file=line.file, line=line.number, raw=line.text)

    def row(
        self,
        key: str,
        *,
        section: str | None = None,
        index: int | None = None,
        url: str | None = None,
        data_date: str | None = None,
    ) -> Row:
        """Return the record's origin with the printed texts and rules of its values."""
        return Row(key, section, index, self.raw, self.rules, url, data_date=data_date)


def checked(column: str, value: Any, values: Collection[str]) -> str:
    """Return a code that the graph uses unchanged. Raises UnmappedValue naming the column."""
    if value not in values:
        raise UnmappedValue(column, str(value))
    return str(value)


def until_damage(name: str, lines: Iterable[RawRow], issues: Issues) -> Iterator[RawRow]:
    """Yield the rows of a file up to a damaged place, and report that place; the rows before it count.

    A file that yields no row at all raises its SourceError.
    """
    last = None
    try:
        for last in lines:
            yield last
    except SourceError as error:
        if last is None:
            raise
        issues.refuse(f"the rest cannot be read: {error}", file=name, line=last.number)


def read_rows(
    lines: Iterable[RawRow], build: Callable[[RawRow, RowReader], T], issues: Issues, ignore: Collection[str] = ()
) -> Iterator[T]:
    """Yield the record that `build` makes of each row; count rows for which it raises OutOfScope by their reason.

    A row that does not have the source's form is reported; reading goes on. Unread columns are reported, unless out of
    scope. Raises UnreadableColumn if most cells of a column of dates or numbers cannot be read.
    """
    columns = ColumnCounts()
    for line in lines:
        issues.row(line.file, line.number)
        try:
            record = build(line, RowReader(line, issues, columns))
        except OutOfScope as reason:
            issues.skip(str(reason))
            continue
        except UnreadableColumn:
            raise
        except SourceError as error:
            issues.refuse(str(error), file=line.file, line=line.number, raw=line.text)
            continue
        issues.unread(line.cells, ignore=ignore, file=line.file)
        yield record
    columns.check()
