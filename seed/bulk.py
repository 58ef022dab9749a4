"""The first load of an empty graph through Neo4j's offline importer: the same records, the same rules, the same graph.

Records are read, resolved and merged as ever. What is new goes into files; what changes something that lies in a file
already waits, and is written as ever once the files are imported.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import msgspec

from graph.bulk import BulkFiles
from graph.config import Settings
from graph.driver import Written, connect
from graph.migrate import migrate
from graph.model import NODES, RELATIONS, Node
from graph.progress import Progress
from graph.server.launch import running
from graph.server.staging import staged
from graph.state import Stated
from seed import release
from seed.directory import Conditions, Sponsors
from seed.draft import OWN, Buffer, Link
from seed.feeds import Feed
from seed.intake import Intake
from seed.journal import Journal
from seed.keys import Keys
from seed.match import DrugIndex
from seed.merge import Held
from seed.pipeline import Loading
from seed.report import Report
from seed.resolve import Resolver
from seed.store import GraphStore

_TIMEOUT_S = 600.0
_LENGTH_BYTES = 4
_OF_RECORDS = ("Drug", "Trial", "Approval")
"""Labels whose nodes come from their own records alone, each once; a condition may be named before its record."""


async def load_bulk(
    settings: Settings, wanted: list[Feed], progress: Progress, journal: Journal | None = None
) -> Report:
    """Build the embedded database from these feeds. Raises SettingsError if it runs or is not empty."""
    started = time.monotonic()
    buffer = Buffer(release.now())
    async with staged(settings, progress) as stage:
        with (
            closing(Loading(wanted, wanted, progress)) as loading,
            closing(FileStore(stage.files, buffer.release)) as store,
        ):
            resolver, notes = Resolver(DrugIndex(), Conditions(), Sponsors(), buffer), journal or Journal()
            await loading.take(Intake(store, resolver, buffer, journal=notes))
            await stage.build(store.finish())
            async with running(stage.settings, progress) as address, connect(address, timeout_s=_TIMEOUT_S) as graph:
                progress("Indexes", 0, 1)
                await migrate(graph)
                progress("Indexes", 1, 1)
                loading.intake.store = GraphStore(graph)
                for late in store.late():
                    loading.intake.written += await loading.intake.store.write(late)
                loading.intake.touched.all()
                await loading.finish(graph, {})
        stage.publish()
    notes.end(loading.report)
    loading.report.seconds = time.monotonic() - started
    return loading.report


class FileStore:
    """Files for the importer. In memory lie hashes of keys, on disk the records: a later source may say more."""

    def __init__(self, folder: Path, version: str) -> None:
        self._files = BulkFiles(folder, version)
        self._records = _Frames()
        self._places = Keys()
        self._shared = Keys()
        self._late = _Frames()
        self._release = version

    async def statements(self, node: Node, keys: Sequence[str]) -> dict[str, list[Stated]]:
        """Who states each of these records that came before, by its key."""
        return {key: _held(found).stated for key in keys if (found := self._find(key)) is not None}

    async def held(self, node: Node, keys: Sequence[str], stated: Mapping[str, list[Stated]]) -> dict[str, Held]:
        """These records as they came before; all of them did."""
        return {key: _held(found) for key in keys if (found := self._find(key)) is not None}

    def keep(self, node: Node, held: Mapping[str, Held]) -> None:
        """Remember these records."""
        for key, record in held.items():
            if not record.exists:
                continue
            place = self._records.put(_PACKER.encode(record))
            self._places.add(key, place)
            if number := record.values.get("numberNormalised"):
                self._places.add(_number(record.values["agencyCode"], number), place)

    async def same_numbers(self, numbers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Key of the approval that has this number at this agency, whatever its case and punctuation."""
        found = {number: self._find(_number(*number)) for number in numbers}
        return {number: _held(packed).values["id"] for number, packed in found.items() if packed is not None}

    async def write(self, buffer: Buffer) -> Written:
        """Write what is new into the files; the rest waits."""
        late = Buffer(buffer.release, changes=buffer.changes)
        late.changed_links, late.closed_links = buffer.changed_links, buffer.closed_links
        new: dict[str, Mapping[str, Any]] = {label: {} for label in _OF_RECORDS}
        nodes = links = 0
        for (label, shape), rows in buffer.nodes.items():
            if label in _OF_RECORDS:
                new[label] = {**new[label], **rows}
            for key, row in rows.items():
                if label in _OF_RECORDS or self._shared.add(f"{label}\0{key}"):
                    self._files.node(NODES[label], row, shape)
                    nodes += 1
                elif label in OWN:
                    late.change(label, key, row)
        for (type_, start), waiting in buffer.links.items():
            is_own = start in _OF_RECORDS and (type_ in OWN[start] or type_ == "STATED_IN")
            for row in waiting:
                if row["start"] in new[start] if is_own else self._is_new(type_, row):
                    self._files.link(RELATIONS[type_], start, row)
                    links += 1
                elif is_own or self._tells_more(type_, row):
                    late.links.setdefault((type_, start), []).append(row)
        if late.changes or late.links or late.changed_links or late.closed_links:
            self._late.put(_PACKER.encode([_pairs(each) for each in _waiting(late)]))
        return Written(nodes_created=nodes, relationships_created=links)

    def finish(self) -> list[str]:
        """Close the files; the importer's arguments that name them."""
        return self._files.close()

    def late(self) -> Iterator[Buffer]:
        """What waited, batch by batch."""
        for packed in self._late:
            late = Buffer(self._release)
            for there, pairs in zip(_waiting(late), msgspec.msgpack.decode(packed), strict=True):
                there.update((tuple(key) if isinstance(key, list) else key, rows) for key, rows in pairs)
            yield late

    def close(self) -> None:
        """Give the disk back."""
        self._records.close()
        self._late.close()

    def _find(self, key: str) -> bytes | None:
        place = self._places.get(key)
        return None if place is None else self._records.at(place)

    def _is_new(self, type_: str, row: Link) -> bool:
        identity = _identity(type_, row)
        if not self._shared.add(identity):
            return False
        for source in row["values"].get("sourceIds", ()):
            self._shared.add(f"{identity}\0{source}")
        return True

    def _tells_more(self, type_: str, row: Link) -> bool:
        """True if a link that is there gains a source."""
        identity = _identity(type_, row)
        added = [self._shared.add(f"{identity}\0{source}") for source in row["values"].get("sourceIds", ())]
        return any(added)


