"""Disagreements between agencies, stored as links between their records."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import msgspec

from graph import cypher_files
from graph.database.driver import Graph, Written
from graph.model import RELATIONS
from graph.progress import Progress, silent
from graph.statement import Statement
from graph.store import write
from seed.derive.compare import ComparedProduct, Finding, disagreements
from seed.load.reads import rows_of

_TIMEOUT_S = 300.0


@dataclass(frozen=True)
class Comparison:
    """Compares the products of drugs and stores the findings.

    `generics` and `ema_is_whole` are parameters of `seed.derive.compare.disagreements`.
    """

    graph: Graph
    release: str
    generics: frozenset[str]
    ema_is_whole: bool

    @classmethod
    async def of(cls, graph: Graph, release: str, generics: frozenset[str]) -> "Comparison":
        """Return a comparison with the facts that it needs of the whole graph."""
        [whole] = await rows_of(graph, "read/whole_list", agency="EMA")
        return cls(graph, release, generics, whole["whole"])

    async def renew(self, batches: Sequence[Sequence[str]], progress: Progress = silent) -> Written:
        """Bring the stored findings of these drugs up to date. The next batch is read while one is compared."""
        written, done = Written(), 0
        waiting = iter(batches)
        reading = asyncio.create_task(self._products(next(waiting, ())))
        try:
            for drugs in batches:
                products = await reading
                reading = asyncio.create_task(self._products(next(waiting, ())))
                written += await self._renew(drugs, products)
                done += len(drugs)
                progress("Comparing agencies", done, None)
        finally:
            reading.cancel()
        return written

    async def _products(self, drugs: Sequence[str]) -> list[ComparedProduct]:
        if not drugs:
            return []
        statement = Statement(cypher_files.load("read/products"), {"ids": drugs})
        return msgspec.convert(await self.graph.read(statement, timeout_s=_TIMEOUT_S), list[ComparedProduct])

    async def _renew(self, drugs: Sequence[str], listed: Sequence[ComparedProduct]) -> Written:
        """Write the differences between stored and new findings of a batch of drugs."""
        found = {
            finding
            for _, products in groupby(listed, key=lambda product: product.drug)
            for finding in disagreements(products, generics=self.generics, ema_is_whole=self.ema_is_whole)
        }
        # A finding about a whole product is found once for each of its drugs; it belongs to the first of them.
        found = {finding for finding in found if finding.drug in set(drugs)}
        stored = set(msgspec.convert(await rows_of(self.graph, "read/disagreements", ids=drugs), list[Finding]))
        new = sorted({end for finding in found - stored for end in (finding.left, finding.right)})
        sources = {row["id"]: row["sources"] for row in await rows_of(self.graph, "read/stating_sources", ids=new)}
        written = Written()
        for type_ in ("DISAGREES_WITH", "LACKS_COUNTERPART_AT"):
            for send, findings in ((write.close_links, stored - found), (write.merge_links, found - stored)):
                links = [_link(finding, sources) for finding in sorted(findings, key=_order) if _type(finding) == type_]
                written += await send(self.graph, RELATIONS[type_], "Approval", links, self.release)
        return written


def _type(finding: Finding) -> str:
    return "LACKS_COUNTERPART_AT" if finding.kind == "MISSING_COUNTERPART" else "DISAGREES_WITH"


def _link(finding: Finding, sources: Mapping[str, list[str]]) -> dict[str, Any]:
    stating = {source for end in (finding.left, finding.right) for source in sources.get(end, ())}
    keys = {
        "kind": finding.kind,
        "drugId": finding.drug,
        "leftSays": finding.left_says,
        "rightSays": finding.right_says,
    }
    return {"start": finding.left, "end": finding.right, **keys, "values": {"sourceIds": sorted(stating)}}


def _order(finding: Finding) -> tuple[str, ...]:
    return msgspec.structs.astuple(finding)
