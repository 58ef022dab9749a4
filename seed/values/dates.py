"""Dates as registries print them: often partial, never with a time zone.

Each reader reads one form; a source names the form of its column. Every reader raises ValueError on another form and on
days that do not exist.
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NewType

PartialDate = NewType("PartialDate", str)
"""ISO 8601, cut at the precision known: "2005", "2005-08" or "2005-08-30"."""

_COMPACT = re.compile(r"(\d{4})(?:(\d{2})(\d{2})?)?")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{2})/(\d{2})")
_DAY_MONTH_NAME = re.compile(r"(\d{2})-([A-Z]{3})-(\d{4})")
_MONTH_NAME_DAY = re.compile(r"([A-Z][a-z]{2}) (\d{1,2}), (\d{4})")
_DAY_FULL_MONTH = re.compile(r"(\d{1,2}) ([A-Za-z]+) (\d{4})")
_MONTH_YEAR = re.compile(r"([A-Za-z]+) (\d{4})")
_FULL_MONTH_DAY = re.compile(r"([A-Za-z]+) (?:(\d{1,2}), )?(\d{4})")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_FULL_MONTHS = [
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
]
_MONTHS = [month[:3] for month in _FULL_MONTHS]
_REMEMBERED = 50_000
"""Size of the cache of days: a century has 36,525."""


def from_compact(text: str) -> PartialDate:
    """Read YYYY, YYYYMM or YYYYMMDD; the precision is kept.

    >>> from_compact("20050830")
    '2005-08-30'
    """
    year, month, day = _groups(_COMPACT, text)
    return _partial(year, month, day)


def from_iso(text: str) -> PartialDate:
    """Read YYYY, YYYY-MM or YYYY-MM-DD.

    >>> from_iso("2033-12")
    '2033-12'
    """
    year, month, day = _groups(_ISO, text)
    return _partial(year, month, day)


def from_midnight(text: str) -> PartialDate:
    """Read "YYYY-MM-DD 00:00:00": a day that a database exported as an instant.

    >>> from_midnight("1969-07-16 00:00:00")
    '1969-07-16'
    """
    return from_iso(text.removesuffix(" 00:00:00"))


def from_day_first(text: str) -> PartialDate:
    """Read d/m/yyyy, with or without leading zeros.

    >>> from_day_first("02/08/2007")
    '2007-08-02'
    """
    day, month, year = _groups(_SLASHES, text)
    return _partial(year, month, day)


def from_month_first(text: str) -> PartialDate:
    """Read m/d/yyyy, with or without leading zeros.

    >>> from_month_first("8/2/2007")
    '2007-08-02'
    """
    month, day, year = _groups(_SLASHES, text)
    return _partial(year, month, day)


def from_year_first(text: str) -> PartialDate:
    """Read YYYY/MM/DD.

    >>> from_year_first("2019/04/30")
    '2019-04-30'
    """
    year, month, day = _groups(_YEAR_FIRST, text)
    return _partial(year, month, day)


def from_day_month_name(text: str) -> PartialDate:
    """Read DD-MON-YYYY, English month in capitals.

    >>> from_day_month_name("01-MAR-2021")
    '2021-03-01'
    """
    day, month, year = _groups(_DAY_MONTH_NAME, text)
    return _partial(year, _month(month), day)


def from_month_name(text: str) -> PartialDate:
    """Read "Mon D, YYYY", English month cut to three letters.

    >>> from_month_name("Aug 27, 2025")
    '2025-08-27'
    """
    month, day, year = _groups(_MONTH_NAME_DAY, text)
    return _partial(year, _month(month.upper()), day)


def from_day_full_month(text: str) -> PartialDate:
    """Read "16 January 2024", English month written out, in any letter case.

    >>> from_day_full_month("02 October 2028")
    '2028-10-02'
    """
    day, month, year = _groups(_DAY_FULL_MONTH, text)
    return _partial(year, _month(month, _FULL_MONTHS), day)


def from_full_month_day(text: str) -> PartialDate:
    """Read "July 2002" or "November 3, 1999", English month written out, in any letter case.

    >>> from_full_month_day("November 3, 1999")
    '1999-11-03'
    """
    month, day, year = _groups(_FULL_MONTH_DAY, text)
    return _partial(year, _month(month, _FULL_MONTHS), day)


def from_dots(text: str) -> PartialDate:
    """Read dd.mm.yyyy.

    >>> from_dots("30.06.2026")
    '2026-06-30'
    """
    day, month, year = _groups(_DOTS, text)
    return _partial(year, month, day)


def from_spanish_midnight(text: str) -> PartialDate:
    """Read milliseconds since 1970 of a midnight in Spain: at most two hours before the same midnight in UTC.

    >>> from_spanish_midnight("107737200000")
    '1973-06-01'
    """
    if not re.fullmatch(r"-?\d{1,15}", text.strip()):
        raise ValueError(f"not milliseconds since 1970: {text!r}")
    shifted = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(text), hours=2)
    if shifted.hour > 2 or shifted.time() != shifted.time().replace(minute=0, second=0, microsecond=0):
        raise ValueError(f"not a midnight in Spain: {text!r}")
    return PartialDate(shifted.date().isoformat())


def _groups(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    match = pattern.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a date in the expected form: {text!r}")
    return match.groups()


def _month(name: str, names: list[str] = _MONTHS) -> str:
    if name.upper() not in names:
        raise ValueError(f"not an English month: {name!r}")
    return str(names.index(name.upper()) + 1)


@lru_cache(maxsize=_REMEMBERED)
def _partial(year: str, month: str | None, day: str | None) -> PartialDate:
    whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    return PartialDate(whole[: 10 if day else 7 if month else 4])


def in_text(text: str) -> PartialDate | None:
    """Return the date that a text begins with or holds, such as the edition of a list; None if there is none.

    >>> in_text("22/08/2024 - 15:06"), in_text("July 2024"), in_text("2019-07-02"), in_text("ed57")
    ('2024-08-22', '2024-07', '2019-07-02', None)
    """
    if (found := _MONTH_YEAR.search(text)) and found[1].upper() in _FULL_MONTHS:
        return from_full_month_day(found[0])
    for form, read in ((_SLASHES, from_day_first), (_ISO, from_iso)):
        if found := form.search(text):
            return read(found[0])
    return None
