"""Everyday names of conditions, from the reviewed table `condition_names`."""

from graph import cypher_files
from graph.database.driver import Graph
from graph.statement import Statement
from seed import tables
from seed.load.loader import Loader
from seed.merge.draft import link
from seed.resolve.shared_facts import put_name


async def put_condition_names(graph: Graph, loader: Loader) -> None:
    """Name the terms that the graph has as the table states, so that a search finds them by the words of a load.

    Names that the table no longer states are closed, unless another source states them.
    """
    conditions, source = loader.resolver.conditions, tables.SOURCE["id"]
    wanted = set(conditions.everyday_names())
    statement = Statement(cypher_files.load("read/table_names"), {"source": source})
    stored = {(row["id"], row["name"]): row["sources"] for row in await graph.rows(statement)}
    for key, name in sorted(wanted - stored.keys()):
        put_name(loader.buffer, "Condition", key, name, "SYNONYM", source, None)
    for (key, name), sources in stored.items():
        if (key, name) not in wanted:
            others = [other for other in sources if other != source]
            row = link("HAS_NAME", key, name, {"sourceIds": others}, kind="SYNONYM")
            if others:
                loader.buffer.change_link("Condition", row)
            else:
                loader.buffer.close_link("Condition", row)
