"""The operator inputs that all filters share, and how each operator reads in Cypher.

An operator's template is over {of}, the thing compared, and {value}. `prepare` readies the value when a request is
bound. A missing value matches nothing but `isNull` and `ne`.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Operator:
    """One operator: its GraphQL type, its meaning and its predicate."""

    name: str
    type: str
    description: str
    cypher: str
    prepare: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Setting:
    """A key that is no condition itself; every operator's template may use its value by name."""

    name: str
    type: str
    description: str
    default: Any


@dataclass(frozen=True)
class OperatorInput:
    """A set of operators; all that are given must hold."""

    name: str
    description: str
    operators: tuple[Operator, ...]
    settings: tuple[Setting, ...] = ()


def _cut(date: datetime.date) -> str:
    """ISO date without the parts that only say "first": partial dates count as their first day.

    >>> _cut(datetime.date(2005, 8, 1)), _cut(datetime.date(2005, 1, 1)), _cut(datetime.date(2005, 8, 2))
    ('2005-08', '2005', '2005-08-02')
    """
    return date.isoformat().removesuffix("-01").removesuffix("-01") if date.day == 1 else date.isoformat()


def _last_days(days: int) -> list[str]:
    """The day before the first and the last day, today in UTC."""
    today = datetime.datetime.now(datetime.UTC).date()
    return [(today - datetime.timedelta(days=days)).isoformat(), today.isoformat()]


_IS_NULL = Operator("isNull", "Boolean", "True: the value is missing. False: it is there.", "({of} IS NULL) = {value}")


def _numbers(name: str, description: str) -> OperatorInput:
    return OperatorInput(
        name,
        description,
        (
            Operator("eq", "Int", "Equal to.", "{of} = {value}"),
            Operator("gt", "Int", "Greater than.", "{of} > {value}"),
            Operator("gte", "Int", "Greater than or equal to.", "{of} >= {value}"),
            Operator("lt", "Int", "Less than.", "{of} < {value}"),
            Operator("lte", "Int", "Less than or equal to.", "{of} <= {value}"),
            Operator("in", "[Int!]", "One of these.", "{of} IN {value}"),
            _IS_NULL,
        ),
    )


STRING_FILTER = OperatorInput(
    "StringFilter",
    "Conditions on a text; all that are given must hold.",
    (
        Operator("eq", "String", "Equal to.", "{of} = {value}"),
        Operator("ne", "String", "Not equal to, or missing.", "coalesce({of} <> {value}, true)"),
        Operator("in", "[String!]", "One of these.", "{of} IN {value}"),
        Operator("contains", "String", "Contains, whatever the case.", "toLower({of}) CONTAINS {value}", str.lower),
        Operator(
            "startsWith", "String", "Starts with, whatever the case.", "toLower({of}) STARTS WITH {value}", str.lower
        ),
        _IS_NULL,
    ),
)

INT_FILTER = _numbers("IntFilter", "Conditions on a number; all that are given must hold.")

DATE_FILTER = OperatorInput(
    "DateFilter",
    "Conditions on a date; all that are given must hold.",
    (
        Operator("on", "Date", "On this day; a partial date is on no day.", "{of} = {value}", datetime.date.isoformat),
        Operator("before", "Date", "Before this day.", "{of} < {value}", _cut),
        Operator("after", "Date", "After this day.", "{of} > {value}", datetime.date.isoformat),
        Operator("from", "Date", "On this day or later.", "{of} >= {value}", _cut),
        Operator("to", "Date", "On this day or earlier.", "{of} <= {value}", datetime.date.isoformat),
        Operator("year", "Int", "In this year.", "{of} STARTS WITH {value}", "{:04d}".format),
        Operator(
            "lastDays",
            "Int",
            "In the last so many days, today included.",
            "{of} > {value}[0] AND {of} <= {value}[1]",
            _last_days,
        ),
        _IS_NULL,
    ),
)

COUNT_RANGE = OperatorInput(
    "CountRange",
    "How many there must be.",
    (
        Operator("gte", "Int", "At least.", "{of} >= {value}"),
        Operator("lte", "Int", "At most.", "{of} <= {value}"),
    ),
)


def unique(codes: list[str]) -> list[str]:
    """Each once, in the order given."""
    return list(dict.fromkeys(codes))


_AT = "({of})-[{r}:COVERED_BY]->({a}:Agency) WHERE {a}.code IN {value} AND {r}.state"

AGENCY_SET = OperatorInput(
    "AgencySet",
    "Which agencies list a drug, whatever the status of their records; all that is given must hold.",
    (
        Operator("any", "[AgencyCode!]", "Found at one of these at least.", f"EXISTS {{ {_AT} = 'FOUND' }}"),
        Operator(
            "all",
            "[AgencyCode!]",
            "Found at every one of these.",
            f"COUNT {{ {_AT} = 'FOUND' }} = size({{value}})",
            unique,
        ),
        Operator(
            "none",
            "[AgencyCode!]",
            "Found at none of these.",
            f"CASE WHEN coalesce({{onlyChecked}}, true) THEN COUNT {{ {_AT} = 'NONE_FOUND' }} = size({{value}}) "
            f"ELSE NOT EXISTS {{ {_AT} = 'FOUND' }} END",
            unique,
        ),
    ),
    (
        Setting(
            "onlyChecked",
            "Boolean",
            "`none` asks for lists that were looked through and do not have it; false: never looked at counts as well.",
            True,
        ),
    ),
)

OPERATOR_INPUTS = {
    operators.name: operators for operators in (STRING_FILTER, INT_FILTER, DATE_FILTER, COUNT_RANGE, AGENCY_SET)
}
