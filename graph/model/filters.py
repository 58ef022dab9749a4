"""The operator inputs that all filters share, with the Cypher of each operator.

An operator's template uses {of}, the expression compared, and {value}. `prepare` converts the value of a request.
A missing value matches `isNull` and `ne` only; null is refused as the value of any operator.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Operator:
    """One operator: the GraphQL type of its value, its meaning and its predicate.

    `compares`: it never holds of a missing value. `follows_links`: it looks beyond the properties of {of}.
    """

    name: str
    type: str
    description: str
    cypher: str
    prepare: Callable[[Any], Any] | None = None
    compares: bool = False
    follows_links: bool = False


@dataclass(frozen=True)
class Setting:
    """A key that is no condition itself; the templates of operators may use its value by name."""

    name: str
    type: str
    description: str
    default: Any


@dataclass(frozen=True)
class OperatorInput:
    """A set of operators; all that a request gives must hold."""

    name: str
    description: str
    operators: tuple[Operator, ...]
    settings: tuple[Setting, ...] = ()


def _cut(date: datetime.date) -> str:
    """Return an ISO date without a first day, and without a first month before it.

    A partial date counts as its first day. Dates compare as strings, and "2005" is less than "2005-01-01": without the
    cut, `from` that day would miss 2005 and `before` that day would find it.

    >>> _cut(datetime.date(2005, 8, 1)), _cut(datetime.date(2005, 1, 1)), _cut(datetime.date(2005, 8, 2))
    ('2005-08', '2005', '2005-08-02')
    """
    return date.isoformat().removesuffix("-01").removesuffix("-01") if date.day == 1 else date.isoformat()


def _last_days(days: int) -> list[str]:
    """Return the day before the first day, and the last day: today in UTC."""
    today = datetime.datetime.now(datetime.UTC).date()
    return [(today - datetime.timedelta(days=days)).isoformat(), today.isoformat()]


def _comparison(
    name: str, type_: str, description: str, cypher: str, prepare: Callable[[Any], Any] | None = None
) -> Operator:
    return Operator(name, type_, description, cypher, prepare, compares=True)


_IS_NULL = Operator(
    "isNull",
    "Boolean",
    "True: the value is missing. False: it is present. No other operator takes null.",
    "({of} IS NULL) = {value}",
)


def _numbers(name: str, description: str) -> OperatorInput:
    return OperatorInput(
        name,
        description,
        (
            _comparison("eq", "Int", "Equal to.", "{of} = {value}"),
            _comparison("gt", "Int", "Greater than.", "{of} > {value}"),
            _comparison("gte", "Int", "Greater than or equal to.", "{of} >= {value}"),
            _comparison("lt", "Int", "Less than.", "{of} < {value}"),
            _comparison("lte", "Int", "Less than or equal to.", "{of} <= {value}"),
            _comparison("in", "[Int!]", "One of these.", "{of} IN {value}"),
            _IS_NULL,
        ),
    )


STRING_FILTER = OperatorInput(
    "StringFilter",
    "Conditions on a string; all that are given must hold. Null is refused.",
    (
        _comparison("eq", "String", "Equal to.", "{of} = {value}"),
        Operator("ne", "String", "Not equal to, or missing.", "coalesce({of} <> {value}, true)"),
        _comparison("in", "[String!]", "One of these.", "{of} IN {value}"),
        Operator("contains", "String", "Contains, ignoring case.", "toLower({of}) CONTAINS {value}", str.lower),
        Operator("startsWith", "String", "Starts with, ignoring case.", "toLower({of}) STARTS WITH {value}", str.lower),
        _IS_NULL,
    ),
)

INT_FILTER = _numbers("IntFilter", "Conditions on a number; all that are given must hold. Null is refused.")

DATE_FILTER = OperatorInput(
    "DateFilter",
    "Conditions on a date; all that are given must hold. Null is refused.",
    (
        _comparison(
            "on", "Date", "On this day; a partial date is on no day.", "{of} = {value}", datetime.date.isoformat
        ),
        _comparison("before", "Date", "Before this day.", "{of} < {value}", _cut),
        _comparison("after", "Date", "After this day.", "{of} > {value}", datetime.date.isoformat),
        _comparison("from", "Date", "On this day or later.", "{of} >= {value}", _cut),
        _comparison("to", "Date", "On this day or earlier.", "{of} <= {value}", datetime.date.isoformat),
        _comparison("year", "Int", "In this year.", "{of} STARTS WITH {value}", "{:04d}".format),
        _comparison(
            "lastDays",
            "Int",
            "Within this number of days, today included.",
            "{of} > {value}[0] AND {of} <= {value}[1]",
            _last_days,
        ),
        _IS_NULL,
    ),
)

COUNT_RANGE = OperatorInput(
    "CountRange",
    "Bounds of a count; all that are given must hold. Null is refused.",
    (
        _comparison("gte", "Int", "At least.", "{of} >= {value}"),
        _comparison("lte", "Int", "At most.", "{of} <= {value}"),
    ),
)


def unique(codes: list[str]) -> list[str]:
    """Return the codes without repeats, in the order given: counts are compared with their number."""
    return list(dict.fromkeys(codes))


_AT = "({of})-[{r}:COVERED_BY]->({a}:Agency) WHERE {a}.code IN {value} AND "


def _agencies(name: str, description: str, verb: str, yes: str, no: str, checked: str) -> OperatorInput:
    """Return conditions on a drug's agencies; `yes` and `no` are tests of the link {r} to one."""
    return OperatorInput(
        name,
        f"{description}; all conditions given must hold. Null is refused.",
        (
            Operator(
                "any", "[AgencyCode!]", f"{verb} one or more of these.", f"EXISTS {{ {_AT}{yes} }}", follows_links=True
            ),
            Operator(
                "all",
                "[AgencyCode!]",
                f"{verb} every one of these.",
                f"COUNT {{ {_AT}{yes} }} = size({{value}})",
                unique,
                follows_links=True,
            ),
            Operator(
                "none",
                "[AgencyCode!]",
                f"{verb} none of these.",
                f"CASE WHEN coalesce({{onlyChecked}}, true) THEN COUNT {{ {_AT}{no} }} = size({{value}}) "
                f"ELSE NOT EXISTS {{ {_AT}{yes} }} END",
                unique,
                follows_links=True,
            ),
        ),
        (Setting("onlyChecked", "Boolean", checked, True),),
    )


