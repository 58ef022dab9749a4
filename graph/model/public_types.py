"""The words in which the graph's public face is declared: GraphQL types over Cypher, as frozen data.

A template is Cypher text with names in braces: {v} the node at hand, {p} the node it was reached from, {r} the
relationship between them, and any name that the field's own `match` or `bind` introduces. The compiler gives each
name a fresh variable; nothing of a request ever becomes text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from graph.model.storage import Node, Property

NOT_GIVEN = object()
DEFAULT_PAGE = 25


@dataclass(frozen=True)
class Argument:
    """An argument of a field. `cypher` is a predicate over {value}, used when a value is given.

    Without one, the argument's value is there for the field's templates under its own name, null if not given, made
    ready by `prepare`. `text_by_value` maps a closed vocabulary to texts instead, one of which stands in the templates
    in place of the name. `is_filter` makes it a filter, or a set of filters by kind, whose conditions the `match` of a
    link puts where it needs them: {is_drug} of the node {drug}, {drug_has_sponsor} of what is linked to it,
    {without_trial} if there is none about trials.
    """

    name: str
    type: str
    description: str
    cypher: str | None = None
    default: Any = NOT_GIVEN
    prepare: Callable[[Any], Any] | None = None
    text_by_value: Mapping[Any, str] = field(default_factory=dict)
    is_filter: bool = False


@dataclass(frozen=True)
class FilterSet:
    """Filters of several kinds as one input: `kinds` are (kind, meaning); each key is the kind in lower case."""

    name: str
    description: str
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Refusal:
    """A question that turns out too large while its statement runs: `refuse` raises BadUserInput from the `facts`."""

    when: str
    facts: str
    refuse: Callable[[Any], NoReturn]


@dataclass(frozen=True)
class Leaf:
    """A scalar, an enum or a list of these. `shape` makes the value from the statement's result."""

    name: str
    type: str
    description: str
    cypher: str
    shape: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Inline:
    """An object made of expressions alone: its type's templates use the names in `bind`; null unless `present`."""

    name: str
    type: str
    description: str
    bind: Mapping[str, str]
    present: str


@dataclass(frozen=True)
class Link:
    """An object, or a list of objects, found by `match`; `order` are ready sort terms.

    A type in brackets is a list; anything else is the first object found, or null. `expected_rows` is the length of a
    list in the cost: a number, or the argument that gives it (the longest of several). `extra_cost` are the nodes read
    to find them, where these are many more. `prelude` is a clause that runs once, ahead of the match and its
    `refusal`. `aggregates` names the templates of these two that aggregate; `needs_with` names `match` if a WHERE
    cannot follow it directly, as behind CALL and UNWIND.
    """

    name: str
    type: str
    description: str
    match: str
    order: tuple[str, ...] = ()
    arguments: tuple[Argument, ...] = ()
    bind: Mapping[str, str] = field(default_factory=dict)
    where: str | None = None
    expected_rows: int | str = 5
    extra_cost: int = 0
    prelude: str = ""
    refusal: Refusal | None = None
    aggregates: tuple[str, ...] = ()
    needs_with: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        return self.type.startswith("[")


@dataclass(frozen=True)
class Connection:
    """A paged list of `target`s. `match` binds {v}, the node of each edge; `where` holds for every edge.

    `group` is a WITH clause that makes one row an edge where `match` finds several; it must keep {v} and the names
    that the edge's fields use. `ungrouped` replaces it unless one of the edge's `group_fields` is asked for: the
    fields that use a name which only `group` makes. `variants` replace `match` when the boolean argument of that
    name is true. `count` is a quicker count of the unfiltered list. `prelude` is a clause that runs once, ahead of
    the page, the count and the links of the connection's type, which may use the names that it introduces.
    `aggregates` names `group` and `prelude` if they aggregate. `needs_with` names `match` and the variants that a
    WHERE cannot follow directly, as behind CALL and UNWIND. `page` is the default size, `extra_cost` as for a link.
    `ordered_links` is the relation that `match` follows, where its links carry an order. `id` orders rows that sort
    alike.
    """

    name: str
    type: str
    target: str
    description: str
    match: str
    where: str | None = None
    group: str | None = None
    ungrouped: str | None = None
    group_fields: tuple[str, ...] = ()
    count: str | None = None
    variants: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[Argument, ...] = ()
    bind: Mapping[str, str] = field(default_factory=dict)
    prelude: str | None = None
    page: int = DEFAULT_PAGE
    extra_cost: int = 0
    ordered_links: str = ""
    id: str = "{v}.id"
    aggregates: tuple[str, ...] = ()
    needs_with: tuple[str, ...] = ()


Field = Leaf | Inline | Link | Connection


@dataclass(frozen=True)
class ObjectType:
    """One GraphQL object type. `kind` is the class of node for `Node.id` look-ups: Drug, Approval, …"""

    name: str
    description: str
    fields: tuple[Field, ...]
    interfaces: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        return self.by_name[name]

    @property
    def by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}


@dataclass(frozen=True)
class Interface:
    """An abstract type: `members` maps each concrete type to the test that {v} is one."""

    name: str
    description: str
    fields: tuple[Field, ...]
    members: Mapping[str, str]
    interfaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Union:
    """An abstract type without fields: `members` maps each concrete type to the test that {v} is one."""

    name: str
    description: str
    members: Mapping[str, str]


