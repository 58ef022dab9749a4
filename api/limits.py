"""Limits of one request, and the checks that run before validation and planning.

Each fragment of a document is measured once, however often it is spread, so measuring takes time linear in its length.
The size with all fragments written out then follows by arithmetic.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from graph.errors import LimitExceeded
from graph.query.planner import MAX_PAGE


@dataclass(frozen=True)
class Limits:
    """Limits of one request. `max_cost` is in units of graph.query.cost, `max_fields` counts fragments written out.

    `max_repeats` bounds the pairs of fields with the same key in the same place. Validation compares each pair, and
    their number grows with the square of the document.
    """

    max_cost: int = 100_000
    max_page_size: int = MAX_PAGE
    max_depth: int = 24
    max_fields: int = 2_000
    max_root_fields: int = 20
    max_aliases: int = 30
    max_repeats: int = 4_000
    max_directives: int = 50
    max_tokens: int = 2_000
    max_document_bytes: int = 32 * 1024
    max_body_bytes: int = 256 * 1024
    max_input_depth: int = 32
    max_conditions: int = 200
    timeout_s: float = 10.0

    def constants(self) -> dict[str, Any]:
        """Return the limits by their names in the schema."""
        named = {re.sub(r"_(\w)", lambda found: found[1].upper(), name): limit for name, limit in asdict(self).items()}
        named["timeoutSeconds"] = named.pop("timeoutS")
        return named


def check_document(document: DocumentNode, limits: Limits) -> None:
    """Raise LimitExceeded, naming the limit, if the document exceeds one. The document need not be valid."""
    for definition in document.definitions:
        _check_inputs(definition, limits)
    _check_counts(document, limits)
    sizes = _Sizes(document, limits)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            sizes.check(definition)


def check_variables(variables: Mapping[str, Any], limits: Limits) -> None:
    """Raise LimitExceeded if the values are nested too deeply."""
    level = [value for value in variables.values() if isinstance(value, dict | list)]
    for _ in range(limits.max_input_depth):
        if not level:
            return
        inner = (item for value in level for item in (value.values() if isinstance(value, dict) else value))
        level = [item for item in inner if isinstance(item, dict | list)]
    if level:
        raise _too_deep("variables", limits)


def check_argument(name: str, value: Any, limits: Limits) -> None:
    """Raise LimitExceeded if an input object has too many keys, nested ones included."""
    count, waiting = 0, [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            count += len(found)
            waiting += found.values()
        elif isinstance(found, list):
            waiting += [item for item in found if isinstance(item, dict | list)]
    if count > limits.max_conditions:
        raise LimitExceeded(
            "CONDITION_LIMIT", f"{name}: {count:,} conditions are too many; allowed are {limits.max_conditions:,}"
        )


def _check_inputs(definition: Node, limits: Limits) -> None:
    waiting: list[tuple[Node, int]] = [(definition, 0)]
    while waiting:
        node, depth = waiting.pop()
        depth += isinstance(node, ListValueNode | ObjectValueNode)
        if depth > limits.max_input_depth:
            raise _too_deep("query", limits)
        waiting += [(child, depth) for child in _children(node)]


def _too_deep(argument: str, limits: Limits) -> LimitExceeded:
    problem = f"values nested over {limits.max_input_depth} levels are not allowed"
    return LimitExceeded("INPUT_DEPTH_LIMIT", f"{argument}: {problem}")


def _check_counts(document: DocumentNode, limits: Limits) -> None:
    aliases = directives = 0
    waiting: list[Node] = [document]
    while waiting:
        node = waiting.pop()
        aliases += isinstance(node, FieldNode) and node.alias is not None
        directives += isinstance(node, DirectiveNode)
        waiting += _children(node)
    if aliases > limits.max_aliases:
        raise _too_many("ALIAS_LIMIT", aliases, "aliases", limits.max_aliases)
    if directives > limits.max_directives:
        raise _too_many("DIRECTIVE_LIMIT", directives, "directives", limits.max_directives)


def _too_many(code: str, count: int, counted: str, allowed: int) -> LimitExceeded:
    return LimitExceeded(code, f"query: {min(count, 10**12):,} {counted} are too many; allowed are {allowed:,}")


def _children(node: Node) -> list[Node]:
    found: list[Node] = []
    for key in node.keys:
        value = getattr(node, key, None)
        if isinstance(value, Node):
            found.append(value)
        elif isinstance(value, list | tuple):
            found += value
    return found


@dataclass
class _Size:
    """Size of a selection set with fragments written out. `keys`: fields here, and all fields below, by key."""

    fields: int = 0
    depth: int = 0
    pairs: int = 0
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, key: str, times: int, fields: int) -> None:
        """Count fields with one key. Validation compares each, and all fields below it, with the earlier ones."""
        known, total = self.keys.get(key, (0, 0))
        self.keys[key] = (known + times, total + fields)
        self.pairs += known * fields
        self.fields += fields

    def include(self, other: "_Size") -> None:
        """Add the size of a fragment."""
        for key, (times, fields) in other.keys.items():
            self.add(key, times, fields)
        self.depth = max(self.depth, other.depth)
        self.pairs += other.pairs


class _Sizes:
    """Sizes of selection sets; the size of each fragment is computed once."""

    def __init__(self, document: DocumentNode, limits: Limits) -> None:
        self._limits = limits
        self._fragments = {
            definition.name.value: definition.selection_set
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self._known: dict[str, _Size] = {}

    def check(self, operation: OperationDefinitionNode) -> None:
        """Raise LimitExceeded for too many levels, root fields, fields, or fields with the same key."""
        limits, size = self._limits, self._size(operation.selection_set, 0)
        roots = sum(times for times, _ in size.keys.values())
        for code, count, counted, allowed in (
            ("DEPTH_LIMIT", size.depth, "levels", limits.max_depth),
            ("FIELD_LIMIT", size.fields, "fields, fragments written out,", limits.max_fields),
            ("ROOT_FIELD_LIMIT", roots, "root fields", limits.max_root_fields),
            ("REPEAT_LIMIT", size.pairs, "pairs of fields with one key in one place", limits.max_repeats),
        ):
            if count > allowed:
                raise _too_many(code, count, counted, allowed)

    def _size(self, selections: SelectionSetNode, level: int) -> _Size:
        """Measure a selection set. `level` bounds the recursion, since inline fragments add no depth."""
        if level > 4 * self._limits.max_depth:
            raise _too_many("DEPTH_LIMIT", level, "levels", self._limits.max_depth)
        size = _Size()
        for node in selections.selections:
            if isinstance(node, FieldNode):
                below = self._size(node.selection_set, level + 1) if node.selection_set else _Size()
                size.add((node.alias or node.name).value, 1, below.fields + 1)
                size.depth = max(size.depth, below.depth + 1)
                size.pairs += below.pairs
            elif isinstance(node, InlineFragmentNode):
                size.include(self._size(node.selection_set, level + 1))
            elif isinstance(node, FragmentSpreadNode):
                size.include(self._fragment(node.name.value, level + 1))
        return size

    def _fragment(self, name: str, level: int) -> _Size:
        if name not in self._known:
            self._known[name] = _Size()  # for a fragment that spreads itself or is missing: validation refuses both
            if name in self._fragments:
                self._known[name] = self._size(self._fragments[name], level)
        return self._known[name]
