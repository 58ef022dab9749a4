"""A Cypher statement with its parameters, the only thing that the driver runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Statement:
    """One statement. Its text comes from the compiler or a file, never from a request; every value is a parameter."""

    text: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
