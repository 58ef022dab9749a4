"""State of a bulk load: the importer's files, the records in them, and the changes that wait.

New nodes and links go into the files; a change of something that lies in one waits for the graph.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import msgspec

from graph.hash_set import HashMap
from graph.model import NODES, RELATIONS, Relation
from graph.store.import_files import CsvFiles
from graph.store.validate import check_link, check_node
from seed import framing
from seed.merge.buffer import Buffer
from seed.merge.draft import Draft, Link, without_nulls
from seed.merge.merge import CurrentRecord, add
from seed.merge.record_kinds import KINDS, OWN_LINKS

_BLOCK = 1 << 20
_LATE_ROWS = 5_000
_OF_RECORDS = tuple(kind.label for kind in KINDS.values() if kind.only_from_records)
_LAST = "Sponsor"
"""Of most organisations a later source knows more, so that they and their links are filed at the end."""


class ImportFiles:
    """All of one load. In memory lie hashes of keys, on disk the records: a later source may say more."""

    def __init__(self, folder: Path, version: str) -> None:
        self._files = CsvFiles(folder, version)
        self._records = _Texts()
        self._places = HashMap()
        self._links = HashMap()
        self._groups: list[frozenset[str]] = []
        """Sources that state the same link; `_links` has their place here."""
        self._last: dict[str, bytes] = {}
        self._last_links = _Texts()
        self._late = _Texts()
        self._later = Buffer(version)
        self._later_links: dict[str, Link] = {}
        self.nodes = self.relationships = 0
        """How many lie in the files."""

    def keep(self, record: CurrentRecord) -> None:
        """Remember a record."""
        self._remember(record, _PACKER.encode(record))

    def held(self, name: str) -> CurrentRecord | None:
        """The record last remembered under this name."""
        place = self._places.get(name)
        if place is None:
            return None
        record = _RECORDS.decode(self._records.at(place))
        return record if isinstance(record, CurrentRecord) else add(record[1], record[0], Buffer(self._later.release))

    def _remember(self, record: CurrentRecord, text: bytes) -> None:
        place = self._records.put(text)
        for name in names(record.values["id"], record.values):
            self._places.put(name, place)

    def write(self, buffer: Buffer, records: Iterable[bytes] = ()) -> None:
        """Write what is new into the files; the rest waits. Raises ModelError and OSError.

        `records` are new as a whole, as `packed` gives them, and have been checked.
        """
        _check(buffer)
        for record in records:
            self._add(record, buffer)
        for key, row in buffer.changes.pop(_LAST, {}).items():
            self._change_last(key, row)
        late = Buffer(buffer.release, changes=buffer.changes)
        late.changed_links, late.closed_links = buffer.changed_links, buffer.closed_links
        new: dict[str, dict[str, Mapping[str, Any]]] = {label: {} for label in _OF_RECORDS}
        for (label, shape), rows in buffer.nodes.items():
            if label in _OF_RECORDS:
                new[label] |= rows
            for key, row in rows.items():
                if label in _OF_RECORDS or not self._files.holds(NODES[label], key):
                    self._node(label, key, row, shape)
                elif label in OWN_LINKS:
                    late.change(label, key, row)
        for (type_, start), links in buffer.links.items():
            relation = RELATIONS[type_]
            is_own = start in _OF_RECORDS and (type_ in OWN_LINKS[start] or type_ == "STATED_IN")
            for row in links:
                if is_own and row["start"] in new[start]:
                    self._link(relation, start, _ordered(relation, row, new[start][row["start"]]))
                elif is_own:
                    late.links.setdefault((type_, start), []).append(row)
                elif (before := self._stated_by(row)) is None:
                    if start == _LAST and _sources(row):
                        self._last_links.put(_PACKER.encode(row))
                    else:
                        self._link(relation, start, row)
                elif start != _LAST and not before.issuperset(_sources(row)):
                    late.links.setdefault((type_, start), []).append(row)
        self._put_late(late)

    def close(self) -> list[str]:
        """Finish the files; the importer's arguments that name them."""
        self._flush_late()
        for text in self._last.values():
            organisation = _UNPACKER.decode(text)
            check_node(NODES[_LAST], organisation)
            self._files.node(NODES[_LAST], organisation, promised=True)
        for text in self._last_links:
            row = _UNPACKER.decode(text)
            row["values"]["sourceIds"] = sorted(self._stated_by(row) or ())
            self._link(RELATIONS[row["type"]], _LAST, row)
        return self._files.close()

    def late(self) -> Iterator[bytes]:
        """Yield the changes that waited, each a packed Buffer."""
        return iter(self._late)

    def _add(self, record: bytes, buffer: Buffer) -> None:
        """Put a new record into the buffer, and remember it."""
        source, draft = _NEW.decode(record)
        self._remember(add(draft, source, buffer), record)

    def _node(self, label: str, key: str, row: Mapping[str, Any], shape: str | None) -> None:
        if label == _LAST:
            self._files.promise(NODES[label], key)
            self._last[key] = _PACKER.encode(row)
        else:
            self._files.node(NODES[label], row, shape)
        self.nodes += 1

    def _change_last(self, key: str, row: Mapping[str, Any]) -> None:
        changed = {**_UNPACKER.decode(self._last[key]), **row}
        self._last[key] = _PACKER.encode(without_nulls(changed))

    def _link(self, relation: Relation, start: str, row: Link) -> None:
        self._files.link(relation, start, row)
        self.relationships += 1

    def _put_late(self, late: Buffer) -> None:
        """Keep what waits, many batches together with each link once, until a link is changed or closed."""
        if late.changed_links or late.closed_links:
            self._flush_late()
        for label, rows in late.changes.items():
            for key, row in rows.items():
                self._later.change(label, key, row)
        for (_, start), links in late.links.items():
            for link in links:
                there = self._later_links.setdefault(_identity(link), link)
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
        if full.changes or full.links or full.changed_links or full.closed_links:
            self._late.put(_PACKER.encode(full))

    def _stated_by(self, row: Link) -> frozenset[str] | None:
        """The sources that have stated this link before, None if it is new; from now on those of the row have too."""
        identity = _identity(row)
        group = self._links.get(identity)
        before = None if group is None else self._groups[group]
        now = (before or frozenset()).union(_sources(row))
        if now != before:
            if now not in self._groups:
                self._groups.append(now)
            self._links.put(identity, self._groups.index(now))
        return before


