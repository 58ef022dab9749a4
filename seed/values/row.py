"""A row while it is read: takes values, remembers what was printed and by which rule each was read."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from graph.errors import SourceError, UnmappedValue
from seed.records import Date, Row
from seed.source import Issues
from seed.values.text import atc_code, tidy

T = TypeVar("T")
_MOST = 10**10
"""Highest count that is read: there are fewer people."""

_SPREADSHEET = re.compile(r"\d+\.0|\d(?:[.,]\d+)?[eE]\+?\d+")


class OutOfScope(Exception):
    """A row left out on purpose; the message is the reason under which it is counted."""


@dataclass
class RawRow:
    """One row of a file: `cells` by column, as printed; who reads a cell pops it.

    `number` is the line at which the row begins (of a sheet: its row; of JSON: the object's position), for a report;
    `index` counts data rows from 1. `whole` is the row as it was.
    """

    file: str
    number: int
    index: int
    cells: dict[str, Any]
    whole: Sequence[str] | Mapping[str, Any]

    @property
    def text(self) -> str:
        """The row for a report: cells with " | " between them, or JSON."""
        if isinstance(self.whole, Mapping):
            return json.dumps(self.whole, ensure_ascii=False, default=str)
        return " | ".join(self.whole)


class RowReader:
    """What one row says. Blank cells are None and leave no trace; `raw` and `rules` are Row's, by property."""

    def __init__(self, row: RawRow, issues: Issues) -> None:
        self._line = row
        self._issues = issues
        self.raw: dict[str, str] = {}
        self.rules: dict[str, str] = {}

    def text(self, name: str, text: str | None) -> str | None:
        """A value taken as printed, but for white space and HTML entities."""
        value = tidy(text or "")
        if not value:
            return None
        self.raw[name] = value
        return value

    def required(self, name: str, text: str | None) -> str:
        """A value without which the row means nothing. Raises SourceError when it is blank."""
        value = self.text(name, text)
        if value is None:
            raise SourceError(f"{name} is blank")
        return value

    def number(self, name: str, text: str | None, pattern: re.Pattern[str]) -> str:
        """A number that is a text, by its pattern. Raises SourceError on any other form and on spreadsheet damage."""
        value = self.required(name, text)
        if _SPREADSHEET.fullmatch(value):
            raise SourceError(f"{name} was turned into a number by a spreadsheet, digits may be lost: {value!r}")
        if not pattern.fullmatch(value):
            raise SourceError(f"{name} is not of the form {pattern.pattern}: {value!r}")
        return value

    def derived(self, name: str, rule: str, text: str, value: T) -> T:
        """A value that a rule made from what was printed."""
        self.raw[name] = tidy(text)
        self.rules[name] = rule
        return value

    def coded(self, name: str, column: str, text: str, table: Mapping[str, str], rule: str = "STATUS_TABLE") -> str:
        """A value by the source's table. Raises UnmappedValue naming the column."""
        if text not in table:
            raise UnmappedValue(column, text)
        return self.derived(name, rule, text, table[text])

    def status(self, column: str, text: str, table: Mapping[str, str]) -> str:
        """A status by the source's table; an unknown one is reported, and the record states none."""
        try:
            return self.coded("status", column, text, table)
        except UnmappedValue as error:
            self.report(str(error))
            return self.derived("status", "NOT_IN_TABLE", text, "NOT_STATED")

    def date(self, name: str, rule: str, text: str | None, reader: Callable[[str], str]) -> Date | None:
        """A date by the reader of the column's form; one that cannot be read keeps its text and is reported."""
        printed = self.text(name, text)
        if printed is None:
            return None
        self.rules[name] = rule
        try:
            return Date(printed, reader(printed))
        except ValueError as error:
            self.report(f"{name}: {error}")
            return Date(printed)

    def atc(self, parts: Iterable[str]) -> tuple[str, ...]:
        """ATC codes, each once; what is none is reported and left out."""
        codes = []
        for part in parts:
            try:
                codes.append(atc_code(part))
            except ValueError as error:
                self.report(str(error))
        return tuple(dict.fromkeys(codes))

    def count(self, name: str, value: int) -> int | None:
        """A count of people or things; one that is beyond all counting is reported and left out."""
        if not 0 <= value <= _MOST:
            self.report(f"{name} is no count: {str(value)[:100]}")
            return None
        return self.derived(name, "INTEGER", str(value), value)

    def report(self, reason: str) -> None:
        """Report something in the row that could not be read; the row itself loads."""
        line = self._line
        self._issues.report(reason, file=line.file, line=line.number, raw=line.text)

    def row(self, key: str, *, section: str | None = None, index: int | None = None, url: str | None = None) -> Row:
        """Where the record comes from, with all that was said."""
        return Row(key=key, section=section, index=index, raw=self.raw, rules=self.rules, url=url)


def checked(column: str, value: Any, values: Collection[str]) -> str:
    """A coded value that the graph uses as it is. Raises UnmappedValue naming the column."""
    if value not in values:
        raise UnmappedValue(column, str(value))
    return str(value)


def until_damage(name: str, lines: Iterable[RawRow], issues: Issues) -> Iterator[RawRow]:
    """The lines of a file up to where it is damaged, which is reported: what came before is good.

    A file that gives no line at all raises its SourceError.
    """
    last = None
    try:
        for last in lines:
            yield last
    except SourceError as error:
        if last is None:
            raise
        issues.refuse(f"nothing more to be read: {error}", file=name, line=last.number)


def read_rows(
    lines: Iterable[RawRow], build: Callable[[RawRow, RowReader], T], issues: Issues, ignore: Collection[str] = ()
) -> Iterator[T]:
    """Build a record from each row, lazily; a row that `build` calls OutOfScope is counted by its reason.

    A row that is not as its source promises is reported and the others go on. Columns that nobody read are reported,
    unless out of scope.
    """
    for line in lines:
        issues.row(line.file, line.number)
        try:
            record = build(line, RowReader(line, issues))
        except OutOfScope as reason:
            issues.skip(str(reason))
            continue
        except SourceError as error:
            issues.refuse(str(error), file=line.file, line=line.number, raw=line.text)
            continue
        issues.unread(line.cells, ignore=ignore, file=line.file)
        yield record