@dataclass(frozen=True)
class EdgeType:
    """The edge of a connection, beside its cursor. `defaults` are for names that a connection does not bind."""

    name: str
    description: str
    fields: tuple[Field, ...]
    defaults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Dimension:
    """One way to group the rows of a list: by {k}, which `match` binds, or which is the expression `key`.

    `code` and `label` are over {k}; they are worked out once a group. `repeats`: a row may meet one {k} twice.
    """

    value: str
    description: str
    key: str = "{k}"
    match: str = ""
    code: str = "{k}"
    label: str = "{k}"
    repeats: bool = False


@dataclass(frozen=True)
class Grouping:
    """The dimensions of one kind of list; `name` is their enum."""

    name: str
    description: str
    dimensions: tuple[Dimension, ...]

    @property
    def by_value(self) -> dict[str, Dimension]:
        return {dimension.value: dimension for dimension in self.dimensions}


UNGROUPED = Grouping("", "", ())
"""A list that has no groups."""


@dataclass(frozen=True)
class ConnectionType:
    """A connection: its edges, and lists of one bound node each edge as (field, type, bound name, description).

    `links` are about the whole list; they use the names of the connection's `prelude`.
    """

    name: str
    edge: EdgeType
    description: str
    grouping: Grouping = UNGROUPED
    lists: tuple[tuple[str, str, str, str], ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Test:
    """A filter field that is one predicate over {value}; `follows_links` if it looks beyond the properties of {v}.

    `when_bound` is its predicate where the filter stands in a `Through` that binds the name `bound`: a role is then
    that of this link, not any role.
    """

    name: str
    type: str
    description: str
    cypher: str
    prepare: Callable[[Any], Any] | None = None
    bound: str | None = None
    when_bound: str = ""
    follows_links: bool = False


@dataclass(frozen=True)
class Compare:
    """A filter field with operators (StringFilter, IntFilter, DateFilter, …) over the expression `of`.

    `through` is a clause that leads to `of`; the field then holds if any of its rows holds. `fold` compares names: both
    sides case folded and without accents. `deprecated` says what to use instead.
    """

    name: str
    type: str
    description: str
    of: str
    through: str | None = None
    fold: bool = False
    deprecated: str | None = None


@dataclass(frozen=True)
class Through:
    """A filter field that asks for at least one linked thing; `match` binds {w}, which the inner filter is about.

    `binds` are further names of `match` that the inner filter may use. Where `is_union`, `match` is a UNION whose
    branches return {w} and these. `shortcuts` has equal predicates over {v} and {value}, which follow links, for an
    inner filter with one field alone.
    """

    name: str
    type: str
    description: str
    match: str
    binds: tuple[str, ...] = ()
    is_union: bool = False
    shortcuts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FilterInput:
    """A filter over one kind; `and`, `or` and `not` are added to every one."""

    name: str
    description: str
    fields: tuple[Test | Compare | Through, ...]

    @property
    def by_name(self) -> dict[str, Test | Compare | Through]:
        return {field.name: field for field in self.fields}


@dataclass(frozen=True)
class Sort:
    """One sortable thing: `key` is its expression, `nullable` unless every node has it."""

    value: str
    description: str
    key: str
    nullable: bool = False


@dataclass(frozen=True)
class Sorting:
    """The sorts of one kind; `default` is (value, direction), used when nothing is asked for, `then` those after it."""

    name: str
    description: str
    sorts: tuple[Sort, ...]
    default: tuple[str, str]
    then: tuple[tuple[str, str], ...] = ()

    @property
    def by_value(self) -> dict[str, Sort]:
        return {sort.value: sort for sort in self.sorts}


@dataclass(frozen=True)
class Kind:
    """A kind of node that lists hold: its type, how it is filtered and ordered."""

    type: str
    filter: FilterInput
    sorting: Sorting


@dataclass(frozen=True)
class Key:
    """One key of a look-up: `match` binds {v} from {value}."""

    name: str
    type: str
    description: str
    match: str
    prepare: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Lookup:
    """A root field that finds one thing. With `input` the keys form a oneOf input, else they are its arguments."""

    name: str
    type: str
    description: str
    keys: tuple[Key, ...]
    input: str | None = None
    input_description: str = ""


def leaves(node: Node, *names: str) -> tuple[Field, ...]:
    """Public fields of stored properties, with their meaning; a partial date becomes a PartialDate."""
    properties = {property_.name: property_ for property_ in node.properties}
    return tuple(_leaf(properties[name]) for name in names)


def _leaf(of: Property) -> Field:
    if of.type == "PARTIAL_DATE":
        return partial_date(of.name, of.description, of.name)
    scalar = of.enum or ("ID" if of.name == "id" else _SCALARS[of.type.removeprefix("LIST<").removesuffix(">")])
    if of.type.startswith("LIST"):
        return Leaf(of.name, f"[{scalar}!]!", of.description, f"coalesce({{v}}.{of.name}, [])")
    return Leaf(of.name, scalar + "!" * of.required, of.description, f"{{v}}.{of.name}")


def partial_date(name: str, description: str, stored: str, only: str = "") -> Inline:
    """A PartialDate over the stored pair `<stored>`, `<stored>Raw`; `only` is a further condition on it."""
    value, raw = f"{{v}}.{stored}", f"{{v}}.{stored}Raw"
    return Inline(
        name,
        "PartialDate",
        description,
        bind={"value": value, "raw": f"coalesce({raw}, {value})"},
        present=f"coalesce({raw}, {value}) IS NOT NULL{only}",
    )


_SCALARS = {"STRING": "String", "INTEGER": "Int", "FLOAT": "Float", "BOOLEAN": "Boolean", "DATETIME": "DateTime"}
