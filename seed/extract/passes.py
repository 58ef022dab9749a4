"""Yields the records of one load in the order in which they are needed. Raw files are read once: records wait on disk.

Memory holds one record and the hashes of the row keys, 11 to 22 bytes a row.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import assert_never

from graph.hash_set import HashSet
from graph.progress import Progress
from seed.extract import trial_reader
from seed.extract.feeds import Feed, dated
from seed.extract.spool import Spool
from seed.extract.trial_reader import BackgroundReader
from seed.records import ApprovalRecord, ConditionRecord, ConditionRef, DrugRecord, Record, TrialRecord

_PROGRESS_EVERY = 10_000
_LearnTerm = Callable[[ConditionRef], None]
"""Called with each condition that has an id in a vocabulary, before the texts that may equal its name."""


class Passes:
    """Passes over the feeds of one load. Each row comes once for each date of its data; approvals without a number come
    last.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._rows: dict[str, HashSet] = defaultdict(HashSet)
        self._dated_rows: dict[str, HashSet] = defaultdict(HashSet)
        self._drugs: dict[str, Spool] = {}
        self._approvals: dict[str, Spool] = {}
        self._trials: dict[str, Spool] = {}
        self._numberless: dict[str, Spool] = {}
        self._readers: dict[str, BackgroundReader] = {}
        self._spools: list[Spool] = []

    def begin(self, feeds: Iterable[Feed]) -> None:
        """Start to read large files of trials in background processes."""
        for feed in filter(trial_reader.is_worth_it, feeds):
            self._trials[feed.source.id] = self._spool()
            self._readers[feed.source.id] = BackgroundReader(feed, self._trials[feed.source.id])

    def identities(self, feed: Feed, learn: _LearnTerm) -> Iterator[Record]:
        """First pass: diseases, and drugs with a DrugBank id. Other records wait; `learn` gets the trials' terms."""
        if feed.source.id in self._readers:
            return iter(())
        for waiting in (self._drugs, self._approvals, self._trials):
            waiting[feed.source.id] = self._spool()
        return self._new_rows(feed, self._sort(feed, learn))

    def other_drugs(self, feed: Feed) -> Iterator[Record]:
        """Second pass: drugs without a DrugBank id."""
        return self._new_rows(feed, self._drain(self._drugs, feed))

    def approvals(self, feed: Feed) -> Iterator[Record]:
        """Third pass: approvals, also of feeds that the first pass did not read."""
        if feed.source.id in self._trials:
            return self._new_rows(feed, self._drain(self._approvals, feed))
        self._trials[feed.source.id] = self._spool()
        return self._new_rows(feed, self._without_trials(feed))

    async def terms(self, learn: _LearnTerm) -> None:
        """Wait for the background readers; `learn` gets the terms of their trials."""
        for reader in self._readers.values():
            await reader.wait(self._progress)
            for term in reader.terms:
                learn(term)

    def trials(self, feed: Feed) -> Iterator[Record]:
        """Fourth pass: trials, once all terms are known."""
        return self._new_rows(feed, self._drain(self._trials, feed))

    def whole(self, feed: Feed) -> Iterator[Record]:
        """Yield all records of the only feed of a load, as they come."""
        return self._new_rows(feed, feed.records())

    def numberless(self, feed: Feed) -> Iterator[Record]:
        """Yield the approvals printed without a number, which wait until all numbered ones are loaded."""
        return self._drain(self._numberless, feed)

    def has_row(self, feed: Feed, row_key: str) -> bool:
        """Return True if the feed has this row."""
        return row_key in self._rows[feed.source.id]

    def close(self) -> None:
        """End background processes and free the disk."""
        for reader in self._readers.values():
            reader.close()
        for spool in self._spools:
            spool.close()

    def _spool(self) -> Spool:
        self._spools.append(Spool())
        return self._spools[-1]

    def _sort(self, feed: Feed, learn: _LearnTerm) -> Iterator[Record]:
        for done, record in enumerate(feed.records()):
            if done % _PROGRESS_EVERY == 0:
                self._progress(f"{feed.source.name}, reading", done, feed.total)
            match record:
                case ConditionRecord():
                    yield record
                case TrialRecord():
                    for term in trial_reader.terms(record):
                        learn(term)
                    self._trials[feed.source.id].put(record)
                case ApprovalRecord():
                    self._approvals[feed.source.id].put(record)
                case DrugRecord():
                    if any(xref.source == "DRUGBANK" for xref in record.xrefs):
                        yield record
                    else:
                        self._drugs[feed.source.id].put(record)
                case _:
                    assert_never(record)

    def _without_trials(self, feed: Feed) -> Iterator[Record]:
        for record in feed.records():
            if isinstance(record, TrialRecord):
                self._trials[feed.source.id].put(record)
            elif isinstance(record, ApprovalRecord):
                yield record

    def _new_rows(self, feed: Feed, records: Iterable[Record]) -> Iterator[Record]:
        rows = self._rows[feed.source.id]
        for record in dated(records, feed.source, feed.edition):
            is_new = rows.add(record.row.key)
            if record.row.data_date:
                is_new = self._dated_rows[feed.source.id].add(f"{record.row.key} {record.row.data_date}")
            if not is_new:
                feed.issues.skip("row key met before")
            elif isinstance(record, ApprovalRecord) and not record.identifiers:
                if feed.source.id not in self._numberless:
                    self._numberless[feed.source.id] = self._spool()
                self._numberless[feed.source.id].put(record)
            else:
                yield record

    def _drain(self, waiting: dict[str, Spool], feed: Feed) -> Iterator[Record]:
        spool = waiting.pop(feed.source.id, None)
        if spool is not None:
            yield from spool
            spool.close()
