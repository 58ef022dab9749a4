"""Selections free of GraphQL: a tree whose arguments can be read again for another request.

A statement is compiled once for a document and run many times, so a value is never more than a way to get it from
the request's variables; only what shapes the statement is looked at when it is made.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Variables = Mapping[str, Any]


@dataclass(frozen=True)
class Given:
    """One argument, or a part of one: its value now, and how to read it from another request's variables."""

    value: Any
    read: Callable[[Variables], Any]
    by_default: bool = False

    def part(self, key: str | int) -> "Given":
        """One key of an input object, or one item of a list."""
        return Given(self.value[key], lambda variables: self.read(variables)[key])


def constant(value: Any, *, by_default: bool = False) -> Given:
    """A value that no variable has a part in."""
    return Given(value, lambda variables: value, by_default)


@dataclass(frozen=True)
class Selection:
    """One field: `key` is its name in the answer, `children` what is asked of it for each concrete type."""

    name: str
    key: str
    arguments: Mapping[str, Given]
    children: Mapping[str, tuple["Selection", ...]]
