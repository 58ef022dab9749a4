"""A checksum over the whole graph that does not depend on order: every property of every node and relationship."""

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import orjson

from graph.database.driver import Graph
from graph.statement import Statement

INSTANTS = frozenset({"validFrom", "firstSeen", "version", "builtAt", "release", "appliedAt"})
"""Properties that depend on the time of a load, not on its data."""
_PAGE = 20_000
_NODES = """MATCH (n) WHERE id(n) >= $first AND id(n) < $first + $size
RETURN labels(n) AS what, properties(n) AS held, n.id AS a, n.value AS b"""
_LINKS = """MATCH (a) WHERE id(a) >= $first AND id(a) < $first + $size
MATCH (a)-[r]->(b)
RETURN type(r) AS what, properties(r) AS held, coalesce(a.id, a.value) AS a, coalesce(b.id, b.value) AS b"""


@dataclass
class Checksum:
    """`counts` by labels and types; `total` sums the hashes of all nodes and relationships with their properties."""

    counts: Counter[str] = field(default_factory=Counter)
    total: int = 0

    def add(self, row: dict[str, Any], without: Collection[str]) -> None:
        """Add a node or a relationship."""
        what = row["what"] if isinstance(row["what"], str) else ":".join(sorted(row["what"]))
        held = {name: value for name, value in row["held"].items() if name not in without}
        text = orjson.dumps([what, row["a"], row["b"], held], option=orjson.OPT_SORT_KEYS)
        self.counts[what] += 1
        self.total += int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


async def checksum(graph: Graph, without: Collection[str] = INSTANTS) -> Checksum:
    """Return the checksum of the whole graph, read by pages of nodes."""
    [row] = await graph.rows(Statement("MATCH (n) RETURN max(id(n)) AS last"), timeout_s=600)
    found = Checksum()
    for first in range(0, (row["last"] or 0) + 1, _PAGE):
        for text in (_NODES, _LINKS):
            for record in await graph.rows(Statement(text, {"first": first, "size": _PAGE}), timeout_s=600):
                found.add(record, without)
    return found