_CHECKED = "True: `none` holds only for agencies whose list was checked{also}. False: also for others."
_ALSO = " and whose records of the drug state their status"

AGENCY_SETS = (
    _agencies(
        "AgencySet",
        "Agencies that list a drug, with any status of their records",
        "Found at",
        "{r}.state = 'FOUND'",
        "{r}.state = 'NONE_FOUND'",
        _CHECKED.format(also=""),
    ),
    _agencies(
        "AuthorisedAgencySet",
        "Agencies that authorise a drug now, in full or under conditions",
        "Authorised now by",
        "{r}.authorised",
        "({r}.state = 'NONE_FOUND' OR NOT {r}.authorised)",
        _CHECKED.format(also=_ALSO),
    ),
    _agencies(
        "EverAuthorisedAgencySet",
        "Agencies that authorise a drug or did, until it was suspended, withdrawn, revoked or expired",
        "Authorised now or before by",
        "{r}.everAuthorised",
        "({r}.state = 'NONE_FOUND' OR NOT {r}.everAuthorised)",
        _CHECKED.format(also=_ALSO),
    ),
)

OPERATOR_INPUTS = {
    operators.name: operators for operators in (STRING_FILTER, INT_FILTER, DATE_FILTER, COUNT_RANGE, *AGENCY_SETS)
}
