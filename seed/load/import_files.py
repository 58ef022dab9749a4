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
from graph.store.import_files import ParquetFiles
from graph.store.validate import check_link, check_node
from seed import framing
from seed.merge.buffer import Buffer
from seed.merge.draft import Draft, Link, without_nulls
from seed.merge.merge import CurrentRecord, add
from seed.merge.record_kinds import KINDS, OWN_LINKS

_BLOCK = 1 << 20
_LATE_ROWS = 5_000
"""Rows of one batch of late changes."""
_OF_RECORDS = tuple(kind.label for kind in KINDS.values() if kind.only_from_records)
"""Labels of nodes that come from their own records alone, each once. A condition may be named before its record."""
_LAST = "Sponsor"
"""Sponsors and their links are written last: later sources usually complete them."""


class ImportFiles:
    """Importer files of one load. Memory holds hashes of keys; the records are on disk, for rows of later sources."""

    def __init__(self, folder: Path, version: str) -> None:
        self._files = ParquetFiles(folder, version)
        self._records = _ByteStrings()
        self._offsets = HashMap()
        self._links = HashMap()
        self._source_sets: list[frozenset[str]] = []
        """Distinct sets of sources that state a link; `_links` maps each link to an index of this list."""
        self._last: dict[str, bytes] = {}
        self._last_links = _ByteStrings()
        self._late = _ByteStrings()
        self._later = Buffer(version)
        self._later_links: dict[str, Link] = {}
        self.nodes = self.relationships = 0
        """Counts of the rows in the files."""

    def keep(self, record: CurrentRecord) -> None:
        """Remember a record."""
        self._remember(record, _PACKER.encode(record))

    def current(self, name: str) -> CurrentRecord | None:
        """Return the record last remembered under this name, see `lookup_names`."""
        offset = self._offsets.get(name)
        if offset is None:
            return None
        record = _RECORDS.decode(self._records.at(offset))
        return record if isinstance(record, CurrentRecord) else add(record[1], record[0], Buffer(self._later.release))

    def _remember(self, record: CurrentRecord, packed: bytes) -> None:
        offset = self._records.put(packed)
        for name in lookup_names(record.values["id"], record.values):
            self._offsets.put(name, offset)

    def write(self, buffer: Buffer, records: Iterable[bytes] = ()) -> None:
        """Write new nodes and links into the files; the other changes wait. Raises ModelError and OSError.

        `records` are checked records that have not come before, each packed by `pack_new`. The importer only creates:
        it changes no row that is in a file already, so such a change has to wait until the files are in the graph.
        """
        _check(buffer)
        for record in records:
            self._add(record, buffer)
        for key, row in buffer.changes.pop(_LAST, {}).items():
            self._change_last(key, row)
        late = Buffer(buffer.release, changes=buffer.changes)
        late.changed_links, late.closed_links = buffer.changed_links, buffer.closed_links
        self._write_nodes(buffer, late)
        self._write_links(buffer, late)
        self._put_late(late)

    def _write_nodes(self, buffer: Buffer, late: Buffer) -> None:
        for (label, shape), rows in buffer.nodes.items():
            for key, row in rows.items():
                # The store adds a record once, so only nodes that records share are looked up, to be written once.
                if label in _OF_RECORDS or not self._files.holds(NODES[label], key):
                    self._node(label, key, row, shape)
                elif label in OWN_LINKS:
                    # A condition that another record named first: its own record brings the values.
                    late.change(label, key, row)

    def _write_links(self, buffer: Buffer, late: Buffer) -> None:
        new: dict[str, dict[str, Mapping[str, Any]]] = {label: {} for label in _OF_RECORDS}
        for (label, _), rows in buffer.nodes.items():
            if label in _OF_RECORDS:
                new[label] |= rows
        for (type_, start), links in buffer.links.items():
            relation = RELATIONS[type_]
            is_own = start in _OF_RECORDS and (type_ in OWN_LINKS[start] or type_ == "STATED_IN")
            for row in links:
                if is_own and row["start"] in new[start]:
                    # A new record states each of its links once, so these are neither looked up nor remembered.
                    self._link(relation, start, _ordered(relation, row, new[start][row["start"]]))
                elif is_own:
                    # The record is in a file already, and so are the links with which it came.
                    late.links.setdefault((type_, start), []).append(row)
                elif (before := self._add_sources(row)) is None:
                    if start == _LAST and _sources(row):
                        # Later sources may state it too; all of them are known at the end.
                        self._last_links.put(_PACKER.encode(row))
                    else:
                        self._link(relation, start, row)
                elif start != _LAST and not before.issuperset(_sources(row)):
                    # The link is in a file, and this source is not among those that state it there.
                    late.links.setdefault((type_, start), []).append(row)

    def close(self) -> list[str]:
        """Finish the files and return the importer's arguments that name them."""
        self._flush_late()
        for packed in self._last.values():
            organisation = _UNPACKER.decode(packed)
            check_node(NODES[_LAST], organisation)
            self._files.node(NODES[_LAST], organisation, promised=True)
        for packed in self._last_links:
            row = _UNPACKER.decode(packed)
            row["values"]["sourceIds"] = sorted(self._add_sources(row) or ())
            self._link(RELATIONS[row["type"]], _LAST, row)
        return self._files.close()

    def late(self) -> Iterator[bytes]:
        """Yield the changes that waited, batch by batch, each a packed Buffer."""
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
        """Collect late changes over many batches, each link once.

        A changed or closed link ends a batch, since a link has to be created before it is changed: order counts.
        """
        if late.changed_links or late.closed_links:
            self._flush_late()
        for label, rows in late.changes.items():
            for key, row in rows.items():
                self._later.change(label, key, row)
        for (_, start), links in late.links.items():
            for link in links:
                first = self._later_links.setdefault(_identity(link), link)
                if first is link:
                    self._later.link(start, link)
                elif added := link["values"].get("sourceIds"):
                    first["values"]["sourceIds"] = sorted({*first["values"]["sourceIds"], *added})
        self._later.changed_links, self._later.closed_links = late.changed_links, late.closed_links
        if self._later.size >= _LATE_ROWS or late.changed_links or late.closed_links:
            self._flush_late()

    def _flush_late(self) -> None:
        full = self._later.cut()
        self._later_links.clear()
        if full.changes or full.links or full.changed_links or full.closed_links:
            self._late.put(_PACKER.encode(full))

    def _add_sources(self, row: Link) -> frozenset[str] | None:
        """Add the row's sources to those of its link; return those that stated it before, None if it is new."""
        identity = _identity(row)
        index = self._links.get(identity)
        before = None if index is None else self._source_sets[index]
        after = (before or frozenset()).union(_sources(row))
        if after != before:
            if after not in self._source_sets:
                self._source_sets.append(after)
            self._links.put(identity, self._source_sets.index(after))
        return before


