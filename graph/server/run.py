"""The holder of a data folder: one file, written by the guard and by a bulk load, read by every other process."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from graph.server.home import Home, write_private

_COMMAND_LENGTH = 100


@dataclass(frozen=True)
class Process:
    """A process. Its start time tells it from a later one with the same number."""

    pid: int
    started: float
    """Seconds since 1970."""
    command: str = ""

    @classmethod
    def of(cls, pid: int) -> "Process | None":
        """The process with this number, if there is one."""
        try:
            process = psutil.Process(pid)
            words = [Path(word).name if index == 0 else word for index, word in enumerate(process.cmdline())]
            return cls(pid, process.create_time(), " ".join(" ".join(words).split())[:_COMMAND_LENGTH])
        except psutil.Error:
            return None

    def is_alive(self) -> bool:
        """True while this very process runs; a zombie does not count."""
        try:
            process = psutil.Process(self.pid)
            return abs(process.create_time() - self.started) < 1.0 and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False

    def __str__(self) -> str:
        return f"process {self.pid} ({self.command})"


@dataclass(frozen=True)
class Run:
    """A database that is starting, answering (`bolt_port` is known) or stopping."""

    guard: Process
    owner: Process | None
    """The process that started the database, which ends with it; None for a database in the background.

    An owner that is its own guard builds a new database beside the one in this folder: see `graph.server.staging`.
    """
    jvm: Process | None = None
    bolt_port: int | None = None

    def is_alive(self) -> bool:
        """True while anything holds the data folder."""
        return self.guard.is_alive()

    def is_ending(self) -> bool:
        """True if the owner is gone, so that the database is about to stop."""
        return self.owner is not None and not self.owner.is_alive()


def read(home: Home) -> Run | None:
    """Return the database that holds this folder, alive or not, or None."""
    try:
        found = json.loads(home.run.read_bytes())
    except (OSError, ValueError):
        return None
    return Run(
        guard=Process(**found["guard"]),
        owner=_process(found["owner"]),
        jvm=_process(found["jvm"]),
        bolt_port=found["bolt_port"],
    )


def held(home: Home) -> Run | None:
    """Return the database that is starting, answering or stopping on this folder now, or None."""
    found = read(home)
    return found if found is not None and found.is_alive() else None


def write(home: Home, run: Run) -> None:
    """Record the holder of this folder, in one step."""
    new = home.run.with_suffix(".new")
    write_private(new, json.dumps(asdict(run)))
    new.replace(home.run)


def _process(found: dict[str, Any] | None) -> Process | None:
    return Process(**found) if found else None