class _Frames:
    """Texts of bytes one after another in a file without a name."""

    def __init__(self) -> None:
        self._file = TemporaryFile(prefix="medpath-")  # noqa: SIM115 - closed by `close`
        self._end = 0

    def put(self, packed: bytes) -> int:
        """Add a text; the place where it lies."""
        place = self._end
        self._file.seek(place)
        self._end += self._file.write(len(packed).to_bytes(_LENGTH_BYTES, "little"))
        self._end += self._file.write(packed)
        return place

    def at(self, place: int) -> bytes:
        """The text at this place."""
        self._file.seek(place)
        return self._file.read(int.from_bytes(self._file.read(_LENGTH_BYTES), "little"))

    def __iter__(self) -> Iterator[bytes]:
        place = 0
        while place < self._end:
            packed = self.at(place)
            place += _LENGTH_BYTES + len(packed)
            yield packed

    def close(self) -> None:
        self._file.close()


def _held(packed: bytes) -> Held:
    return _UNPACKER.decode(packed)


def _number(agency: str, number: str) -> str:
    return f"number\0{agency}\0{number}"


def _identity(type_: str, row: Link) -> str:
    return "\0".join((type_, row["start"], row["end"], *(row[key] for key in RELATIONS[type_].keys)))


def _waiting(buffer: Buffer) -> tuple[dict[Any, Any], ...]:
    return buffer.changes, buffer.links, buffer.changed_links, buffer.closed_links


def _pairs(waiting: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    return list(waiting.items())


_PACKER = msgspec.msgpack.Encoder()
_UNPACKER = msgspec.msgpack.Decoder(Held)
