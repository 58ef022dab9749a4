"""The GraphQL schema, built from the model once."""

import strawberry
from graphql import GraphQLInputObjectType
from strawberry.schema.config import StrawberryConfig

from api.schema.builder import build_types
from api.schema.inputs import ONE_OF


def make_schema() -> strawberry.Schema:
    """Build the schema. Its text is sorted, so it changes only when the schema does."""
    query, types = build_types()
    schema = strawberry.Schema(query, types=types, config=StrawberryConfig(auto_camel_case=False))
    for declared in schema._schema.type_map.values():
        # Strawberry checks oneOf when it makes the object. With the mark, validation refuses it before anything runs.
        if isinstance(declared, GraphQLInputObjectType):
            declared.is_one_of = declared.name in ONE_OF
            declared.out_type = GraphQLInputObjectType.out_type  # type: ignore[method-assign]
    return schema
