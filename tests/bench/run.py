"""Measures MedPath against the same Cypher written by hand on a bare route, turn by turn in one run: `make bench`.

The database is that of NEO4J_URI (loaded if it is empty, else only read), or a new one with the starter data that is
thrown away; with --registry that of a synthetic registry. Read the ratios: milliseconds are those of this machine at
this moment.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import orjson
import psutil
from rich.console import Console
from rich.table import Table

from graph.config import Settings
from graph.driver import Address, connect
from graph.server.launch import running
from graph.statement import Statement
from tests.bench.client import answer, hammer, post
from tests.bench.queries import QUESTIONS

_HERE = Path(__file__).parent
_CONNECTIONS = (1, 16)
_WARMING_S = 2.0
_console = Console(width=120)


@dataclass
class Times:
    """What the rounds gave for one question at one number of connections, for each peer."""

    latency_s: dict[str, list[float]] = field(default_factory=lambda: {"floor": [], "medpath": []})
    per_second: dict[str, list[float]] = field(default_factory=lambda: {"floor": [], "medpath": []})
    cpu_s: dict[str, list[float]] = field(default_factory=lambda: {"floor": [], "medpath": []})
    """Of the serving process alone, for one request: steadier than time where others use the machine."""

    def row(self) -> list[str]:
        """Milliseconds of both peers, and MedPath to floor: ratios of each round's own pair, their median and range."""
        slower, rate, busier = (_ratios(each) for each in (self.latency_s, self.per_second, self.cpu_s))
        return [
            f"{median(self.latency_s['floor']) * 1000:.2f}",
            f"{median(self.latency_s['medpath']) * 1000:.2f}",
            f"{median(slower):.2f}",
            f"{min(slower):.2f}-{max(slower):.2f}",
            f"{median(rate):.2f}",
            f"{median(self.cpu_s['medpath']) * 1000:.2f}",
            f"{median(busier):.2f}",
        ]


def _ratios(found: Mapping[str, list[float]]) -> list[float]:
    return [mine / floor for mine, floor in zip(found["medpath"], found["floor"], strict=True)]


async def main(rounds: int, seconds: float, registry: float | None) -> int:
    """Load, compare, measure, print. 1 if the answers differ."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="medpath-bench-", ignore_cleanup_errors=True))
        if registry:
            await _build(Path(folder), registry)
        address = await stack.enter_async_context(running(Settings(home=Path(folder) / "home")))
        environment = _environment(address)
        async with _peer("load", environment) as loaded:
            if loaded["loaded"]:
                _console.print(f"starter data: {loaded['seconds']:.1f} s, {loaded['megabytes']:.0f} MB of Python")
        said = {name: await stack.enter_async_context(_peer(name, environment)) for name in ("floor", "medpath")}
        ports = {name: each["port"] for name, each in said.items()}
        processes = {name: psutil.Process(each["pid"]) for name, each in said.items()}
        requests = {name: await _requests(name, address) for name in QUESTIONS}
        requests = {name: made for name, made in requests.items() if made["floor"]}
        for name, request in requests.items():
            if not await _same(name, request, ports):
                return 1
        for request in requests.values():
            for peer, port in ports.items():
                await hammer(port, request[peer], 4, _WARMING_S)
        found = {(name, number): Times() for name in requests for number in _CONNECTIONS}
        for turn in range(rounds):
            peers = sorted(ports, reverse=bool(turn % 2))
            for (name, number), times in found.items():
                for peer in peers:
                    before = _cpu_s(processes[peer])
                    taken, rate = await hammer(ports[peer], requests[name][peer], number, seconds)
                    times.cpu_s[peer].append((_cpu_s(processes[peer]) - before) / len(taken))
                    times.latency_s[peer].append(median(taken))
                    times.per_second[peer].append(rate)
    _report(found, rounds, seconds)
    return 0


def _cpu_s(process: psutil.Process) -> float:
    used = process.cpu_times()
    return float(used.user + used.system)


def _environment(address: Address) -> dict[str, str]:
    return os.environ | {
        "NEO4J_URI": address.uri,
        "NEO4J_USERNAME": address.username,
        "NEO4J_PASSWORD": address.password,
        "NEO4J_DATABASE": address.database,
    }


@asynccontextmanager
async def _peer(name: str, environment: Mapping[str, str]) -> AsyncIterator[dict[str, Any]]:
    """One of `peers.py`, and what it says when it is ready."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(_HERE / "peers.py"), name, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        said = await process.stdout.readline()
        if not said:
            raise SystemExit(f"the process {name} ended before it was ready")
        yield json.loads(said) | {"pid": process.pid}
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _build(folder: Path, scale: float) -> None:
    """A graph of the synthetic registry at this scale."""
    raw, environment = folder / "raw", os.environ | {"MEDPATH_HOME": str(folder / "home")}
    environment.pop("NEO4J_URI", None)
    for command in (
        [sys.executable, str(_HERE / "registry.py"), str(raw), "--scale", str(scale)],
        [sys.executable, "-c", "import api.cli; api.cli.main()", "load", "--bulk", "--path", str(raw)],
    ):
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=sys.stderr)
        if await process.wait():
            raise SystemExit(f"{command[1:3]} failed")


