"""Derives coverage, brands, disagreements and counts from all records together, and writes only differences."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from graph import cypher_files
from graph.database.driver import Graph, Written
from graph.model import NODES
from graph.progress import Progress, silent
from graph.statement import Statement
from graph.store import current
from seed.derive.coverage import WholeList, coverage_of
from seed.derive.disagreements import Comparison
from seed.load.changed_keys import PRODUCTS, ChangedKeys
from seed.load.reads import rows_of
from seed.load.store import GraphStore
from seed.naming import best
from seed.resolve.resolver import Resolver

Item = TypeVar("Item")
_BATCH = 2_000
"""Records in one transaction: the heap holds their neighbours, which include hubs."""
_COMPARED = 400
"""Drugs whose products are in memory at once, in two batches: some drugs have thousands of products."""


async def derive(
    graph: Graph,
    resolver: Resolver,
    lists: Sequence[WholeList],
    changed_keys: ChangedKeys,
    progress: Progress = silent,
) -> Written:
    """Bring derived values up to date with the records, one transaction a batch. Order matters: counts come late.

    `lists` are the whole lists of agencies: a drug that one lacks is NONE_FOUND there, within its scope. Only changed
    nodes are read, except for coverage by sentences and by whole lists, which is read for all drugs.
    """
    return await _Derivation(graph, resolver.buffer.release, changed_keys, progress).run(resolver, lists)


class _Derivation:
    def __init__(self, graph: Graph, release: str, changed_keys: ChangedKeys, progress: Progress) -> None:
        self.graph, self.release, self.changed_keys, self.progress = graph, release, changed_keys, progress
        self.written = Written()

    async def run(self, resolver: Resolver, lists: Sequence[WholeList]) -> Written:
        await self._close_unnamed()
        await _together(self._derive_drugs(resolver, lists), self._count_others())
        return self.written

    async def _derive_drugs(self, resolver: Resolver, lists: Sequence[WholeList]) -> None:
        await self._run_for(PRODUCTS, "write/cover_lost", release=self.release)
        await self._run_for(PRODUCTS, "write/cover_found", release=self.release)
        await self._write("write/cover_stated", rows=resolver.coverage, release=self.release)
        for agency in sorted({whole.agency for whole in lists}):
            of_agency = [whole for whole in lists if whole.agency == agency]
            changes = await coverage_of(self.graph, of_agency, resolver.drugs)
            for rows in _cut(changes):
                await self._write("write/cover_none", rows=rows, release=self.release)
        await self._write("write/biotech", ids=sorted(resolver.biotech))
        for ids in await self._batches(PRODUCTS):
            await self._brands(ids)
        await self._run_for(PRODUCTS, "write/same_authorisation", release=self.release)
        # Products of a drug are compared where it is at several agencies, which is counted here.
        await self._run_for("Drug", "write/derive_drug")
        comparison = await Comparison.of(self.graph, self.release, resolver.drugs.first_words())
        self._add(await comparison.renew(await self._batches(PRODUCTS, _COMPARED), self.progress))

    async def _count_others(self) -> None:
        await self._run_for("Condition", "write/derive_condition")
        await self._run_for("Sponsor", "write/derive_sponsor")

    async def _close_unnamed(self) -> None:
        """End organisations and conditions that no record names any longer, then those that only these named."""
        labels = ("Sponsor", "Condition")
        while any(found := await asyncio.gather(*map(self._unnamed, labels))):
            for label, keys in zip(labels, found, strict=True):
                for ids in _cut(keys):
                    written, neighbours = await GraphStore(self.graph).close(NODES[label], ids, self.release)
                    self._add(written)
                    self.changed_keys.add(label, neighbours)

    async def _unnamed(self, label: str) -> list[str]:
        found = list[str]()
        for ids in await self._batches(label):
            rows = await rows_of(self.graph, f"read/unnamed_{label.lower()}s", ids=ids)
            found += (row["id"] for row in rows)
        return found

    async def _run_for(self, label: str, name: str, **parameters: object) -> None:
        """Run a statement for the changed nodes of a label, or of PRODUCTS, in batches."""
        done = 0
        for ids in await self._batches(label):
            await self._write(name, ids=ids, **parameters)
            done += len(ids)
            self.progress(f"Counts and coverage, {label}", done, None)

    async def _batches(self, label: str, size: int = _BATCH) -> list[list[str]]:
        """Return batches of the changed keys of a label, or of the drugs among PRODUCTS."""
        keys = self.changed_keys.of_label(label)
        if keys is None:
            keys = await current.keys(self.graph, NODES["Drug" if label == PRODUCTS else label])
        return _cut(keys, size)

    async def _brands(self, ids: list[str]) -> None:
        rows = []
        for row in await rows_of(self.graph, "read/brands", ids=ids):
            spellings: dict[str, list[str]] = {}
            for name in row["names"]:
                spellings.setdefault(name.casefold(), []).append(name)
            shown = sorted(map(best, spellings.values()))
            if shown != row["shown"]:
                rows.append({"id": row["id"], "names": shown})
        await self._write("write/brands", rows=rows)

    async def _write(self, name: str, **parameters: object) -> None:
        """Run a statement, unless one of its parameters is an empty list."""
        if [] in parameters.values():
            return
        self._add(await self.graph.write(Statement(cypher_files.load(name), parameters)))

    def _add(self, written: Written) -> None:
        """Add counts without an `await` in between: `+=` over one would lose counts of the other part."""
        self.written += written


def _cut(items: list[Item], size: int = _BATCH) -> list[list[Item]]:
    return [items[index : index + size] for index in range(0, len(items), size)]


async def _together(*parts: Coroutine[Any, Any, None]) -> None:
    """Run the parts at once. If one fails, end the others before raising, so nothing is written afterwards."""
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
