"""The first load of an empty graph through Neo4j's offline importer: the same records, the same rules, the same graph.

Records are read, resolved and merged as ever. What is new goes into files; what changes something that lies in a file
already waits, and is written as ever once the files are imported.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
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
from graph.state import Stated
from seed import release
from seed.directory import Conditions, Sponsors
from seed.draft import Buffer
from seed.feeds import Feed
from seed.filing import Filing, Kept
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
        self._kept: list[Kept] = []
        self.written = Written()
        """What lies in the files, once they are finished."""

    async def statements(self, node: Node, keys: Sequence[str]) -> dict[str, list[Stated]]:
        """Who states each of these records that came before, by its key."""
        return {key: held.stated for key, held in (await self._find(keys)).items()}

    async def held(self, node: Node, keys: Sequence[str], stated: Mapping[str, list[Stated]]) -> dict[str, Held]:
        """These records as they came before; all of them did."""
        return await self._find(keys)

    def keep(self, node: Node, held: Mapping[str, Held]) -> None:
        """Remember these records."""
        for key, record in held.items():
            if not record.exists:
                continue
            names = [key]
            if number := record.values.get("numberNormalised"):
                names.append(_number(record.values["agencyCode"], number))
            self._kept.append((names, msgspec.Raw(_PACKER.encode(record))))
            for name in names:
                self._came.add(name)

    async def same_numbers(self, numbers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Key of the approval that has this number at this agency, whatever its case and punctuation."""
        found = await self._find([_number(*number) for number in numbers])
        return {number: found[name].values["id"] for number in numbers if (name := _number(*number)) in found}

    async def write(self, buffer: Buffer) -> Written:
        """File all of the buffer; how much of it was new is known at the end."""
        kept, self._kept = self._kept, []
        await self._filing.put(buffer, kept)
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

    async def _find(self, names: Sequence[str]) -> dict[str, Held]:
        """The records under these names; nobody is asked for what has not come."""
        came = [name for name in names if name in self._came]
        packed = await self._filing.kept(came) if came else {}
        return {name: _HELD.decode(record) for name, record in packed.items()}


def _number(agency: str, number: str) -> str:
    return f"number\0{agency}\0{number}"


_PACKER = msgspec.msgpack.Encoder()
_HELD = msgspec.msgpack.Decoder(Held)
