"""A statement as an analyst pastes it into any Neo4j client: laid out over lines, with its values in the text."""

import re
from collections.abc import Mapping
from typing import Any

import orjson

from graph.query.layout import lay_out
from graph.statement import Statement

_PARAMETER = re.compile(r"\$(\w+)")


def show_statement(statement: Statement) -> dict[str, object]:
    """Return the `statement` that ran, its `parameters`, and `paste`: the same laid out, values in place."""
    parameters = dict(statement.parameters)
    paste = _PARAMETER.sub(lambda found: literal(parameters[found[1]]), lay_out(statement.text))
    return {"statement": statement.text, "parameters": parameters, "paste": f"{paste};"}


def literal(value: Any) -> str:
    """A value as Cypher writes it.

    >>> literal({"name": "Mecasermin", "ids": [1, None, True]})
    '{`name`: "Mecasermin", `ids`: [1, null, true]}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"`{key.replace('`', '``')}`: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    return orjson.dumps(value).decode()
