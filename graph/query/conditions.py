"""Filters of a request as conditions of the plan."""

from collections.abc import Mapping

from graph.errors import BadUserInput
from graph.model.filters import OPERATOR_INPUTS, Operator
from graph.model.public_types import Compare, FilterInput, Test, Through
from graph.model.registry import KINDS
from graph.names import normalise
from graph.query.plan import AllOf, AnyOf, Condition, Exists, Not, Predicate, Value
from graph.query.selection import Given, constant

FILTERS = {kind.filter.name: kind.filter for kind in KINDS.values()}
"""Filter inputs by the name of their GraphQL type."""


def filter_condition(path: str, given: Given, declared: FilterInput, bound: tuple[str, ...] = ()) -> Condition:
    """One input object as a condition; `bound` names stand around it. Raises BadUserInput for a key that is null."""
    parts: list[Condition] = []
    for key, value in given.value.items():
        refuse_null(f"{path}.{key}", value)
        here, inner = given.part(key), f"{path}.{key}"
        match key:
            case "and" | "or":
                nested = tuple(
                    filter_condition(f"{inner}[{i}]", here.part(i), declared, bound) for i in range(len(value))
                )
                parts.append(AllOf(nested) if key == "and" else AnyOf(nested))
            case "not":
                parts.append(Not(filter_condition(inner, here, declared, bound)))
            case _:
                parts.append(test_condition(inner, here, declared.by_name[key], bound))
    return AllOf(tuple(parts))


def test_condition(path: str, given: Given, test: Test | Compare | Through, bound: tuple[str, ...]) -> Condition:
    """Return the condition of one field of a filter; `bound` names stand around it."""
    match test:
        case Test():
            values = {"value": Value(path, given, test.prepare)}
            if test.bound in bound:
                return Predicate(test.when_bound, values)
            return Predicate(test.cypher, values, test.follows_links)
        case Through():
            given_keys = list(given.value)
            if len(given_keys) == 1 and given_keys[0] in test.shortcuts and given.value[given_keys[0]] is not None:
                [key] = given_keys
                inner = FILTERS[test.type].by_name[key]
                assert isinstance(inner, Test)
                value = Value(f"{path}.{key}", given.part(key), inner.prepare)
                return Predicate(test.shortcuts[key], {"value": value}, follows_links=True)
            part = filter_condition(path, given, FILTERS[test.type], test.binds)
            return Exists(test.match, part, inner="w", binds=test.binds, is_union=test.is_union)
        case Compare():
            return compare_condition(path, given, test)


def compare_condition(path: str, given: Given, test: Compare) -> Condition:
    """Return the condition of a field with operators: all that are given must hold. Raises BadUserInput for a null."""
    declared = OPERATOR_INPUTS[test.type]
    operators = {operator.name: operator for operator in declared.operators}
    settings = {
        setting.name: Value(f"{path}.{setting.name}", _part(given, setting.name)) for setting in declared.settings
    }
    parts: list[Condition] = []
    for key, value in given.value.items():
        refuse_null(f"{path}.{key}", value, is_null="isNull" in operators)
        if key in settings:
            continue
        operator = operators[key]
        prepare = operator.prepare
        if test.fold and operator.type in ("String", "[String!]"):
            prepare = normalise if operator.type == "String" else _normalise_all
        bound = {"value": Value(f"{path}.{key}", given.part(key), prepare), **settings}
        if test.through is None:
            compares = test.of if operator.compares else ""
            parts.append(Predicate(operator.cypher.replace("{of}", test.of), bound, operator.follows_links, compares))
        else:
            parts.append(_through(test.through, test.of, operator, bound))
    return AllOf(tuple(parts))


def refuse_null(path: str, value: object, *, is_null: bool = False) -> None:
    """Raise BadUserInput for a null in a filter; `is_null`: the operator of that name stands beside it.

    Left out silently, it would turn a filter for records without a value into none at all.
    """
    if value is None:
        instead = "use `isNull: true` for records without a value, or leave it out" if is_null else "leave it out"
        raise BadUserInput(path, f"null is no value of a condition; {instead}")


def _part(given: Given, key: str) -> Given:
    return given.part(key) if key in given.value else constant(None)


def _through(match: str, of: str, operator: Operator, bound: Mapping[str, Value]) -> Condition:
    """Over many values "equal" asks for one that is; "not equal" and "missing" ask that none is."""
    if operator.name == "ne":
        return Not(Exists(match, Predicate(f"{of} = {{value}}", bound)))
    if operator.name == "isNull":
        return Predicate(f"(NOT EXISTS {{ {match} RETURN 1 }}) = {{value}}", bound, follows_links=True)
    return Exists(match, Predicate(operator.cypher.replace("{of}", of), bound))


def _normalise_all(names: list[str]) -> list[str]:
    return [normalise(name) for name in names]
