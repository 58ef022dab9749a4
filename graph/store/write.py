"""Batch writes, with statements derived from the model. Each of them is idempotent.

A row is a plain map. A node's row holds its properties, including the key. A link's row holds `start` and `end` (keys
of the two nodes), the relation's own keys, and `values` with its other properties. An overwritten or closed version is
kept as the past: the node's former values on (:Past<Label>)-[:VERSION_OF]->(node), a link as <TYPE>_PAST, both
with `validTo`. A version of the same release leaves no past, and neither does a new `dataDate` alone: the publisher
printed the same values again.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph.agencies import agencies
from graph.database.driver import Graph, Written
from graph.errors import ModelError
from graph.model import NODES, RELATIONS, Node, Relation
from graph.statement import Statement
from graph.store.validate import check_link, check_node, stored

BATCH = 5_000
"""Rows of one transaction. 20,000 names took 1.2 s in batches of 1,000, 0.9 of 2,000, 0.8 of 5,000, 0.9 of 10,000."""

_DATE = "dataDate"

Rows = Sequence[Mapping[str, Any]]


async def merge_nodes(graph: Graph, node: Node, rows: Rows, release: str, *, shape: str | None = None) -> Written:
    """Create missing nodes; existing ones stay as they are. `shape` is a further label."""
    for row in rows:
        check_node(node, row)
    extra = f", n:{shape}" if shape else ""
    stamp = ", n.validFrom = $release" if "validFrom" in stored(node.label) else ""
    text = f"""UNWIND $rows AS row
MERGE (n:{node.label} {{{node.key}: row.{node.key}}})
ON CREATE SET n += row{stamp}{extra}"""
    return await _in_batches(graph, text, rows, release)


async def change_nodes(graph: Graph, node: Node, rows: Rows, release: str) -> Written:
    """Set properties (null removes one) on existing nodes, and keep their former values as the past."""
    text = f"""UNWIND $rows AS row
MATCH (n:{node.label} {{{node.key}: row.{node.key}}})
WITH n, row, any(name IN keys(row) WHERE NOT name IN ['{node.key}', '{_DATE}']) AS differs
FOREACH (_ IN CASE WHEN differs AND n.validFrom <> $release THEN [1] ELSE [] END |
  CREATE (past:Past{node.label})-[:VERSION_OF]->(n)
  SET past = properties(n), past.validTo = $release)
SET n += row, n.validFrom = CASE WHEN differs THEN $release ELSE n.validFrom END"""
    for relation in RELATIONS.values():
        if relation.start == node.label and relation.order:
            text += f"""
WITH n, row
CALL (n, row) {{
  WITH n, row WHERE '{relation.order}' IN keys(row)
  MATCH (n)-[r:{relation.type}]->()
  SET r.{relation.order} = n.{relation.order}
}}"""
    return await _in_batches(graph, text, rows, release)


async def merge_links(graph: Graph, relation: Relation, start: str, rows: Rows, release: str) -> Written:
    """Create missing links; an existing one only gains the sources that now state it too."""
    for row in rows:
        check_link(relation, row)
    text = f"""{_ends(relation, start)}
MERGE (a)-[r:{relation.type}{_keys(relation)}]->(b)
ON CREATE SET r += row.values, r.validFrom = $release"""
    if relation.order:
        end = NODES[relation.end].key
        text += f", r.{relation.end_id} = b.{end}, r.{relation.order} = a.{relation.order}"
    if "sourceIds" in stored(relation.type):
        text += """
WITH r, row WHERE any(id IN row.values.sourceIds WHERE NOT id IN r.sourceIds)
CALL (r, row) {
  UNWIND r.sourceIds + row.values.sourceIds AS id
  WITH DISTINCT id ORDER BY id
  RETURN collect(id) AS ids
}
SET r.sourceIds = ids"""
    return await _in_batches(graph, text, rows, release)


async def change_links(graph: Graph, relation: Relation, start: str, rows: Rows, release: str) -> Written:
    """Set properties on existing links, and keep their former values as the past."""
    text = f"""{_ends(relation, start)}
MATCH (a)-[r:{relation.type}{_keys(relation)}]->(b)
WITH a, r, b, row, any(name IN keys(row.values) WHERE name <> '{_DATE}') AS differs
{_past_link(relation, "differs AND ")}
SET r += row.values, r.validFrom = CASE WHEN differs THEN $release ELSE r.validFrom END"""
    return await _in_batches(graph, text, rows, release)


async def close_links(graph: Graph, relation: Relation, start: str, rows: Rows, release: str) -> Written:
    """End links that no longer hold: they become past ones."""
    text = f"""{_ends(relation, start)}
MATCH (a)-[r:{relation.type}{_keys(relation)}]->(b)
{_past_link(relation)}
DELETE r"""
    return await _in_batches(graph, text, rows, release)


async def close_nodes(graph: Graph, node: Node, keys: Sequence[str], release: str) -> Written:
    """End nodes: their label and their links become past ones, in one transaction a batch."""
    rows = [{"key": key} for key in keys]
    find = f"UNWIND $rows AS row MATCH (n:{node.label} {{{node.key}: row.key}})"
    texts = [
        f"{find} WITH n AS {side} MATCH (a)-[r:{relation.type}]->(b) {_past_link(relation)} DELETE r"
        for relation in RELATIONS.values()
        for side, labels in (("a", relation.start), ("b", relation.end))
        if node.label in labels.split("|")
    ]
    labels = [node.label, *(agency.record_type for agency in agencies().values() if node.label == "Approval")]
    texts.append(f"{find} SET n:Past{node.label}, n.validTo = $release REMOVE n:{':'.join(labels)}")
    total = Written()
    for batch in _batches(rows):
        total += await graph.write(*(Statement(text, {"rows": batch, "release": release}) for text in texts))
    return total


def _past_link(relation: Relation, where: str = "") -> str:
    return f"""FOREACH (_ IN CASE WHEN {where}r.validFrom <> $release THEN [1] ELSE [] END |
  CREATE (a)-[past:{relation.type}_PAST]->(b)
  SET past = properties(r), past.validTo = $release)"""


def _ends(relation: Relation, start: str) -> str:
    if start not in relation.start.split("|"):
        raise ModelError(f"{relation.type} does not start at {start}")
    return f"""UNWIND $rows AS row
MATCH (a:{start} {{{NODES[start].key}: row.start}})
MATCH (b:{relation.end} {{{NODES[relation.end].key}: row.end}})"""


def _keys(relation: Relation) -> str:
    return " {" + ", ".join(f"{key}: row.{key}" for key in relation.keys) + "}" if relation.keys else ""


async def _in_batches(graph: Graph, text: str, rows: Rows, release: str) -> Written:
    total = Written()
    for batch in _batches(rows):
        total += await graph.write(Statement(text, {"rows": batch, "release": release}))
    return total


def _batches(rows: Rows) -> Iterator[Rows]:
    for index in range(0, len(rows), BATCH):
        yield rows[index : index + BATCH]
