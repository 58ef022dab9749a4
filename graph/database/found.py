"""The answer of a statement with one value."""

from dataclasses import dataclass
from typing import Any

from graph.database.raw_reads import unpack


@dataclass(frozen=True)
class Found:
    """The one value that a statement returned: as the bytes that came (`packed`), or as an object (`value`)."""

    value: Any = None
    packed: bytes | None = None

    def read(self) -> Any:
        """The value as a new object."""
        return self.value if self.packed is None else unpack(self.packed)