async def _requests(name: str, address: Address) -> dict[str, list[bytes]]:
    """The same questions for both, one of each row that is chosen; none where the graph is too small to ask."""
    question = QUESTIONS[name]
    async with connect(address, timeout_s=120) as graph:
        rows = await graph.rows(Statement(question.choose))
    return {
        "floor": [post("/", orjson.dumps({"name": name, "variables": row})) for row in rows],
        "medpath": [
            post("/graphql", orjson.dumps({"query": question.graphql, "variables": question.variables(row)}))
            for row in rows
        ],
    }


async def _same(name: str, requests: Mapping[str, list[bytes]], ports: Mapping[str, int]) -> bool:
    """True if both answer the same; what only one of them gives as null is the same as nothing."""
    for by_hand, asked in zip(requests["floor"], requests["medpath"], strict=True):
        floor = orjson.loads(await answer(ports["floor"], by_hand))
        response = orjson.loads(await answer(ports["medpath"], asked))
        mine = (response.get("data") or {}).get(QUESTIONS[name].key)
        if not mine or response.get("errors") or _given(floor) != _given(mine):
            _console.print(f"{name}: the two answers differ", style="bold", markup=False)
            for peer, value in (("floor", floor), ("medpath", response)):
                _console.print(f"{peer}: {orjson.dumps(value).decode()[:2000]}", markup=False, highlight=False)
            return False
    return True


def _given(value: Any) -> Any:
    """Without the keys that are null, and the objects of nothing else."""
    if isinstance(value, list):
        return [_given(each) for each in value]
    if isinstance(value, dict):
        kept = {key: _given(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in (None, {})}
    return value


def _report(found: Mapping[tuple[str, int], Times], rounds: int, seconds: float) -> None:
    table = Table(
        title=f"{rounds} rounds of {seconds:g} s; medians; ratios are MedPath to floor",
        caption=f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB, "
        f"load average {', '.join(f'{each:.1f}' for each in psutil.getloadavg())}; "
        "floor, MedPath, Neo4j and the client share the machine",
    )
    for heading in (
        "question",
        "connections",
        "floor ms",
        "MedPath ms",
        "time ratio",
        "range",
        "requests/s ratio",
        "MedPath CPU ms",
        "CPU ratio",
    ):
        table.add_column(heading, justify="left" if heading == "question" else "right")
    for (name, number), times in found.items():
        table.add_row(name, str(number), *times.row())
    _console.print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--registry", type=float, metavar="SCALE", help="ask a synthetic registry; 1 is full size")
    parser.add_argument("--seconds", type=float, default=0.8, help="for each peer, question and number of connections")
    chosen = parser.parse_args()
    sys.exit(asyncio.run(main(chosen.rounds, chosen.seconds, chosen.registry)))
