"""The root field `permalink`, the only one that needs no graph: its resolver runs, all others are statements."""

from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from api.permalink import operation_of_token


@strawberry.type(description="An operation behind a link of this server.")
class Permalink:
    token: str = strawberry.field(description="The end of the link /permalink/….")
    query: str = strawberry.field(description="The document.")
    variables: JSON | None = strawberry.field(description="Its variables, if it has any.")


def open_permalink(
    token: Annotated[str, strawberry.argument(description="As POST /permalink gave it.")],
) -> Permalink | None:
    """Resolve `permalink`. Raises BadUserInput for a malformed token."""
    query, variables = operation_of_token(token)
    return Permalink(token=token, query=query, variables=variables)  # type: ignore[arg-type]


FIELD = "permalink"
DESCRIPTION = "The operation that a link of this server holds; the link itself opens the playground with it."
