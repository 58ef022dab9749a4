"""Input types: operators, filters, orders and the keys of look-ups."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import strawberry

from api.schema.classes import Classes, python_name
from graph.model.filters import OPERATOR_INPUTS
from graph.model.public_types import Compare
from graph.model.registry import FILTER_SETS, KINDS, LOOKUPS

ONE_OF = frozenset(
    str(lookup.input)
    for lookup in LOOKUPS.values()
    if lookup.input and not any(key.type.endswith("!") for key in lookup.keys)
)
"""Inputs that take exactly one of their keys."""


@dataclass(frozen=True)
class _Input:
    """One input type; `fields` are name, type and description of each."""

    name: str
    description: str
    fields: Iterable[tuple[str, str, str]]
    defaults: Mapping[str, Any] = field(default_factory=dict)
    deprecated: Mapping[str, str] = field(default_factory=dict)


def fill_inputs(classes: Classes) -> None:
    """Add every input type."""
    inputs = [_XREF, *_operators(), *_filters(), *_orders(classes), *_lookups()]
    for declared in inputs:
        classes.declare(declared.name)
    for declared in inputs:
        _fill(classes, declared)


_NULLS = "Null is refused; a variable without a value drops its condition."
_XREF = _Input(
    "XrefInput",
    "An identifier in another system.",
    [
        ("source", "String!", "Whose system: DRUGBANK, UNII, CAS, INCHIKEY, ATC, MESH."),
        ("id", "String!", "The identifier there."),
    ],
)


def _operators() -> Iterator[_Input]:
    for operators in OPERATOR_INPUTS.values():
        fields = [
            *((operator.name, operator.type, operator.description) for operator in operators.operators),
            *((setting.name, setting.type, setting.description) for setting in operators.settings),
        ]
        defaults = {setting.name: setting.default for setting in operators.settings}
        yield _Input(operators.name, operators.description, fields, defaults)


def _filters() -> Iterator[_Input]:
    for declared in (kind.filter for kind in KINDS.values()):
        yield _Input(
            declared.name,
            f"{declared.description} {_NULLS}",
            [
                ("and", f"[{declared.name}!]", "All of these hold."),
                ("or", f"[{declared.name}!]", "At least one of these holds."),
                ("not", declared.name, "This does not hold: the exact complement."),
                *((field.name, field.type, field.description) for field in declared.fields),
            ],
            deprecated={
                field.name: field.deprecated
                for field in declared.fields
                if isinstance(field, Compare) and field.deprecated
            },
        )
    for group in FILTER_SETS:
        keys = [(kind.lower(), KINDS[kind].filter.name, meaning) for kind, meaning in group.kinds]
        yield _Input(group.name, f"{group.description} {_NULLS}", keys)


def _orders(classes: Classes) -> Iterator[_Input]:
    for sorting in (kind.sorting for kind in KINDS.values()):
        fields = [
            ("field", f"{sorting.name}Sort!", "The sort key."),
            ("direction", "SortDirection", "Which way."),
        ]
        yield _Input(f"{sorting.name}Order", sorting.description, fields, {"direction": classes["SortDirection"].ASC})


def _lookups() -> Iterator[_Input]:
    for lookup in LOOKUPS.values():
        if lookup.input:
            keys = [(key.name, key.type, key.description) for key in lookup.keys]
            yield _Input(str(lookup.input), lookup.input_description, keys)


def _fill(classes: Classes, declared: _Input) -> None:
    made = classes[declared.name]
    annotations = {}
    for name, kind, description in declared.fields:
        default = {} if kind.endswith("!") else {"default": declared.defaults.get(name, strawberry.UNSET)}
        annotations[python_name(name)] = classes.annotation(kind)
        reason = declared.deprecated.get(name)
        made_field = strawberry.field(name=name, description=description, deprecation_reason=reason, **default)
        setattr(made, python_name(name), made_field)
    made.__annotations__ = annotations
    one_of = declared.name in ONE_OF or None
    strawberry.input(made, name=declared.name, description=declared.description, one_of=one_of)
