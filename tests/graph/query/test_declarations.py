"""The declarations of the model agree with its templates, so that the compiler need not read what it prints."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import graph.query
from graph.model import public_types
from graph.model.filters import OPERATOR_INPUTS
from graph.model.public_types import Compare, Connection, Inline, Leaf, Link, Through
from graph.model.registry import CONNECTION_TYPES, KINDS, LINKS, LISTS, TYPES
from graph.query import template

AGGREGATION = re.compile(r"\b(?:avg|collect|count|max|min|sum)\(")
SUBQUERY = re.compile(r"\b(?:COLLECT|COUNT|EXISTS) \{")


def declared_fields() -> Iterator[tuple[str, Link | Connection]]:
    fields = [("Query", field) for field in (*LISTS.values(), *LINKS.values())]
    fields += [(kind.name, field) for kind in TYPES.values() for field in getattr(kind, "fields", ())]
    for connection in CONNECTION_TYPES.values():
        fields += [(connection.edge.name, field) for field in (*connection.edge.fields, *connection.links)]
    return ((f"{owner}.{field.name}", field) for owner, field in fields if isinstance(field, Link | Connection))


FIELDS = dict(declared_fields())
TESTS = {f"{kind.filter.name}.{test.name}": test for kind in KINDS.values() for test in kind.filter.fields}
OPERATORS = {
    f"{operators.name}.{operator.name}": operator
    for operators in OPERATOR_INPUTS.values()
    for operator in operators.operators
}


def templates(field: Link | Connection) -> dict[str, str]:
    if isinstance(field, Link):
        return {"match": field.match, "prelude": field.prelude}
    return {"match": field.match, "prelude": field.prelude or "", "group": field.group or "", **field.variants}


@pytest.mark.parametrize("path", FIELDS)
def test_templates_that_aggregate_are_declared(path: str) -> None:
    field = FIELDS[path]
    assert {name for name, text in templates(field).items() if AGGREGATION.search(text)} == set(field.aggregates)


@pytest.mark.parametrize("path", FIELDS)
def test_clauses_that_no_where_can_follow_are_declared(path: str) -> None:
    field = FIELDS[path]
    may_be_filtered = isinstance(field, Connection) or field.where or any(item.cypher for item in field.arguments)
    found = {
        name for name, text in templates(field).items() if name not in ("prelude", "group") and ends_otherwise(text)
    }
    assert not may_be_filtered or found == set(field.needs_with)


def ends_otherwise(text: str) -> bool:
    """Whether the last clause is a CALL, an UNWIND, or a MATCH with a condition of its own."""
    plain = template.filled(text, str, str)
    *_, clause, rest = re.split(r"\b(MATCH|WITH|UNWIND) ", plain)
    return plain.endswith("}") or clause == "UNWIND" or (clause == "MATCH" and " WHERE " in rest)


@pytest.mark.parametrize("path", [path for path, test in TESTS.items() if isinstance(test, public_types.Test)])
def test_tests_that_follow_links_are_declared(path: str) -> None:
    test = TESTS[path]
    assert isinstance(test, public_types.Test)
    assert test.follows_links == bool(SUBQUERY.search(test.cypher))
    assert not SUBQUERY.search(test.when_bound)


@pytest.mark.parametrize("path", OPERATORS)
def test_operators_are_what_they_are_declared(path: str) -> None:
    operator = OPERATORS[path]
    assert operator.follows_links == bool(SUBQUERY.search(operator.cypher))
    assert operator.compares == bool(re.match(r"\{of\} (?:=|<|>|<=|>=|IN|STARTS WITH) \{value\}", operator.cypher))


@pytest.mark.parametrize("path", [path for path, test in TESTS.items() if not isinstance(test, public_types.Test)])
def test_ways_to_linked_things_are_what_they_are_declared(path: str) -> None:
    test = TESTS[path]
    if isinstance(test, Compare):
        assert test.through is None or test.through.split()[0] in ("MATCH", "UNWIND")
    else:
        assert isinstance(test, Through)
        assert test.is_union == (" UNION " in test.match)
        assert all(SUBQUERY.search(shortcut) for shortcut in test.shortcuts.values())


@pytest.mark.parametrize("path", [path for path, field in FIELDS.items() if getattr(field, "ungrouped", None)])
def test_group_fields_are_those_that_use_a_name_of_the_group(path: str) -> None:
    field = FIELDS[path]
    assert isinstance(field, Connection)
    assert field.group
    assert field.ungrouped
    made = set(template.names(field.group)) - set(template.names(field.match)) - set(template.names(field.ungrouped))
    bound = {name for name, text in field.bind.items() if made.intersection(template.names(text))}
    edge = CONNECTION_TYPES[field.type].edge
    assert {item.name for item in edge.fields if bound.intersection(template.names(all_text(item)))} == set(
        field.group_fields
    )
    grouping = CONNECTION_TYPES[field.type].grouping
    assert not any(
        made.union(bound).intersection(template.names(dimension.match + dimension.key))
        for dimension in grouping.dimensions
    )


def all_text(field: object) -> str:
    match field:
        case Leaf():
            return field.cypher
        case Inline():
            return " ".join([field.present, *field.bind.values()])
        case Link() | Connection():
            return " ".join([*templates(field).values(), *field.bind.values()])
    raise AssertionError(field)


def test_only_templates_and_the_layout_are_read_with_regular_expressions() -> None:
    folder = Path(graph.query.__path__[0])
    importing = {
        module.name
        for module in folder.glob("*.py")
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Import) and any(name.name == "re" for name in node.names)
    }
    assert importing == {"template.py", "layout.py"}
