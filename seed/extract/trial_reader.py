"""Reads a large file of trials in a child process, while drugs and approvals are loaded.

Trials are loaded last, so the load does not wait for them. They wait on disk, packed, with their hashes. The vocabulary
terms that they name are collected for the load, which needs them before the trials.
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
"""From this size a child process is worth its start, which takes half a second."""
_PROGRESS_S = 0.5
_BY_SYSTEM = 100
"""Exit code of the child process after an OSError: this plus the error's number, so 128 for a full disk."""


class _End(msgspec.Struct):
    """The last string of the spool; `problem` states why the file is not readable, if it is not."""

    terms: list[ConditionRef]
    issues: Issues
    problem: str | None = None


def is_worth_it(feed: Feed) -> bool:
    """Return True for raw files of trials of at least BIG_BYTES."""
    return feed.source.trials and feed.path is not None and _size(feed.path) >= BIG_BYTES


def terms(record: Record) -> Iterator[ConditionRef]:
    """Yield a trial's conditions and their ancestors that have an id in a vocabulary, each without its ancestors."""
    if isinstance(record, TrialRecord):
        for ref in record.conditions:
            yield from (
                ConditionRef(ancestor.name, ancestor.xrefs) for ancestor in (ref, *ref.ancestors) if ancestor.xrefs
            )


class BackgroundReader:
    """Reads one feed into a spool from the moment it is made. Await `wait` before reading `terms` and the spool."""

    def __init__(self, feed: Feed, spool: Spool) -> None:
        self._feed, self._spool = feed, spool
        self.terms: list[ConditionRef] = []
        """Terms that the trials name, each once, in order of first mention."""
        command = [sys.executable, "-P", "-m", __name__, feed.source.id, str(feed.path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=spool.file, start_new_session=True)

    async def wait(self, progress: Progress) -> None:
        """Wait until the file is read. Raises the SourceError or OSError of the child process."""
        while self._process.poll() is None:
            progress(f"{self._feed.source.name}, megabytes read beside", self._spool.size >> 20, None)
            await asyncio.sleep(_PROGRESS_S)
        number = self._process.returncode - _BY_SYSTEM
        if number > 0:
            raise OSError(number, os.strerror(number))
        if self._process.returncode:
            raise SourceError(f"{self._feed.source.id}: the process that reads its files was ended")
        end = msgspec.msgpack.decode(self._spool.pop(), type=_End)
        self._feed.issues.add(end.issues)
        if end.problem is not None:
            raise SourceError(end.problem)
        self.terms = end.terms

    def close(self) -> None:
        """Kill the process, also in the middle of its work."""
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
    """End this process with its parent: nothing is ever sent, so the read returns when the parent closes the pipe."""
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
