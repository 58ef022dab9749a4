"""Output types: fields with their arguments, connections with their pages, and the root fields."""

import inspect
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import strawberry

from api.schema.classes import Classes, python_name
from graph.model.public_types import NOT_GIVEN, Argument, Connection, Field, Grouping, Link
from graph.model.registry import CONNECTION_TYPES, INTERFACES, KINDS, LINKS, LISTS, LOOKUPS, TYPES
from graph.query.planner import DEFAULT_GROUPS, MAX_PAGE

FieldRow = tuple[str, str, str, tuple[Argument, ...]]
"""Name, type, description and arguments of one field."""

_PAGE_INFO: tuple[FieldRow, ...] = (
    ("hasNextPage", "Boolean!", "Whether there is more after this page.", ()),
    ("hasPreviousPage", "Boolean!", "Whether there is more before this page.", ()),
    ("startCursor", "String", "Cursor of the first edge of this page.", ()),
    ("endCursor", "String", "Cursor of the last edge of this page.", ()),
)


def fill_outputs(classes: Classes) -> None:
    """Give every declared interface, object and connection its fields, all but the root type."""
    for interface in INTERFACES.values():
        _fill(classes, interface.name, interface.description, _rows(interface.fields), strawberry.interface)
    for declared in TYPES.values():
        _fill(classes, declared.name, declared.description, _rows(declared.fields))
    _fill(classes, "PageInfo", "Where a page stands in its list.", _PAGE_INFO)
    for connection in CONNECTION_TYPES.values():
        edge = connection.edge
        cursor: FieldRow = ("cursor", "String!", "Where this edge stands, for after and before.", ())
        _fill(classes, edge.name, edge.description, [cursor, *_rows(edge.fields)])
        fields: list[FieldRow] = [
            ("totalCount", "Int!", "Size of the whole list.", ()),
            ("pageInfo", "PageInfo!", "Where this page stands in the list.", ()),
            *((name, f"[{kind}!]!", text, ()) for name, kind, _, text in connection.lists),
            *_rows(connection.links),
            *_groups(connection.grouping),
            ("edges", f"[{edge.name}!]!", "This page, with what each edge says.", ()),
        ]
        _fill(classes, connection.name, connection.description, fields)


def fill_query(classes: Classes) -> type:
    """Give the root type its fields and return it."""
    by_id = Argument("id", "ID!", "Global id, as any `id` field gives it.")
    by_ids = Argument("ids", "[ID!]!", f"Global ids, at most {MAX_PAGE}.")
    fields: list[FieldRow] = [
        ("node", "Node", "Anything by its global id, or null.", (by_id,)),
        ("nodes", "[Node]!", "Things by their global ids, in this order, null where there is none.", (by_ids,)),
    ]
    for lookup in LOOKUPS.values():
        keys = tuple(Argument(key.name, key.type, key.description) for key in lookup.keys)
        by = (Argument("by", f"{lookup.input}!", lookup.input_description),) if lookup.input else keys
        fields.append((lookup.name, lookup.type, lookup.description, by))
    fields += _rows([*LINKS.values(), *LISTS.values()])
    return _fill(classes, "Query", "Everything that can be asked.", fields)


def _rows(fields: Iterable[Field]) -> list[FieldRow]:
    return [(field.name, _type_of(field), field.description, _arguments(field)) for field in fields]


def _type_of(field: Field) -> str:
    return f"{field.type}!" if isinstance(field, Connection) else field.type


def _arguments(field: Field) -> tuple[Argument, ...]:
    if isinstance(field, Link):
        return field.arguments
    if not isinstance(field, Connection):
        return ()
    return (*field.arguments, *_filter_and_order(field), *_paging(field.page))


def _filter_and_order(field: Connection) -> Iterator[Argument]:
    """Filter and order of a list of nodes; other lists have neither."""
    if field.target in KINDS:
        declared, sorting = KINDS[field.target].filter, KINDS[field.target].sorting
        text = f"{sorting.description[:-1]}, first key first; ties are broken by id."
        yield Argument("filter", declared.name, declared.description)
        yield Argument("orderBy", f"[{sorting.name}Order!]", text)


def _paging(size: int) -> tuple[Argument, ...]:
    return (
        Argument("first", "Int", f"Size of the page from the start, 0 to {MAX_PAGE}.", default=size),
        Argument("after", "String", "Only what comes after this cursor."),
        Argument("last", "Int", f"Size of the page from the end, 0 to {MAX_PAGE}; not together with first."),
        Argument("before", "String", "Only what comes before this cursor."),
    )


def _groups(grouping: Grouping) -> Iterator[FieldRow]:
    if grouping.dimensions:
        text = "The whole list in groups, largest first, whatever the page."
        yield "groupBy", "[GroupRow!]!", text, _grouping_arguments(grouping)


def _grouping_arguments(grouping: Grouping) -> tuple[Argument, ...]:
    return (
        Argument("by", f"[{grouping.name}!]!", "The dimensions that the records of a group share: one to three."),
        Argument("first", "Int", f"How many groups, 0 to {MAX_PAGE}.", default=DEFAULT_GROUPS),
        Argument("after", "String", "Only the groups after this cursor."),
        Argument("having", "CountRange", "Only groups of this size."),
    )


def _fill(
    classes: Classes, name: str, description: str, fields: Iterable[FieldRow], decorate: Any = strawberry.type
) -> type:
    made = classes[name]
    annotations = {}
    for field, kind, text, arguments in fields:
        resolver = _resolver(classes, field, kind, arguments) if arguments else None
        if resolver is None:
            annotations[python_name(field)] = classes.annotation(kind)
        made_field: Any = strawberry.field(resolver=resolver, name=field, description=text)  # type: ignore[arg-type]
        setattr(made, python_name(field), made_field)
    made.__annotations__ = annotations
    decorated: type = decorate(made, name=name, description=description)
    return decorated


def _resolver(classes: Classes, field: str, kind: str, arguments: tuple[Argument, ...]) -> Any:
    """Return a function with the field's signature. It is never called: api.execution.executor runs statements."""

    def resolve(**_: Any) -> Any:
        raise AssertionError(f"{field} is answered by its root's statement")

    resolve.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [_parameter(classes, argument) for argument in arguments], return_annotation=classes.annotation(kind)
    )
    resolve.__name__ = field
    return resolve


def _parameter(classes: Classes, argument: Argument) -> inspect.Parameter:
    default: Any = strawberry.UNSET
    if argument.type.endswith("!"):
        default = inspect.Parameter.empty
    elif argument.default is not NOT_GIVEN and not isinstance(argument.default, tuple):
        default = argument.default
    kind = classes.annotation(argument.type)
    described = strawberry.argument(name=argument.name, description=argument.description)
    return inspect.Parameter(
        python_name(argument.name),
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[kind, described],
    )
