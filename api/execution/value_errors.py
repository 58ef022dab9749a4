"""Error messages for wrong values: they name the argument and the values allowed there."""

import re
from collections.abc import Sequence

from graphql import (
    ArgumentNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLScalarType,
    GraphQLSchema,
    Node,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    VariableDefinitionNode,
    Visitor,
    get_named_type,
    type_from_ast,
    validate,
    visit,
)

from api.errors import MAX_ERRORS, Entry, InvalidOperation, from_graphql
from api.execution.documents import parsed
from api.limits import Limits

_IN_VARIABLE = re.compile(r"Variable '\$(\w+)' has invalid value")
_NO_SUCH = re.compile(r"'(\w+)' enum")


def explain_values(schema: GraphQLSchema, query: str, error: InvalidOperation, limits: Limits) -> InvalidOperation:
    """Return the same error with entries for wrong values: BAD_USER_INPUT, the argument, and the allowed values."""
    if error.code != "GRAPHQL_VALIDATION_FAILED":
        return error
    document = parsed(query, limits)
    problems = validate(schema, document, max_errors=MAX_ERRORS - 1)
    places = _Places(schema)
    visit(document, TypeInfoVisitor(places.info, places))
    return InvalidOperation([_entry(problem, places) for problem in problems])


def _entry(problem: GraphQLError, places: "_Places") -> Entry:
    node = problem.nodes[0] if problem.nodes else None
    place = places.found.get(id(node)) if isinstance(node, ValueNode) else None
    if not problem.nodes and places.unread:
        place = places.unread.pop(0)
    if place is None or "Variable" in problem.message:
        return from_graphql(problem, "GRAPHQL_VALIDATION_FAILED")
    argument, kind = place
    made = from_graphql(problem, "BAD_USER_INPUT")
    allowed = allowed_of(kind)
    made["message"] = f"{argument}: {problem.message}" + (f" Allowed: {', '.join(allowed)}." if allowed else "")
    return made


def allowed_of(kind: GraphQLInputType | None) -> Sequence[str]:
    """Return the values of an enum or the keys of an input object; for other types nothing."""
    named = get_named_type(kind) if kind is not None else None
    if isinstance(named, GraphQLEnumType):
        return list(named.values)
    return list(named.fields) if isinstance(named, GraphQLInputObjectType) else []


class _Places(Visitor):
    """Collects for each value of a document its argument and the expected type."""

    def __init__(self, schema: GraphQLSchema) -> None:
        super().__init__()
        self.info = TypeInfo(schema)
        self.found: dict[int, tuple[str, GraphQLInputType | None]] = {}
        self.unread: list[tuple[str, GraphQLInputType | None]] = []
        """Places of literals that a scalar of Strawberry refuses, in order, since its errors have no position."""
        self._argument = ""

    def enter(self, node: Node, *_: object) -> None:
        if isinstance(node, ArgumentNode):
            self._argument = node.name.value
        elif isinstance(node, ValueNode):
            kind = self.info.get_input_type()
            self.found[id(node)] = (self._argument, kind)
            if isinstance(node, StringValueNode) and isinstance(scalar := get_named_type(kind), GraphQLScalarType):
                try:
                    scalar.parse_literal(node)
                except GraphQLError as error:
                    self.unread += [] if error.nodes else [(self._argument, kind)]


def explain_variable(
    schema: GraphQLSchema, definitions: Sequence[VariableDefinitionNode], problem: GraphQLError
) -> Entry:
    """Return the entry for a refused variable, with the allowed values if they are a closed list."""
    made = from_graphql(problem, "BAD_USER_INPUT")
    enum = _NO_SUCH.search(problem.message)
    allowed = allowed_of(schema.type_map.get(enum[1])) if enum else []  # type: ignore[arg-type]
    found = _IN_VARIABLE.search(problem.message)
    if not allowed and found and "exactly one" in problem.message:
        kind = next(defined.type for defined in definitions if defined.variable.name.value == found[1])
        allowed = allowed_of(type_from_ast(schema, kind))  # type: ignore[arg-type]
    if allowed:
        made["message"] += f" Allowed: {', '.join(allowed)}."
    return made
