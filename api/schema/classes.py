"""The Python classes behind the GraphQL types, by name: scalars and enums at once, the rest declared before filled."""

import datetime
import enum
from collections.abc import Mapping
from typing import Any, Optional

import strawberry

from graph.model.enums import ENUMS
from graph.model.registry import CONNECTION_TYPES, KINDS

_SCALARS: dict[str, Any] = {
    "ID": strawberry.ID,
    "String": str,
    "Int": int,
    "Float": float,
    "Boolean": bool,
    "Date": datetime.date,
    "DateTime": datetime.datetime,
    "JSON": strawberry.scalars.JSON,
}
_RESERVED = frozenset({"and", "or", "not", "in", "class", "from", "is", "root"})


class Classes(dict[str, Any]):
    """Class of every type by its GraphQL name. Classes exist before their fields, so types may refer to each other."""

    def __init__(self) -> None:
        super().__init__(_SCALARS)
        for declared in ENUMS.values():
            self[declared.name] = _enum(declared.name, declared.description, declared.values)
        for kind in KINDS.values():
            sorts = {sort.value: sort.description for sort in kind.sorting.sorts}
            sort_name = f"{kind.sorting.name}Sort"
            self[sort_name] = _enum(sort_name, f"What {kind.type.lower()}s can be ordered by.", sorts)
        groupings = [connection.grouping for connection in CONNECTION_TYPES.values()]
        for grouping in {grouping.name: grouping for grouping in groupings if grouping.dimensions}.values():
            values = {dimension.value: dimension.description for dimension in grouping.dimensions}
            self[grouping.name] = _enum(grouping.name, grouping.description, values)

    def declare(self, name: str, bases: tuple[type, ...] = ()) -> None:
        """Add an empty class."""
        self[name] = type(name, bases, {"__module__": __name__})

    def annotation(self, kind: str) -> Any:
        """Return the Python annotation for a GraphQL type: "[Name!]!" is list[Name], "Int" is Optional[int]."""
        if not kind.endswith("!"):
            return Optional[self.annotation(f"{kind}!")]  # noqa: UP045
        bare = kind[:-1]
        if bare.startswith("["):
            return list[self.annotation(bare[1:-1])]  # type: ignore[misc]
        return self[bare]


def python_name(name: str) -> str:
    """Return the attribute for a GraphQL name; a name with a meaning to Python or Strawberry gets an underscore."""
    return f"{name}_" if name in _RESERVED else name


def _enum(name: str, description: str, values: Mapping[str, str]) -> Any:
    members = {value: strawberry.enum_value(value, description=text) for value, text in values.items()}
    made: Any = enum.Enum(name, members)  # type: ignore[misc]
    return strawberry.enum(made, name=name, description=description)
