"""Columns of an exported list: dotted paths of schema fields, each to a scalar or a list of scalars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_required_argument,
)

from graph.errors import BadUserInput
from graph.suggestion import unknown_message

_Parent = GraphQLObjectType | GraphQLInterfaceType
MAX_COLUMNS = 100
_DEFAULT_OBJECTS = {"PartialDate": "value"}
"""Objects among the default columns, with the field that represents them."""


@dataclass(frozen=True)
class Column:
    """One column: its dotted name, the type of its scalars, and whether it holds a list of them."""

    name: str
    type: str
    is_list: bool

    def read(self, node: Any) -> Any:
        """Return its value in one node; None if an object on the path is null."""
        for name in self.name.split("."):
            node = None if node is None else node[name]
        return node


def selection_of(columns: Sequence[Column]) -> str:
    """Return the selection, each object once: `nctId leadSponsor { name class }`."""
    tree: dict[str, Any] = {}
    for column in columns:
        inner = tree
        for name in column.name.split("."):
            inner = inner.setdefault(name, {})
    return _written(tree)


def _written(tree: Mapping[str, Any]) -> str:
    return " ".join(f"{name} {{ {_written(below)} }}" if below else name for name, below in tree.items())


def columns_of(kind: _Parent, wanted: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns with these names; without names every scalar, and the value of every date."""
    names = wanted or list(_default(kind))
    if len(names) > MAX_COLUMNS:
        raise BadUserInput("fields", f"{len(names)} are too many; allowed are at most {MAX_COLUMNS}")
    if twice := next((name for place, name in enumerate(names) if name in names[:place]), None):
        raise BadUserInput("fields", f"{twice[:100]} is listed twice; list each field once")
    return tuple(_column(kind, name) for name in names)


def _default(kind: _Parent) -> list[str]:
    names = []
    for name, field in kind.fields.items():
        found = get_named_type(field.type)
        if any(map(is_required_argument, field.args.values())):
            continue
        if is_leaf_type(found):
            names.append(name)
        elif found.name in _DEFAULT_OBJECTS and not _is_list(field):
            names.append(f"{name}.{_DEFAULT_OBJECTS[found.name]}")
    return names


def _column(kind: _Parent, name: str) -> Column:
    *path, last = name.split(".")
    for step in path:
        field = _field(kind, step)
        found = get_named_type(field.type)
        if _is_list(field) or not isinstance(found, _Parent):
            raise BadUserInput(
                "fields", f"{name}: {step} is not a single object; allowed are scalars and fields of objects"
            )
        kind = found
    field = _field(kind, last)
    found = get_named_type(field.type)
    if not is_leaf_type(found):
        inner = ", ".join(found.fields) if isinstance(found, _Parent) else ""
        raise BadUserInput("fields", f"{name} is not a scalar; allowed are its fields, as {name}.…: {inner}")
    return Column(name, found.name, _is_list(field))


def _field(kind: _Parent, name: str) -> GraphQLField:
    field: GraphQLField | None = kind.fields.get(name)
    if field is None:
        raise BadUserInput("fields", unknown_message(f"field of {kind.name}", name[:100], kind.fields))
    if any(map(is_required_argument, field.args.values())):
        raise BadUserInput("fields", f"{name} needs arguments; allowed are fields that need none")
    return field


def _is_list(field: GraphQLField) -> bool:
    return isinstance(get_nullable_type(field.type), GraphQLList)
