"""Reads the identities that the graph holds, so names of a later load resolve to them.

Drugs and the diseases of vocabularies are read before a load: matching rules search all of their names. Other
conditions and organisations are ten times as many and have keys made of their names: each is read when a record names
it.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

from graph import cypher_files
from graph.database.driver import Graph
from graph.hash_set import HashSet
from graph.statement import Statement
from seed.match import DrugIndex
from seed.match.organisation import parse_name
from seed.merge.buffer import Buffer
from seed.records import ApprovalRecord, ConditionRecord, ConditionRef, DrugRecord, Organisation, Record, TrialRecord
from seed.resolve.conditions import Conditions, condition_key
from seed.resolve.organisations import Sponsors, sponsor_key
from seed.resolve.resolver import Resolver

_TIMEOUT_S = 300.0


async def resolver_of(graph: Graph, buffer: Buffer) -> Resolver:
    """Return a resolver that knows each drug and each disease of a vocabulary in the graph."""
    asked = ("read/known_drugs", "read/known_diseases")
    drugs, diseases = await asyncio.gather(*(_rows(graph, name) for name in asked))
    resolver = Resolver(DrugIndex(), Conditions(), Sponsors(), buffer)
    for id_, slug, unii, cas, inchi_key, atc, names in drugs:
        resolver.drugs.add(id_, unii=unii, cas=cas, inchi_key=inchi_key)
        resolver.remember_slug(id_, slug)
        for code in atc:
            resolver.drugs.atc(id_, code)
        for name, kind in names:
            resolver.drugs.name(id_, name, main=kind == "GENERIC")
    for id_, slug, name, names, ids, listed in diseases:
        resolver.conditions.remember(id_, slug, name, names, ids, listed=listed)
    return resolver


@dataclass
class GraphLookup:
    """Reads conditions and organisations by name, each once. Without a graph there are none to read."""

    graph: Graph | None = None
    _asked: HashSet = field(default_factory=HashSet)

    async def learn(self, records: Sequence[Record], resolver: Resolver) -> None:
        """Let the resolver learn the conditions and organisations that these records name."""
        await self.learn_conditions((name for record in records for name in _conditions(record)), resolver)
        organisations = (organisation.name for record in records for organisation in _organisations(record))
        await self.learn_organisations(organisations, resolver)

    async def learn_conditions(self, names: Iterable[str], resolver: Resolver) -> None:
        """Let the resolver learn the conditions of these names, and those that have their addresses."""
        for id_, slug, name in await self._ask("read/known_conditions", map(condition_key, names)):
            resolver.conditions.remember(id_, slug, name)

    async def learn_organisations(self, names: Iterable[str], resolver: Resolver) -> None:
        """Let the resolver learn the organisations that these names mean."""
        keys = (sponsor_key(parse_name(name)) for name in names if self._asked.add(f"name {name}"))
        for id_, name, class_, country in await self._ask("read/known_sponsors", keys):
            resolver.sponsors.known.setdefault(id_, {"name": name, "class": class_, "country": country})

    async def _ask(self, name: str, keys: Iterable[str]) -> list[list[Any]]:
        """Return the rows of nodes with these keys; without a graph the keys are not even computed."""
        if self.graph is None or not (new := [key for key in keys if self._asked.add(key)]):
            return []
        return await _rows(self.graph, name, keys=new)


def _conditions(record: Record) -> Iterator[str]:
    if isinstance(record, ConditionRecord):
        yield record.name
        yield from (name.value for name in record.names)
    else:
        for ref in _refs(record):
            yield ref.name
            yield from (above.name for above in ref.ancestors)


def _refs(record: DrugRecord | TrialRecord | ApprovalRecord) -> Iterable[ConditionRef]:
    match record:
        case TrialRecord():
            return record.conditions
        case DrugRecord():
            return (link.condition for link in record.conditions)
        case ApprovalRecord():
            return (link.condition for link in record.indications)
        case _:
            assert_never(record)


def _organisations(record: Record) -> Iterable[Organisation]:
    match record:
        case TrialRecord():
            return record.sponsors
        case ApprovalRecord():
            return (record.holder,) if record.holder else ()
        case DrugRecord() | ConditionRecord():
            return ()
        case _:
            assert_never(record)


async def _rows(graph: Graph, name: str, **parameters: object) -> list[list[Any]]:
    rows: list[list[Any]] = await graph.read(Statement(cypher_files.load(name), parameters), timeout_s=_TIMEOUT_S)
    return rows
