"""Loads an empty graph through Neo4j's offline importer: same records, same rules and same graph as any other load.

Records are read, resolved and merged as in any load. New nodes and links go into files. Changes of rows that are in a
file already wait, and are written to the graph once the files are imported.
"""

import time
from contextlib import closing

from graph.config import Settings
from graph.database.driver import connect
from graph.database.migrate import migrate, prepare
from graph.progress import Progress
from graph.server.launch import running
from graph.server.staging import staged
from seed.extract.feeds import Feed
from seed.gc_tuning import rare_garbage_collection
from seed.load import release
from seed.load.file_store import FileStore
from seed.load.loader import Loader
from seed.load.store import GraphStore
from seed.match import DrugIndex
from seed.merge.buffer import Buffer
from seed.pipeline import Load
from seed.report.journal import Journal
from seed.report.report import LoadReport
from seed.resolve.conditions import Conditions
from seed.resolve.organisations import Sponsors
from seed.resolve.resolver import Resolver

_TIMEOUT_S = 600.0


async def load_bulk(
    settings: Settings, wanted: list[Feed], progress: Progress, journal: Journal | None = None
) -> LoadReport:
    """Build the embedded database from these feeds. Raises SettingsError if it runs or is not empty."""
    started = time.monotonic()
    buffer = Buffer(release.now())
    async with staged(settings, progress) as stage:
        with (
            rare_garbage_collection(),
            closing(Load(wanted, wanted, progress)) as loading,
            closing(FileStore(stage.files, buffer.release)) as store,
        ):
            resolver = Resolver(DrugIndex(), Conditions(), Sponsors(), buffer)
            loader = Loader(store, resolver, buffer, journal=journal or Journal())
            loader.changed_keys.mark_everything()
            await loading.load_records(loader)
            await stage.build(store.finish())
            loader.written += store.written
            async with running(stage.settings, progress) as address, connect(address, timeout_s=_TIMEOUT_S) as graph:
                progress("Indexes", 0, 1)
                await prepare(graph)
                progress("Indexes", 1, 1)
                loader.store = GraphStore(graph)
                for late in store.late():
                    loader.written += await loader.store.write(late)
                loader.new_drugs = False  # an empty graph has no earlier rows to match again
                await loading.finish(graph, {})
                progress("Last indexes", 0, 1)
                await migrate(graph, built=True)
                progress("Last indexes", 1, 1)
        stage.publish()
    loader.journal.end(loading.report)
    loading.report.seconds = time.monotonic() - started
    return loading.report
