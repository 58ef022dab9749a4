"""A big file of trials is read by a process of its own, while drugs and approvals are loaded.

Trials come last, so the load does not wait for them. Until then they lie on disk, packed, with their hashes; the
vocabulary terms that they name, which the load needs earlier, come with them.
"""

import asyncio
import errno
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from graph.errors import SourceError
from graph.progress import Progress
from seed import framing
from seed.extract.feeds import Feed, raw_records
from seed.extract.spool import Spool
from seed.formats.files import members
from seed.gc_tuning import rare_garbage_collection
from seed.records import ConditionRef, Record, TrialRecord, pack
from seed.source import Issues, discover

BIG_BYTES = 16 << 20
"""From here on a process of its own pays: it takes half a second to start."""
_TOLD_S = 0.5
_BY_SYSTEM = 100
"""A process that the system refuses something ends with this and the error's number: a full disk is 128."""


class _End(msgspec.Struct):
    """The last thing that is written; `problem` is why the file could not be read at all."""

    terms: list[ConditionRef]
    issues: Issues
    problem: str | None = None


def is_worth_it(feed: Feed) -> bool:
    """True for raw trials of some size."""
    return feed.source.trials and feed.path is not None and _size(feed.path) >= BIG_BYTES


def terms(record: Record) -> Iterator[ConditionRef]:
    """The conditions of a trial and those above them that have an id somewhere, without what is above them."""
    if isinstance(record, TrialRecord):
        for ref in record.conditions:
            yield from (
                ConditionRef(ancestor.name, ancestor.xrefs) for ancestor in (ref, *ref.ancestors) if ancestor.xrefs
            )


class BackgroundReader:
    """The reading of one feed into a spool, begun at once; wait for `ended` before `terms` and spool are read."""

    def __init__(self, feed: Feed, spool: Spool) -> None:
        self._feed, self._spool = feed, spool
        self.terms: list[ConditionRef] = []
        """Every term that the trials name, each once, in the order met."""
        command = [sys.executable, "-P", "-m", __name__, feed.source.id, str(feed.path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=spool.file, start_new_session=True)

    async def ended(self, progress: Progress) -> None:
        """Wait until all is read. Raises SourceError and OSError as the reading of the file does."""
        while self._process.poll() is None:
            progress(f"{self._feed.source.name}, megabytes read beside", self._spool.size >> 20, None)
            await asyncio.sleep(_TOLD_S)
        number = self._process.returncode - _BY_SYSTEM
        if number > 0:
            raise OSError(number, os.strerror(number))
        if self._process.returncode:
            raise SourceError(f"{self._feed.source.id}: its reader was ended")
        end = msgspec.msgpack.decode(self._spool.pop(), type=_End)
        self._feed.issues.add(end.issues)
        if end.problem is not None:
            raise SourceError(end.problem)
        self.terms = end.terms

    def close(self) -> None:
        """End the reading, wherever it is."""
        self._process.kill()
        self._process.communicate()


def _size(path: Path) -> int:
    try:
        return sum(file.stat().st_size for file in members(path))
    except (SourceError, OSError):
        return 0


def _read(source: str, path: Path, to: IO[bytes]) -> None:
    """Run in the child process: write the records, then the terms and issues."""
    end, seen_terms = _End([], Issues()), dict[ConditionRef, None]()
    try:
        for record in raw_records(discover()[source], path, end.issues):
            seen_terms.update(dict.fromkeys(terms(record)))
            to.write(framing.framed(pack(record)))
    except SourceError as error:
        end.problem = str(error)
    end.terms = list(seen_terms)
    to.write(framing.last(msgspec.msgpack.encode(end)))


def _end_with_parent() -> None:
    """Nothing is ever sent, so that reading ends when the process that waits for the records does."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def _main() -> int:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        with rare_garbage_collection():
            _read(sys.argv[1], Path(sys.argv[2]), sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except OSError as error:
        return _BY_SYSTEM + (error.errno or errno.EIO)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
