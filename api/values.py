"""Tells what was wrong with a value in a document: the argument, and what is allowed there."""

from collections.abc import Sequence

from graphql import (
    ArgumentNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLSchema,
    Node,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    Visitor,
    get_named_type,
    parse,
    validate,
    visit,
)

from api.document import MAX_TOKENS
from api.errors import MAX_ERRORS, Entry, InvalidOperation, from_graphql


def explained(schema: GraphQLSchema, query: str, error: InvalidOperation) -> InvalidOperation:
    """The same refusal; wrong values get BAD_USER_INPUT, their argument's name and what is allowed."""
    if error.code != "GRAPHQL_VALIDATION_FAILED":
        return error
    document = parse(query, max_tokens=MAX_TOKENS)
    problems = validate(schema, document, max_errors=MAX_ERRORS - 1)
    places = _Places(schema)
    visit(document, TypeInfoVisitor(places.info, places))
    return InvalidOperation([_entry(problem, places) for problem in problems])


def _entry(problem: GraphQLError, places: "_Places") -> Entry:
    node = problem.nodes[0] if problem.nodes else None
    place = places.found.get(id(node)) if isinstance(node, ValueNode) else None
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
        self._argument = ""

    def enter(self, node: Node, *_: object) -> None:
        if isinstance(node, ArgumentNode):
            self._argument = node.name.value
        elif isinstance(node, ValueNode):
            self.found[id(node)] = (self._argument, self.info.get_input_type())
