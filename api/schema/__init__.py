"""The GraphQL schema, built from the model once."""

import strawberry
from graphql import GraphQLInputObjectType
from strawberry.schema.config import StrawberryConfig

from api.schema.builder import ONE_OF, Builder


def make_schema() -> strawberry.Schema:
    """The schema, sorted so that its text only changes when it does."""
    builder = Builder()
    query = builder.query()
    schema = strawberry.Schema(query, types=builder.objects(), config=StrawberryConfig(auto_camel_case=False))
    for each in schema._schema.type_map.values():
        # Strawberry checks oneOf when it makes the object; told so, validation says it before anything runs.
        if isinstance(each, GraphQLInputObjectType):
            each.is_one_of = each.name in ONE_OF
            each.out_type = GraphQLInputObjectType.out_type  # type: ignore[method-assign]
    return schema
