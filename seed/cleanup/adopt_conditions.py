"""Conditions that records named before a vocabulary came: their links go to the vocabulary's disease of that name.

The order of loads then makes no difference: had the vocabulary been there, the text had been its disease at once.
"""

from graph import cypher_files
from graph.database.driver import Graph
from graph.statement import Statement
from seed.load.loader import Loader
from seed.load.store import GraphStore

_BATCH = 1_000


async def adopt_conditions(graph: Graph, loader: Loader) -> int:
    """Move what such conditions have, and close them; how many there were."""
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
