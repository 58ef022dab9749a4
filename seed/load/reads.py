"""Runs the statements of a load that read, each by the name of its file."""

from typing import Any

from graph import cypher_files
from graph.database.driver import Graph
from graph.statement import Statement

_TIMEOUT_S = 300.0


async def rows_of(graph: Graph, name: str, **parameters: object) -> list[dict[str, Any]]:
    """Return the rows of the statement in `cypher/<name>.cypher`, by column."""
    return await graph.rows(Statement(cypher_files.load(name), parameters), timeout_s=_TIMEOUT_S)
