"""The one root field that needs no graph: its resolver is called, while all others run as statements."""

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
    """Raises BadUserInput for a token that is none."""
    query, variables = operation_of_token(token)
    return Permalink(token=token, query=query, variables=variables)  # type: ignore[arg-type]


FIELD = "permalink"
DESCRIPTION = "The operation that a link of this server holds; the link itself opens the playground with it."
