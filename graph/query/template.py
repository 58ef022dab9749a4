"""The names that stand in templates of the model: {v} for a variable or a parameter, $$name for a constant."""

import re
from collections.abc import Callable

_MARK = re.compile(r"\{(?P<name>\w+)\}|\$\$(?P<constant>\w+)")


def names(template: str) -> list[str]:
    """Return the names in braces, in their order."""
    return [match["name"] for match in _MARK.finditer(template) if match["name"]]


def filled(template: str, variable: Callable[[str], str], constant: Callable[[str], str]) -> str:
    """Return the template as Cypher: `variable` and `constant` give what stands in place of a name."""
    return _MARK.sub(lambda match: variable(match["name"]) if match["name"] else constant(match["constant"]), template)
