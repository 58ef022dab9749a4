"""Builds a database beside an empty one, then puts it in its place. Killed at any moment, it is whole or absent.

The folder `staging` is a data folder of its own. The database of the folder above changes only by
renaming folders `data`.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from graph.config import Settings
from graph.database.driver import connect
from graph.errors import GraphUnavailable, SettingsError
from graph.progress import Progress
from graph.server import checks, conf, jvm, run
from graph.server.home import Home
from graph.server.launch import running
from graph.server.run import Process, Run
from graph.server.spawn import fetched
from graph.statement import Statement

_IS_EMPTY = "RETURN NOT EXISTS { MATCH (n) WHERE NOT n:Migration } AS empty"
_LOCK_S = 2.0


class Stage:
    """A data folder being built: `files` takes the importer's files, `settings` start a server on it."""

    def __init__(self, settings: Settings, progress: Progress) -> None:
        self._fetching = asyncio.create_task(fetched(progress))
        self._above = Home(settings.home)
        self._home = Home(self._above.staging)
        self._progress = progress
        self.settings = settings.model_copy(update={"home": self._home.root, "bolt_port": 0})

    @property
    def files(self) -> Path:
        """Folder of the files to import."""
        return self._home.root / "files"

    async def build(self, files: Sequence[str]) -> None:
        """Import the files, then delete them. Raises GraphUnavailable with the importer's reason."""
        memory = conf.Memory.of_this_machine()
        self._home.make_folders()
        self._home.conf.write_text(conf.neo4j_conf(0, memory), encoding="utf-8")
        self._home.keep_password(self._above.make_password())
        jars = [path for path, _ in await self._fetching]
        arguments = self._home.conf.with_name("import.args")
        text = conf.import_arguments(jars, memory, self._home.logs / "import.report", files)
        arguments.write_text(text, encoding="utf-8")
        self._progress("Importing", 0, 1)
        try:
            await jvm.run_long(self._home, arguments)
        except jvm.DidNotStart as error:
            raise GraphUnavailable(f"the offline importer failed: {error}") from error
        shutil.rmtree(self.files)
        self._progress("Importing", 1, 1)

    async def close(self) -> None:
        """Remove the folder, and end the download of Neo4j's jars, which runs while records are read."""
        self._fetching.cancel()
        await asyncio.gather(self._fetching, return_exceptions=True)
        shutil.rmtree(self._home.root, ignore_errors=True)

    def publish(self) -> None:
        """Replace the empty database by the new one; no server may run on either."""
        there = self._above.neo4j / "data"
        there.rename(self._home.root / "before")
        (self._home.neo4j / "data").rename(there)


@asynccontextmanager
async def staged(settings: Settings, progress: Progress) -> AsyncIterator[Stage]:
    """Hold the data folder of these settings while another database is built beside its own.

    Raises SettingsError if its database is running, is not empty, or is not the embedded one.
    """
    if settings.neo4j_uri is not None:
        raise SettingsError("NEO4J_URI names another server, and only the embedded database can be built in bulk")
    home = Home(settings.home)
    if held := run.held(home):
        raise checks.in_use(home, held)
    checks.folder(home)
    if not home.is_new:
        await _refuse_unless_empty(settings, progress)
    me = Process.of(os.getpid())
    assert me is not None
    try:
        with FileLock(home.lock, timeout=_LOCK_S):
            run.write(home, Run(guard=me, owner=me))
            shutil.rmtree(home.staging, ignore_errors=True)
            stage = Stage(settings, progress)
            try:
                yield stage
            finally:
                await stage.close()
                home.run.unlink(missing_ok=True)
    except Timeout as error:
        raise checks.in_use(home, run.read(home)) from error


async def _refuse_unless_empty(settings: Settings, progress: Progress) -> None:
    async with running(settings, progress, share=False) as address, connect(address) as graph:
        await graph.ping(settings.timeout_s)
        if not await graph.read(Statement(_IS_EMPTY)):
            raise SettingsError(f"the graph in {settings.home} is not empty: load without --bulk")
