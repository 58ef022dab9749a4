"""What a later edition no longer has: closed, never deleted. A record that another source states stays, without it."""

from graph import state
from graph.driver import Graph
from graph.model import NODES
from seed.draft import link
from seed.feeds import Feed
from seed.intake import Intake
from seed.reading import Reading
from seed.report import SourceReport
from seed.store import GraphStore

_RECORDS = ("Approval", "Trial", "Drug", "Condition")
_MOST_CLOSED = 0.2
_FEW = 20
"""An edition that lacks more of the one before than this share, and than so many, looks like a part of a list.

Lists of agencies lose a few per cent a year; a file of one company, or one that was cut at a row's end, loses most.
"""


async def close_vanished(feed: Feed, report: SourceReport, graph: Graph, reading: Reading, intake: Intake) -> None:
    """Close what a whole edition no longer has.

    A row that was refused may be any of those missing: then nothing is closed, and the report says how many stay.
    So do those of an edition that lacks too many: that is a part of a list, until somebody says it is the whole.
    """
    source, stated, gone = feed.source.id, 0, list[tuple[str, state.Row]]()
    for label in _RECORDS:
        async for row in state.rows_of(graph, NODES[label], source):
            stated += 1
            if not reading.met(feed, row.row_key):
                gone.append((label, row))
    partial = len(gone) > max(_FEW, stated * _MOST_CLOSED) and not feed.confirmed
    if partial or feed.issues.refused:
        report.kept, report.partial = len(gone), partial
        return
    for label, row in gone:
        if row.sources > 1:
            intake.buffer.close_link(label, link("STATED_IN", row.id, source, {}, rowKey=row.row_key))
            intake.touched.add(label, [row.id])
    await intake.flush()
    for label in _RECORDS:
        await intake.close(label, [row.id for of, row in gone if of == label and row.sources == 1], GraphStore(graph))
    for _, row in gone:
        intake.journal.closed(source, row.id, row.row_key)
    report.closed = len(gone)
