"""Translates GraphQL's tree of fields into graph.query.selection; the only bridge between the two.

Resolves variables, aliases, fragments, type conditions, `@skip` and `@include`, and merges fields with the same key.
The result for each set of fields is kept, so the time depends on the length of the document, however its fragments are
nested. Its size with fragments written out was checked before (api.limits).
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    Undefined,
    ValueNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    value_from_ast,
)

from api.limits import Limits, check_argument
from graph.query.selection import Given, Selection, Variables, constant

Fields = dict[str, list[FieldNode]]
_NOTHING: Mapping[str, tuple[Selection, ...]] = {}


class Selections:
    """The selections of one operation under one set of variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Variables,
        limits: Limits,
    ) -> None:
        self._limits = limits
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._children: dict[tuple[Any, ...], Mapping[str, tuple[Selection, ...]]] = {}

    def roots(self, parent: GraphQLObjectType, selection_set: SelectionSetNode) -> list[tuple[str, list[FieldNode]]]:
        """Return the root fields in order: the key and the nodes merged under it."""
        return list(self._collect(parent, [selection_set]).items())

    def selection(self, parent: GraphQLObjectType, key: str, nodes: Sequence[FieldNode]) -> Selection:
        """Return one field and everything below it. Raises LimitExceeded if an argument has too many conditions."""
        name = nodes[0].name.value
        if name == "__typename":
            return Selection(name, key, {}, {})
        field = parent.fields[name]
        return Selection(name, key, self._arguments(field, nodes[0]), self._below(field, nodes))

    def _below(self, field: GraphQLField, nodes: Sequence[FieldNode]) -> Mapping[str, tuple[Selection, ...]]:
        kind = get_named_type(field.type)
        if not is_composite_type(kind):
            return _NOTHING
        sets = [node.selection_set for node in nodes if node.selection_set]
        known = (kind.name, *map(id, sets))
        if known not in self._children:
            self._children[known] = self._by_member(kind, sets)
        return self._children[known]

    def _by_member(self, kind: Any, sets: Sequence[SelectionSetNode]) -> Mapping[str, tuple[Selection, ...]]:
        members = self._schema.get_possible_types(kind) if is_abstract_type(kind) else [kind]
        return {
            member.name: tuple(self.selection(member, key, nodes) for key, nodes in self._collect(member, sets).items())
            for member in members
        }

    def _collect(self, parent: GraphQLObjectType, sets: Sequence[SelectionSetNode]) -> Fields:
        fields: Fields = {}
        visited: set[str] = set()
        for selection_set in sets:
            for key, node in self._walk(parent, selection_set, visited):
                fields.setdefault(key, []).append(node)
        return fields

    def _walk(
        self, parent: GraphQLObjectType, selection_set: SelectionSetNode, visited: set[str]
    ) -> Iterator[tuple[str, FieldNode]]:
        for node in selection_set.selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                yield (node.alias or node.name).value, node
            elif isinstance(node, InlineFragmentNode):
                if self._applies(node.type_condition.name.value if node.type_condition else None, parent):
                    yield from self._walk(parent, node.selection_set, visited)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self._fragments[node.name.value]
                if self._applies(fragment.type_condition.name.value, parent):
                    yield from self._walk(parent, fragment.selection_set, visited)

    def _applies(self, condition: str | None, parent: GraphQLObjectType) -> bool:
        if condition is None or condition == parent.name:
            return True
        kind = self._schema.type_map[condition]
        return isinstance(kind, GraphQLAbstractType) and self._schema.is_sub_type(kind, parent)

    def _included(self, node: Any) -> bool:
        for directive in node.directives or ():
            if directive.name.value in ("skip", "include"):
                value = directive.arguments[0].value
                holds = self._variables[value.name.value] if isinstance(value, VariableNode) else value.value
                if holds == (directive.name.value == "skip"):
                    return False
        return True

    def _arguments(self, field: GraphQLField, node: FieldNode) -> dict[str, Given]:
        written = {argument.name.value: argument.value for argument in node.arguments or ()}
        given = {}
        for name, declared in field.args.items():
            value = written.get(name)
            if isinstance(value, VariableNode) and value.name.value not in self._variables:
                value = None
            if value is not None:
                given[name] = self._given(value, declared.type)
                check_argument(name, given[name].value, self._limits)
            elif declared.default_value is not Undefined:
                given[name] = constant(plain(declared.default_value), by_default=True)
        return given

    def _given(self, node: ValueNode, kind: Any) -> Given:
        if isinstance(node, VariableNode):
            name = node.name.value
            return Given(self._variables[name], lambda variables: variables[name])
        value = plain(value_from_ast(node, kind, dict(self._variables)))
        if not _has_variable(node):
            return constant(value)
        return Given(value, lambda variables: plain(value_from_ast(node, kind, dict(variables))))


def plain(value: Any) -> Any:
    """Return the value with each enum member replaced by its name."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _has_variable(node: Any) -> bool:
    if isinstance(node, VariableNode):
        return True
    inner = getattr(node, "fields", None) or getattr(node, "values", None) or ()
    return any(_has_variable(getattr(child, "value", child)) for child in inner if not isinstance(child, str))
