"""One batch of records on its way into the graph: identify, compare with what is there, merge, write."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph import library, state, write
from graph.driver import Graph, Written
from graph.errors import ModelError
from graph.model import NODES, RELATIONS
from graph.names import normalise_number
from graph.statement import Statement
from seed import release
from seed.draft import OWN, Buffer, Draft
from seed.evidence import row_hash
from seed.feeds import Feed
from seed.merge import Held, merge, unchanged
from seed.records import ApprovalRecord, DrugRecord, Record, TrialRecord
from seed.report import SourceReport
from seed.resolve import Resolver, approval_key, trial_key
from seed.source import discover

BATCH = 5_000
"""Records of one batch: memory grows with it, round trips shrink."""

_NUMBERS_WITH_SEGMENTS = {"NDC"}
"""Schemes whose punctuation tells numbers apart: 0002-1407 and 00021-407."""


@dataclass
class Intake:
    """Takes the records of one load, source by source. `again`: also look at rows that were read before."""

    graph: Graph
    resolver: Resolver
    buffer: Buffer
    again: bool = False
    written: Written = field(default_factory=Written)
    _ranks: dict[str, int] = field(default_factory=lambda: {each.id: each.rank for each in discover().values()})
    _began: bool = False
    _sending: asyncio.Task[Written] | None = None
    _on_the_way: set[str] = field(default_factory=set)
    _spelled: dict[tuple[str, str], str] = field(default_factory=dict)

    async def take(self, records: Sequence[Record], feed: Feed, report: SourceReport) -> None:
        """Bring one batch into the graph and count what became of it."""
        await self._take(list(zip(records, await self._keys(records), strict=True)), feed, report)

    async def take_numberless(self, records: Sequence[ApprovalRecord], feed: Feed, report: SourceReport) -> None:
        """The same for approvals printed without a number, once all numbered ones are there.

        The only numbered approval of the same agency, drug and date is the same record, stated twice.
        """
        await self.flush()
        twins = await self._twins(records)
        pairs = [(record, twins.get(record.row.key, approval_key(record))) for record in records]
        await self._take(pairs, feed, report)
        await self.flush()
        apart = [approval_key(record) for record in records if record.row.key in twins]
        there = await state.statements(self.graph, NODES["Approval"], apart)
        self.written += await write.close_nodes(self.graph, NODES["Approval"], sorted(there), self.buffer.release)

    async def _twins(self, records: Sequence[ApprovalRecord]) -> dict[str, str]:
        rows = [
            {"key": record.row.key, "agency": record.agency, "drug": drugs[0], "date": record.date.value}
            for record in records
            if record.date and len(drugs := self.resolver.ingredients(record)) == 1
        ]
        found = await self.graph.rows(Statement(library.load("read/twins"), {"rows": rows}), timeout_s=120.0)
        return {row["key"]: row["ids"][0] for row in found if len(row["ids"]) == 1}

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
        await self._send()
        await self._sent()

    async def _send(self) -> None:
        """Begin to write what waits, once what was sent before is there."""
        await self._sent()
        if self.buffer.size:
            if not self._began:
                await release.begin(self.graph, self.buffer.release)
                self._began = True
            self._sending = asyncio.create_task(self.buffer.cut().write(self.graph))

    async def _sent(self) -> None:
        if self._sending is not None:
            sending, self._sending, self._on_the_way = self._sending, None, set()
            self.written += await sending

    async def _label(self, label: str, pairs: Sequence[tuple[Record, str]], feed: Feed, report: SourceReport) -> None:
        source, node = feed.source.id, NODES[label]
        stated = await state.statements(self.graph, node, list({key for _, key in pairs}))
        hashes = [row_hash(record) for record, _ in pairs]
        fresh = [
            (record, key, digest)
            for (record, key), digest in zip(pairs, hashes, strict=True)
            if self.again or not unchanged(digest, source, record.row.key, stated.get(key, []))
        ]
        report.unchanged += len(pairs) - len(fresh)
        there = [key for key in dict.fromkeys(key for _, key, _ in fresh) if key in stated]
        values = await state.values(self.graph, node, there) if there else {}
        links = await state.links(self.graph, node, list(OWN[label]), there) if there else {}
        held = {key: Held(values[key], stated[key], links.get(key, []), exists=True) for key in there}
        for record, key, digest in fresh:
            try:
                draft = self._draft(record, key, source, digest)
                self._check(draft)
            except ModelError as error:
                feed.issues.refuse(str(error), raw=record.row.key)
                continue
            known = held.setdefault(key, Held())
            self._count(merge(draft, known, source, self._rank, self.buffer), report)

    def _draft(self, record: Record, key: str, source: str, digest: str) -> Draft:
        if isinstance(record, DrugRecord):
            return self.resolver.drug(record, key, source, digest)
        if isinstance(record, TrialRecord):
            return self.resolver.trial(record, source, digest)
        return self.resolver.approval(record, key, source, digest)

    def _check(self, draft: Draft) -> None:
        against = [write.problem(NODES[draft.label], {"id": draft.key, **draft.defaults, **draft.values})]
        for each in draft.links:
            relation = RELATIONS[each["type"]]
            own = {key: each[key] for key in relation.keys}
            against.append(write.problem(relation, {**each["values"], **own}))
        if found := next(filter(None, against), None):
            raise ModelError(found)

    def _rank(self, source: str) -> int:
        return self._ranks.get(source, 1_000_000)

    def _count(self, outcome: str, report: SourceReport) -> None:
        name = outcome.lower()
        setattr(report, name, getattr(report, name) + 1)

    async def _keys(self, records: Iterable[Record]) -> list[str]:
        """Key of each record; an approval whose number is known in another spelling gets that one's key."""
        numbered = [record for record in records if isinstance(record, ApprovalRecord) and _comparable(record)]
        rows = [{"agency": agency, "number": number} for agency, number in dict.fromkeys(map(_number, numbered))]
        text = library.load("read/same_numbers")
        for row in await self.graph.rows(Statement(text, {"rows": rows}), timeout_s=120.0) if rows else ():
            self._spelled[(row["agency"], row["number"])] = row["id"]
        keys = []
        for record in records:
            if isinstance(record, DrugRecord):
                keys.append(self.resolver.drug_key(record))
            elif isinstance(record, TrialRecord):
                keys.append(trial_key(record))
            elif _comparable(record):
                keys.append(self._spelled.setdefault(_number(record), approval_key(record)))
            else:
                keys.append(approval_key(record))
        return keys


def _label(record: Record) -> str:
    return {DrugRecord: "Drug", TrialRecord: "Trial", ApprovalRecord: "Approval"}[type(record)]


def _comparable(record: ApprovalRecord) -> bool:
    return bool(record.identifiers) and record.identifiers[0].scheme not in _NUMBERS_WITH_SEGMENTS


def _number(record: ApprovalRecord) -> tuple[str, str]:
    return record.agency, normalise_number(record.identifiers[0].value)
