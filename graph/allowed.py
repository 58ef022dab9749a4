"""What the model has against the values of a node or a link, before they are written anywhere."""

from collections.abc import Container, Mapping
from functools import lru_cache
from typing import Any

from graph.errors import ModelError
from graph.model import NODES, RELATIONS, Node, Relation
from graph.model.enums import ENUMS


def problem(declared: Node | Relation, values: Mapping[str, Any]) -> str | None:
    """What the model has against these values: a required one missing, a word outside its vocabulary, an odd name."""
    name = declared.label if isinstance(declared, Node) else declared.type
    for property_, required, words in _checked(name):
        value = values.get(property_)
        if value is None:
            if required:
                return f"{name}.{property_} is required"
        elif words is not None:
            odd = [word for word in (value if isinstance(value, list) else (value,)) if word not in words]
            if odd:
                return f"{name}.{property_} has the unknown value {odd[0]!r}"
    known = stored(name)
    return None if values.keys() <= known else f"{name} has no property {min(values.keys() - known)}"


def problem_of_link(relation: Relation, row: Mapping[str, Any]) -> str | None:
    """The same of a link's row as `graph.write` takes it: its own keys beside its `values`."""
    values = row["values"]
    return problem(relation, {**values, **{key: row[key] for key in relation.keys}} if relation.keys else values)


def check_node(node: Node, row: Mapping[str, Any]) -> None:
    """Raise ModelError if the model has something against a node's row."""
    _refuse(problem(node, row))


def check_link(relation: Relation, row: Mapping[str, Any]) -> None:
    """Raise ModelError if the model has something against a link's row."""
    _refuse(problem_of_link(relation, row))


@lru_cache
def stored(name: str) -> frozenset[str]:
    """Names of the properties under which a label or a relationship type keeps its values."""
    declared = (NODES.get(name) or RELATIONS[name]).properties
    return frozenset(name for each in declared for name in each.stored_names)


@lru_cache
def _checked(name: str) -> tuple[tuple[str, bool, Container[str] | None], ...]:
    """Name, required and vocabulary of each property that needs a look; `validFrom` is set by the statement itself."""
    return tuple(
        (each.name, each.required, ENUMS[each.enum].values if each.enum else None)
        for each in (NODES.get(name) or RELATIONS[name]).properties
        if (each.required or each.enum) and each.name != "validFrom"
    )


def _refuse(text: str | None) -> None:
    if text is not None:
        raise ModelError(text)
