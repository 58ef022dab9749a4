"""Documents of clients, each parsed and validated once.

Validation takes 1 to 4 ms, so valid documents are kept by their text. graphql-core itself refuses a document that nests
too deeply for the interpreter, and stops reading at the first token over the limit.
"""

from collections import OrderedDict

from graphql import DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, parse, validate

from api.errors import MAX_ERRORS, InvalidOperation, entry, from_graphql
from api.limits import Limits, check_document
from graph.errors import LimitExceeded

_TOO_MANY_TOKENS = "Document contains more than"


class Documents:
    """A cache of valid documents by their text; the least recently used goes first.

    A parsed document takes up to 300 bytes of memory per character, so `capacity` counts characters, not documents.
    """

    def __init__(self, schema: GraphQLSchema, capacity: int = 256 * 1024, limits: Limits | None = None) -> None:
        self._schema = schema
        self._limits = limits or Limits()
        self._capacity = capacity
        self._size = 0
        self._kept: OrderedDict[str, DocumentNode] = OrderedDict()

    def get(self, query: str) -> DocumentNode:
        """Return the document, parsed and valid. Raises InvalidOperation or LimitExceeded."""
        found = self._kept.get(query)
        if found is not None:
            self._kept.move_to_end(query)
            return found
        document = parsed(query, self._limits)
        check_document(document, self._limits)
        problems = validate(self._schema, document, max_errors=MAX_ERRORS - 1)
        if problems:
            raise InvalidOperation([from_graphql(problem, "GRAPHQL_VALIDATION_FAILED") for problem in problems])
        self._kept[query] = document
        self._size += len(query)
        while self._size > self._capacity:
            self._size -= len(self._kept.popitem(last=False)[0])
        return document


def operation_of(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """Return the operation to run. Raises InvalidOperation if there is none, or several and no name."""
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if name is None and len(operations) == 1:
        return operations[0]
    for operation in operations:
        if name is not None and operation.name is not None and operation.name.value == name:
            return operation
    if name is not None:
        problem = f"operationName: the document has no operation named {name!r}"
    elif operations:
        problem = "operationName: must be given, the document has several operations"
    else:
        problem = "query: the document has no operation"
    raise InvalidOperation([entry("OPERATION_RESOLUTION_FAILURE", problem)])


def parsed(query: str, limits: Limits) -> DocumentNode:
    """Parse a document. Raises InvalidOperation if it is not GraphQL, LimitExceeded if it has too many tokens."""
    try:
        return parse(query, max_tokens=limits.max_tokens)
    except GraphQLError as error:
        if _TOO_MANY_TOKENS in error.message:
            raise LimitExceeded("DOCUMENT_TOO_LARGE", f"query: at most {limits.max_tokens:,} tokens") from error
        raise InvalidOperation([from_graphql(error, "GRAPHQL_PARSE_FAILED")]) from error
