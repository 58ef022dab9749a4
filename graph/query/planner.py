"""Turns a selection into a plan: resolves names, applies limits, raises every error of a request."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from graph.answer import cursor
from graph.errors import BadUserInput
from graph.model.public_types import Argument, Compare, Connection, Grouping, Inline, Leaf, Link, Lookup
from graph.model.registry import ABSTRACT, CONNECTION_TYPES, KINDS, LINKS, LISTS, LOOKUPS, SORTINGS, TYPES
from graph.query import template
from graph.query.conditions import FILTERS, compare_condition, filter_condition, refuse_null, test_condition
from graph.query.plan import (
    AllOf,
    AnyOf,
    Body,
    Condition,
    ConnectionPart,
    ConnectionPlan,
    CountPart,
    CursorPlan,
    EdgesPart,
    FieldPlan,
    GroupPlan,
    GroupsPart,
    LeafPlan,
    LinkPart,
    ListPart,
    ObjectPlan,
    Order,
    Page,
    PageInfoPart,
    Predicate,
    RootPlan,
    TypenamePart,
    Value,
)
from graph.query.selection import Given, Selection, constant

MAX_PAGE = 200
DEFAULT_GROUPS = 50
_MAX_SORTS = 5
_MAX_DIMENSIONS = 3
_HAVING = Compare("having", "CountRange", "", "{n}")
_LINK_NAMES = ("link", "tie")


def plan_root(selection: Selection) -> RootPlan:
    """Plan one root field. Raises BadUserInput, naming the argument and what is allowed."""
    name = selection.name
    if name in LISTS:
        field_plan: FieldPlan = _connection(selection, LISTS[name])
        return RootPlan(selection.key, None, None, {}, field_plan)
    if name in LINKS:
        field_plan = _link(selection, LINKS[name])
        return RootPlan(selection.key, None, None, {}, field_plan)
    if name in LOOKUPS:
        return _lookup(selection, LOOKUPS[name])
    return _by_id(selection)


def _lookup(selection: Selection, lookup: Lookup) -> RootPlan:
    given = selection.arguments
    keys: Mapping[str, Given] = given
    if lookup.input:
        by = given["by"]
        keys = {key: by.part(key) for key in by.value}
    match, values = "", {}
    for key in lookup.keys:
        if key.name in keys:
            values[key.name] = Value(f"by.{key.name}" if lookup.input else key.name, keys[key.name], key.prepare)
            match = f"{match} {key.match}".strip().replace("{value}", f"{{value_{key.name}}}")
    body = _body(selection, lookup.type)
    named = {f"value_{name}": value for name, value in values.items()}
    return RootPlan(selection.key, body, match, named)


def _by_id(selection: Selection) -> RootPlan:
    body = _body(selection, "Node")
    if selection.name == "node":
        return RootPlan(selection.key, body, None, {"value": Value("id", selection.arguments["id"])})
    ids = Value("ids", selection.arguments["ids"], _at_most_a_page)
    return RootPlan(selection.key, body, None, {"ids": ids}, many=True)


def _at_most_a_page(ids: list[str]) -> list[str]:
    if len(ids) > MAX_PAGE:
        raise BadUserInput("ids", f"{len(ids)} ids are too many; allowed are at most {MAX_PAGE}")
    return ids


def _body(selection: Selection, type_name: str) -> Body:
    if type_name in ABSTRACT:
        return _abstract(selection, type_name)
    children = selection.children[type_name]
    return Body((((type_name,), tuple(_fields(children, type_name, TYPES[type_name].by_name))),))


def _abstract(selection: Selection, type_name: str) -> Body:
    """Concrete types of which the same is asked share a case, so that the text stays short."""
    cases: dict[tuple[FieldPlan, ...] | str, list[str]] = {}
    plans: dict[str, tuple[FieldPlan, ...]] = {}
    for member in ABSTRACT[type_name].members:
        plans[member] = tuple(_fields(selection.children[member], member, TYPES[member].by_name))
        cases.setdefault(_fingerprint(selection.children[member], member), []).append(member)
    return Body(tuple((tuple(members), plans[members[0]]) for members in cases.values()), ABSTRACT[type_name].members)


def _fingerprint(children: Sequence[Selection], member: str) -> str:
    """Equal for two types if the same fields mean the same expressions on both."""
    fields = TYPES[member].by_name
    meanings = [member if child.name == "__typename" else fields[child.name] for child in children]
    return repr([(child.key, field, id(child.children)) for child, field in zip(children, meanings, strict=True)])


def _fields(
    children: Sequence[Selection], type_name: str, by_name: Mapping[str, Leaf | Inline | Link | Connection]
) -> Iterator[FieldPlan]:
    for child in children:
        if child.name == "__typename":
            yield LeafPlan(child.key, _typename(type_name))
            continue
        match by_name[child.name]:
            case Leaf() as leaf:
                yield LeafPlan(child.key, leaf)
            case Inline() as inline:
                yield ObjectPlan(child.key, inline, _body(child, _bare(inline.type)))
            case Link() as link:
                yield _link(child, link)
            case Connection() as connection:
                yield _connection(child, connection)


def _typename(type_name: str) -> Leaf:
    return Leaf("__typename", "String!", "", f"'{type_name}'")


def _bare(type_name: str) -> str:
    return type_name.strip("[]!")


def _link(selection: Selection, link: Link) -> ObjectPlan:
    link = _chosen(link, selection.arguments)
    where: list[Condition] = [Predicate(link.where)] if link.where else []
    values = {}
    narrowed: dict[str, tuple[tuple[str, ...], Condition]] = {}
    for argument in link.arguments:
        given = selection.arguments.get(argument.name)
        if argument.text_by_value:
            continue
        if argument.is_filter:
            narrowed |= _narrowed(link, argument, _given(selection.arguments, argument.name))
        elif argument.cypher is None:
            values[argument.name] = Value(argument.name, given or constant(None), argument.prepare)
        elif given is not None and given.value is not None:
            where.append(Predicate(argument.cypher, {"value": Value(argument.name, given)}))
    return ObjectPlan(selection.key, link, _body(selection, _bare(link.type)), tuple(where), values, narrowed)


def _chosen(link: Link, given: Mapping[str, Given]) -> Link:
    """The link with the texts that its arguments choose."""
    for argument in link.arguments:
        if argument.text_by_value:
            value = _given(given, argument.name)
            text = argument.text_by_value[argument.default if value is None else value.value]
            place = f"{{{argument.name}}}"
            link = dataclasses.replace(
                link, match=link.match.replace(place, text), prelude=link.prelude.replace(place, text)
            )
    return link


def _narrowed(link: Link, argument: Argument, given: Given | None) -> dict[str, tuple[tuple[str, ...], Condition]]:
    """The conditions that the link's templates ask for; true where no filter is given."""
    used = dict.fromkeys(template.names(link.prelude + link.match))
    filters: dict[str, Given] = {}
    if given is not None and argument.type in FILTERS:
        filters = {FILTERS[argument.type].name.removesuffix("Filter").lower(): given}
    elif given is not None:
        filters = {key: given.part(key) for key in given.value}
        for key, value in given.value.items():
            refuse_null(f"{argument.name}.{key}", value)
    bound = tuple(name for name in _LINK_NAMES if name in used)
    found: dict[str, tuple[tuple[str, ...], Condition]] = {}
    for place, node, about in _places(used):
        path = argument.name if argument.type in FILTERS else f"{argument.name}.{about}"
        if about not in filters:
            found[place] = ((node or about,), AllOf(()))
        elif place.startswith("without"):
            found[place] = ((about,), AnyOf(()))
        elif node:
            found[place] = (
                (node,),
                test_condition(path, filters[about], KINDS[node.title()].filter.by_name[about], ()),
            )
        else:
            found[place] = ((about, *bound), filter_condition(path, filters[about], KINDS[about.title()].filter, bound))
    return found


