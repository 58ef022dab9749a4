"""The GraphQL schema, built from the model once."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.schema.build import Builder


def make_schema() -> strawberry.Schema:
    """The schema, sorted so that its text only changes when it does."""
    builder = Builder()
    query = builder.query()
    return strawberry.Schema(
        query, types=builder.objects(), config=StrawberryConfig(auto_camel_case=False)
    )
