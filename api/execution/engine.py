"""The interface between HTTP and the graph: one operation in, one answer out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from api.errors import Entry


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one operation.

    `data` is the response's `data` as encoded JSON, `b"null"` included. None means that the operation was not run: the
    response then has no `data`, and its status is 400 for clients that ask for GraphQL's own media type.
    """

    data: bytes | None
    errors: Sequence[Entry] = ()
    extensions: Mapping[str, object] | None = None


class Engine(Protocol):
    """Answers operations. Raises MedPathError if the whole operation fails; the HTTP endpoint chooses the status."""

    async def execute(
        self,
        query: str,
        variables: dict[str, Any] | None,
        operation_name: str | None,
        *,
        shows_cypher: bool = False,
    ) -> Answer:
        """Run one operation. `shows_cypher` adds the statements that ran, if any, to the answer's extensions."""
