"""The model's public face as Strawberry types: names, types and descriptions come from the declarations."""

import datetime
import enum
import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Optional, Union

import strawberry

from api.schema.permalink import DESCRIPTION, FIELD, open_permalink
from graph.model.enums import ENUMS
from graph.model.filters import OPERATOR_INPUTS
from graph.model.public_types import NOT_GIVEN, Argument, Connection, Field, Grouping, Link
from graph.model.registry import CONNECTION_TYPES, FILTER_SETS, INTERFACES, KINDS, LINKS, LISTS, LOOKUPS, TYPES, UNIONS
from graph.query.plan import DEFAULT_GROUPS, MAX_PAGE

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

_PAGE_INFO = (
    ("hasNextPage", "Boolean!", "Whether there is more after this page."),
    ("hasPreviousPage", "Boolean!", "Whether there is more before this page."),
    ("startCursor", "String", "Cursor of the first edge of this page."),
    ("endCursor", "String", "Cursor of the last edge of this page."),
)


ONE_OF = frozenset(
    str(lookup.input)
    for lookup in LOOKUPS.values()
    if lookup.input and not any(key.type.endswith("!") for key in lookup.keys)
)
"""Inputs of which exactly one key must be given."""


class Builder:
    """Makes every type once; classes exist before their fields, so that they may name one another."""

    def __init__(self) -> None:
        self.classes: dict[str, Any] = dict(_SCALARS)
        for each in ENUMS.values():
            self.classes[each.name] = _enum(each.name, each.description, each.values)
        for kind in KINDS.values():
            sorts = {sort.value: sort.description for sort in kind.sorting.sorts}
            sort_name = f"{kind.sorting.name}Sort"
            self.classes[sort_name] = _enum(sort_name, f"What {kind.type.lower()}s can be ordered by.", sorts)

        groupings = [each.grouping for each in CONNECTION_TYPES.values() if each.grouping.dimensions]
        for grouping in {each.name: each for each in groupings}.values():
            values = {each.value: each.description for each in grouping.dimensions}
            self.classes[grouping.name] = _enum(grouping.name, grouping.description, values)

    def query(self) -> type:
        """The root type, with everything that it reaches."""
        self._declare()
        self._inputs()
        for interface in INTERFACES.values():
            self._fill(interface.name, interface.description, self._public(interface.fields), strawberry.interface)
        for declared in TYPES.values():
            self._fill(declared.name, declared.description, self._public(declared.fields))
        self._pages()
        self.classes["Query"].permalink = strawberry.field(open_permalink, name=FIELD, description=DESCRIPTION)
        return self._fill("Query", "Everything that can be asked.", self._roots())

    def objects(self) -> list[type]:
        """Types that only an interface leads to."""
        return [self.classes[name] for name, declared in TYPES.items() if declared.interfaces]

    def _declare(self) -> None:
        names: list[str] = [*TYPES, *CONNECTION_TYPES, *(each.edge.name for each in CONNECTION_TYPES.values())]
        for interface in INTERFACES.values():
            bases = tuple(self.classes[name] for name in interface.interfaces)
            self.classes[interface.name] = type(interface.name, bases, {"__module__": __name__})
        for name in [*names, "PageInfo", "Query"]:
            declared = TYPES.get(name)
            closest = declared.interfaces[-1:] if declared else ()
            bases = tuple(self.classes[interface] for interface in closest)
            self.classes[name] = type(name, bases, {"__module__": __name__})
        for union in UNIONS.values():
            members = tuple(self.classes[member] for member in union.members)
            said = strawberry.union(union.name, description=union.description)
            self.classes[union.name] = Annotated[Union[members], said]  # noqa: UP007

    # ---- inputs

    def _inputs(self) -> None:
        filters = [kind.filter for kind in KINDS.values()]
        orders = [f"{kind.sorting.name}Order" for kind in KINDS.values()]
        lookups = [each for each in LOOKUPS.values() if each.input]
        for name in [
            *OPERATOR_INPUTS,
            *(each.name for each in filters),
            *(each.name for each in FILTER_SETS),
            *orders,
            "XrefInput",
            *(str(each.input) for each in lookups),
        ]:
            self.classes[name] = type(name, (), {"__module__": __name__})
        self._input(
            "XrefInput",
            "An identifier in another system.",
            [
                ("source", "String!", "Whose system: DRUGBANK, UNII, CAS, INCHIKEY, ATC, MESH."),
                ("id", "String!", "The identifier there."),
            ],
        )
        for operators in OPERATOR_INPUTS.values():
            self._input(
                operators.name,
                operators.description,
                [
                    *((each.name, each.type, each.description) for each in operators.operators),
                    *((each.name, each.type, each.description) for each in operators.settings),
                ],
                {each.name: each.default for each in operators.settings},
            )
        for each in filters:
            self._input(
                each.name,
                each.description,
                [
                    ("and", f"[{each.name}!]", "All of these hold."),
                    ("or", f"[{each.name}!]", "At least one of these holds."),
                    ("not", each.name, "This does not hold: the exact complement."),
                    *((field.name, field.type, field.description) for field in each.fields),
                ],
            )
        for group in FILTER_SETS:
            keys = [(kind.lower(), KINDS[kind].filter.name, meaning) for kind, meaning in group.kinds]
            self._input(group.name, group.description, keys)
        for kind in KINDS.values():
            self._input(
                f"{kind.sorting.name}Order",
                kind.sorting.description,
                [
                    ("field", f"{kind.sorting.name}Sort!", "What to order by."),
                    ("direction", "SortDirection", "Which way."),
                ],
                {"direction": self.classes["SortDirection"].ASC},
            )
        for lookup in lookups:
            keys = [(key.name, key.type, key.description) for key in lookup.keys]
            self._input(str(lookup.input), lookup.input_description, keys, one_of=lookup.input in ONE_OF)

    def _input(
        self,
        name: str,
        description: str,
        fields: Iterable[tuple[str, str, str]],
        defaults: Mapping[str, Any] | None = None,
        *,
        one_of: bool = False,
    ) -> None:
        made = self.classes[name]
        annotations = {}
        for field, kind, text in fields:
            default = (defaults or {}).get(field, strawberry.UNSET)
            required = kind.endswith("!")
            annotations[_python(field)] = self.annotation(kind)
            setattr(
                made,
                _python(field),
                strawberry.field(name=field, description=text, **({} if required else {"default": default})),
            )
        made.__annotations__ = annotations
        strawberry.input(made, name=name, description=description, one_of=one_of or None)

    # ---- outputs

    def _public(self, fields: Iterable[Field]) -> list[tuple[str, str, str, tuple[Argument, ...]]]:
        return [(each.name, self._type_of(each), each.description, self._arguments(each)) for each in fields]

    def _type_of(self, field: Field) -> str:
        return f"{field.type}!" if isinstance(field, Connection) else field.type

    def _arguments(self, field: Field) -> tuple[Argument, ...]:
        if isinstance(field, Link):
            return field.arguments
        if not isinstance(field, Connection):
            return ()
        return (
            *field.arguments,
            *self._choice(field),
            *_paging(field.page),
        )

    def _choice(self, field: Connection) -> Iterator[Argument]:
        """Filter and order, where the list is of a kind of node."""
        if field.target in KINDS:
            declared, sorting = KINDS[field.target].filter, KINDS[field.target].sorting
            text = f"{sorting.description[:-1]}, first key first; ties are broken by id."
            yield Argument("filter", declared.name, declared.description)
            yield Argument("orderBy", f"[{sorting.name}Order!]", text)

    def _groups(self, grouping: Grouping) -> Iterator[tuple[str, str, str, tuple[Argument, ...]]]:
        if grouping.dimensions:
            text = "The whole list in groups, largest first, whatever the page."
            yield "groupBy", "[GroupRow!]!", text, _grouped(grouping)

    def _pages(self) -> None:
        self._fill("PageInfo", "Where a page stands in its list.", [(*each, ()) for each in _PAGE_INFO])
        for declared in CONNECTION_TYPES.values():
            edge = declared.edge
            cursor = ("cursor", "String!", "Where this edge stands, for after and before.", ())
            self._fill(edge.name, edge.description, [cursor, *self._public(edge.fields)])
            self._fill(
                declared.name,
                declared.description,
                [
                    ("totalCount", "Int!", "Size of the whole list.", ()),
                    ("pageInfo", "PageInfo!", "Where this page stands in the list.", ()),
                    *((name, f"[{kind}!]!", text, ()) for name, kind, _, text in declared.lists),
                    *self._public(declared.links),
                    *self._groups(declared.grouping),
                    ("edges", f"[{edge.name}!]!", "This page, with what each edge says.", ()),
                ],
            )

    def _roots(self) -> list[tuple[str, str, str, tuple[Argument, ...]]]:
        by_id = Argument("id", "ID!", "Global id, as any `id` field gives it.")
        by_ids = Argument("ids", "[ID!]!", f"Global ids, at most {MAX_PAGE}.")
        roots: list[tuple[str, str, str, tuple[Argument, ...]]] = [
            ("node", "Node", "Anything by its global id, or null.", (by_id,)),
            ("nodes", "[Node]!", "Things by their global ids, in this order, null where there is none.", (by_ids,)),
        ]
        for lookup in LOOKUPS.values():
            keys = tuple(Argument(key.name, key.type, key.description) for key in lookup.keys)
            by = (Argument("by", f"{lookup.input}!", lookup.input_description),) if lookup.input else keys
            roots.append((lookup.name, lookup.type, lookup.description, by))
        return [*roots, *self._public([*LINKS.values(), *LISTS.values()])]

    def _fill(
        self,
        name: str,
        description: str,
        fields: Iterable[tuple[str, str, str, tuple[Argument, ...]]],
        decorate: Any = strawberry.type,
    ) -> type:
        made = self.classes[name]
        annotations = {}
        for field, kind, text, arguments in fields:
            resolver = self._resolver(field, kind, arguments) if arguments else None
            if resolver is None:
                annotations[_python(field)] = self.annotation(kind)
            made_field: Any = strawberry.field(resolver=resolver, name=field, description=text)  # type: ignore[arg-type]
            setattr(made, _python(field), made_field)
        made.__annotations__ = annotations
        decorated: type = decorate(made, name=name, description=description)
        return decorated

    def _resolver(self, field: str, kind: str, arguments: tuple[Argument, ...]) -> Any:
        """A function with the field's signature. It is never called: operations run as statements
        (api.execution.executor).
        """

        def resolve(**_: Any) -> Any:
            raise AssertionError(f"{field} is answered by its root's statement")

        resolve.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [self._parameter(argument) for argument in arguments], return_annotation=self.annotation(kind)
        )
        resolve.__name__ = field
        return resolve

    def _parameter(self, argument: Argument) -> inspect.Parameter:
        default: Any = strawberry.UNSET
        if argument.type.endswith("!"):
            default = inspect.Parameter.empty
        elif argument.default is not NOT_GIVEN and not isinstance(argument.default, tuple):
            default = argument.default
        kind = self.annotation(argument.type)
        said = strawberry.argument(name=argument.name, description=argument.description)
        return inspect.Parameter(
            _python(argument.name), inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, said]
        )

    def annotation(self, kind: str) -> Any:
        """The Python annotation for a GraphQL type: "[Name!]!" is list[Name], "Int" is Optional[int]."""
        if not kind.endswith("!"):
            return Optional[self.annotation(f"{kind}!")]  # noqa: UP045
        bare = kind[:-1]
        if bare.startswith("["):
            return list[self.annotation(bare[1:-1])]  # type: ignore[misc]
        return self.classes[bare]


def _paging(size: int) -> tuple[Argument, ...]:
    return (
        Argument("first", "Int", f"Size of the page from the start, 0 to {MAX_PAGE}.", default=size),
        Argument("after", "String", "Only what comes after this cursor."),
        Argument("last", "Int", f"Size of the page from the end, 0 to {MAX_PAGE}; not together with first."),
        Argument("before", "String", "Only what comes before this cursor."),
    )


def _grouped(grouping: Grouping) -> tuple[Argument, ...]:
    return (
        Argument("by", f"[{grouping.name}!]!", "What the records of a group have in common: one to three dimensions."),
        Argument("first", "Int", f"How many groups, 0 to {MAX_PAGE}.", default=DEFAULT_GROUPS),
        Argument("after", "String", "Only the groups after this cursor."),
        Argument("having", "CountRange", "Only groups of this size."),
    )


def _enum(name: str, description: str, values: Mapping[str, str]) -> Any:
    members = {value: strawberry.enum_value(value, description=text) for value, text in values.items()}
    made: Any = enum.Enum(name, members)  # type: ignore[misc]
    return strawberry.enum(made, name=name, description=description)


def _python(name: str) -> str:
    return f"{name}_" if name in ("and", "or", "not", "in", "class", "from", "is", "root") else name