def _check(buffer: Buffer) -> None:
    """Raise ModelError for a row to create that does not fit the model."""
    for (label, _), rows in buffer.nodes.items():
        for row in rows.values():
            check_node(NODES[label], row)
    for (type_, _), links in buffer.links.items():
        for link in links:
            check_link(RELATIONS[type_], link)


def pack_new(draft: Draft, source: str) -> msgspec.Raw:
    """Pack a new record for `ImportFiles.write`."""
    return msgspec.Raw(_PACKER.encode((source, draft)))


def lookup_names(key: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names by which a record is looked up: its key, and an approval's number at its agency."""
    yield key
    if number := values.get("numberNormalised"):
        yield number_name(values["agencyCode"], number)


def number_name(agency: str, number: str) -> str:
    """Return the lookup name of an approval by its normalised number."""
    return f"number\0{agency}\0{number}"


class _ByteStrings:
    """Byte strings one after another in an unnamed file."""

    def __init__(self) -> None:
        self._file = TemporaryFile(prefix="medpath-")  # noqa: SIM115 - the system removes it with the process
        self._end = 0
        self._waiting = bytearray()

    def put(self, string: bytes) -> int:
        """Add a string and return its offset."""
        offset = self._end + len(self._waiting)
        self._waiting += framing.framed(string)
        if len(self._waiting) >= _BLOCK:
            self._write()
        return offset

    def at(self, offset: int) -> bytes:
        """Return the string at this offset."""
        self._write()
        self._file.seek(offset)
        return framing.read(self._file) or b""

    def __iter__(self) -> Iterator[bytes]:
        self._write()
        self._file.seek(0)
        return framing.read_all(self._file)

    def _write(self) -> None:
        """Write all waiting strings at once: each seek costs a system call."""
        if self._waiting:
            self._file.seek(self._end)
            self._end += self._file.write(self._waiting)
            self._waiting.clear()


def _sources(row: Link) -> Sequence[str]:
    sources: Sequence[str] = row["values"].get("sourceIds", ())
    return sources


def _ordered(relation: Relation, row: Link, start: Mapping[str, Any]) -> Link:
    """Return the link of a new record with the properties that it carries for ordering, if its relation has any."""
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
