"""Loads records batch by batch: identify each one, compare it with the store, merge it, write the differences."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import assert_never

from graph.agencies import schemes
from graph.database.driver import Written
from graph.errors import ModelError
from graph.model import NODES, RELATIONS
from graph.names import normalise_number
from graph.store.validate import problem, problem_of_link
from seed.extract.feeds import Feed
from seed.load.changed_keys import ChangedKeys
from seed.load.store import GraphStore, Store
from seed.merge.buffer import Buffer
from seed.merge.draft import Draft, Link
from seed.merge.merge import CurrentRecord, add, merge, unchanged
from seed.merge.record_kinds import KIND_OF_RECORD, KINDS
from seed.records import ApprovalRecord, ConditionRecord, DrugRecord, Record, TrialRecord, row_hash
from seed.report.journal import Journal
from seed.report.report import SourceReport
from seed.resolve import condition
from seed.resolve.lookup import GraphLookup
from seed.resolve.resolver import Resolver, approval_key, trial_key
from seed.source import discover


@dataclass
class Loader:
    """Loads the records of one load, source by source. `again`: also merge rows that an earlier load merged.

    `new_drugs` is true once drugs were added or changed: names that matched no drug may match these.
    """

    store: Store
    resolver: Resolver
    buffer: Buffer
    again: bool = False
    journal: Journal = field(default_factory=Journal)
    written: Written = field(default_factory=Written)
    changed_keys: ChangedKeys = field(default_factory=ChangedKeys)
    new_drugs: bool = False
    lookup: GraphLookup = field(default_factory=GraphLookup)
    _ranks: dict[str, int] = field(default_factory=lambda: {source.id: source.rank for source in discover().values()})
    _writing: asyncio.Task[Written] | None = None
    _being_written: set[str] = field(default_factory=set)
    _key_of_number: dict[tuple[str, str], str] = field(default_factory=dict)
    """Keys of approvals by number, of this batch and the one being written; the store has all others."""

    async def load(self, records: Sequence[Record], feed: Feed, report: SourceReport) -> None:
        """Merge one batch into the store, and count the outcomes in the report."""
        wanted = [record for record in records if self._wanted(record, feed)]
        await self._load(list(zip(wanted, await self._keys(wanted), strict=True)), feed, report)

    def _wanted(self, record: Record, feed: Feed) -> bool:
        """Return False for a record that only adds to a drug and whose drug is unknown; such records are counted."""
        if not (isinstance(record, DrugRecord) and record.adds_only) or self.resolver.knows(record):
            return True
        feed.issues.skip("substance of no drug that is known")
        return False

    async def load_numberless(
        self, records: Sequence[Record], feed: Feed, report: SourceReport, graph: GraphStore
    ) -> None:
        """Load approvals printed without a number, once all numbered ones are in the graph.

        If the same agency has one single numbered approval of the same drug and date, both are the same record.
        """
        await self.flush()
        approvals = [record for record in records if isinstance(record, ApprovalRecord)]
        twins = await graph.twins(
            {"key": record.row.key, "agency": record.agency, "drug": drugs[0], "date": record.date.value}
            for record in approvals
            if record.date and len(drugs := self.resolver.ingredients(record)) == 1
        )
        pairs = [(record, twins.get(record.row.key, approval_key(record))) for record in approvals]
        await self._load(pairs, feed, report)
        await self.flush()
        # An earlier load may have made records of their own of these rows, before the numbered ones came.
        separate = [approval_key(record) for record in approvals if record.row.key in twins]
        stored = await graph.evidence(NODES["Approval"], separate)
        await self.close("Approval", sorted(stored), graph)

    async def close(self, label: str, keys: Sequence[str], graph: GraphStore) -> None:
        """End records that nothing states any longer."""
        written, neighbours = await graph.close(NODES[label], keys, self.buffer.release)
        self.written += written
        self.changed_keys.add(label, neighbours)

    def match_again(self, record: Record, key: str, source: str, digest: str) -> tuple[Draft, bool]:
        """Resolve a row of an earlier load again; also return whether later drugs may change its matches."""
        return self.resolver.resolve_again(lambda: self._draft(record, key, source, digest))

    def rank(self, source: str) -> int:
        """Return the rank of a source: the lower number wins a field. Sources that are not installed come last."""
        return self._ranks.get(source, 1_000_000)

    async def _load(self, pairs: Sequence[tuple[Record, str]], feed: Feed, report: SourceReport) -> None:
        """Merge a batch while the one before is being written, unless they have records in common: then wait for it."""
        keys = {key for _, key in pairs}
        if not keys.isdisjoint(self._being_written):
            await self._finish_writing()
        for label in dict.fromkeys(_label(record) for record, _ in pairs):
            await self._load_label(label, [pair for pair in pairs if _label(pair[0]) == label], feed, report)
        await self._start_writing()
        self._being_written = keys

    async def flush(self) -> None:
        """Write everything that waits, and return once it is written."""
        self.resolver.put_indications()
        await self._start_writing()
        await self._finish_writing()

    async def _start_writing(self) -> None:
        """Begin to write the buffer, once the one before is written."""
        await self._finish_writing()
        self.changed_keys.add_buffer(self.buffer)
        self._writing = asyncio.create_task(self.store.write(self.buffer.cut()))
        await asyncio.sleep(0)  # it begins now, not when this batch has to wait for something

    async def _finish_writing(self) -> None:
        if self._writing is not None:
            writing, self._writing, self._being_written = self._writing, None, set()
            self.written += await writing

    async def _load_label(
        self, label: str, pairs: Sequence[tuple[Record, str]], feed: Feed, report: SourceReport
    ) -> None:
        source, node = feed.source.id, NODES[label]
        evidence = await self.store.evidence(node, list({key for _, key in pairs}))
        hashes = [row_hash(record) for record, _ in pairs]
        fresh = [
            (record, key, digest)
            for (record, key), digest in zip(pairs, hashes, strict=True)
            if self.again or not unchanged(digest, source, record.row.key, evidence.get(key, []), record.row.data_date)
        ]
        report.unchanged += len(pairs) - len(fresh)
        stored = [key for key in dict.fromkeys(key for _, key, _ in fresh) if key in evidence]
        current = await self.store.current(node, stored, evidence) if stored else {}
        rows_of_key = Counter(key for _, key, _ in fresh)
        await self.lookup.learn([record for record, _, _ in fresh], self.resolver)
        for record, key, digest in fresh:
            try:
                draft = self._draft(record, key, source, digest)
                self._check(draft)
            except ModelError as error:
                feed.issues.refuse(str(error), raw=record.row.key)
                continue
            self._count(self._apply(draft, current, source, is_only_row=rows_of_key[key] == 1), report)
        self.store.keep(current)

    def _apply(self, draft: Draft, current: dict[str, CurrentRecord], source: str, *, is_only_row: bool) -> str:
        """Add a record, or merge it with its `current` state; `is_only_row`: no other row of this batch states it."""
        record = current.get(draft.key)
        if record is None:
            if is_only_row:
                self.store.add(draft, source, self.buffer)
            else:
                current[draft.key] = add(draft, source, self.buffer)
            before, after, counting, outcome = {}, draft.values, _counting(draft.label, [], draft.links), "ADDED"
        else:
            before, links = dict(record.values), record.links
            outcome = merge(draft, record, source, self.rank, self.buffer)
            after, counting = record.values, _counting(draft.label, links, record.links)
        self.journal.outcome(source, outcome, draft.key, before, after)
        if outcome != "UNCHANGED":
            self.new_drugs |= draft.label == "Drug"
            self.changed_keys.add(draft.label, chain([draft.key], counting))
        return outcome

    def _draft(self, record: Record, key: str, source: str, digest: str) -> Draft:
        match record:
            case DrugRecord():
                return self.resolver.drug(record, key, source, digest)
            case TrialRecord():
                return self.resolver.trial(record, source, digest)
            case ConditionRecord():
                return condition.draft(record, key, source, digest, self.resolver.conditions, self.buffer)
            case ApprovalRecord():
                return self.resolver.approval(record, key, source, digest)
            case _:
                assert_never(record)

    def _check(self, draft: Draft) -> None:
        """Raise ModelError with the first problem that the model finds in a draft."""
        problems = [problem(NODES[draft.label], {"id": draft.key, **draft.defaults, **draft.values})]
        problems += (problem_of_link(RELATIONS[link["type"]], link) for link in draft.links)
        if found := next(filter(None, problems), None):
            raise ModelError(found)

    def _count(self, outcome: str, report: SourceReport) -> None:
        name = outcome.lower()
        setattr(report, name, getattr(report, name) + 1)

    async def _keys(self, records: Iterable[Record]) -> list[str]:
        """Return the key of each record; an approval whose number is known in another spelling gets the key of that."""
        self._key_of_number = {number: key for number, key in self._key_of_number.items() if key in self._being_written}
        numbered = [record for record in records if isinstance(record, ApprovalRecord) and _comparable(record)]
        if numbered:
            self._key_of_number |= await self.store.same_numbers(list(dict.fromkeys(map(_number, numbered))))
        return [self._key(record) for record in records]

    def _key(self, record: Record) -> str:
        match record:
            case DrugRecord():
                return self.resolver.drug_key(record)
            case TrialRecord():
                return trial_key(record)
            case ConditionRecord():
                return self.resolver.conditions.learn(record)
            case ApprovalRecord():
                key = approval_key(record)
                return self._key_of_number.setdefault(_number(record), key) if _comparable(record) else key
            case _:
                assert_never(record)


def _label(record: Record) -> str:
    return KIND_OF_RECORD[type(record)].label


def _counting(label: str, before: Sequence[Link], after: Sequence[Link]) -> Iterator[str]:
    """Yield the keys of the nodes whose counts depend on this record. A trial counts only through its links."""
    if not KINDS[label].counts_by_links_only or _ends(before) != _ends(after):
        yield from (link["end"] for link in (*before, *after))


def _ends(links: Sequence[Link]) -> set[tuple[str, ...]]:
    return {(link["type"], link["end"], link.get("role", "")) for link in links}


def _comparable(record: ApprovalRecord) -> bool:
    """Return True if its number may be spelt in several ways: neither case nor punctuation counts in its scheme."""
    scheme = schemes().get(record.identifiers[0].scheme) if record.identifiers else None
    return scheme is not None and not scheme.punctuated


def _number(record: ApprovalRecord) -> tuple[str, str]:
    return record.agency, normalise_number(record.identifiers[0].value)
