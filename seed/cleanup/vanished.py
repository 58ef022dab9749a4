"""Closes records that a later edition lacks; nothing is deleted. A record that another source states stays."""

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
"""An edition that lacks more of the one before than this share, and than so many, looks like a part of a list.

Lists of agencies lose a few per cent a year; a file of one company, or one that was cut at a row's end, loses most.
"""
_BATCH = 2_000


async def close_vanished(feed: Feed, report: SourceReport, graph: Graph, reading: Passes, loader: Loader) -> None:
    """Close what a whole edition no longer has.

    A row that was refused may be any of those missing: then nothing is closed, and the report says how many stay.
    So do those of an edition that lacks too many: that is a part of a list, unless --complete says otherwise.
    """
    source, stated, gone = feed.source.id, 0, dict[str, list[current.StoredRow]]()
    for label in _LABELS:
        gone[label] = []
        async for row in current.rows_of(graph, NODES[label], source):
            stated += 1
            if not reading.has_row(feed, row.row_key):
                gone[label].append(row)
    rows = Counter(row.id for of_label in gone.values() for row in of_label)
    partial = rows.total() > max(_FEW, stated * _MOST_CLOSED) and not feed.confirmed
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
    """Note what these rows have stated beside their records."""
    rows = {(row.id, row.row_key) for row in gone}
    stated = await current.evidence(graph, NODES[label], list({row.id for row in gone}))
    for key, statements in stated.items():
        for statement in statements:
            if statement.source == source and (key, statement.row_key) in rows:
                loader.buffer.withdraw(source, statement.shared_facts)
