"""One batch of records on its way into the graph: identify, compare with what is there, merge, write."""

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
    """Takes the records of one load, source by source. `again`: also look at rows that were read before.

    `new_drugs` is true once drugs were added or have changed: names that none had may be theirs.
    """

    store: Store
    resolver: Resolver
    buffer: Buffer
    again: bool = False
    journal: Journal = field(default_factory=Journal)
    written: Written = field(default_factory=Written)
    changed_keys: ChangedKeys = field(default_factory=ChangedKeys)
    new_drugs: bool = False
    known: GraphLookup = field(default_factory=GraphLookup)
    _ranks: dict[str, int] = field(default_factory=lambda: {source.id: source.rank for source in discover().values()})
    _sending: asyncio.Task[Written] | None = None
    _on_the_way: set[str] = field(default_factory=set)
    _spelled: dict[tuple[str, str], str] = field(default_factory=dict)
    """Numbers of this batch and the one on its way; of all others the store knows."""

    async def take(self, records: Sequence[Record], feed: Feed, report: SourceReport) -> None:
        """Bring one batch into the graph and count what became of it."""
        wanted = [record for record in records if self._wanted(record, feed)]
        await self._take(list(zip(wanted, await self._keys(wanted), strict=True)), feed, report)

    def _wanted(self, record: Record, feed: Feed) -> bool:
        """Return False for a record that only adds to a drug and whose drug is unknown; such records are counted."""
        if not (isinstance(record, DrugRecord) and record.adds_only) or self.resolver.knows(record):
            return True
        feed.issues.skip("substance of no drug that is known")
        return False

    async def take_numberless(
        self, records: Sequence[Record], feed: Feed, report: SourceReport, graph: GraphStore
    ) -> None:
        """The same for approvals printed without a number, once all numbered ones are there.

        The only numbered approval of the same agency, drug and date is the same record, stated twice.
        """
        await self.flush()
        approvals = [record for record in records if isinstance(record, ApprovalRecord)]
        twins = await graph.twins(
            {"key": record.row.key, "agency": record.agency, "drug": drugs[0], "date": record.date.value}
            for record in approvals
            if record.date and len(drugs := self.resolver.ingredients(record)) == 1
        )
        pairs = [(record, twins.get(record.row.key, approval_key(record))) for record in approvals]
        await self._take(pairs, feed, report)
        await self.flush()
        apart = [approval_key(record) for record in approvals if record.row.key in twins]
        there = await graph.evidence(NODES["Approval"], apart)
        await self.close("Approval", sorted(there), graph)

    async def close(self, label: str, keys: Sequence[str], graph: GraphStore) -> None:
        """End records that nothing states any longer."""
        written, near = await graph.close(NODES[label], keys, self.buffer.release)
        self.written += written
        self.changed_keys.add(label, near)

    def named(self, record: Record, key: str, source: str, digest: str) -> tuple[Draft, bool]:
        """Resolve a row of an earlier load again; also return whether later drugs may change its matches."""
        return self.resolver.named(lambda: self._draft(record, key, source, digest))

    def rank(self, source: str) -> int:
        """Which source goes before another one: the lower number."""
        return self._ranks.get(source, 1_000_000)

    async def _take(self, pairs: Sequence[tuple[Record, str]], feed: Feed, report: SourceReport) -> None:
        """Merge a batch while the one before is being written, unless they have records in common."""
        keys = {key for _, key in pairs}
        if not keys.isdisjoint(self._on_the_way):
            await self._sent()
        for label in dict.fromkeys(_label(record) for record, _ in pairs):
            await self._label(label, [pair for pair in pairs if _label(pair[0]) == label], feed, report)
        await self._send()
        self._on_the_way = keys

    async def flush(self) -> None:
        """Write all that waits, and wait until it is written."""
        self.resolver.put_indications()
        await self._send()
        await self._sent()

    async def _send(self) -> None:
        """Begin to write what waits, once what was sent before is there."""
        await self._sent()
        self.changed_keys.add_buffer(self.buffer)
        self._sending = asyncio.create_task(self.store.write(self.buffer.cut()))
        await asyncio.sleep(0)  # it begins now, not when this batch has to wait for something

    async def _sent(self) -> None:
        if self._sending is not None:
            sending, self._sending, self._on_the_way = self._sending, None, set()
            self.written += await sending

    async def _label(self, label: str, pairs: Sequence[tuple[Record, str]], feed: Feed, report: SourceReport) -> None:
        source, node = feed.source.id, NODES[label]
        stated = await self.store.evidence(node, list({key for _, key in pairs}))
        hashes = [row_hash(record) for record, _ in pairs]
        fresh = [
            (record, key, digest)
            for (record, key), digest in zip(pairs, hashes, strict=True)
            if self.again or not unchanged(digest, source, record.row.key, stated.get(key, []))
        ]
        report.unchanged += len(pairs) - len(fresh)
        there = [key for key in dict.fromkeys(key for _, key, _ in fresh) if key in stated]
        held = await self.store.held(node, there, stated) if there else {}
        times = Counter(key for _, key, _ in fresh)
        await self.known.of([record for record, _, _ in fresh], self.resolver)
        for record, key, digest in fresh:
            try:
                draft = self._draft(record, key, source, digest)
                self._check(draft)
            except ModelError as error:
                feed.issues.refuse(str(error), raw=record.row.key)
                continue
            self._count(self._bring(draft, held, source, alone=times[key] == 1), report)
        self.store.keep(held)

    def _bring(self, draft: Draft, held: dict[str, CurrentRecord], source: str, *, alone: bool) -> str:
        """Add a record, or merge it with what is `held`; `alone`: no other row of this batch tells of it."""
        known = held.get(draft.key)
        if known is None:
            if alone:
                self.store.add(draft, source, self.buffer)
            else:
                held[draft.key] = add(draft, source, self.buffer)
            before, after, near, outcome = {}, draft.values, _near(draft.label, [], draft.links), "ADDED"
        else:
            before, links = dict(known.values), known.links
            outcome = merge(draft, known, source, self.rank, self.buffer)
            after, near = known.values, _near(draft.label, links, known.links)
        self.journal.outcome(source, outcome, draft.key, before, after)
        if outcome != "UNCHANGED":
            self.new_drugs |= draft.label == "Drug"
            self.changed_keys.add(draft.label, chain([draft.key], near))
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
        against = [problem(NODES[draft.label], {"id": draft.key, **draft.defaults, **draft.values})]
        against += (problem_of_link(RELATIONS[link["type"]], link) for link in draft.links)
        if found := next(filter(None, against), None):
            raise ModelError(found)

    def _count(self, outcome: str, report: SourceReport) -> None:
        name = outcome.lower()
        setattr(report, name, getattr(report, name) + 1)

    async def _keys(self, records: Iterable[Record]) -> list[str]:
        """Key of each record; an approval whose number is known in another spelling gets that one's key."""
        self._spelled = {number: key for number, key in self._spelled.items() if key in self._on_the_way}
        numbered = [record for record in records if isinstance(record, ApprovalRecord) and _comparable(record)]
        if numbered:
            self._spelled |= await self.store.same_numbers(list(dict.fromkeys(map(_number, numbered))))
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
                return self._spelled.setdefault(_number(record), key) if _comparable(record) else key
            case _:
                assert_never(record)


def _label(record: Record) -> str:
    return KIND_OF_RECORD[type(record)].label


def _near(label: str, before: Sequence[Link], now: Sequence[Link]) -> Iterator[str]:
    """Yield the keys of nodes whose counts depend on this record. A trial counts only through its links."""
    if not KINDS[label].counts_by_links_only or _ends(before) != _ends(now):
        yield from (link["end"] for link in (*before, *now))


def _ends(links: Sequence[Link]) -> set[tuple[str, ...]]:
    return {(link["type"], link["end"], link.get("role", "")) for link in links}


def _comparable(record: ApprovalRecord) -> bool:
    scheme = schemes().get(record.identifiers[0].scheme) if record.identifiers else None
    return scheme is not None and not scheme.punctuated


def _number(record: ApprovalRecord) -> tuple[str, str]:
    return record.agency, normalise_number(record.identifiers[0].value)
