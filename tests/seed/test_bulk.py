"""The bulk load on a real Neo4j gives the graph of the ordinary load, completely or not at all, never over another."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from graph.config import Settings
from graph.database.driver import Graph, connect
from graph.errors import SettingsError
from graph.progress import silent
from graph.server.home import Home
from graph.server.launch import running
from graph.statement import Statement
from seed.bulk import load_bulk
from seed.extract.feeds import Feed, given
from seed.pipeline import load_feeds
from tests.bench.registry import Registry, write
from tests.graph.checksum import checksum
from tests.seed.factories import canada, everything, feed, vocabulary
from tests.seed.samples import RAW

pytestmark = pytest.mark.anyio


def settings_of(folder: Path) -> Settings:
    return Settings(home=folder, neo4j_uri=None, bolt_port=0)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Graph]:
    async with running(settings) as address, connect(address, timeout_s=60) as graph:
        yield graph


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registry")
    write(Registry(folder, scale=0.003))
    return folder


async def test_bulk_and_ordinary_load_give_the_same_graph(empty_graph: Graph, registry: Path, tmp_path: Path) -> None:
    """Sources that state the same drugs, conditions and approvals, the same record twice, and one without a number."""
    await _same(empty_graph, tmp_path, lambda: [*everything(), *given([], [str(registry)])])


@pytest.mark.long
async def test_every_sample_gives_the_same_graph_in_bulk(empty_graph: Graph, tmp_path: Path) -> None:
    await _same(empty_graph, tmp_path, lambda: given([], [str(RAW)]))


async def _same(graph: Graph, folder: Path, wanted: Callable[[], list[Feed]]) -> None:
    settings = settings_of(folder)
    ordinary = await load_feeds(graph, wanted())
    expected = await checksum(graph)
    with pytest.MonkeyPatch.context() as patch:
        # Here every file of trials is read by the child process, in the ordinary load none is.
        patch.setattr("seed.extract.trial_reader.BIG_BYTES", 1)
        report = await load_bulk(settings, wanted(), silent)
    assert report.failed_checks == ordinary.failed_checks
    assert [source.counts() for source in report.sources] == [source.counts() for source in ordinary.sources]
    async with opened(settings) as built:
        found = await checksum(built)
        assert found.counts == expected.counts
        assert found.total == expected.total
        states = await built.rows(Statement("SHOW INDEXES YIELD state RETURN DISTINCT state"))
        assert states == [{"state": "ONLINE"}]
        again = await load_feeds(built, wanted())
        assert not again.written.changed
        with pytest.raises(SettingsError, match="in use by"):
            await load_bulk(settings, everything(), silent)
    with pytest.raises(SettingsError, match="is not empty"):
        await load_bulk(settings, everything(), silent)


@pytest.mark.long
async def test_a_bulk_load_that_fails_leaves_no_graph_and_may_be_repeated(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    cut = feed("canada", [next(canada().records())], fail_after=0)
    with pytest.raises(ConnectionError):
        await load_bulk(settings, [vocabulary(), cut], silent)
    assert Home(tmp_path).is_new
    assert not Home(tmp_path).staging.exists()
    report = await load_bulk(settings, [vocabulary(), canada()], silent)
    assert [source.added for source in report.sources] == [2, 1]


@pytest.mark.parametrize("moment", ["Importing", pytest.param("Checks", marks=pytest.mark.long)])
async def test_a_bulk_load_that_is_killed_leaves_no_graph(moment: str, tmp_path: Path) -> None:
    _kill_at(moment, tmp_path)
    async with opened(settings_of(tmp_path)) as graph:
        assert await graph.read(Statement("MATCH (n) RETURN count(n)")) == 0
    assert not Home(tmp_path).staging.exists()


def _kill_at(moment: str, folder: Path) -> None:
    """Start the command and kill it once it prints this word."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "load", "drugbank_vocabulary", "--bulk"]
    environment = os.environ | {"MEDPATH_HOME": str(folder), "MEDPATH_BOLT_PORT": "0"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        reached = any(moment in line for line in process.stderr)
        process.kill()
    assert reached, "the command ended before that"


async def test_another_database_is_refused() -> None:
    with pytest.raises(SettingsError, match="NEO4J_URI"):
        await load_bulk(Settings(neo4j_uri="bolt://127.0.0.1:1"), everything(), silent)
