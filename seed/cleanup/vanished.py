"""Closes records that a later edition lacks. Nothing is deleted, and a record that another source states stays."""

from collections import Counter
from collections.abc import Sequence

from graph.database.driver import Graph
from graph.model import NODES
from graph.store import current
from seed.extract.feeds import Feed
from seed.extract.passes import Passes
from seed.load.loader import Loader
from seed.load.store import GraphStore
from seed.merge.draft import link
from seed.merge.record_kinds import KINDS
from seed.report.report import SourceReport

_LABELS = tuple(reversed(KINDS))
"""Records before the things that they name."""
_MOST_CLOSED = 0.2
_FEW = 20
"""An edition that lacks more rows than this number and this share of the last edition looks like a part of a list.

Lists of agencies lose a few per cent a year; a file of one company, or one that was cut at a row's end, loses most.
"""
_BATCH = 2_000


async def close_vanished(feed: Feed, report: SourceReport, graph: Graph, passes: Passes, loader: Loader) -> None:
    """Close the records of a source whose rows a whole edition lacks.

    Nothing is closed if rows were refused, since any of those may be a missing one, or if too many are missing, since
    the edition is then a part of the list (unless --complete states that it is whole). The report counts those kept.
    """
    source, stored, gone = feed.source.id, 0, dict[str, list[current.StoredRow]]()
    for label in _LABELS:
        gone[label] = []
        async for row in current.rows_of(graph, NODES[label], source):
            stored += 1
            if not passes.has_row(feed, row.row_key):
                gone[label].append(row)
    rows = Counter(row.id for of_label in gone.values() for row in of_label)
    partial = rows.total() > max(_FEW, stored * _MOST_CLOSED) and not feed.confirmed
    if partial or feed.issues.refused:
        report.kept, report.partial = rows.total(), partial
        return
    for label, of_label in gone.items():
        for index in range(0, len(of_label), _BATCH):
            await _withdraw(source, label, of_label[index : index + _BATCH], graph, loader)
        for row in of_label:
            if row.sources > rows[row.id]:
                loader.buffer.close_link(label, link("STATED_IN", row.id, source, {}, rowKey=row.row_key))
                loader.changed_keys.add(label, [row.id])
    await loader.flush()
    for label, of_label in gone.items():
        ended = dict.fromkeys(row.id for row in of_label if row.sources == rows[row.id])
        await loader.close(label, list(ended), GraphStore(graph))
        for row in of_label:
            loader.journal.closed(source, row.id, row.row_key)
    report.closed = rows.total()


async def _withdraw(source: str, label: str, gone: Sequence[current.StoredRow], graph: Graph, loader: Loader) -> None:
    """Withdraw the shared facts of these rows."""
    rows = {(row.id, row.row_key) for row in gone}
    evidence_of = await current.evidence(graph, NODES[label], list({row.id for row in gone}))
    for key, evidence in evidence_of.items():
        for stated in evidence:
            if stated.source == source and (key, stated.row_key) in rows:
                loader.buffer.withdraw(source, stated.shared_facts)
