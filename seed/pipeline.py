"""Loads sources into the graph. A second load of the same files changes nothing, a killed one may be repeated.

records → intake (identify, compare, merge, write) → what vanished is closed → what follows is derived → checks.
When several sources are loaded at once, drugs come first, so that every name finds its drug whatever the order.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from graph import library, write
from graph.check import check
from graph.driver import Graph
from graph.migrate import migrate
from graph.model import NODES
from graph.progress import Progress, silent
from graph.statement import Statement
from seed import known, release
from seed.draft import Buffer, link
from seed.feeds import Feed, feeds
from seed.intake import BATCH, Intake
from seed.records import ApprovalRecord, DrugRecord, Record, TrialRecord
from seed.report import Report, SourceReport
from seed.settle import put_agencies, put_groups, settle

_TIMEOUT_S = 300.0


async def load_starter(graph: Graph, progress: Progress = silent) -> Report:
    """Load the starter data of this package."""
    return await load(graph, None, None, progress)


async def load(
    graph: Graph,
    sources: Sequence[str] | None = None,
    path: Path | None = None,
    progress: Progress = silent,
    *,
    force: bool = False,
) -> Report:
    """Load sources from the starter data, or one source from `path`. `force` reads files that were read before.

    Raises SettingsError on names and paths that do not fit, SourceError if a file is not what its source promises.
    """
    return await load_feeds(graph, feeds(sources, path), progress, force=force)


async def load_feeds(graph: Graph, wanted: list[Feed], progress: Progress = silent, *, force: bool = False) -> Report:
    """Load what these feeds yield."""
    started = time.monotonic()
    await migrate(graph)
    report = await _Loading(graph, wanted, progress).run(force=force)
    report.seconds = time.monotonic() - started
    return report


class _Loading:
    """One load from its first statement to its report."""

    def __init__(self, graph: Graph, wanted: list[Feed], progress: Progress) -> None:
        self.graph = graph
        self.feeds = wanted
        self.progress = progress
        self.report = Report(sources=[SourceReport(feed.source.id, feed.edition) for feed in wanted])
        self._of = {feed.source.id: each for feed, each in zip(wanted, self.report.sources, strict=True)}
        self._seen: dict[str, set[str]] = {feed.source.id: set() for feed in wanted}
        self._numberless: list[tuple[Feed, ApprovalRecord]] = []

    async def run(self, *, force: bool) -> Report:
        """Load what is not up to date; the report names every source."""
        open_load = await release.interrupted(self.graph)
        held = {row["id"]: row for row in await self._rows("read/known_sources")}
        changed = [
            feed
            for feed in self.feeds
            if force or open_load or held.get(feed.source.id, {}).get("contentHash") != feed.content_hash
        ]
        for feed in self.feeds:
            if feed not in changed:
                self._of[feed.source.id].skip_whole(held[feed.source.id]["rows"], feed.total)
        if changed:
            await self._load(changed, open_load or release.now(), again=force or open_load is not None)
        return self.report

    async def _load(self, changed: list[Feed], version: str, *, again: bool) -> None:
        buffer = Buffer(version)
        self._resolver = await known.resolver(self.graph, buffer)
        self._intake = Intake(self.graph, self._resolver, buffer, again)
        put_agencies(buffer)
        for feed in changed:
            buffer.node("Source", _source(feed, version))
        await self._intake.flush()
        if len(self.feeds) > 1:
            for wanted in (_has_drugbank_id, _has_other_id):
                for feed in changed:
                    await self._take(feed, wanted, learn=wanted is _has_drugbank_id)
        if any(self._of[feed.source.id].touched for feed in changed):
            # New drugs: names that no drug had may be theirs, so the other sources are read once more.
            self._intake.again, changed = True, self.feeds if len(self.feeds) > 1 else changed
        for feed in changed:
            await self._take(feed, _is_no_drug if len(self.feeds) > 1 else _is_any)
        await self._take_numberless()
        await self._intake.flush()
        for feed in changed:
            await self._close_vanished(feed)
        await self._finish(changed, version)

    async def _take(self, feed: Feed, wanted: Callable[[Record], bool], *, learn: bool = False) -> None:
        report, done = self._of[feed.source.id], 0
        chosen = self._chosen(feed, wanted, learn=learn)
        while batch := list(islice(chosen, BATCH)):
            await self._intake.take(batch, feed, report)
            done += len(batch)
            self.progress(feed.source.name, done, feed.total)

    def _chosen(self, feed: Feed, wanted: Callable[[Record], bool], *, learn: bool) -> Iterator[Record]:
        """Records of this pass, each row once; those without a number wait for the end."""
        seen = self._seen[feed.source.id]
        for record in feed.records():
            if learn:
                self._learn(record)
            if not wanted(record):
                continue
            if record.row.key in seen:
                feed.issues.skip("row key met before")
                continue
            seen.add(record.row.key)
            if isinstance(record, ApprovalRecord) and not record.identifiers:
                self._numberless.append((feed, record))
            else:
                yield record

    def _learn(self, record: Record) -> None:
        """Know MeSH terms before texts that may equal their names."""
        if isinstance(record, TrialRecord):
            for ref in record.conditions:
                for each in (ref, *ref.ancestors):
                    self._resolver.conditions.know(each)

    async def _take_numberless(self) -> None:
        """Records printed without a number: the only numbered one of agency, drug and date is the same record."""
        for feed in self.feeds:
            records = [record for each, record in self._numberless if each is feed]
            if records:
                await self._intake.take_numberless(records, feed, self._of[feed.source.id])

    async def _close_vanished(self, feed: Feed) -> None:
        """Close what a whole edition no longer has; a record that another source states stays, without this one.

        A row that was refused may be any of those missing: then nothing is closed, and the report says how many stay.
        """
        if not feed.complete:
            return
        source, version = feed.source.id, self._intake.buffer.release
        gone = [
            row
            for row in await self._rows("read/stated_rows", source=source)
            if row["rowKey"] not in self._seen[source]
        ]
        if any(issue.kind == "REFUSED" for issue in feed.issues.found):
            self._of[source].kept = len(gone)
            return
        for row in gone:
            if row["sources"] > 1:
                statement = link("STATED_IN", row["id"], source, {}, rowKey=row["rowKey"])
                self._intake.buffer.close_link("Approval", statement)
        await self._intake.flush()
        alone = [row["id"] for row in gone if row["sources"] == 1]
        self._intake.written += await write.close_nodes(self.graph, NODES["Approval"], alone, version)
        self._of[source].closed = len(gone)

    async def _finish(self, changed: list[Feed], version: str) -> None:
        self.progress("Counts and coverage", 0, None)
        for feed in changed:
            report = self._of[feed.source.id]
            report.close(feed, self._resolver.matched[feed.source.id], self._resolver.unmatched.get(feed.source.id))
        put_groups(self._resolver)
        held = {row["id"]: row for row in await self._rows("read/known_sources")}
        await self._intake.flush()
        settled = await settle(self.graph, self._resolver, changed)
        for feed in changed:
            self._renew(feed, held[feed.source.id], version, self._of[feed.source.id].rows)
        await self._intake.flush()
        written = self._intake.written + settled
        self.report.written = written + await release.end(self.graph, version, changed=written.changed)
        self.report.release = version if written.changed else None
        await self.graph.run_schema(Statement("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()"))
        self.report.failed_checks = await check(self.graph)

    def _renew(self, feed: Feed, held: dict[str, Any], version: str, rows: int) -> None:
        """Say what was read of the source, and only now: a load that was killed must not look finished."""
        now = {"edition": feed.edition, "contentHash": feed.content_hash, "rows": rows}
        if any(held[name] != value for name, value in now.items()):
            self._intake.buffer.change("Source", feed.source.id, {**now, "release": version})

    async def _rows(self, name: str, **parameters: object) -> list[dict[str, Any]]:
        return await self.graph.rows(Statement(library.load(name), parameters), timeout_s=_TIMEOUT_S)


def _source(feed: Feed, version: str) -> dict[str, Any]:
    source = feed.source
    return {
        "id": source.id,
        "name": source.name,
        "publisher": source.publisher,
        "url": source.url,
        "licence": source.licence,
        "licenceUrl": source.licence_url,
        "agencyCode": source.agency,
        "release": version,
    }


def _has_drugbank_id(record: Record) -> bool:
    return isinstance(record, DrugRecord) and any(each.source == "DRUGBANK" for each in record.xrefs)


def _has_other_id(record: Record) -> bool:
    return isinstance(record, DrugRecord) and not _has_drugbank_id(record)


def _is_no_drug(record: Record) -> bool:
    return not isinstance(record, DrugRecord)


def _is_any(record: Record) -> bool:
    return True
