"""Declarations of the graph: properties, nodes and relationships, as frozen data.

Writing statements, constraints, the GraphQL types and the compiler's output all follow from these.
"""

from dataclasses import dataclass
from typing import Literal

ValueType = Literal[
    "STRING", "INTEGER", "FLOAT", "BOOLEAN", "LIST<STRING>", "LIST<INTEGER>", "PARTIAL_DATE", "DATETIME"
]
"""The type of a property.

PARTIAL_DATE is a string, ISO 8601 cut at the precision known ("2005", "2005-08", "2005-08-30"), and has a twin
property `<name>Raw` with the text as the source printed it; the twin alone means a date that could not be read.
DATETIME is an ISO 8601 string in UTC, "2026-11-23T09:31:00Z".
"""


@dataclass(frozen=True)
class Property:
    """One stored property. `required` is checked when writing: Community Edition has no such constraint."""

    name: str
    type: ValueType
    description: str
    required: bool = False
    enum: str | None = None

    @property
    def stored_names(self) -> tuple[str, ...]:
        """Names of the value's properties in the graph: two for a partial date, with its raw twin."""
        return (self.name, f"{self.name}Raw") if self.type == "PARTIAL_DATE" else (self.name,)


@dataclass(frozen=True)
class Relation:
    """One relationship type, read from start to end; `keys` tell parallel ones between two nodes apart.

    `indexes` are property tuples. `order` names a property of the start that each link repeats, beside the key of its
    end. An index over both returns the links of one end in that order, without sorting, however many there are. Writes
    of a link or of its start keep the copies true.
    """

    type: str
    start: str
    end: str
    description: str
    properties: tuple[Property, ...] = ()
    keys: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    order: str = ""

    @property
    def end_id(self) -> str:
        """Property of ordered links that repeats the key of their end: drugId."""
        return f"{self.end[0].lower()}{self.end[1:]}Id"

    @property
    def carried(self) -> tuple[str, ...]:
        """Names of the properties that a link repeats from its two nodes."""
        return (self.end_id, self.order) if self.order else ()


@dataclass(frozen=True)
class Node:
    """One label. `key` is unique and never null; `unique` holds where present; `indexes` are property tuples."""

    label: str
    description: str
    properties: tuple[Property, ...]
    key: str = "id"
    unique: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the properties that every such node has."""
        return tuple(property_.name for property_ in self.properties if property_.required)
