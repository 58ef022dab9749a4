"""Reads records as the graph holds them now: values, evidence and own links."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph.database.driver import Graph
from graph.model import NODES, RELATIONS, Node
from graph.statement import Statement
from graph.store.evidence import Evidence, FieldEvidence

_TIMEOUT_S = 120.0
_PAGE = 20_000


async def evidence(graph: Graph, node: Node, keys: Sequence[str]) -> dict[str, list[Evidence]]:
    """Return the evidence of each record that is in the graph, by its key; it may be empty."""
    text = f"""UNWIND $keys AS key
MATCH (n:{node.label} {{{node.key}: key}})
RETURN key, COLLECT {{
  MATCH (n)-[s:STATED_IN]->(source:Source) RETURN [source.id, s.rowKey, s.rowHash, s.fields, s.alsoStates, s.dataDate]
}} AS stated"""
    rows = await graph.rows(Statement(text, {"keys": list(keys)}), timeout_s=_TIMEOUT_S)
    return {row["key"]: [_evidence(*values) for values in row["stated"]] for row in rows}


def _evidence(
    source: str, row_key: str, row_hash: str, fields: list[str], shared_facts: list[str] | None, data_date: str | None
) -> Evidence:
    return Evidence(source, row_key, row_hash, tuple(fields), tuple(shared_facts or ()), data_date)


async def field_evidence(graph: Graph, node: Node, keys: Sequence[str]) -> dict[tuple[str, str, str], FieldEvidence]:
    """Return the evidence by field of these records, by the keys of record, source and row."""
    text = f"""UNWIND $keys AS key
MATCH (n:{node.label} {{{node.key}: key}})-[s:STATED_IN]->(source:Source)
RETURN key, source.id AS source, s.rowKey AS row, s.fields AS fields, s.rawTexts AS texts, s.rules AS rules"""
    rows = await graph.rows(Statement(text, {"keys": list(keys)}), timeout_s=_TIMEOUT_S)
    return {
        (row["key"], row["source"], row["row"]): FieldEvidence(row["fields"], row["texts"], row["rules"])
        for row in rows
    }


async def keys(graph: Graph, node: Node) -> list[str]:
    """Return all keys of a label, sorted. They come as one list: the driver is slow with so many rows."""
    text = f"MATCH (n:{node.label}) RETURN collect(n.{node.key})"
    return sorted(await graph.read(Statement(text), timeout_s=_TIMEOUT_S))


@dataclass(frozen=True)
class StoredRow:
    """One row of a source behind a record; `sources` counts all evidence of the record, >= 1."""

    id: str
    row_key: str
    sources: int


async def rows_of(graph: Graph, node: Node, source: str) -> AsyncIterator[StoredRow]:
    """Yield the rows of a source behind records of a label, a range of keys at a time.

    A name in a record of the source (its key is then its hash) is no row of the source.
    """
    text = f"""MATCH (n:{node.label})
WHERE n.{node.key} > $after
WITH n ORDER BY n.{node.key} LIMIT $size
RETURN n.{node.key} AS key, COUNT {{ (n)-[:STATED_IN]->() }} AS sources, COLLECT {{
  MATCH (n)-[s:STATED_IN]->(source) WHERE source.id = $source AND s.rowHash <> s.rowKey RETURN s.rowKey
}} AS rowKeys
ORDER BY key"""
    after = ""
    while found := await graph.rows(
        Statement(text, {"after": after, "source": source, "size": _PAGE}), timeout_s=_TIMEOUT_S
    ):
        for row in found:
            for row_key in row["rowKeys"]:
                yield StoredRow(row["key"], row_key, row["sources"])
        after = found[-1]["key"]


async def neighbours(graph: Graph, node: Node, keys: Sequence[str]) -> dict[str, list[str]]:
    """Return the keys of nodes linked with these records, by label: those that count them or end with them."""
    text = f"""UNWIND $keys AS key
MATCH (n:{node.label} {{{node.key}: key}})
CALL (n) {{
  MATCH (n)-[:FOR_DRUG|TESTS|STUDIES|HELD_BY|SPONSORED_BY|INDICATED_FOR|ASSOCIATED_WITH|BROADER]-(near) RETURN near
  UNION MATCH (n)-[:MANUFACTURED_BY]-(near) RETURN near
  UNION MATCH (n)-[:HAS_NAME|HAS_XREF|DESCRIBED_BY]->(near) RETURN near
  UNION MATCH (n)<-[:FOR_DRUG|TESTS]-()-[:HELD_BY|SPONSORED_BY|STUDIES]->(near) RETURN near
}}
WITH DISTINCT near
RETURN head([label IN labels(near) WHERE label IN $labels]) AS label, collect(coalesce(near.id, near.value)) AS keys"""
    asked = {"keys": list(keys), "labels": list(NODES)}
    found = await graph.rows(Statement(text, asked), timeout_s=_TIMEOUT_S)
    return {row["label"]: row["keys"] for row in found if row["label"]}


async def unused(graph: Graph, node: Node, keys: Sequence[str]) -> list[str]:
    """Return the names, identifiers or reports among these keys that no record is linked with."""
    text = f"""UNWIND $keys AS key
MATCH (n:{node.label} {{{node.key}: key}})
WHERE NOT EXISTS {{ (n)<-[:HAS_NAME|HAS_XREF|DESCRIBED_BY]-() }}
RETURN key"""
    return [row["key"] for row in await graph.rows(Statement(text, {"keys": list(keys)}), timeout_s=_TIMEOUT_S)]


async def values(graph: Graph, node: Node, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the properties of each record that is in the graph, by its key."""
    text = f"UNWIND $keys AS key MATCH (n:{node.label} {{{node.key}: key}}) RETURN key, properties(n) AS held"
    rows = await graph.rows(Statement(text, {"keys": list(keys)}), timeout_s=_TIMEOUT_S)
    return {row["key"]: row["held"] for row in rows}


async def links(graph: Graph, node: Node, types: Sequence[str], keys: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the links of these types that start at each record, by its key: rows of `graph.store.write` and `type`.

    Their `values` lack the properties that a link carries only for ordering.
    """
    text = f"""UNWIND $keys AS key
MATCH (n:{node.label} {{{node.key}: key}})-[r]->(m)
WHERE type(r) IN $types
RETURN key, type(r) AS type, coalesce(m.id, m.value) AS target, properties(r) AS held"""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in await graph.rows(Statement(text, {"keys": list(keys), "types": list(types)}), timeout_s=_TIMEOUT_S):
        relation = RELATIONS[row["type"]]
        values = {name: value for name, value in row["held"].items() if name not in relation.carried}
        own = {name: values.pop(name) for name in relation.keys}
        link = {"type": row["type"], "start": row["key"], "end": row["target"], **own, "values": values}
        found.setdefault(row["key"], []).append(link)
    return found
