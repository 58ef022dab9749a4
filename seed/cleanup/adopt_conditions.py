"""Moves the links of conditions that records named to diseases of that name in a vocabulary that came later.

So the order of loads makes no difference: had the vocabulary come first, the name had been its disease at once.
"""

from graph import cypher_files
from graph.database.driver import Graph
from graph.statement import Statement
from seed.load.loader import Loader
from seed.load.store import GraphStore

_BATCH = 1_000


async def adopt_conditions(graph: Graph, loader: Loader) -> int:
    """Move the links of such conditions and close them; return their number."""
    conditions = loader.resolver.conditions
    rows = [{"before": before, "key": key} for before, key in conditions.moved()]
    text = cypher_files.load("write/join_conditions")
    for index in range(0, len(rows), _BATCH):
        batch = rows[index : index + _BATCH]
        loader.written += await graph.write(Statement(text, {"rows": batch, "release": loader.buffer.release}))
        await loader.close("Condition", [row["before"] for row in batch], GraphStore(graph))
        loader.changed_keys.add("Condition", (row["key"] for row in batch))
        for row in batch:
            if address := conditions.inherit(row["key"], row["before"]):
                loader.buffer.change("Condition", row["key"], {"slug": address})
    await loader.flush()
    return len(rows)
