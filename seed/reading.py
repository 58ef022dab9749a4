"""The records of one load in the order in which they are needed. Raw files are read once: what waits, waits on disk.

In memory lie the hashes of the row keys, 24 to 48 bytes a row, and one record.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from graph.progress import Progress
from seed.directory import Conditions
from seed.feeds import Feed
from seed.keys import Keys
from seed.records import ApprovalRecord, ConditionRecord, DrugRecord, Record, TrialRecord
from seed.spool import Spool

_TOLD_EVERY = 10_000


class Reading:
    """Passes over the feeds of one load; each row comes once, and what has no number comes last."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._rows: dict[str, Keys] = defaultdict(Keys)
        self._drugs: dict[str, Spool] = {}
        self._others: dict[str, Spool] = {}
        self._numberless: dict[str, Spool] = {}
        self._made: list[Spool] = []

    def identities(self, feed: Feed, conditions: Conditions) -> Iterator[Record]:
        """First pass: diseases, and drugs with a DrugBank id. All others wait; `conditions` learns trials' terms."""
        self._drugs[feed.source.id], self._others[feed.source.id] = self._spool(), self._spool()
        return self._admitted(feed, self._sorted_out(feed, conditions))

    def other_drugs(self, feed: Feed) -> Iterator[Record]:
        """Second pass."""
        return self._admitted(feed, self._emptied(self._drugs.pop(feed.source.id)))

    def others(self, feed: Feed) -> Iterator[Record]:
        """Third pass: what is neither drug nor disease, of feeds that were not read before as well."""
        spool = self._others.pop(feed.source.id, None)
        unread = (record for record in feed.records() if not isinstance(record, DrugRecord | ConditionRecord))
        return self._admitted(feed, unread if spool is None else self._emptied(spool))

    def whole(self, feed: Feed) -> Iterator[Record]:
        """All records of the only feed of a load, as they come."""
        return self._admitted(feed, feed.records())

    def numberless(self, feed: Feed) -> Iterator[Record]:
        """Approvals printed without a number; they wait until all numbered ones are there."""
        spool = self._numberless.pop(feed.source.id, None)
        return iter(()) if spool is None else self._emptied(spool)

    def met(self, feed: Feed, row_key: str) -> bool:
        """True if the feed has this row."""
        return row_key in self._rows[feed.source.id]

    def close(self) -> None:
        """Give the disk back."""
        for spool in self._made:
            spool.close()

    def _spool(self) -> Spool:
        self._made.append(Spool())
        return self._made[-1]

    def _sorted_out(self, feed: Feed, conditions: Conditions) -> Iterator[Record]:
        drugs, others = self._drugs[feed.source.id], self._others[feed.source.id]
        for done, record in enumerate(feed.records()):
            if done % _TOLD_EVERY == 0:
                self._progress(f"{feed.source.name}, reading", done, feed.total)
            if isinstance(record, ConditionRecord):
                yield record
            elif not isinstance(record, DrugRecord):
                _learn(record, conditions)
                others.put(record)
            elif any(each.source == "DRUGBANK" for each in record.xrefs):
                yield record
            else:
                drugs.put(record)

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

    def _emptied(self, spool: Spool) -> Iterator[Record]:
        yield from spool
        spool.close()


def _learn(record: Record, conditions: Conditions) -> None:
    """Know MeSH terms before texts that may equal their names."""
    if isinstance(record, TrialRecord):
        for ref in record.conditions:
            for each in (ref, *ref.ancestors):
                conditions.know(each)
