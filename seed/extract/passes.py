"""The records of one load in the order in which they are needed. Raw files are read once: what waits, waits on disk.

In memory lie the hashes of the row keys, 11 to 22 bytes a row, and one record.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import assert_never

from graph.hash_set import HashSet
from graph.progress import Progress
from seed.extract import trial_reader
from seed.extract.feeds import Feed
from seed.extract.spool import Spool
from seed.extract.trial_reader import BackgroundReader
from seed.records import ApprovalRecord, ConditionRecord, ConditionRef, DrugRecord, Record, TrialRecord

_TOLD_EVERY = 10_000
_LearnTerm = Callable[[ConditionRef], None]
"""Gets each condition that has an id in a vocabulary, before the texts that may equal its name."""


class Passes:
    """Passes over the feeds of one load; each row comes once, and what has no number comes last."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._rows: dict[str, HashSet] = defaultdict(HashSet)
        self._drugs: dict[str, Spool] = {}
        self._approvals: dict[str, Spool] = {}
        self._trials: dict[str, Spool] = {}
        self._numberless: dict[str, Spool] = {}
        self._beside: dict[str, BackgroundReader] = {}
        self._made: list[Spool] = []

    def begin(self, feeds: Iterable[Feed]) -> None:
        """Begin to read beside this process what is worth it."""
        for feed in filter(trial_reader.is_worth_it, feeds):
            self._trials[feed.source.id] = self._spool()
            self._beside[feed.source.id] = BackgroundReader(feed, self._trials[feed.source.id])

    def identities(self, feed: Feed, learn: _LearnTerm) -> Iterator[Record]:
        """First pass: diseases, and drugs with a DrugBank id. All others wait; `learn` gets trials' terms."""
        if feed.source.id in self._beside:
            return iter(())
        for waiting in (self._drugs, self._approvals, self._trials):
            waiting[feed.source.id] = self._spool()
        return self._admitted(feed, self._sorted_out(feed, learn))

    def other_drugs(self, feed: Feed) -> Iterator[Record]:
        """Second pass."""
        return self._admitted(feed, self._emptied(self._drugs, feed))

    def approvals(self, feed: Feed) -> Iterator[Record]:
        """Third pass, of feeds that were not read before as well."""
        if feed.source.id in self._trials:
            return self._admitted(feed, self._emptied(self._approvals, feed))
        self._trials[feed.source.id] = self._spool()
        return self._admitted(feed, self._without_trials(feed))

    async def terms(self, learn: _LearnTerm) -> None:
        """Wait for what is read beside; `learn` gets its terms."""
        for reading in self._beside.values():
            await reading.ended(self._progress)
            for term in reading.terms:
                learn(term)

    def trials(self, feed: Feed) -> Iterator[Record]:
        """Fourth pass, once all terms are known."""
        return self._admitted(feed, self._emptied(self._trials, feed))

    def whole(self, feed: Feed) -> Iterator[Record]:
        """All records of the only feed of a load, as they come."""
        return self._admitted(feed, feed.records())

    def numberless(self, feed: Feed) -> Iterator[Record]:
        """Approvals printed without a number; they wait until all numbered ones are there."""
        return self._emptied(self._numberless, feed)

    def has_row(self, feed: Feed, row_key: str) -> bool:
        """True if the feed has this row."""
        return row_key in self._rows[feed.source.id]

    def close(self) -> None:
        """Give processes and disk back."""
        for reading in self._beside.values():
            reading.close()
        for spool in self._made:
            spool.close()

    def _spool(self) -> Spool:
        self._made.append(Spool())
        return self._made[-1]

    def _sorted_out(self, feed: Feed, learn: _LearnTerm) -> Iterator[Record]:
        for done, record in enumerate(feed.records()):
            if done % _TOLD_EVERY == 0:
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

    def _admitted(self, feed: Feed, records: Iterable[Record]) -> Iterator[Record]:
        rows = self._rows[feed.source.id]
        for record in records:
            if not rows.add(record.row.key):
                feed.issues.skip("row key met before")
            elif isinstance(record, ApprovalRecord) and not record.identifiers:
                if feed.source.id not in self._numberless:
                    self._numberless[feed.source.id] = self._spool()
                self._numberless[feed.source.id].put(record)
            else:
                yield record

    def _emptied(self, waiting: dict[str, Spool], feed: Feed) -> Iterator[Record]:
        spool = waiting.pop(feed.source.id, None)
        if spool is not None:
            yield from spool
            spool.close()
