"""Loads sources into the graph. A second load of the same files changes nothing, a killed one may be repeated.

records → intake (identify, compare, merge, write) → what vanished is closed → what follows is derived → checks.
When several sources are loaded at once, diseases and drugs come first, so that every name finds its own whatever the
order, and trials last.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from graph import cypher_files
from graph.database.driver import Graph
from graph.database.integrity import check
from graph.database.migrate import migrate
from graph.progress import Progress, silent
from graph.statement import Statement
from seed.cleanup.adopt_conditions import adopt_conditions
from seed.cleanup.rematch import rematch
from seed.cleanup.vanished import close_vanished
from seed.cleanup.withdrawn import end_withdrawn
from seed.derive.derivation import derive
from seed.derive.groups import put_groups
from seed.extract.feeds import Feed, feeds
from seed.extract.passes import Passes
from seed.gc_tuning import rare_garbage_collection
from seed.load import release
from seed.load.agencies import put_agencies
from seed.load.lease import leased
from seed.load.loader import Loader
from seed.load.store import GraphStore
from seed.merge.buffer import Buffer
from seed.records import Record
from seed.report.journal import Journal
from seed.report.report import LoadReport, SourceReport
from seed.resolve import condition
from seed.resolve.lookup import GraphLookup, resolver_of

_TIMEOUT_S = 300.0


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
    """Load sources from the starter data, or one source from `path`. `force` reads files that were read before.

    Raises SettingsError on names and paths that do not fit, SourceError if a file is not what its source promises.
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
    """Load what these feeds yield. Waits for another load to end; `journal` gets the outcome of each record."""
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
    held = {row["id"]: row for row in await _rows(graph, "read/known_sources")}
    changed = [
        feed
        for feed in wanted
        if force or open_load or held.get(feed.source.id, {}).get("contentHash") != feed.content_hash
    ]
    buffer = Buffer(open_load or release.now(), {id_: row["edition"] for id_, row in held.items()})
    again = force or open_load is not None
    with rare_garbage_collection(), closing(Load(wanted, changed, progress)) as loading:
        for feed in wanted:
            if feed not in changed:
                loading.of(feed).skip_whole(held[feed.source.id])
        if changed:
            resolver = await resolver_of(graph, buffer)
            known = GraphLookup(graph if held else None)
            await loading.take(Loader(GraphStore(graph), resolver, buffer, again, journal, known=known))
            if open_load:
                loading.loader.changed_keys.mark_everything()
                loading.loader.new_drugs = True
            await loading.finish(graph, held)
    journal.end(loading.report)
    return loading.report


class Load:
    """One load from its first record to its report: `take` all records into a store, then `finish` in the graph."""

    def __init__(self, wanted: list[Feed], changed: list[Feed], progress: Progress) -> None:
        self.feeds = wanted
        self.changed = changed
        self.progress = progress
        self.report = LoadReport(sources=[SourceReport(feed.source.id, feed.edition) for feed in wanted])
        self._of = {feed.source.id: entry for feed, entry in zip(wanted, self.report.sources, strict=True)}
        self._reading = Passes(progress)

    def close(self) -> None:
        """Give back the processes and the disk on which records waited."""
        self._reading.close()

    def of(self, feed: Feed) -> SourceReport:
        """Return the report on this feed."""
        return self._of[feed.source.id]

    async def take(self, loader: Loader) -> None:
        """Read all records but those without a number."""
        self.loader = loader
        loader.buffer.editions |= {feed.source.id: feed.edition for feed in self.feeds}
        await put_agencies(loader.store, loader.buffer)
        for feed in self.changed:
            loader.buffer.node("Source", _source(feed, loader.buffer.release))
        await loader.flush()
        if len(self.feeds) == 1:
            await self._take(self.changed, self._reading.whole)
        else:
            conditions = loader.resolver.conditions
            self._reading.begin(self.changed)
            await self._take(self.changed, lambda feed: self._reading.identities(feed, conditions.know))
            await self._take(self.changed, self._reading.other_drugs)
            if any(self.of(feed).touched for feed in self.changed):
                # New drugs or diseases: names that none had may be theirs, so the other sources are read once more.
                loader.again, self.changed = True, self.feeds
            await self._take(self.changed, self._reading.approvals)
            await self._reading.terms(conditions.know)
            await self._take(self.changed, self._reading.trials)
        condition.put_broader(loader.resolver.conditions, loader.buffer)
        await loader.flush()

    async def finish(self, graph: Graph, held: Mapping[str, Mapping[str, Any]]) -> None:
        """Run the steps that need all records in the graph. `held` is the stored state of each source before it."""
        store = GraphStore(graph)
        for feed in self.changed:
            for batch in _batches(self._reading.numberless(feed), store.batch):
                await self.loader.take_numberless(batch, feed, self.of(feed), store)
        await self.loader.flush()
        if self.loader.new_drugs:
            self.progress("Rows that new drugs may change", 0, None)
            self.report.relinked = await rematch(graph, self.loader)
        self.report.joined = await adopt_conditions(graph, self.loader)
        for feed in self.changed:
            if feed.complete and feed.source.id in held:
                await close_vanished(feed, self.of(feed), graph, self._reading, self.loader)
        await end_withdrawn(graph, self.loader)
        await self._settle(graph)

    async def _take(self, feeds: list[Feed], pass_: Callable[[Feed], Iterator[Record]]) -> None:
        for feed in feeds:
            done = 0
            for batch in _batches(pass_(feed), self.loader.store.batch):
                await self.loader.take(batch, feed, self.of(feed))
                done += len(batch)
                self.progress(feed.source.name, done, feed.total)

    async def _settle(self, graph: Graph) -> None:
        self.progress("Counts and coverage", 0, None)
        loader, resolver = self.loader, self.loader.resolver
        for feed in self.changed:
            self.of(feed).close(feed, resolver.matched[feed.source.id], resolver.unmatched.get(feed.source.id))
        await put_groups(graph, loader)
        held = {row["id"]: row for row in await _rows(graph, "read/known_sources")}
        await loader.flush()
        lists = {row["id"]: row["agency"] for row in held.values() if row["isComplete"] and loader.new_drugs}
        lists |= {feed.source.id: feed.source.agency for feed in self.changed if feed.complete}
        settled = await derive(graph, resolver, lists, loader.changed_keys, self.progress)
        for feed in self.changed:
            self._renew(feed, held[feed.source.id], loader.buffer.release, self.of(feed).counted())
        await loader.flush()
        written = loader.written + settled
        version = loader.buffer.release
        self.report.written = written + await release.close_load(graph, version, changed=written.changed)
        self.report.release = version if written.changed else None
        await graph.run_schema(Statement("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()"))
        self.progress("Checks", 0, None)
        self.report.failed_checks = await check(graph, loader.changed_keys.by_label())

    def _renew(self, feed: Feed, held: dict[str, Any], version: str, counted: dict[str, int]) -> None:
        """Say what was read of the source, and only now: a load that was killed must not look finished."""
        now = {"edition": feed.edition, "contentHash": feed.content_hash, "isComplete": feed.complete, **counted}
        if any(held[name] != value for name, value in now.items()):
            self.loader.buffer.change("Source", feed.source.id, {**now, "release": version})


async def _rows(graph: Graph, name: str, **parameters: object) -> list[dict[str, Any]]:
    return await graph.rows(Statement(cypher_files.load(name), parameters), timeout_s=_TIMEOUT_S)


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
