"""Matches rows of earlier loads again when drugs were added, so the order of loads does not change the links.

Names of such a row matched no drug, or matched one by a rule weaker than the exact name. Its naming fields are stored
in the graph, so its file may be gone. Rows of this load need no second match: within one load drugs come first.
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
    """Give rows of earlier loads the drugs that they name now; return the number of records that changed."""
    changed = 0
    async for rows, stale in _pages(graph, loader.buffer.release):
        await loader.lookup.learn([row.record for row in rows], loader.resolver)
        found = [(row, *loader.match_again(row.record, row.key, row.source, row.digest)) for row in rows]
        differing = [(row, draft, is_open) for row, draft, is_open in found if draft.matches != row.matches]
        open_rows = [{"id": row.id, "matches": draft.matches} for row, draft, is_open in differing if is_open]
        for label in (kind.label for kind in KINDS.values() if kind.names_drugs):
            of_label = [(row, draft) for row, draft, _ in differing if draft.label == label]
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
    """Write the drugs that these rows name now; return the number of records that changed."""
    node, store, changed = NODES[label], GraphStore(graph), 0
    keys = list(dict.fromkeys(row.key for row, _ in rows))
    evidence = await store.evidence(node, keys)
    records = await store.current(node, keys, evidence)
    field_evidence = await current.field_evidence(graph, node, keys)
    for row, draft in rows:
        record = records[row.key]
        before = record.links
        stored = field_evidence[row.key, row.source, draft.row.key]
        if rename(draft, record, stored, row.source, loader.rank, loader.buffer):
            changed += 1
            loader.journal.outcome(
                row.source, "CHANGED", row.key, {DRUG_FIELD: row.matches}, {DRUG_FIELD: draft.matches}
            )
            loader.changed_keys.add(
                label, (row.key, *(link["end"] for links in (before, record.links) for link in links))
            )
    return changed


async def _pages(graph: Graph, release: str) -> AsyncIterator[tuple[list[_Row], list[str]]]:
    """Yield pages of stored rows: those that are still current, and the ids of those that are not."""
    text, after = cypher_files.load("read/unsettled"), ""
    while page := await graph.read(
        Statement(text, {"after": after, "size": _PAGE, "release": release}), timeout_s=_TIMEOUT_S
    ):
        rows = [
            _Row(id_, source, key, digest, matches, decode(record.encode()))
            for id_, source, key, digest, matches, record, is_current in page
            if is_current
        ]
        yield rows, [id_ for id_, *_, is_current in page if not is_current]
        after = page[-1][0]
