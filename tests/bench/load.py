"""Measures loading a synthetic registry, from raw files to a graph that answers: `make bench-load`, `SCALE=1` for all.

Three ways, each on a new database: the ordinary load with a concurrent reader, the bulk load, and as a floor the bare
UNWIND … MERGE of the rows that the load makes, without reading, resolving or deriving anything.
Each way runs in its own process, whose memory is sampled. Read the ratios: seconds depend on the machine and moment.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

import psutil
from pyarrow import parquet  # type: ignore[import-untyped]
from rich.console import Console
from rich.table import Table

from graph.address import Address
from graph.config import Settings
from graph.database.driver import Graph, connect
from graph.database.migrate import migrate
from graph.model import NODES, RELATIONS
from graph.server.launch import running
from graph.statement import Statement
from seed.bulk import load_bulk
from seed.extract.feeds import given
from seed.load import release
from seed.load.file_store import FileStore
from seed.load.loader import Loader
from seed.match import DrugIndex
from seed.merge.buffer import Buffer
from seed.pipeline import Load, load_feeds
from seed.report.report import LoadReport
from seed.resolve.conditions import Conditions
from seed.resolve.organisations import Sponsors
from seed.resolve.resolver import Resolver
from tests.bench.registry import Registry, write, write_nightly

_BATCH = 5_000
_WAYS = ("bare", "load", "bulk")
_TIMEOUT_S = 600.0
_SAMPLE_S = 0.25
_READ = """MATCH (d:Drug {id: $id})
RETURN [d.genericName, COUNT { (d)<-[:TESTS]-() },
  COLLECT { MATCH (d)<-[:TESTS]-(t)-[:SPONSORED_BY]->(s) RETURN [t.nctId, s.name] LIMIT 10 }]"""
_console = Console(width=120)


@dataclass
class Run:
    """One way of loading: its duration, Python's memory over time, and the latency of concurrent reads."""

    seconds: float = 0.0
    resident: list[int] = field(default_factory=list)
    reads_s: list[float] = field(default_factory=list)

    def memory(self) -> str:
        """Format the memory in MB at a quarter, half, three quarters and the end, then the peak."""
        at = [self.resident[int((len(self.resident) - 1) * share / 4)] for share in (1, 2, 3, 4)]
        return " ".join(str(resident // 2**20) for resident in at) + f", peak {max(self.resident) // 2**20}"

    def latency(self) -> str:
        """Format the milliseconds of a read during the load: median and 99th percentile."""
        if len(self.reads_s) < 2:
            return ""
        cuts = quantiles(self.reads_s, n=100)
        return f"{cuts[49] * 1000:.1f} / {cuts[98] * 1000:.1f} of {len(self.reads_s)}"


async def main(scale: float, nightly: int, ways: Collection[str], folder: Path) -> int:
    """Make the registry, load it in the requested ways, and print the measurements."""
    registry = Registry(folder / "raw", scale)
    write(registry)
    write_nightly(registry, folder / "night", nightly)
    runs: dict[str, Run] = {}
    rows: dict[str, int] = {}
    if "bare" in ways:
        async with _database(folder / "bare") as (graph, _, environment):
            await migrate(graph)
            runs["bare"] = await _measured(["bare", str(folder / "raw")], environment)
            rows["bare"] = await _size(graph)
    if "load" in ways:
        async with _database(folder / "ordinary") as (graph, address, environment):
            command = ["ordinary", str(folder / "raw")]
            runs["load"] = await _measured(command, environment, reading=address)
            rows["load"] = await _size(graph)
            command = ["ordinary", str(folder / "night")]
            runs[f"{nightly} studies more"] = await _measured(command, environment, reading=address)
    if "bulk" in ways:
        settings = Settings(home=folder / "bulk", neo4j_uri=None, bolt_port=0)
        environment = os.environ | {"MEDPATH_HOME": str(settings.home), "MEDPATH_BOLT_PORT": "0"}
        runs["bulk"] = await _measured(["bulk", str(folder / "raw")], environment)
        async with _database(settings.home) as (graph, _, _):
            rows["bulk"] = await _size(graph)
    _report(runs, scale, rows)
    return 0


@asynccontextmanager
async def _database(home: Path) -> AsyncIterator[tuple[Graph, Address, Mapping[str, str]]]:
    async with running(Settings(home=home, neo4j_uri=None, bolt_port=0)) as address, connect(address) as graph:
        names = {"NEO4J_URI": address.uri, "NEO4J_USERNAME": address.username, "NEO4J_PASSWORD": address.password}
        yield graph, address, os.environ | names


async def _measured(command: list[str], environment: Mapping[str, str], reading: Address | None = None) -> Run:
    run = Run()
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "--peer", *command, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    watch = [asyncio.create_task(_watch(process.pid, run))]
    if reading is not None:
        watch.append(asyncio.create_task(_read(reading, run)))
    try:
        output = await process.stdout.read()
        if await process.wait():
            raise SystemExit(f"the load {command[0]} failed")
        run.seconds = float(output.split()[-1])
    finally:
        for task in watch:
            task.cancel()
        await asyncio.gather(*watch, return_exceptions=True)
    return run


async def _watch(pid: int, run: Run) -> None:
    """Sample the memory of a process and of its Python children until it ends."""
    process = psutil.Process(pid)
    with suppress(psutil.NoSuchProcess):
        while process.is_running():
            run.resident.append(sum(python.memory_info().rss for python in _pythons(process)))
            await asyncio.sleep(_SAMPLE_S)


def _pythons(process: psutil.Process) -> Iterator[psutil.Process]:
    yield process
    for child in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "python" in child.name():
                yield child


async def _read(address: Address, run: Run) -> None:
    """Read one drug after another, most of them hubs, over a connection of its own."""
    async with connect(address, timeout_s=_TIMEOUT_S) as graph:
        for turn in range(10**9):
            before = time.perf_counter()
            await graph.read(Statement(_READ, {"id": f"drug:DB{turn % 50 + 1:05}"}))
            run.reads_s.append(time.perf_counter() - before)
            await asyncio.sleep(0.02)


async def _size(graph: Graph) -> int:
    """Count nodes and relationships."""
    text = "RETURN COUNT { () } + COUNT { ()-->() }"
    return int(await graph.read(Statement(text)) or 0)


async def _peer(name: str, raw: Path) -> None:
    """Load in one way and print its seconds."""
    settings = Settings()
    if name == "bulk":
        seconds = _sound(await load_bulk(settings, given([], [str(raw)]), lambda *_: None)).seconds
    else:
        async with running(settings) as address, connect(address, timeout_s=_TIMEOUT_S) as graph:
            if name == "ordinary":
                seconds = _sound(await load_feeds(graph, given([], [str(raw)]))).seconds
            else:
                seconds = await _bare(graph, raw)
    sys.stdout.write(f"{seconds}\n")


def _sound(report: LoadReport) -> LoadReport:
    if report.failed_checks or not report.written.changed:
        raise SystemExit(f"nothing to measure: {report.failed_checks or report.table()}")
    return report


async def _bare(graph: Graph, raw: Path) -> float:
    """Return the seconds that the server needs to MERGE the rows that the bulk load would import."""
    buffer = Buffer(release.now())
    wanted = given([], [str(raw)])
    with (
        tempfile.TemporaryDirectory(prefix="medpath-bench-") as folder,
        closing(FileStore(Path(folder), buffer.release)) as store,
        closing(Load(wanted, wanted, lambda *_: None)) as loading,
    ):
        await loading.load_records(Loader(store, Resolver(DrugIndex(), Conditions(), Sponsors(), buffer), buffer))
        seconds, keys = 0.0, dict[int, str]()
        for argument in store.finish():
            option, what, path = argument.split("=", 2)
            text = _merge_node(what) if option == "--nodes" else _merge_link(what, Path(path).name.partition(".")[0])
            for rows in _rows(Path(path)):
                for row in rows:
                    if option == "--nodes":
                        keys[row.pop(":ID")] = row[NODES[what.partition(":")[0]].key]
                    else:
                        row |= {"start": keys[row.pop(":START_ID")], "end": keys[row.pop(":END_ID")]}
                before = time.perf_counter()
                await graph.write(Statement(text, {"rows": rows}))
                seconds += time.perf_counter() - before
    return seconds


def _rows(path: Path) -> Iterator[list[dict[str, Any]]]:
    for batch in parquet.ParquetFile(path).iter_batches(_BATCH):
        yield [
            {name.partition(":")[0] or name: value for name, value in row.items() if value is not None}
            for row in batch.to_pylist()
        ]


def _merge_node(what: str) -> str:
    label, _, shape = what.partition(":")
    key = NODES[label].key
    extra = f", n:{shape}" if shape else ""
    return f"UNWIND $rows AS row MERGE (n:{label} {{{key}: row.{key}}}) ON CREATE SET n += row{extra}"


def _merge_link(type_: str, start: str) -> str:
    end = RELATIONS[type_].end
    return f"""UNWIND $rows AS row
MATCH (a:{start} {{{NODES[start].key}: row.start}})
MATCH (b:{end} {{{NODES[end].key}: row.end}})
MERGE (a)-[r:{type_}{_keys(type_)}]->(b)
ON CREATE SET r += row, r.start = null, r.end = null"""


def _keys(type_: str) -> str:
    keys = RELATIONS[type_].keys
    return " {" + ", ".join(f"{key}: row.{key}" for key in keys) + "}" if keys else ""


def _report(runs: Mapping[str, Run], scale: float, rows: Mapping[str, int]) -> None:
    sizes = ", ".join(f"{way} {number:,}" for way, number in rows.items())
    table = Table(
        title=f"scale {scale:g}; nodes and relationships: {sizes}",
        caption=f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB, "
        f"load average {', '.join(f'{average:.1f}' for average in psutil.getloadavg())}",
    )
    for heading in ("way", "seconds", "rows/s", "time to bare", "Python MB at 1/4 2/4 3/4 4/4", "reads p50 / p99 ms"):
        table.add_column(heading, justify="left" if heading == "way" else "right")
    floor = runs["bare"].seconds / rows["bare"] if "bare" in runs else None
    for way, run in runs.items():
        rate = ["", ""]
        if way in rows:
            ratio = f"{run.seconds / rows[way] / floor:.2f}" if floor else ""
            rate = [f"{rows[way] / run.seconds:,.0f}", ratio]
        table.add_row(way, f"{run.seconds:.1f}", *rate, run.memory(), run.latency())
    _console.print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--scale", type=float, default=0.02, help="1: 20,000 drugs, 600,000 trials, 400,000 approvals")
    parser.add_argument("--nightly", type=int, default=3_000, help="studies of the increment")
    parser.add_argument("--ways", nargs="+", choices=_WAYS, default=_WAYS, help="at full size each takes minutes")
    parser.add_argument("--peer", nargs=2, metavar=("WAY", "FOLDER"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.peer:
        asyncio.run(_peer(chosen.peer[0], Path(chosen.peer[1])))
    else:
        with tempfile.TemporaryDirectory(prefix="medpath-bench-", ignore_cleanup_errors=True) as made:
            sys.exit(asyncio.run(main(chosen.scale, chosen.nightly, chosen.ways, Path(made))))
