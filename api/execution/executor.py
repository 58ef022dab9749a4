"""Runs operations as Cypher statements, one for each root field, concurrently, and writes the answers as JSON.

A document is parsed, validated, planned and compiled once. The cache key is its text and the part of the variables that
shapes statements: which are given, the keys of input objects, booleans, and enums of orders and groups.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    execute_sync,
    get_variable_values,
)

from api.errors import MAX_ERRORS, Entry, InvalidOperation, entries_of, entry, from_graphql, masked
from api.execution.cypher_text import show_statement
from api.execution.documents import Documents, operation_of
from api.execution.engine import Answer
from api.execution.selection import Selections, plain
from api.execution.value_errors import explain_values, explain_variable
from api.limits import Limits, check_variables
from api.schema.permalink import FIELD as PERMALINK
from graph.answer.completion import Problem
from graph.answer.writer import Json
from graph.database.driver import Graph
from graph.errors import BadUserInput, CostExceeded, GraphTimeout, GraphUnavailable, LimitExceeded, MedPathError
from graph.model.registry import CHOICES, CONNECTION_TYPES, KINDS
from graph.query.compile import Compiled, compile_plan
from graph.query.cost import Cost, advice, cost_of
from graph.query.planner import plan_root
from graph.query.selection import Variables
from graph.statement import Statement

_KEPT_OPERATIONS = 500
_KEPT_VARIANTS = 50
_TYPENAME = b'"Query"'
_SHAPING_WORDS = CHOICES.union(
    ("ASC", "DESC"),
    (sort.value for kind in KINDS.values() for sort in kind.sorting.sorts),
    (dimension.value for kind in CONNECTION_TYPES.values() for dimension in kind.grouping.dimensions),
)
"""Enum values that shape a statement. Those of filters are parameters, but some of them are the same words."""


@dataclass
class _Operation:
    """One operation of a valid document, with a variant for each shape of variables seen so far."""

    document: DocumentNode
    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    variants: OrderedDict[Any, "_Variant"] = field(default_factory=OrderedDict)


@dataclass(frozen=True)
class _Root:
    """One root field: compiled, refused (`problem`), or answered without the graph (`fixed`, JSON)."""

    key: str
    node: FieldNode
    nullable: bool
    compiled: Compiled | None = None
    problem: MedPathError | None = None
    fixed: bytes | None = None

    @cached_property
    def name(self) -> bytes:
        """The key as in the response, encoded."""
        return orjson.dumps(self.key) + b":"


@dataclass
class _Variant:
    """The compiled roots for one shape of variables. `cost` is of the latest `numbers`, on which alone it depends."""

    roots: list[_Root]
    numbers: tuple[int, ...] | None = None
    cost: Cost = field(default_factory=Cost)
    extensions: Mapping[str, object] = field(default_factory=dict)


class GraphEngine:
    """Answers operations from the graph; graphql-core answers introspection."""

    def __init__(
        self, schema: GraphQLSchema, graph: Graph, constants: Mapping[str, Any], limits: Limits | None = None
    ) -> None:
        self._schema = schema
        self._graph = graph
        self._constants = constants
        self._limits = limits or Limits()
        self._documents = Documents(schema, limits=self._limits)
        self._operations: OrderedDict[tuple[str, str | None], _Operation] = OrderedDict()

    async def execute(
        self,
        query: str,
        variables: dict[str, Any] | None,
        operation_name: str | None,
        *,
        shows_cypher: bool = False,
    ) -> Answer:
        """Run one operation. Raises InvalidOperation or LimitExceeded before anything runs."""
        operation = self._operation(query, operation_name)
        bound = self._variables(operation, variables or {})
        variant = self._variant(operation, bound)
        self._check_cost(variant, bound)
        roots = variant.roots
        ran: dict[str, Statement] | None = {} if shows_cypher else None
        try:
            async with asyncio.timeout(self._limits.timeout_s):
                if len(roots) == 1:  # the usual case; a task would cost more than all else here
                    results = [await self._run(roots[0], bound, ran)]
                else:
                    results = await asyncio.gather(*(self._run(root, bound, ran) for root in roots))
        except TimeoutError as error:
            raise GraphTimeout(f"the operation took more than {self._limits.timeout_s:g} s") from error
        extensions = variant.extensions
        if ran is not None:
            extensions = {**extensions, "cypher": {key: show_statement(statement) for key, statement in ran.items()}}
        return _answer(roots, results, extensions)

    def statements(
        self, query: str, variables: dict[str, Any] | None = None, operation_name: str | None = None
    ) -> dict[str, tuple[str, Mapping[str, Any]]]:
        """Return statement and parameters of each root field, by key. Raises as `execute` does."""
        operation = self._operation(query, operation_name)
        bound = self._variables(operation, variables or {})
        made = {}
        for root in self._variant(operation, bound).roots:
            if root.problem is not None:
                raise root.problem
            if root.compiled is not None:
                statement = root.compiled.statement(bound, self._constants)
                made[root.key] = (statement.text, statement.parameters)
        return made

    def _operation(self, query: str, name: str | None) -> _Operation:
        known = self._operations.get((query, name))
        if known is not None:
            self._operations.move_to_end((query, name))
            return known
        try:
            document = self._documents.get(query)
        except InvalidOperation as error:
            raise explain_values(self._schema, query, error, self._limits) from error
        fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
        made = _Operation(document, operation_of(document, name), fragments)
        self._operations[query, name] = made
        if len(self._operations) > _KEPT_OPERATIONS:
            self._operations.popitem(last=False)
        return made

    def _variables(self, operation: _Operation, given: dict[str, Any]) -> Variables:
        definitions = operation.node.variable_definitions or ()
        if not definitions:
            return {}
        check_variables(given, self._limits)
        values = get_variable_values(self._schema, definitions, given, MAX_ERRORS)
        if isinstance(values, list):
            raise InvalidOperation([explain_variable(self._schema, definitions, problem) for problem in values])
        return {name: plain(value) for name, value in values.coerced.items()}

    def _variant(self, operation: _Operation, variables: Variables) -> _Variant:
        shape = _structure(dict(variables))
        known = operation.variants.get(shape)
        if known is not None:
            operation.variants.move_to_end(shape)
            return known
        made = _Variant(self._planned(operation, variables))
        if variables and any(root.fixed not in (None, _TYPENAME) for root in made.roots):
            return made  # the answer to introspection depends on the values, not on their shape
        operation.variants[shape] = made
        if len(operation.variants) > _KEPT_VARIANTS:
            operation.variants.popitem(last=False)
        return made

    def _planned(self, operation: _Operation, variables: Variables) -> list[_Root]:
        query = self._schema.query_type
        assert query is not None
        selections = Selections(self._schema, operation.fragments, variables, self._limits)
        roots = []
        for key, nodes in selections.roots(query, operation.node.selection_set):
            name = nodes[0].name.value
            if name.startswith("__") or name == PERMALINK:
                fixed = _TYPENAME if name == "__typename" else self._introspect(operation, nodes, variables)
                roots.append(_Root(key, nodes[0], True, fixed=fixed))
                continue
            nullable = not isinstance(query.fields[name].type, GraphQLNonNull)
            try:
                plan = plan_root(selections.selection(query, key, nodes))
                roots.append(_Root(key, nodes[0], nullable, compiled=compile_plan(plan)))
            except LimitExceeded:
                raise
            except MedPathError as error:
                roots.append(_Root(key, nodes[0], nullable, problem=error))
        return roots

    def _introspect(self, operation: _Operation, nodes: list[FieldNode], variables: Variables) -> bytes:
        only = OperationDefinitionNode(
            operation=operation.node.operation,
            variable_definitions=operation.node.variable_definitions,
            selection_set=SelectionSetNode(selections=tuple(nodes)),
        )
        document = DocumentNode(definitions=(only, *operation.fragments.values()))
        result = execute_sync(self._schema, document, variable_values=dict(variables))
        if result.errors:
            raise InvalidOperation([from_graphql(error, "BAD_USER_INPUT") for error in result.errors])
        assert result.data is not None
        return orjson.dumps(next(iter(result.data.values())))

    def _check_cost(self, variant: _Variant, variables: Variables) -> None:
        sizes = (len(value) if isinstance(value, list) else value for value in variables.values())
        numbers = tuple(size for size in sizes if isinstance(size, int))
        if variant.numbers != numbers:
            variant.numbers = numbers
            variant.cost = _cost(variant.roots, variables)
            variant.extensions = {"cost": _cost_extension(variant.cost, self._limits.max_cost)}
        if variant.cost.requested > self._limits.max_cost:
            plans = [root.compiled.plan for root in variant.roots if root.compiled is not None]
            raise CostExceeded(
                f"the operation's cost is {variant.cost.requested:,}; allowed are {self._limits.max_cost:,}: "
                + advice(plans, variables, variant.cost, self._limits.max_cost),
                variant.extensions,
            )

    async def _run(self, root: _Root, variables: Variables, ran: dict[str, Statement] | None) -> Json | Exception:
        """Return the value of a root field as JSON, or the error in its place."""
        if root.fixed is not None:
            return Json(root.fixed)
        try:
            if root.problem is not None:
                raise root.problem
            assert root.compiled is not None
            statement = root.compiled.statement(variables, self._constants)
            if ran is not None:
                ran[root.key] = statement
            return root.compiled.writer.write(await self._graph.find(statement))
        except GraphUnavailable:
            raise
        except Exception as error:  # one root field that fails does not end the others
            return error


def _cost(roots: list[_Root], variables: Variables) -> Cost:
    """Return the cost of the compiled roots, except one with a wrong page size, which is refused when it runs."""
    cost = Cost()
    for root in roots:
        if root.compiled is not None:
            with suppress(BadUserInput):
                cost.add(cost_of([root.compiled.plan], variables))
    return cost


def _cost_extension(cost: Cost, budget: int) -> Mapping[str, object]:
    path, own = cost.heaviest
    heaviest = {"path": ".".join(path), "cost": own} if path else None
    return {"requested": cost.requested, "budget": budget, "heaviest": heaviest}


def _answer(roots: list[_Root], results: Sequence[Json | Exception], extensions: Mapping[str, object]) -> Answer:
    values: list[bytes] | None = []
    errors: list[Entry] = []
    for root, result in zip(roots, results, strict=True):
        is_absent = isinstance(result, Exception) or result.is_absent
        if isinstance(result, Exception):
            errors.append(_entry(root, result))
        else:
            errors += (_entry(root, problem) for problem in result.problems)
        if is_absent and not root.nullable:
            values = None
        if values is not None:
            values.append(b"null" if isinstance(result, Exception) else result.text)
    if values is None:
        return Answer(b"null", errors[:MAX_ERRORS], extensions)
    data = b",".join(root.name + value for root, value in zip(roots, values, strict=True))
    return Answer(b"{" + data + b"}", errors[:MAX_ERRORS], extensions)


def _entry(root: _Root, error: Exception | Problem) -> Entry:
    if isinstance(error, Problem):
        made, below = entry("INTERNAL", error.message), error.path
    else:
        made, below = entries_of(error)[0] if isinstance(error, MedPathError) else masked(error), ()
    locations = GraphQLError("", root.node).locations
    return {**made, "locations": [position.formatted for position in locations or ()], "path": [root.key, *below]}


def _structure(value: Any) -> Any:
    """Return a key that is equal for two values with the same statement."""
    if isinstance(value, dict):
        return tuple((key, _structure(inner)) for key, inner in value.items())
    if isinstance(value, list):
        shaping = any(isinstance(item, dict) or item in _SHAPING_WORDS for item in value)
        return ("list", *(_structure(item) for item in value)) if shaping else 0
    if isinstance(value, bool) or value is None:
        return value
    return value if value in _SHAPING_WORDS else 0
