"""Checks of the whole graph, run after each load: rules that no constraint of Community Edition can express."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from graph import cypher_files
from graph.database.driver import Graph
from graph.model import NODES, RELATIONS, Node
from graph.statement import Statement

_TIMEOUT_S = 300.0
_AT_ONCE = 2
"""Others read meanwhile."""
_SCOPES = {"trials": "Trial", "approvals": "Approval", "drugs": "Drug", "products": "products"}
"""Parameters of the checks, each with its key in `looked_at`."""

_UNSTATED = "NOT EXISTS { (n)-[:STATED_IN]->(:Source) }"

Keys = Mapping[str, Sequence[str]]


async def check(graph: Graph, looked_at: Keys | None = None) -> dict[str, list[str]]:
    """Return each check that fails, with up to twenty ids; empty if all checks pass.

    `looked_at` holds the keys to check by label, and under "products" the drugs whose products are checked. A label
    that is missing is checked as a whole.
    """
    keys = looked_at or {}
    turn = asyncio.Semaphore(_AT_ONCE)

    async def ids(statement: Statement) -> list[str]:
        async with turn:
            return [str(row["id"]) for row in await graph.rows(statement, timeout_s=_TIMEOUT_S)]

    statements = dict(_statements(keys))
    found = await asyncio.gather(*map(ids, statements.values()))
    return {name: failing for name, failing in zip(statements, found, strict=True) if failing}


def _statements(keys: Keys) -> Iterator[tuple[str, Statement]]:
    """The checks that have anything to look at."""
    for name in cypher_files.names("check"):
        text = cypher_files.load(name)
        scope = {param: keys.get(kind) for param, kind in _SCOPES.items() if f"${param}" in text}
        if not scope or any(keys is None or keys for keys in scope.values()):
            yield name, Statement(text, scope)
    stated = RELATIONS["STATED_IN"].start.split("|")
    for label, node in NODES.items():
        if (looked_at := keys.get(label)) is None or looked_at:
            yield f"check/{label} is complete", _of_label(node, _incomplete(node), looked_at)
            if label in stated:
                yield f"check/{label} is stated", _of_label(node, _UNSTATED, looked_at)


def _incomplete(node: Node) -> str:
    return " OR ".join(f"n.{name} IS NULL" for name in node.required)


def _of_label(node: Node, fails: str, keys: Sequence[str] | None) -> Statement:
    """Keys of the nodes for which the condition holds."""
    find = f"MATCH (n:{node.label})"
    if keys is not None:
        find = f"UNWIND $keys AS key MATCH (n:{node.label} {{{node.key}: key}})"
    return Statement(f"{find} WITH n WHERE {fails} RETURN n.{node.key} AS id LIMIT 20", {"keys": keys})
