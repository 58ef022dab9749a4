"""The store of a bulk load."""

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
    """Files for the importer, written beside this process; in memory lie hashes of the keys that came."""

    batch = 500

    def __init__(self, folder: Path, version: str) -> None:
        self._filing = ImportWriter(folder, version)
        self._came = HashSet()
        self._found: dict[str, CurrentRecord] = {}
        self._new: list[msgspec.Raw] = []
        self._kept: list[CurrentRecord] = []
        self.written = Written()
        """Counts of the finished files."""

    async def evidence(self, node: Node, keys: Sequence[str]) -> dict[str, list[Evidence]]:
        """Who states each of these records that came before, by its key."""
        self._found = await self._find(keys)
        return {key: held.stated for key, held in self._found.items()}

    async def held(
        self, node: Node, keys: Sequence[str], stated: Mapping[str, list[Evidence]]
    ) -> dict[str, CurrentRecord]:
        """These records as they came before; they were among those last asked for."""
        return {key: self._found[key] for key in keys}

    def add(self, draft: Draft, source: str, buffer: Buffer) -> None:
        """Take a record that has not come; it is filed with the buffer that is written next."""
        self._new.append(import_files.packed(draft, source))
        self._came_under(import_files.names(draft.key, draft.values))

    def keep(self, held: Mapping[str, CurrentRecord]) -> None:
        """Remember these records."""
        for key, record in held.items():
            self._kept.append(record)
            self._came_under(import_files.names(key, record.values))

    async def same_numbers(self, numbers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Key of the approval that has this number at this agency, whatever its case and punctuation."""
        found = await self._find([import_files.numbered(*number) for number in numbers])
        return {
            number: found[name].values["id"] for number in numbers if (name := import_files.numbered(*number)) in found
        }

    async def write(self, buffer: Buffer) -> Written:
        """File all of the buffer; how much of it was new is known at the end."""
        new, kept, self._new, self._kept = self._new, self._kept, [], []
        if buffer.size or new or kept:
            await self._filing.put(buffer, new, kept)
        return Written()

    def finish(self) -> list[str]:
        """Close the files; the importer's arguments that name them."""
        answer = self._filing.finish()
        self.written = Written(nodes_created=answer.nodes, relationships_created=answer.relationships)
        return answer.arguments

    def late(self) -> Iterator[Buffer]:
        """Yield the changes that waited, batch by batch."""
        return self._filing.late()

    def close(self) -> None:
        """Give process and disk back."""
        self._filing.close()

    def _came_under(self, names: Iterable[str]) -> None:
        for name in names:
            self._came.add(name)

    async def _find(self, names: Sequence[str]) -> dict[str, CurrentRecord]:
        """Return the records under these names; names that have not come are not asked for."""
        came = [name for name in names if name in self._came]
        return await self._filing.held(came) if came else {}
