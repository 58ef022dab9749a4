"""Where a load's records go, and what is there of them already: the graph, or files for the offline importer."""

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
"""Labels of what is nothing without the records that have it."""


class Store(Protocol):
    """The store that a loader writes to. `batch` is the number of records taken at once."""

    batch: int

    async def evidence(self, node: Node, keys: Sequence[str]) -> dict[str, list[Evidence]]:
        """Who states each of these records that is there, by its key."""

    async def held(
        self, node: Node, keys: Sequence[str], stated: Mapping[str, list[Evidence]]
    ) -> dict[str, CurrentRecord]:
        """These records as they are there; all of them are."""

    def add(self, draft: Draft, source: str, buffer: Buffer) -> None:
        """Take a record that is not there; nothing else tells of it before the buffer is written."""

    def keep(self, held: Mapping[str, CurrentRecord]) -> None:
        """Remember these records as they will be once the buffer is written."""

    async def same_numbers(self, numbers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Key of the approval that has this number at this agency, whatever its case and punctuation."""

    async def write(self, buffer: Buffer) -> Written:
        """Write all of the buffer."""


class GraphStore:
    """The graph itself, which knows all that was written."""

    batch = 5_000
    """Memory grows with it, round trips shrink."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._began = False

    async def evidence(self, node: Node, keys: Sequence[str]) -> dict[str, list[Evidence]]:
        """Who states each of these records that is there, by its key."""
        return await current.evidence(self._graph, node, keys)

    async def held(
        self, node: Node, keys: Sequence[str], stated: Mapping[str, list[Evidence]]
    ) -> dict[str, CurrentRecord]:
        """These records as they are there; all of them are."""
        values = await current.values(self._graph, node, keys)
        links = await current.links(self._graph, node, list(OWN_LINKS[node.label]), keys)
        return {key: CurrentRecord(values[key], stated[key], links.get(key, [])) for key in keys}

    def add(self, draft: Draft, source: str, buffer: Buffer) -> None:
        """Put a record that is not there into the buffer."""
        add(draft, source, buffer)

    def keep(self, held: Mapping[str, CurrentRecord]) -> None:
        """Nothing to do: the graph remembers."""

    async def same_numbers(self, numbers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Key of the approval that has this number at this agency, whatever its case and punctuation."""
        rows = [{"agency": agency, "number": number} for agency, number in numbers]
        found = await self._rows("read/same_numbers", rows=rows)
        return {(row["agency"], row["number"]): row["id"] for row in found}

    async def write(self, buffer: Buffer) -> Written:
        """Write all of the buffer, in an order that two loads share; the first time the graph learns of the load.

        Raises SettingsError if the disk is nearly full.
        """
        graph, version, total = self._graph, buffer.release, Written()
        if not buffer.size:
            return total
        graph.check_room()
        if not self._began:
            await release.open_load(graph, version)
            self._began = True
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
        """The only numbered approval of an agency, drug and date, by the key of the row asked with."""
        found = await self._rows("read/twins", rows=list(rows))
        return {row["key"]: row["ids"][0] for row in found if len(row["ids"]) == 1}

    async def close(self, node: Node, keys: Sequence[str], version: str) -> tuple[Written, list[str]]:
        """End these records, with the names, identifiers and reports that they alone have.

        Returns also the keys of all that they were linked with, which counts anew.
        """
        if not keys:
            return Written(), []
        near = await current.neighbours(self._graph, node, keys)
        total = await write.close_nodes(self._graph, node, keys, version)
        total += await self.close_unused({label: near.pop(label) for label in _SHARED if label in near}, version)
        return total, [key for keys_ in near.values() for key in keys_]

    async def close_unused(self, keys: Mapping[str, Sequence[str]], version: str) -> Written:
        """End those of these names, identifiers and reports that nothing has."""
        total = Written()
        for label, some in keys.items():
            unused = await current.unused(self._graph, NODES[label], some)
            total += await write.close_nodes(self._graph, NODES[label], unused, version)
        return total

    async def _rows(self, name: str, **parameters: object) -> list[dict[str, Any]]:
        return await self._graph.rows(Statement(cypher_files.load(name), parameters), timeout_s=_TIMEOUT_S)


def _by_key(rows: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [rows[key] for key in sorted(rows)]
