"""Every field of every type, found by walking the schema, is compared with the oracle, new fields included."""

from collections import deque
from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_composite_type,
    is_leaf_type,
)

from tests.graph.conftest import CONSTANTS, Small
from tests.graph.oracle.fields import answer, same
from tests.graph.oracle.schema import SCHEMA


def _needs_nothing(field: GraphQLField) -> bool:
    return not any(isinstance(argument.type, GraphQLNonNull) for argument in field.args.values())


def _paths() -> dict[str, tuple[str, ...]]:
    """Return the shortest selection that leads to each type."""
    query = SCHEMA.query_type
    assert query is not None
    found: dict[str, tuple[str, ...]] = {query.name: ()}
    waiting: deque[GraphQLObjectType | GraphQLInterfaceType] = deque([query])
    while waiting:
        kind = waiting.popleft()
        for name, target in _steps(kind):
            if target.name not in found:
                found[target.name] = (*found[kind.name], name)
                waiting.append(target)
    return found


def _steps(
    kind: GraphQLObjectType | GraphQLInterfaceType,
) -> Iterator[tuple[str, GraphQLObjectType | GraphQLInterfaceType]]:
    for name, field in kind.fields.items():
        if is_composite_type(get_named_type(field.type)) and _needs_nothing(field):
            yield name, get_named_type(field.type)
    if isinstance(kind, GraphQLInterfaceType):
        for member in SCHEMA.get_implementations(kind).objects:
            yield f"... on {member.name}", member


PATHS = _paths()


def test_every_type_is_reached() -> None:
    types = {name for name, kind in SCHEMA.type_map.items() if isinstance(kind, GraphQLObjectType)}
    only_by_arguments = {"CountKey", "GroupRow", "Permalink"}
    assert types - PATHS.keys() == only_by_arguments | {name for name in types if name.startswith("__")}


@pytest.mark.parametrize("kind", sorted(PATHS.keys() - {"Query"}))
def test_every_field_of_a_type_is_answered_as_it_is_meant(kind: str, small: Small) -> None:
    declared = SCHEMA.type_map[kind]
    assert isinstance(declared, GraphQLObjectType | GraphQLInterfaceType)
    fields = [f"{name} {_leaves(field)}" for name, field in declared.fields.items() if _needs_nothing(field)]
    query = " ".join(fields)
    for step in ("", *PATHS[kind])[::-1]:
        query = f"{step} {{ {query} }}"
    assert same(small.data(query), answer(small.world, CONSTANTS, query)), query


def _leaves(field: GraphQLField) -> str:
    below = get_named_type(field.type)
    if not isinstance(below, GraphQLObjectType | GraphQLInterfaceType):
        return ""
    return (
        "{ __typename "
        + " ".join(name for name, field in below.fields.items() if is_leaf_type(get_named_type(field.type)))
        + " }"
    )
