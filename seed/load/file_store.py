"""Store of a bulk load: files for Neo4j's offline importer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from graph.database.driver import Written
from graph.hash_set import HashSet
from graph.model import Node
from graph.store.evidence import Evidence
from seed.load import import_files
from seed.load.import_writer import ImportWriter
from seed.merge.buffer import Buffer
from seed.merge.draft import Draft
from seed.merge.merge import CurrentRecord


class FileStore:
    """Importer files, written by a child process. Memory holds hashes of the names of the records that came."""

    batch = 500

    def __init__(self, folder: Path, version: str) -> None:
        self._writer = ImportWriter(folder, version)
        self._names = HashSet()
        self._found: dict[str, CurrentRecord] = {}
        self._new: list[msgspec.Raw] = []
        self._kept: list[CurrentRecord] = []
        self.written = Written()
        """Counts of the finished files."""

    async def evidence(self, node: Node, keys: Sequence[str]) -> dict[str, list[Evidence]]:
        """Return the evidence of each of these records that came before, by its key."""
        self._found = await self._find(keys)
        return {key: record.evidence for key, record in self._found.items()}

    async def current(
        self, node: Node, keys: Sequence[str], evidence: Mapping[str, list[Evidence]]
    ) -> dict[str, CurrentRecord]:
        """Return these records as they came before. All were among the keys last given to `evidence`."""
        return {key: self._found[key] for key in keys}

    def add(self, draft: Draft, source: str, buffer: Buffer) -> None:
        """Add a record that has not come before; it is written with the next buffer."""
        self._new.append(import_files.pack_new(draft, source))
        self._remember_names(import_files.lookup_names(draft.key, draft.values))

    def keep(self, records: Mapping[str, CurrentRecord]) -> None:
        """Remember these records for rows of later sources."""
        for key, record in records.items():
            self._kept.append(record)
            self._remember_names(import_files.lookup_names(key, record.values))

    async def same_numbers(self, numbers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return the key of the approval with each agency and number, whatever its case and punctuation."""
        found = await self._find([import_files.number_name(*number) for number in numbers])
        return {
            number: found[name].values["id"]
            for number in numbers
            if (name := import_files.number_name(*number)) in found
        }

    async def write(self, buffer: Buffer) -> Written:
        """Send the buffer to the writer. The counts are known only once the files are finished."""
        new, kept, self._new, self._kept = self._new, self._kept, [], []
        if buffer.size or new or kept:
            await self._writer.put(buffer, new, kept)
        return Written()

    def finish(self) -> list[str]:
        """Close the files and return the importer's arguments that name them."""
        reply = self._writer.finish()
        self.written = Written(nodes_created=reply.nodes, relationships_created=reply.relationships)
        return reply.arguments

    def late(self) -> Iterator[Buffer]:
        """Yield the changes that waited, batch by batch."""
        return self._writer.late()

    def close(self) -> None:
        """End the writer and free its files."""
        self._writer.close()

    def _remember_names(self, names: Iterable[str]) -> None:
        for name in names:
            self._names.add(name)

    async def _find(self, names: Sequence[str]) -> dict[str, CurrentRecord]:
        """Return the records under these names. The writer is asked only for names that came before."""
        known = [name for name in names if name in self._names]
        return await self._writer.current(known) if known else {}