def _places(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Names of a link's templates that stand for a condition, with the node and the kind: see `Argument.is_filter`."""
    for name in names:
        head, _, about = name.rpartition("_")
        if head in ("is", "without"):
            yield name, "", about
        elif head.endswith("_has"):
            yield name, head.removesuffix("_has"), about


def _connection(selection: Selection, connection: Connection) -> ConnectionPlan:
    given = selection.arguments
    where: list[Condition] = []
    values = {}
    variant = None
    for argument in connection.arguments:
        value = _given(given, argument.name)
        if value is None and isinstance(argument.default, tuple):
            value = constant(argument.default)
        if argument.cypher is None and argument.name not in connection.variants:
            values[argument.name] = Value(argument.name, value or constant(None), argument.prepare)
        if value is None:
            continue
        if argument.name in connection.variants:
            variant = argument.name if value.value else variant
        elif argument.cypher is not None:
            where.append(Predicate(argument.cypher, {"value": Value(argument.name, value)}))
    if connection.target in KINDS and "filter" in given and given["filter"].value is not None:
        where.append(filter_condition("filter", given["filter"], KINDS[connection.target].filter))
    filtered = bool(where) or variant is not None
    if connection.where:
        where.insert(0, Predicate(connection.where))
    page = _page(selection, connection)
    parts = tuple(_parts(selection, connection))
    group = _group(selection, connection)
    return ConnectionPlan(selection.key, connection, variant, group, tuple(where), filtered, page, parts, values)


def _group(selection: Selection, connection: Connection) -> str | None:
    """The clause that makes one row an edge: one without names that nothing uses, which cost a look at every link."""
    if connection.ungrouped is None:
        return connection.group
    edge = CONNECTION_TYPES[connection.type].edge.name
    edges = (child for child in selection.children[connection.type] if child.name == "edges")
    asked = {field.name for child in edges for field in child.children[edge]}
    return connection.group if asked.intersection(connection.group_fields) else connection.ungrouped


def _parts(selection: Selection, connection: Connection) -> Iterator[ConnectionPart]:
    declared = CONNECTION_TYPES[connection.type]
    lists = {name: (kind, bound) for name, kind, bound, _ in declared.lists}
    links = {link.name: link for link in declared.links}
    for child in selection.children[connection.type]:
        key = child.key
        match child.name:
            case "__typename":
                yield TypenamePart(key, connection.type)
            case "totalCount":
                yield CountPart(key)
            case "groupBy":
                yield GroupsPart(key, _groups(child, connection.target, declared.grouping))
            case "pageInfo":
                yield PageInfoPart(key, tuple((field.key, field.name) for field in child.children["PageInfo"]))
            case "edges":
                fields = {field.name: field for field in declared.edge.fields}
                yield EdgesPart(key, _edge(child, declared.edge.name, fields))
            case name if name in links:
                yield LinkPart(key, _link(child, links[name]))
            case name:
                kind, bound = lists[name]
                end = Inline(name, kind, "", {"v": f"{{{bound}}}"}, "true")
                yield ListPart(key, ObjectPlan(key, end, _body(child, kind)))


def _groups(selection: Selection, target: str, grouping: Grouping) -> GroupPlan:
    given = selection.arguments
    by = list(dict.fromkeys(map(str, given["by"].value)))
    if not 1 <= len(by) <= _MAX_DIMENSIONS:
        raise BadUserInput("by", f"{len(by)} dimensions are not allowed; allowed are 1 to {_MAX_DIMENSIONS}")
    signature = f"{target}:groups:{','.join(by)}"
    after, having = _given(given, "after"), _given(given, "having")
    fields = selection.children["GroupRow"]
    return GroupPlan(
        tuple(grouping.by_value[value] for value in by),
        Value("first", _given(given, "first") or constant(DEFAULT_GROUPS), partial(_page_size, "first")),
        Value("after", after, partial(cursor.decode, "after", signature)) if after else None,
        compare_condition("having", having, _HAVING) if having else AllOf(()),
        _edge(selection, "GroupRow", TYPES["GroupRow"].by_name),
        frozenset(field.name for field in fields),
        signature,
    )


def _edge(selection: Selection, type_name: str, by_name: Mapping[str, Any]) -> tuple[FieldPlan, ...]:
    plans: list[FieldPlan] = []
    for child in selection.children[type_name]:
        if child.name == "cursor":
            plans.append(CursorPlan(child.key))
        else:
            plans.extend(_fields((child,), type_name, by_name))
    return tuple(plans)


def _page(selection: Selection, connection: Connection) -> Page:
    given = selection.arguments
    first, last = _given(given, "first"), _given(given, "last")
    if first is not None and last is not None and not first.by_default:
        raise BadUserInput("last", "first and last together are not allowed; give one of the two")
    order = _order(given.get("orderBy"), connection.target)
    name, size = ("last", last) if last is not None else ("first", first or constant(connection.page))
    return Page(
        Value(name, size, partial(_page_size, name)),
        last is not None,
        _cursor("after", given, order),
        _cursor("before", given, order),
        order,
    )


def _given(given: Mapping[str, Given], name: str) -> Given | None:
    found = given.get(name)
    return found if found is not None and found.value is not None else None


def _page_size(argument: str, size: int) -> int:
    if not 0 <= size <= MAX_PAGE:
        raise BadUserInput(argument, f"{size} is not allowed; allowed is 0 to {MAX_PAGE}")
    return size


def _cursor(name: str, given: Mapping[str, Given], order: Order) -> Value | None:
    found = _given(given, name)
    return Value(name, found, partial(cursor.decode, name, order.signature)) if found is not None else None


def _order(given: Given | None, target: str) -> Order:
    sorting = SORTINGS[target]
    asked = [(key["field"], key.get("direction") or "ASC") for key in (given.value or ())] if given else []
    if len(asked) > _MAX_SORTS:
        raise BadUserInput("orderBy", f"{len(asked)} keys are too many; allowed are at most {_MAX_SORTS}")
    directions: dict[str, str] = {}
    for value, direction in asked or [sorting.default, *sorting.then]:
        directions.setdefault(str(value), str(direction))
    sorts = tuple((sorting.by_value[value], direction == "DESC") for value, direction in directions.items())
    return Order(sorts, f"{target}:" + ",".join(f"{value} {direction}" for value, direction in directions.items()))
