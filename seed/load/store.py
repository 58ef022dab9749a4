"""Stores that records are loaded into: the graph, or files for the offline importer (`seed.load.file_store`)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from graph import cypher_files
from graph.database.driver import Graph, Written
from graph.model import NODES, RELATIONS, Node
from graph.statement import Statement
from graph.store import current, write
from graph.store.evidence import Evidence
from seed.load import release
from seed.merge.buffer import Buffer
from seed.merge.draft import Draft
from seed.merge.merge import CurrentRecord, add
from seed.merge.record_kinds import OWN_LINKS

_TIMEOUT_S = 120.0
_SHARED = ("Name", "Xref", "Report")
"""Labels of nodes that end with the last record linked to them."""


class Store(Protocol):
    """The store that a loader writes to. `batch` is the number of records merged at once."""

    batch: int

    async def evidence(self, node: Node, keys: Sequence[str]) -> dict[str, list[Evidence]]:
        """Return the evidence of each of these records that is stored, by its key."""

    async def current(
        self, node: Node, keys: Sequence[str], evidence: Mapping[str, list[Evidence]]
    ) -> dict[str, CurrentRecord]:
        """Return these stored records with their `evidence`."""

    def add(self, draft: Draft, source: str, buffer: Buffer) -> None:
        """Add a record that is not stored, and that no other row states before the buffer is written."""

    def keep(self, records: Mapping[str, CurrentRecord]) -> None:
        """Remember these records in the state that the buffer gives them."""

    async def same_numbers(self, numbers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return the key of the approval with each agency and number, whatever its case and punctuation."""

    async def write(self, buffer: Buffer) -> Written:
        """Write the whole buffer."""


class GraphStore:
    """The graph as a store."""

    batch = 5_000
    """Larger batches take more memory and fewer round trips."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._load_opened = False

    async def evidence(self, node: Node, keys: Sequence[str]) -> dict[str, list[Evidence]]:
        """Return the evidence of each of these records that is stored, by its key."""
        return await current.evidence(self._graph, node, keys)

    async def current(
        self, node: Node, keys: Sequence[str], evidence: Mapping[str, list[Evidence]]
    ) -> dict[str, CurrentRecord]:
        """Return these stored records with their `evidence`."""
        values = await current.values(self._graph, node, keys)
        links = await current.links(self._graph, node, list(OWN_LINKS[node.label]), keys)
        return {key: CurrentRecord(values[key], evidence[key], links.get(key, [])) for key in keys}

    def add(self, draft: Draft, source: str, buffer: Buffer) -> None:
        """Put a record that is not stored into the buffer."""
        add(draft, source, buffer)

    def keep(self, records: Mapping[str, CurrentRecord]) -> None:
        """Do nothing: the graph keeps what is written."""

    async def same_numbers(self, numbers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return the key of the approval with each agency and number, whatever its case and punctuation."""
        rows = [{"agency": agency, "number": number} for agency, number in numbers]
        found = await self._rows("read/same_numbers", rows=rows)
        return {(row["agency"], row["number"]): row["id"] for row in found}

    async def write(self, buffer: Buffer) -> Written:
        """Write the whole buffer, sorted, so two loads lock nodes in the same order.

        The first write marks a load as open. Raises SettingsError if the disk is nearly full.
        """
        graph, version, total = self._graph, buffer.release, Written()
        if not buffer.size:
            return total
        graph.check_room()
        if not self._load_opened:
            await release.open_load(graph, version)
            self._load_opened = True
        for (label, shape), rows in buffer.nodes.items():
            total += await write.merge_nodes(graph, NODES[label], _by_key(rows), version, shape=shape)
        for label, rows in buffer.changes.items():
            total += await write.change_nodes(graph, NODES[label], _by_key(rows), version)
        for waiting, send in (
            (buffer.links, write.merge_links),
            (buffer.changed_links, write.change_links),
            (buffer.closed_links, write.close_links),
        ):
            for (type_, start), links in waiting.items():
                ordered = sorted(links, key=lambda row: (row["start"], row["end"]))
                total += await send(graph, RELATIONS[type_], start, ordered, version)
        return total

    async def twins(self, rows: Iterable[dict[str, str | None]]) -> dict[str, str]:
        """Return the key of the single numbered approval of an agency, drug and date, by the `key` of each row."""
        found = await self._rows("read/twins", rows=list(rows))
        return {row["key"]: row["ids"][0] for row in found if len(row["ids"]) == 1}

    async def close(self, node: Node, keys: Sequence[str], version: str) -> tuple[Written, list[str]]:
        """End these records, with the names, identifiers and reports that only they have.

        Return the counts of the writes, and the keys of the nodes they were linked with, whose counts change.
        """
        if not keys:
            return Written(), []
        neighbours = await current.neighbours(self._graph, node, keys)
        total = await write.close_nodes(self._graph, node, keys, version)
        total += await self.close_unused(
            {label: neighbours.pop(label) for label in _SHARED if label in neighbours}, version
        )
        return total, [key for of_label in neighbours.values() for key in of_label]

    async def close_unused(self, keys: Mapping[str, Sequence[str]], version: str) -> Written:
        """End those of these names, identifiers and reports that no record is linked with."""
        total = Written()
        for label, of_label in keys.items():
            unused = await current.unused(self._graph, NODES[label], of_label)
            total += await write.close_nodes(self._graph, NODES[label], unused, version)
        return total

    async def _rows(self, name: str, **parameters: object) -> list[dict[str, Any]]:
        return await self._graph.rows(Statement(cypher_files.load(name), parameters), timeout_s=_TIMEOUT_S)


def _by_key(rows: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [rows[key] for key in sorted(rows)]