def _check(buffer: Buffer) -> None:
    """Raise ModelError if the model has something against a row that is to be created."""
    for (label, _), rows in buffer.nodes.items():
        for row in rows.values():
            check_node(NODES[label], row)
    for (type_, _), links in buffer.links.items():
        for link in links:
            check_link(RELATIONS[type_], link)


def packed(draft: Draft, source: str) -> msgspec.Raw:
    """Pack a new record for `ImportFiles.write`."""
    return msgspec.Raw(_PACKER.encode((source, draft)))


def names(key: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Under which a record is asked for: its key, and an approval's number at its agency."""
    yield key
    if number := values.get("numberNormalised"):
        yield numbered(values["agencyCode"], number)


def numbered(agency: str, number: str) -> str:
    """The name of an approval with this number, whatever its case and punctuation."""
    return f"number\0{agency}\0{number}"


class _Texts:
    """Byte strings one after another in an unnamed file."""

    def __init__(self) -> None:
        self._file = TemporaryFile(prefix="medpath-")  # noqa: SIM115 - the system removes it with the process
        self._end = 0
        self._waiting = bytearray()

    def put(self, text: bytes) -> int:
        """Add a text; the place where it lies."""
        place = self._end + len(self._waiting)
        self._waiting += framing.framed(text)
        if len(self._waiting) >= _BLOCK:
            self._write()
        return place

    def at(self, place: int) -> bytes:
        """The text at this place."""
        self._write()
        self._file.seek(place)
        return framing.read(self._file) or b""

    def __iter__(self) -> Iterator[bytes]:
        self._write()
        self._file.seek(0)
        return framing.read_all(self._file)

    def _write(self) -> None:
        """Seeking costs a call of the system, so many texts are written at once."""
        if self._waiting:
            self._file.seek(self._end)
            self._end += self._file.write(self._waiting)
            self._waiting.clear()


def _sources(row: Link) -> Sequence[str]:
    sources: Sequence[str] = row["values"].get("sourceIds", ())
    return sources


def _ordered(relation: Relation, row: Link, start: Mapping[str, Any]) -> Link:
    """The link of a new record with what it carries for its order."""
    if not relation.order:
        return row
    carried = {relation.end_id: row["end"], relation.order: start.get(relation.order)}
    return {**row, "values": row["values"] | without_nulls(carried)}


def _identity(row: Link) -> str:
    return "\0".join((row["type"], row["start"], row["end"], *(row[key] for key in RELATIONS[row["type"]].keys)))


_PACKER = msgspec.msgpack.Encoder()
_UNPACKER = msgspec.msgpack.Decoder(dict[str, Any])
_NEW = msgspec.msgpack.Decoder(tuple[str, Draft])
_RECORDS = msgspec.msgpack.Decoder(tuple[str, Draft] | CurrentRecord)
