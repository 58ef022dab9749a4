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

from graph.config import Settings
from graph.driver import Written, connect
from graph.keys import Keys
from graph.migrate import await_indexes, migrate
from graph.model import RELATIONS, Node, Relation
from graph.progress import Progress
from graph.server.launch import running
from graph.server.staging import staged
from graph.state import Stated
from seed import frames, release
from seed.directory import Conditions, Sponsors
from seed.draft import OWN, Buffer, Link
from seed.feeds import Feed
from seed.filing import Filed, Filing
from seed.intake import Intake
from seed.journal import Journal
from seed.match import DrugIndex
from seed.merge import Held
from seed.pipeline import Loading
from seed.report import Report
from seed.resolve import Resolver
from seed.store import GraphStore

_TIMEOUT_S = 600.0
_BLOCK = 1 << 20
_LATE_ROWS = 5_000
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
                await migrate(graph, await_full_text=False)
                progress("Indexes", 1, 1)
                loading.intake.store = GraphStore(graph)
                for late in store.late():
                    loading.intake.written += await loading.intake.store.write(late)
                loading.intake.touched.all()
                await loading.finish(graph, {})
                progress("Full text", 0, 1)
                await await_indexes(graph)
                progress("Full text", 1, 1)
        stage.publish()
    notes.end(loading.report)
    loading.report.seconds = time.monotonic() - started
    return loading.report


class FileStore:
    """Files for the importer. In memory lie hashes of keys, on disk the records: a later source may say more."""

    batch = 1_000

    def __init__(self, folder: Path, version: str) -> None:
        self._files = Filing(folder, version)
        self._records = _Frames()
        self._places = Keys()
        self._shared = Keys()
        self._late = _Frames()
        self._later = Buffer(version)
        self._later_links: dict[str, Link] = {}
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
        nodes, links = list[Filed](), list[Filed]()
        for (label, shape), rows in buffer.nodes.items():
            if label in _OF_RECORDS:
                new[label] = {**new[label], **rows}
                nodes.append((label, shape, list(rows.values())))
                continue
            nodes.append((label, shape, fresh := []))
            for key, row in rows.items():
                if self._shared.add(f"{label}\0{key}"):
                    fresh.append(row)
                elif label in OWN:
                    late.change(label, key, row)
        for (type_, start), waiting in buffer.links.items():
            is_own = start in _OF_RECORDS and (type_ in OWN[start] or type_ == "STATED_IN")
            links.append((type_, start, fresh := []))
            for row in waiting:
                if is_own and row["start"] in new[start]:
                    fresh.append(_ordered(RELATIONS[type_], row, new[start][row["start"]]))
                elif not is_own and self._is_new(type_, row):
                    fresh.append(row)
                elif is_own or self._tells_more(type_, row):
                    late.links.setdefault((type_, start), []).append(row)
        await self._files.put(nodes, links)
        self._put_late(late)
        return Written(nodes_created=_total(nodes), relationships_created=_total(links))

    def _put_late(self, late: Buffer) -> None:
        """Keep what waits, many batches together with each link once, until a link is changed or closed."""
        if late.changed_links or late.closed_links:
            self._flush_late()
        for label, rows in late.changes.items():
            for key, row in rows.items():
                self._later.change(label, key, row)
        for (type_, start), links in late.links.items():
            for link in links:
                there = self._later_links.setdefault(_identity(type_, link), link)
                if there is link:
                    self._later.link(start, link)
                elif added := link["values"].get("sourceIds"):
                    there["values"]["sourceIds"] = sorted({*there["values"]["sourceIds"], *added})
        self._later.changed_links, self._later.closed_links = late.changed_links, late.closed_links
        if self._later.size >= _LATE_ROWS or late.changed_links or late.closed_links:
            self._flush_late()

    def _flush_late(self) -> None:
        full = self._later.cut()
        self._later_links.clear()
        if any(_waiting(full)):
            self._late.put(_PACKER.encode([_pairs(each) for each in _waiting(full)]))

    def finish(self) -> list[str]:
        """Close the files; the importer's arguments that name them."""
        self._flush_late()
        return self._files.finish()

    def late(self) -> Iterator[Buffer]:
        """What waited, batch by batch."""
        for packed in self._late:
            late = Buffer(self._release)
            for there, pairs in zip(_waiting(late), msgspec.msgpack.decode(packed), strict=True):
                there.update((tuple(key) if isinstance(key, list) else key, rows) for key, rows in pairs)
            yield late

    def close(self) -> None:
        """Give process and disk back."""
        self._files.close()
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
        self._waiting = bytearray()

    def put(self, packed: bytes) -> int:
        """Add a text; the place where it lies."""
        place = self._end + len(self._waiting)
        self._waiting += frames.framed(packed)
        if len(self._waiting) >= _BLOCK:
            self._write()
        return place

    def at(self, place: int) -> bytes:
        """The text at this place."""
        self._write()
        self._file.seek(place)
        return frames.read(self._file) or b""

    def __iter__(self) -> Iterator[bytes]:
        self._write()
        self._file.seek(0)
        return frames.read_all(self._file)

    def _write(self) -> None:
        """Seeking costs a call of the system, so many texts are written at once."""
        if self._waiting:
            self._file.seek(self._end)
            self._end += self._file.write(self._waiting)
            self._waiting.clear()

    def close(self) -> None:
        self._file.close()


def _total(filed: Sequence[Filed]) -> int:
    return sum(len(rows) for _, _, rows in filed)


def _held(packed: bytes) -> Held:
    return _UNPACKER.decode(packed)


def _ordered(relation: Relation, row: Link, start: Mapping[str, Any]) -> Link:
    """The link of a new record with what it carries for its order."""
    if not relation.order:
        return row
    carried = {relation.end_id: row["end"], relation.order: start.get(relation.order)}
    return {**row, "values": row["values"] | {name: value for name, value in carried.items() if value is not None}}


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
