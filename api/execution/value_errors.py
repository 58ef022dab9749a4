"""Tells what was wrong with a value in a document: the argument, and what is allowed there."""

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
    """The same refusal; wrong values get BAD_USER_INPUT, their argument's name and what is allowed."""
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
    """Values of an enum, keys of an input object; empty for anything else."""
    named = get_named_type(kind) if kind is not None else None
    if isinstance(named, GraphQLEnumType):
        return list(named.values)
    return list(named.fields) if isinstance(named, GraphQLInputObjectType) else []


class _Places(Visitor):
    """For each value of a document: the argument it belongs to and the type wanted there."""

    def __init__(self, schema: GraphQLSchema) -> None:
        super().__init__()
        self.info = TypeInfo(schema)
        self.found: dict[int, tuple[str, GraphQLInputType | None]] = {}
        self.unread: list[tuple[str, GraphQLInputType | None]] = []
        """Places of literals that a scalar of Strawberry's refuses, in order: its errors do not say where."""
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
    """A variable that cannot be used, with what is allowed where that is a closed list."""
    made = from_graphql(problem, "BAD_USER_INPUT")
    enum = _NO_SUCH.search(problem.message)
    allowed = allowed_of(schema.type_map.get(enum[1])) if enum else []  # type: ignore[arg-type]
    found = _IN_VARIABLE.search(problem.message)
    if not allowed and found and "exactly one" in problem.message:
        kind = next(definition.type for definition in definitions if definition.variable.name.value == found[1])
        allowed = allowed_of(type_from_ast(schema, kind))  # type: ignore[arg-type]
    if allowed:
        made["message"] += f" Allowed: {', '.join(allowed)}."
    return made
