"""Rows that drugs added later may change, read anew then: whatever is loaded first, the links are the same.

They name what no drug was called, or a rule weaker than the exact name matched them. Such a row lies in the graph as it
was read, so that its file may be gone. Rows of this load do not need it: within one load drugs come first.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from graph import library
from graph.driver import Graph
from graph.statement import Statement
from seed.feeds import Feed
from seed.intake import Intake
from seed.records import Record, decode
from seed.report import SourceReport
from seed.source import Source

_PAGE = 5_000
_TIMEOUT_S = 300.0


@dataclass(frozen=True)
class _Row:
    id: str
    source: str
    key: str
    matches: list[str]
    record: Record


async def relink(graph: Graph, intake: Intake) -> int:
    """Give rows of earlier loads the drugs that they name; how many records have changed."""
    changed = 0
    async for rows, stale in _pages(graph, intake.buffer.release):
        open_rows, settled = list[dict[str, Any]](), list(stale)
        for source in dict.fromkeys(row.source for row in rows):
            report, feed = SourceReport(source), _feed(source)
            of_source = [row for row in rows if row.source == source]
            found = [(row, *intake.named(row.record, row.key, source)) for row in of_source]
            settled += (row.id for row, _, is_open in found if not is_open)
            others = [(row, matches, is_open) for row, matches, is_open in found if matches != row.matches]
            open_rows += ({"id": row.id, "matches": matches} for row, matches, is_open in others if is_open)
            await intake.retake([(row.record, row.key) for row, _, _ in others], feed, report)
            changed += report.changed
        await intake.flush()
        intake.written += await graph.write(
            Statement(library.load("write/unsettled_matches"), {"rows": open_rows}),
            Statement(library.load("write/settled"), {"ids": settled}),
        )
    return changed


async def _pages(graph: Graph, release: str) -> AsyncIterator[tuple[list[_Row], list[str]]]:
    """Rows that are still as they were read, and the ids of those that are not."""
    text, after = library.load("read/unsettled"), ""
    while page := await graph.rows(
        Statement(text, {"after": after, "size": _PAGE, "release": release}), timeout_s=_TIMEOUT_S
    ):
        rows = [
            _Row(row["id"], row["source"], row["key"], row["matches"], decode(row["record"].encode()))
            for row in page
            if row["current"]
        ]
        yield rows, [row["id"] for row in page if not row["current"]]
        after = page[-1]["id"]


def _feed(source: str) -> Feed:
    """What the intake needs of a source whose rows are in the graph."""
    known = Source(source, source, source, "", lambda path, issues: iter(()), 0)
    return Feed(known, None, "", False, lambda: iter(()))
