"""Rows that drugs added later may change, matched anew then: whatever is loaded first, the links are the same.

Their names matched no drug, or matched one by a rule weaker than the exact name. The naming fields of such a row are
stored in the graph, so its file may be gone. Rows of this load do not need it: within one load drugs come first.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from graph import cypher_files
from graph.database.driver import Graph
from graph.model import NODES
from graph.statement import Statement
from graph.store import current
from seed.load.loader import Loader
from seed.load.store import GraphStore
from seed.merge.draft import Draft
from seed.merge.merge import rename
from seed.merge.record_kinds import DRUG_FIELD, KINDS
from seed.records import Record, decode

_PAGE = 5_000
_TIMEOUT_S = 300.0


@dataclass(frozen=True)
class _Row:
    id: str
    source: str
    key: str
    digest: str
    matches: list[str]
    record: Record


async def rematch(graph: Graph, loader: Loader) -> int:
    """Give rows of earlier loads the drugs that they name; how many records have changed."""
    changed = 0
    async for rows, stale in _pages(graph, loader.buffer.release):
        await loader.known.of([row.record for row in rows], loader.resolver)
        found = [(row, *loader.named(row.record, row.key, row.source, row.digest)) for row in rows]
        others = [(row, draft, is_open) for row, draft, is_open in found if draft.matches != row.matches]
        open_rows = [{"id": row.id, "matches": draft.matches} for row, draft, is_open in others if is_open]
        for label in (kind.label for kind in KINDS.values() if kind.names_drugs):
            of_label = [(row, draft) for row, draft, _ in others if draft.label == label]
            if of_label:
                changed += await _rename(of_label, label, graph, loader)
        await loader.flush()
        settled = [*stale, *(row.id for row, _, is_open in found if not is_open)]
        loader.written += await graph.write(
            Statement(cypher_files.load("write/unsettled_matches"), {"rows": open_rows}),
            Statement(cypher_files.load("write/settled"), {"ids": settled}),
        )
    return changed


async def _rename(rows: Sequence[tuple[_Row, Draft]], label: str, graph: Graph, loader: Loader) -> int:
    """Write the drugs that these rows name now."""
    node, store, changed = NODES[label], GraphStore(graph), 0
    keys = list(dict.fromkeys(row.key for row, _ in rows))
    stated = await store.evidence(node, keys)
    held = await store.held(node, keys, stated)
    proofs = await current.field_evidence(graph, node, keys)
    for row, draft in rows:
        known = held[row.key]
        before = known.links
        proof = proofs[row.key, row.source, draft.row.key]
        if rename(draft, known, proof, row.source, loader.rank, loader.buffer):
            changed += 1
            loader.journal.outcome(
                row.source, "CHANGED", row.key, {DRUG_FIELD: row.matches}, {DRUG_FIELD: draft.matches}
            )
            loader.changed_keys.add(
                label, (row.key, *(link["end"] for links in (before, known.links) for link in links))
            )
    return changed


async def _pages(graph: Graph, release: str) -> AsyncIterator[tuple[list[_Row], list[str]]]:
    """Rows that are still as they were read, and the ids of those that are not."""
    text, after = cypher_files.load("read/unsettled"), ""
    while page := await graph.read(
        Statement(text, {"after": after, "size": _PAGE, "release": release}), timeout_s=_TIMEOUT_S
    ):
        rows = [
            _Row(id_, source, key, digest, matches, decode(record.encode()))
            for id_, source, key, digest, matches, record, current in page
            if current
        ]
        yield rows, [id_ for id_, *_, current in page if not current]
        after = page[-1][0]
