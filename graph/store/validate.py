"""Checks the values of a node or a link against the model before they are written."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from graph.errors import ModelError
from graph.model import NODES, RELATIONS, Node, Relation
from graph.model.enums import ENUMS


def problem(declared: Node | Relation, values: Mapping[str, Any]) -> str | None:
    """Return the first problem: a required value is missing, a word outside its vocabulary, a name unknown."""
    name = declared.label if isinstance(declared, Node) else declared.type
    known, required, vocabularies = _rules(name)
    for property_ in required:
        if values.get(property_) is None:
            return f"{name}.{property_} is required"
    for property_, words in vocabularies:
        value = values.get(property_)
        if isinstance(value, str):
            if value not in words:
                return f"{name}.{property_} has the unknown value {value!r}"
        elif value and not words.issuperset(value):
            odd = next(word for word in value if word not in words)
            return f"{name}.{property_} has the unknown value {odd!r}"
    return None if known.issuperset(values) else f"{name} has no property {min(values.keys() - known)}"


def problem_of_link(relation: Relation, row: Mapping[str, Any]) -> str | None:
    """Return the first problem of a link's row of `graph.store.write`: its own keys stand beside its `values`."""
    values = row["values"]
    return problem(relation, {**values, **{key: row[key] for key in relation.keys}} if relation.keys else values)


def check_node(node: Node, row: Mapping[str, Any]) -> None:
    """Raise ModelError if a node's row does not fit the model."""
    _refuse(problem(node, row))


def check_link(relation: Relation, row: Mapping[str, Any]) -> None:
    """Raise ModelError if a link's row does not fit the model."""
    _refuse(problem_of_link(relation, row))


@lru_cache
def stored(name: str) -> frozenset[str]:
    """Return the names of the stored properties of a label or a relationship type."""
    declared = (NODES.get(name) or RELATIONS[name]).properties
    return frozenset(name for property_ in declared for name in property_.stored_names)


@lru_cache
def _rules(name: str) -> tuple[frozenset[str], tuple[str, ...], tuple[tuple[str, frozenset[str]], ...]]:
    """Return the stored names, the required names and the vocabularies. `validFrom` is set by the writing statement."""
    declared = [
        property_ for property_ in (NODES.get(name) or RELATIONS[name]).properties if property_.name != "validFrom"
    ]
    required = tuple(property_.name for property_ in declared if property_.required)
    return (
        stored(name),
        required,
        tuple((property_.name, frozenset(ENUMS[property_.enum].values)) for property_ in declared if property_.enum),
    )


def _refuse(text: str | None) -> None:
    if text is not None:
        raise ModelError(text)
