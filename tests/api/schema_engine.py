"""An engine over any schema with plain resolvers, for tests of HTTP that need no graph."""

from inspect import isawaitable
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLSchema, execute

from api.errors import MAX_ERRORS, from_graphql
from api.execution.documents import Documents, operation_of
from api.execution.engine import Answer


class SchemaEngine:
    """Runs an operation with graphql-core's own executor."""

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
        return _answer_of(await result if isawaitable(result) else result)


def _answer_of(result: ExecutionResult) -> Answer:
    """Errors without a path mean that the variables were refused and nothing ran."""
    problems = result.errors or []
    errors = [from_graphql(problem, "BAD_USER_INPUT") for problem in problems[:MAX_ERRORS]]
    refused = result.data is None and bool(problems) and all(problem.path is None for problem in problems)
    return Answer(None if refused else orjson.dumps(result.data), errors, result.extensions)
