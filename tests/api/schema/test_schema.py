"""The served schema: committed, described, and true to the names that users rely on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    is_introspection_type,
    is_specified_scalar_type,
)

from api.schema import make_schema
from graph.model import NODES
from graph.model.public_types import Leaf
from graph.model.registry import TYPES

COMMITTED = Path(__file__).parents[3] / "api" / "schema.graphql"
FROM_LINKS = {"mergeReasons", "listedBy", "authorisedBy", "everAuthorisedBy"}
"""Leaves that are read from links, not from a property of the node."""
CONTRACT = Path(__file__).parents[4] / "shared" / "schema.graphql"


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return make_schema()._schema


def test_committed_schema_is_the_served_one() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == make_schema().as_str() + "\n", (
        "api/schema.graphql has drifted: medpath schema > api/schema.graphql"
    )


def test_every_element_is_described(schema: GraphQLSchema) -> None:
    assert [name for name, description in _elements(schema) if not (description or "").strip()] == []


def test_public_leaves_are_properties_with_the_same_name() -> None:
    for label in ("Drug", "Condition", "Trial", "Sponsor", "Agency"):
        stored = {held.name for held in NODES[label].properties}
        plain = {field.name for field in TYPES[label].fields if isinstance(field, Leaf)} - FROM_LINKS
        assert plain <= stored, label


def test_contract_keeps_names_meaning_and_nullability(schema: GraphQLSchema) -> None:
    if not CONTRACT.exists():
        pytest.skip("the contract of names is not beside this checkout")
    contract = build_schema(CONTRACT.read_text(encoding="utf-8"))
    assert list(_differences(schema, contract)) == []


def _elements(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    for name, kind in schema.type_map.items():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{name}.{value}", found.description) for value, found in kind.values.items())
        elif isinstance(kind, GraphQLInputObjectType):
            yield from ((f"{name}.{field}", found.description) for field, found in kind.fields.items())
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field, found in kind.fields.items():
                yield f"{name}.{field}", found.description
                yield from ((f"{name}.{field}({arg})", argument.description) for arg, argument in found.args.items())


def _differences(served: GraphQLSchema, contract: GraphQLSchema) -> Iterator[str]:
    for name, kind in served.type_map.items():
        wanted = contract.type_map.get(name)
        if wanted is None or is_introspection_type(kind):
            continue
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            yield from _field_differences(kind, wanted)
        elif isinstance(kind, GraphQLEnumType) and isinstance(wanted, GraphQLEnumType):
            yield from (f"{name}.{value} is missing" for value in wanted.values.keys() - kind.values.keys())


def _field_differences(kind: GraphQLNamedType, wanted: GraphQLNamedType) -> Iterator[str]:
    fields, expected = getattr(kind, "fields"), getattr(wanted, "fields")  # noqa: B009
    for field, found in fields.items():
        if field not in expected:
            continue
        if str(found.type) != str(expected[field].type):
            yield f"{kind.name}.{field} is {found.type}, not {expected[field].type}"
        for argument, given in getattr(found, "args", {}).items():
            declared = expected[field].args.get(argument)
            if declared is not None and str(declared.type) != str(given.type):
                yield f"{kind.name}.{field}({argument}) is {given.type}, not {declared.type}"


def test_the_old_name_for_listed_says_what_to_use(schema: GraphQLSchema) -> None:
    drugs = schema.type_map["DrugFilter"]
    assert isinstance(drugs, GraphQLInputObjectType)
    reason = drugs.fields["approvedBy"].deprecation_reason
    assert reason
    assert all(f"`{name}`" in reason for name in ("listedBy", "authorisedBy", "everAuthorisedBy"))
    assert {"listedBy", "authorisedBy", "everAuthorisedBy"} <= drugs.fields.keys()
