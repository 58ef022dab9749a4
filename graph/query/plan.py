"""The plan of an operation: a tree of frozen nodes that the compiler prints without a further question.

Names are resolved, limits applied, and no error is left to be raised. Everything that depends on the values of one
request (page sizes, cursors, prepared values) is a `Value`, bound anew for each request.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.errors import BadUserInput
from graph.model.public_types import Connection, Dimension, Inline, Leaf, Link, Sort
from graph.query.selection import Given, Variables


@dataclass(frozen=True)
class Value:
    """A parameter of the statement: where it comes from and how it is made ready."""

    argument: str
    given: Given
    prepare: Callable[[Any], Any] | None = None

    def bind(self, variables: Variables) -> Any:
        """The parameter for a request. Raises BadUserInput, naming the argument."""
        value = self.given.read(variables)
        if self.prepare is None or value is None:
            return value
        try:
            return self.prepare(value)
        except (ValueError, OverflowError, TypeError) as error:
            raise BadUserInput(self.argument, f"{value!r} is not allowed") from error


@dataclass(frozen=True)
class Predicate:
    """A condition printed from a template; `values` are its parameters by name.

    `compares` is an expression of which it never holds where that is null.
    """

    template: str
    values: Mapping[str, Value] = field(default_factory=dict)
    follows_links: bool = False
    compares: str = ""


@dataclass(frozen=True)
class AllOf:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """The exact complement: rows where a value is missing are in it."""

    part: "Condition"


@dataclass(frozen=True)
class Exists:
    """At least one match of the pattern fulfils the condition.

    `inner` is the name that becomes {v} in it, `binds` are names of the match that it may use. Where `is_union`, the
    match is a UNION, which needs a CALL around it.
    """

    match: str
    part: "Condition"
    inner: str | None = None
    binds: tuple[str, ...] = ()
    is_union: bool = False


Condition = Predicate | AllOf | AnyOf | Not | Exists


@dataclass(frozen=True)
class LeafPlan:
    key: str
    field: Leaf


@dataclass(frozen=True)
class ObjectPlan:
    """An object asked for inline, by a link (`values` are the link's arguments), or as the end of an edge."""

    key: str
    field: Inline | Link
    body: "Body"
    where: tuple[Condition, ...] = ()
    values: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    narrowed: Mapping[str, tuple[tuple[str, ...], Condition]] = dataclasses.field(default_factory=dict)
    """Conditions that stand in the link's templates: by their name there, with the names that they use, {v} first."""


@dataclass(frozen=True)
class Order:
    """Sort keys with their direction; the id comes last and makes the order total."""

    sorts: tuple[tuple[Sort, bool], ...]
    signature: str


@dataclass(frozen=True)
class Page:
    size: Value
    backward: bool
    after: Value | None
    before: Value | None
    order: Order


@dataclass(frozen=True)
class ConnectionPlan:
    """A page of a list, and the parts of its connection that are asked for, in their order.

    `variant` is the argument that replaces the list's `match`; `group` makes one row an edge.
    """

    key: str
    field: Connection
    variant: str | None
    group: str | None
    where: tuple[Condition, ...]
    filtered: bool
    page: Page
    parts: tuple["ConnectionPart", ...]
    values: Mapping[str, Value] = dataclasses.field(default_factory=dict)

    @property
    def match(self) -> str:
        """Template of the clauses that find the rows."""
        return self.field.match if self.variant is None else self.field.variants[self.variant]

    @property
    def aggregates(self) -> bool:
        """Whether `group` aggregates."""
        return self.group == self.field.group and "group" in self.field.aggregates

    @property
    def needs_with(self) -> bool:
        """Whether a WHERE cannot follow `match` directly."""
        return (self.variant or "match") in self.field.needs_with


@dataclass(frozen=True)
class GroupPlan:
    """Groups of a list, largest first. `asked` are the names of the fields wanted of each."""

    dimensions: tuple[Dimension, ...]
    size: Value
    after: Value | None
    having: "Condition"
    fields: tuple["FieldPlan", ...]
    asked: frozenset[str]
    signature: str


@dataclass(frozen=True)
class CountPart:
    """`totalCount`."""

    key: str


@dataclass(frozen=True)
class GroupsPart:
    """`groupBy`."""

    key: str
    plan: GroupPlan


@dataclass(frozen=True)
class LinkPart:
    """A link about the whole list, such as the facets of a search."""

    key: str
    plan: ObjectPlan


@dataclass(frozen=True)
class PageInfoPart:
    """`pageInfo`; `fields` are (key, name)."""

    key: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EdgesPart:
    """`edges`; `fields` are those of one edge."""

    key: str
    fields: tuple["FieldPlan", ...]


@dataclass(frozen=True)
class ListPart:
    """`nodes`, or another list of one object a row."""

    key: str
    plan: ObjectPlan


@dataclass(frozen=True)
class TypenamePart:
    """`__typename` of the connection."""

    key: str
    type_name: str


ConnectionPart = CountPart | GroupsPart | LinkPart | PageInfoPart | EdgesPart | ListPart | TypenamePart
RowPart = PageInfoPart | EdgesPart | ListPart
"""Parts that need the rows of the page."""


@dataclass(frozen=True)
class CursorPlan:
    key: str


FieldPlan = LeafPlan | ObjectPlan | ConnectionPlan | CursorPlan


@dataclass(frozen=True)
class Body:
    """The fields asked of an object. An abstract type has one case for each set of equal concrete types."""

    cases: tuple[tuple[tuple[str, ...], tuple[FieldPlan, ...]], ...]
    tests: Mapping[str, str] | None = None


@dataclass(frozen=True)
class RootPlan:
    """One root field: `match` finds {v}, or the single part is a list, link or connection."""

    key: str
    body: Body | None
    match: str | None
    values: Mapping[str, Value]
    field: FieldPlan | None = None
    many: bool = False
