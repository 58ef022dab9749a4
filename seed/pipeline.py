"""Loads sources into the graph. Loading is idempotent and restartable.

Steps: records are loaded (identified, compared, merged, written), vanished records closed, values derived, the graph
checked. If several sources are loaded at once, diseases and drugs come first and trials last, so names find their drug
or disease in any order of sources.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from graph.database.driver import Graph
from graph.database.integrity import check
from graph.database.migrate import migrate
from graph.progress import Progress, silent
from graph.statement import Statement
from seed.cleanup.adopt_conditions import adopt_conditions
from seed.cleanup.rematch import rematch
from seed.cleanup.vanished import close_vanished
from seed.cleanup.withdrawn import end_withdrawn
from seed.derive.condition_names import put_condition_names
from seed.derive.coverage import WholeList
from seed.derive.derivation import derive
from seed.derive.groups import put_groups
from seed.extract.feeds import Feed, feeds
from seed.extract.passes import Passes
from seed.gc_tuning import rare_garbage_collection
from seed.load import release
from seed.load.agencies import put_agencies
from seed.load.lease import leased
from seed.load.loader import Loader
from seed.load.reads import rows_of
from seed.load.store import GraphStore
from seed.merge.buffer import Buffer
from seed.records import Record
from seed.report.journal import Journal
from seed.report.report import LoadReport, SourceReport
from seed.resolve import condition
from seed.resolve.lookup import GraphLookup, resolver_of


async def load_starter(graph: Graph, progress: Progress = silent) -> LoadReport:
    """Load the starter data of this package."""
    return await load(graph, None, None, progress)


async def load(
    graph: Graph,
    sources: Sequence[str] | None = None,
    path: Path | None = None,
    progress: Progress = silent,
    *,
    force: bool = False,
    journal: Journal | None = None,
) -> LoadReport:
    """Load sources from the starter data, or one source from `path`. `force` also reads files that were loaded before.

    Raises SettingsError for unknown names and unsuitable paths, SourceError for a file that its source cannot read.
    """
    return await load_feeds(graph, feeds(sources, path), progress, force=force, journal=journal)


async def load_feeds(
    graph: Graph,
    wanted: list[Feed],
    progress: Progress = silent,
    *,
    force: bool = False,
    journal: Journal | None = None,
) -> LoadReport:
    """Load these feeds, after any other load has ended. `journal` gets the outcome of each record."""
    started = time.monotonic()
    await migrate(graph)
    async with leased(graph, progress):
        report = await _load_feeds(graph, wanted, progress, journal or Journal(), force=force)
    report.seconds = time.monotonic() - started
    return report


async def _load_feeds(
    graph: Graph, wanted: list[Feed], progress: Progress, journal: Journal, *, force: bool
) -> LoadReport:
    open_load = await release.interrupted(graph)
    stored = {row["id"]: row for row in await rows_of(graph, "read/known_sources")}
    changed = [
        feed
        for feed in wanted
        if force or open_load or stored.get(feed.source.id, {}).get("contentHash") != feed.content_hash
    ]
    buffer = Buffer(open_load or release.now(), {id_: row["edition"] for id_, row in stored.items()})
    again = force or open_load is not None
    with rare_garbage_collection(), closing(Load(wanted, changed, progress)) as loading:
        for feed in wanted:
            if feed not in changed:
                loading.report_of(feed).skip_whole(stored[feed.source.id])
        if changed:
            resolver = await resolver_of(graph, buffer)
            lookup = GraphLookup(graph if stored else None)
            await loading.load_records(Loader(GraphStore(graph), resolver, buffer, again, journal, lookup=lookup))
            if open_load:
                loading.loader.changed_keys.mark_everything()
                loading.loader.new_drugs = True
            await loading.finish(graph, stored)
    journal.end(loading.report)
    return loading.report


class Load:
    """One load from its first record to its report: `load_records` into a store, then `finish` in the graph."""

    def __init__(self, wanted: list[Feed], changed: list[Feed], progress: Progress) -> None:
        self.feeds = wanted
        self.changed = changed
        self.progress = progress
        self.report = LoadReport(sources=[SourceReport(feed.source.id, feed.edition) for feed in wanted])
        self._reports = {feed.source.id: entry for feed, entry in zip(wanted, self.report.sources, strict=True)}
        self._passes = Passes(progress)

    def close(self) -> None:
        """Give back the processes and the disk on which records waited."""
        self._passes.close()

    def report_of(self, feed: Feed) -> SourceReport:
        """Return the report on the source of a feed."""
        return self._reports[feed.source.id]

    async def load_records(self, loader: Loader) -> None:
        """Load all records except approvals without a number."""
        self.loader = loader
        loader.buffer.editions |= {feed.source.id: feed.edition for feed in self.feeds}
        await put_agencies(loader.store, loader.buffer)
        for feed in self.changed:
            loader.buffer.node("Source", _source(feed, loader.buffer.release))
        await loader.flush()
        if len(self.feeds) == 1:
            await self._load_pass(self.changed, self._passes.whole)
        else:
            conditions = loader.resolver.conditions
            self._passes.begin(self.changed)
            # Trials first: they print ids of MeSH headings, of which the tree in text form has none.
            trials_first = sorted(self.changed, key=lambda feed: not feed.source.trials)
            await self._load_pass(trials_first, lambda feed: self._passes.identities(feed, conditions.know))
            await self._load_pass(self.changed, self._passes.other_drugs)
            if any(self.report_of(feed).has_changes for feed in self.changed):
                # Drugs or diseases are new: names that matched none may match them, so all sources are read again.
                loader.again, self.changed = True, self.feeds
            await self._load_pass(self.changed, self._passes.approvals)
            await self._passes.terms(conditions.know)
            await self._load_pass(self.changed, self._passes.trials)
        condition.put_broader(loader.resolver.conditions, loader.buffer)
        await loader.flush()

    async def finish(self, graph: Graph, stored: Mapping[str, Mapping[str, Any]]) -> None:
        """Run the steps that need all records in the graph. `stored` are the sources as they were before this load."""
        store = GraphStore(graph)
        for feed in self.changed:
            for batch in _batches(self._passes.numberless(feed), store.batch):
                await self.loader.load_numberless(batch, feed, self.report_of(feed), store)
        await self.loader.flush()
        if self.loader.new_drugs:
            self.progress("Rows that new drugs may change", 0, None)
            self.report.relinked = await rematch(graph, self.loader)
        self.report.joined = await adopt_conditions(graph, self.loader)
        for feed in self.changed:
            if feed.complete and feed.source.id in stored:
                await close_vanished(feed, self.report_of(feed), graph, self._passes, self.loader)
        await end_withdrawn(graph, self.loader)
        await self._derive(graph)

    async def _load_pass(self, feeds: list[Feed], pass_: Callable[[Feed], Iterator[Record]]) -> None:
        for feed in feeds:
            done = 0
            for batch in _batches(pass_(feed), self.loader.store.batch):
                await self.loader.load(batch, feed, self.report_of(feed))
                done += len(batch)
                self.progress(feed.source.name, done, feed.total)

    async def _derive(self, graph: Graph) -> None:
        self.progress("Counts and coverage", 0, None)
        loader, resolver = self.loader, self.loader.resolver
        for feed in self.changed:
            self.report_of(feed).close(feed, resolver.matched[feed.source.id], resolver.unmatched.get(feed.source.id))
        await put_groups(graph, loader)
        await put_condition_names(graph, loader)
        stored = {row["id"]: row for row in await rows_of(graph, "read/known_sources")}
        await loader.flush()
        lists = {
            row["id"]: WholeList.stored(row["id"], row["agency"], row["edition"])
            for row in stored.values()
            if row["isComplete"] and row["agency"]
        } | {
            feed.source.id: WholeList(feed.source.id, feed.source.agency, feed.edition, feed.source.scope)
            for feed in self.changed
            if feed.complete and feed.source.agency
        }
        derived = await derive(graph, resolver, list(lists.values()), loader.changed_keys, self.progress)
        for feed in self.changed:
            self._update_source(feed, stored[feed.source.id], loader.buffer.release, self.report_of(feed).counted())
        await loader.flush()
        written = loader.written + derived
        version = loader.buffer.release
        self.report.written = written + await release.close_load(graph, version, changed=written.changed)
        self.report.release = version if written.changed else None
        await graph.run_schema(Statement("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()"))
        self.progress("Checks", 0, None)
        self.report.failed_checks = await check(graph, loader.changed_keys.by_label())

    def _update_source(self, feed: Feed, stored: dict[str, Any], version: str, counted: dict[str, int]) -> None:
        """Store the edition and counts of the source, and only at the end: a killed load must not look finished."""
        current = {"edition": feed.edition, "contentHash": feed.content_hash, "isComplete": feed.complete, **counted}
        if any(stored[name] != value for name, value in current.items()):
            self.loader.buffer.change("Source", feed.source.id, {**current, "release": version})


def _batches(records: Iterator[Record], size: int) -> Iterator[list[Record]]:
    while batch := list(islice(records, size)):
        yield batch


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
