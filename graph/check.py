"""What must hold in the whole graph and no constraint of Community Edition can say; run after each load."""

import asyncio

from graph import library
from graph.driver import Graph
from graph.model import NODES, Node
from graph.statement import Statement

_TIMEOUT_S = 300.0
_AT_ONCE = 2
"""Others read meanwhile."""


async def check(graph: Graph) -> dict[str, list[str]]:
    """Name of each check that fails, with up to twenty ids it fails for; empty if all is well."""
    statements = {name: library.load(name) for name in library.names("check")}
    statements |= {f"check/{node.label} is complete": _complete(node) for node in NODES.values()}
    turn = asyncio.Semaphore(_AT_ONCE)

    async def ids(text: str) -> list[str]:
        async with turn:
            return [str(row["id"]) for row in await graph.rows(Statement(text), timeout_s=_TIMEOUT_S)]

    found = await asyncio.gather(*map(ids, statements.values()))
    return {name: failing for name, failing in zip(statements, found, strict=True) if failing}


def _complete(node: Node) -> str:
    missing = " OR ".join(f"n.{name} IS NULL" for name in node.required)
    return f"MATCH (n:{node.label}) WHERE {missing} RETURN n.{node.key} AS id LIMIT 20"
