"""Records that wait on disk, so files are read once and memory does not grow with them."""

import os
import tempfile
from collections.abc import Iterator
from typing import IO

from seed import framing
from seed.records import Record, pack, unpack


class Spool:
    """A queue of records in a file without a name, which the system removes with the process."""

    def __init__(self) -> None:
        self.file: IO[bytes] = tempfile.TemporaryFile(prefix="medpath-")  # noqa: SIM115 - closed by `close`
        """Another process may write into it: packed and framed records, then one last string."""

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return os.fstat(self.file.fileno()).st_size

    def put(self, record: Record) -> None:
        """Add a record at the end."""
        self.file.write(framing.framed(pack(record)))

    def pop(self) -> bytes:
        """Remove the last string and return it."""
        return framing.pop(self.file)

    def __iter__(self) -> Iterator[Record]:
        """Yield all records in order, from the first; none may be added meanwhile."""
        self.file.seek(0)
        return map(unpack, framing.read_all(self.file))

    def close(self) -> None:
        """Free the disk."""
        self.file.close()
