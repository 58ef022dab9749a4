"""What stands between the HTTP view and the graph: one operation in, one answer out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Protocol

import orjson
from graphql import ExecutionResult, GraphQLSchema, execute

from api.errors import MAX_ERRORS, Entry, from_graphql
from api.execution.documents import Documents, operation_of


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one operation.

    `data` is the value of the response's `data` as encoded JSON, `b"null"` included. None says that the operation
    was not run, so the response has no `data` at all and is a 400 to clients that ask for GraphQL's own media type.
    """

    data: bytes | None
    errors: Sequence[Entry] = ()
    extensions: Mapping[str, object] | None = None


class Engine(Protocol):
    """Answers operations. Raises MedPathError when the whole operation fails; the view gives it a status."""

    async def execute(
        self,
        query: str,
        variables: dict[str, Any] | None,
        operation_name: str | None,
        *,
        shows_cypher: bool = False,
    ) -> Answer:
        """`shows_cypher`: the answer's extensions tell the statements that ran, where there were any."""


class SchemaEngine:
    """Runs an operation with graphql-core's own executor: for introspection and for schemas with plain resolvers."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._documents = Documents(schema)

    async def execute(
        self,
        query: str,
        variables: dict[str, Any] | None,
        operation_name: str | None,
        *,
        shows_cypher: bool = False,
    ) -> Answer:
        """Parse, validate, run. Raises InvalidOperation or LimitExceeded before anything runs."""
        document = self._documents.get(query)
        operation_of(document, operation_name)
        result = execute(self._schema, document, variable_values=variables, operation_name=operation_name)
        return answer_of(await result if isawaitable(result) else result)


def answer_of(result: ExecutionResult) -> Answer:
    """The executor's result; errors without a path mean that the variables were refused and nothing ran."""
    problems = result.errors or []
    errors = [from_graphql(each, "BAD_USER_INPUT") for each in problems[:MAX_ERRORS]]
    refused = result.data is None and bool(problems) and all(each.path is None for each in problems)
    return Answer(None if refused else orjson.dumps(result.data), errors, result.extensions)
