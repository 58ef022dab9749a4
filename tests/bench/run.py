"""Measures MedPath against the same Cypher written by hand on a bare route, turn by turn in one run: `make bench`.

With --apollo, @neo4j/graphql behind Apollo Server too, a common alternative.

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
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import orjson
import psutil
from rich.console import Console
from rich.table import Table

from graph.address import Address
from graph.config import Settings
from graph.database.driver import connect
from graph.server.launch import running
from graph.statement import Statement
from tests.bench.client import answer, hammer, post
from tests.bench.queries import QUESTIONS

_HERE = Path(__file__).parent
_CONNECTIONS = (1, 16)
_WARMING_S = 1.0
_QUIET_WITHIN = 1_200
_PATIENCE_S = 10.0
"""A peer whose first answer takes longer is skipped: at sixteen connections it would take minutes."""
_TICK_S = 0.01
"""The system counts processor time in ticks; of slow questions a peer does less than one."""
_RUNNING = "SHOW TRANSACTIONS YIELD transactionId RETURN count(*) AS running"
_console = Console(width=120)


@dataclass
class Times:
    """Measurements of one question at one number of connections, by peer."""

    latency_s: dict[str, list[float]]
    per_second: dict[str, list[float]]
    cpu_s: dict[str, list[float]]
    """CPU time of the serving process for one request; steadier than wall time on a shared machine."""

    @classmethod
    def of(cls, peers: Iterable[str]) -> "Times":
        """Nothing yet."""
        latency_s, per_second, cpu_s = ({peer: list[float]() for peer in peers} for _ in range(3))
        return cls(latency_s, per_second, cpu_s)

    def rows(self) -> Iterator[list[str]]:
        """A row for each peer but the floor: ratios to the floor of the same round, their median and range."""
        for peer in self.latency_s:
            if peer != "floor":
                slower, rate, busier = (
                    _ratios(peer, figures) for figures in (self.latency_s, self.per_second, self.cpu_s)
                )
                yield [
                    peer,
                    f"{median(self.latency_s['floor']) * 1000:.2f}",
                    f"{median(self.latency_s[peer]) * 1000:.2f}",
                    f"{median(slower):.2f}",
                    f"{min(slower):.2f}-{max(slower):.2f}",
                    f"{median(rate):.2f}",
                    f"{median(self.cpu_s[peer]) * 1000:.2f}",
                    f"{median(busier):.2f}",
                ]


def _ratios(peer: str, found: Mapping[str, list[float]]) -> list[float]:
    return [mine / floor for mine, floor in zip(found[peer], found["floor"], strict=True)]


async def main(rounds: int, seconds: float, registry: float | None, peers: list[str]) -> int:
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
        ready = {name: await stack.enter_async_context(_peer(name, environment)) for name in peers}
        ports = {name: run["port"] for name, run in ready.items()}
        processes = {name: psutil.Process(run["pid"]) for name, run in ready.items()}
        requests = {name: await _requests(name, address) for name in QUESTIONS}
        requests = {name: {peer: made[peer] for peer in peers if peer in made} for name, made in requests.items()}
        for name, request in requests.items():
            if not await _same(name, request, ports):
                return 1
            await _quiet(address)
        found = {
            (name, number): Times.of(asked) for name, asked in requests.items() for number in _CONNECTIONS if asked
        }
        for name, number in found:
            for peer, sent in requests[name].items():
                await hammer(ports[peer], sent, number, _WARMING_S)
        for turn in range(rounds):
            for (name, number), times in found.items():
                for peer in sorted(times.latency_s, reverse=bool(turn % 2)):
                    await _quiet(address)
                    before = _cpu_s(processes[peer])
                    taken, rate = await hammer(ports[peer], requests[name][peer], number, seconds)
                    times.cpu_s[peer].append(max(_cpu_s(processes[peer]) - before, _TICK_S) / len(taken))
                    times.latency_s[peer].append(median(taken))
                    times.per_second[peer].append(rate)
            _console.print(f"round {turn + 1} of {rounds}", highlight=False)
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


async def _quiet(address: Address) -> None:
    """Wait until no other statement runs, so the work that a peer left behind is not charged to the next one."""
    async with connect(address, timeout_s=120) as graph:
        for _ in range(_QUIET_WITHIN):
            if (await graph.rows(Statement(_RUNNING)))[0]["running"] == 1:
                return
            await asyncio.sleep(0.1)
    raise SystemExit("statements of the last peer do not end")


@asynccontextmanager
async def _peer(name: str, environment: Mapping[str, str]) -> AsyncIterator[dict[str, Any]]:
    """Start one of `peers.py`, and yield the line that it prints when it is ready."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(_HERE / "peers.py"), name, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        line = await process.stdout.readline()
        if not line:
            raise SystemExit(f"the process {name} ended before it was ready")
        yield json.loads(line) | {"pid": process.pid}
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
    """The parameters of a question, one set for each chosen row; none if the graph is too small."""
    question = QUESTIONS[name]
    async with connect(address, timeout_s=120) as graph:
        rows = await graph.rows(Statement(question.choose))
    asked = {
        "floor": [post("/", orjson.dumps({"name": name, "variables": row})) for row in rows],
        "medpath": [
            post("/graphql", orjson.dumps({"query": question.graphql, "variables": question.variables(row)}))
            for row in rows
        ],
    }
    if question.apollo is not None:
        asked["apollo"] = [post("/", orjson.dumps({"query": question.apollo, "variables": row})) for row in rows]
    return asked if rows else {}


async def _same(name: str, requests: dict[str, list[bytes]], ports: Mapping[str, int]) -> bool:
    """Return whether both give the same answer; a null that only one gives counts as absent.

    Apollo's answers have another form and need only be free of errors; a slow Apollo is skipped.
    """
    for asked in requests.get("apollo", ()):
        try:
            body = await asyncio.wait_for(answer(ports["apollo"], asked), _PATIENCE_S)
        except TimeoutError:
            _console.print(f"{name}: apollo gives no answer within {_PATIENCE_S:g} s", highlight=False)
            del requests["apollo"]
            break
        if errors := orjson.loads(body).get("errors"):
            raise SystemExit(f"{name}: apollo answers with {errors[0]}")
    for by_hand, asked in zip(requests.get("floor", ()), requests.get("medpath", ()), strict=True):
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
        return [_given(item) for item in value]
    if isinstance(value, dict):
        kept = {key: _given(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part not in (None, {})}
    return value


def _report(found: Mapping[tuple[str, int], Times], rounds: int, seconds: float) -> None:
    table = Table(
        title=f"{rounds} rounds of {seconds:g} s; medians; ratios are to the floor",
        caption=f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB, "
        f"load average {', '.join(f'{average:.1f}' for average in psutil.getloadavg())}; "
        "floor, MedPath, Neo4j and the client share the machine",
    )
    headings = ("question", "connections", "peer", "floor ms", "ms", "time", "range", "requests/s", "CPU ms", "CPU")
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "question" else "right")
    for (name, number), times in found.items():
        for row in times.rows():
            table.add_row(name, str(number), *row)
    _console.print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--apollo", action="store_true", help="measure @neo4j/graphql too")
    parser.add_argument("--registry", type=float, metavar="SCALE", help="ask a synthetic registry; 1 is full size")
    parser.add_argument("--seconds", type=float, default=0.8, help="for each peer, question and number of connections")
    chosen = parser.parse_args()
    asked = ["floor", "medpath", *(["apollo"] if chosen.apollo else [])]
    sys.exit(asyncio.run(main(chosen.rounds, chosen.seconds, chosen.registry, asked)))
