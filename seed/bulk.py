"""The first load of an empty graph through Neo4j's offline importer: the same records, the same rules, the same graph.

Records are read, resolved and merged as ever. What is new goes into files; what changes something that lies in a file
already waits, and is written as ever once the files are imported.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from graph.config import Settings
from graph.driver import Written, connect
from graph.keys import Met
from graph.migrate import migrate, prepare
from graph.model import Node
from graph.progress import Progress
from graph.server.launch import running
from graph.server.staging import staged
from graph.stated import Stated
from seed import filed, release
from seed.directory import Conditions, Sponsors
from seed.draft import Buffer, Draft
from seed.feeds import Feed
from seed.filing import Filing
from seed.garbage import seldom_collected
from seed.intake import Intake
from seed.journal import Journal
from seed.match import DrugIndex
from seed.merge import Held
from seed.pipeline import Loading
from seed.report import Report
from seed.resolve import Resolver
from seed.store import GraphStore

_TIMEOUT_S = 600.0


async def load_bulk(
    settings: Settings, wanted: list[Feed], progress: Progress, journal: Journal | None = None
) -> Report:
    """Build the embedded database from these feeds. Raises SettingsError if it runs or is not empty."""
    started = time.monotonic()
    buffer = Buffer(release.now())
    async with staged(settings, progress) as stage:
        with (
            seldom_collected(),
            closing(Loading(wanted, wanted, progress)) as loading,
            closing(FileStore(stage.files, buffer.release)) as store,
        ):
            resolver = Resolver(DrugIndex(), Conditions(), Sponsors(), buffer)
            intake = Intake(store, resolver, buffer, journal=journal or Journal())
            intake.touched.all()
            await loading.take(intake)
            await stage.build(store.finish())
            intake.written += store.written
            async with running(stage.settings, progress) as address, connect(address, timeout_s=_TIMEOUT_S) as graph:
                progress("Indexes", 0, 1)
                await prepare(graph)
                progress("Indexes", 1, 1)
                intake.store = GraphStore(graph)
                for late in store.late():
                    intake.written += await intake.store.write(late)
                intake.new_drugs = False  # no rows were there before them
                await loading.finish(graph, {})
                progress("Last indexes", 0, 1)
                await migrate(graph, built=True)
                progress("Last indexes", 1, 1)
        stage.publish()
    intake.journal.end(loading.report)
    loading.report.seconds = time.monotonic() - started
    return loading.report


class FileStore:
    """Files for the importer, written beside this process; in memory lie hashes of the keys that came."""

    batch = 500

    def __init__(self, folder: Path, version: str) -> None:
        self._filing = Filing(folder, version)
        self._came = Met()
        self._found: dict[str, Held] = {}
        self._new: list[msgspec.Raw] = []
        self._kept: list[Held] = []
        self.written = Written()
        """What lies in the files, once they are finished."""

    async def statements(self, node: Node, keys: Sequence[str]) -> dict[str, list[Stated]]:
        """Who states each of these records that came before, by its key."""
        self._found = await self._find(keys)
        return {key: held.stated for key, held in self._found.items()}

    async def held(self, node: Node, keys: Sequence[str], stated: Mapping[str, list[Stated]]) -> dict[str, Held]:
        """These records as they came before; they were among those last asked for."""
        return {key: self._found[key] for key in keys}

    def add(self, draft: Draft, source: str, buffer: Buffer) -> None:
        """Take a record that has not come; it is filed with the buffer that is written next."""
        self._new.append(filed.packed(draft, source))
        self._came_under(filed.names(draft.key, draft.values))

    def keep(self, held: Mapping[str, Held]) -> None:
        """Remember these records."""
        for key, record in held.items():
            self._kept.append(record)
            self._came_under(filed.names(key, record.values))

    async def same_numbers(self, numbers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Key of the approval that has this number at this agency, whatever its case and punctuation."""
        found = await self._find([filed.numbered(*number) for number in numbers])
        return {number: found[name].values["id"] for number in numbers if (name := filed.numbered(*number)) in found}

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
        """What waited, batch by batch."""
        return self._filing.late()

    def close(self) -> None:
        """Give process and disk back."""
        self._filing.close()

    def _came_under(self, names: Iterable[str]) -> None:
        for name in names:
            self._came.add(name)

    async def _find(self, names: Sequence[str]) -> dict[str, Held]:
        """The records under these names; nobody is asked for what has not come."""
        came = [name for name in names if name in self._came]
        return await self._filing.held(came) if came else {}
