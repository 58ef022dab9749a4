"""Records that wait on disk for their turn, so that files are read once and memory does not grow with them."""

import tempfile
from collections.abc import Iterator

from seed.records import Record, pack, unpack

_LENGTH_BYTES = 4


class Spool:
    """A queue of records in a file without a name, which the system removes with the process."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="medpath-")  # noqa: SIM115 - closed by `close`
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def put(self, record: Record) -> None:
        """Add a record at the end."""
        packed = pack(record)
        self._file.write(len(packed).to_bytes(_LENGTH_BYTES, "little"))
        self._file.write(packed)
        self._count += 1

    def __iter__(self) -> Iterator[Record]:
        """All records in their order, from the first one; nothing may be added meanwhile."""
        self._file.seek(0)
        while length := self._file.read(_LENGTH_BYTES):
            yield unpack(self._file.read(int.from_bytes(length, "little")))

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()
