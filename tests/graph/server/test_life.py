"""The embedded database from start to end, with owners that are killed."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import neo4j
import psutil
import pytest
from neo4j.exceptions import AuthError, ClientError

from graph.address import Address
from graph.config import Settings
from graph.errors import GraphUnavailable, SettingsError
from graph.server.checks import preflight
from graph.server.home import Home
from graph.server.launch import address, running, start, status, stop
from graph.server.run import Run

_OWNER = """
import asyncio, sys
from pathlib import Path
from graph.config import Settings
from graph.server.launch import running

async def main():
    async with running(Settings(home=Path(sys.argv[1]), neo4j_uri=None, bolt_port=0)):
        print("up", flush=True)
        await asyncio.to_thread(sys.stdin.read)

asyncio.run(main())
"""

pytestmark = pytest.mark.anyio


def settings_of(home: Path) -> Settings:
    return Settings(home=home, neo4j_uri=None, port=0, bolt_port=0)


@contextmanager
def owner(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that owns a database: yielded once it answers, ended afterwards."""
    command = [sys.executable, "-c", _OWNER, str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        yield process


def held(settings: Settings) -> Run:
    found = status(settings)
    assert found is not None
    assert found.jvm is not None
    return found


def eventually(true: Callable[[], bool], within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def ask(address: Address, text: str) -> list[neo4j.Record]:
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.username, address.password)) as driver:
        return driver.execute_query(text).records


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_of(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def owned(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    with owner(settings.home) as process:
        yield process


@pytest.fixture(scope="module")
def database_of_owner(settings: Settings, owned: object) -> Address:
    found = address(settings)
    assert found is not None
    return found


def test_it_is_neo4j_5_26_with_graph_data_science(database_of_owner: Address) -> None:
    text = "CALL dbms.components() YIELD versions, edition RETURN versions[0] AS version, edition, gds.version() AS gds"
    [record] = ask(database_of_owner, text)
    assert record["version"].startswith("5.26.")
    assert (record["edition"], record["gds"]) == ("community", "2.13.9")


def test_another_server_is_refused_at_once_with_who_has_the_folder(
    settings: Settings, owned: subprocess.Popen[bytes]
) -> None:
    before = time.monotonic()
    with pytest.raises(SettingsError, match=rf"is in use by process {owned.pid} \(python.*\): stop it") as refused:
        preflight(settings)
    assert time.monotonic() - before < 0.5
    assert "\n" not in str(refused.value)


async def test_a_database_that_would_go_away_is_not_served_from(settings: Settings, owned: object) -> None:
    with pytest.raises(SettingsError, match="is in use by process"):
        async with running(settings, share=False):
            pass


async def test_commands_attach_to_a_database_and_leave_it(settings: Settings, database_of_owner: Address) -> None:
    async with running(settings) as attached:
        assert attached == database_of_owner
    assert held(settings).bolt_port is not None


async def test_only_its_owner_stops_it(settings: Settings, owned: subprocess.Popen[bytes]) -> None:
    with pytest.raises(SettingsError, match=f"belongs to process {owned.pid}"):
        await stop(settings)


@pytest.mark.parametrize("password", ["", "neo4j", "wrong"])
def test_a_wrong_password_is_refused(database_of_owner: Address, password: str) -> None:
    with pytest.raises(AuthError):
        ask(Address(database_of_owner.uri, "neo4j", password), "RETURN 1")


def test_it_listens_on_loopback_only(settings: Settings, database_of_owner: Address) -> None:
    jvm, guard = held(settings).jvm, held(settings).guard
    assert jvm is not None
    sockets = [connection for pid in (jvm.pid, guard.pid) for connection in psutil.Process(pid).net_connections("inet")]
    listening = [socket.laddr[0] for socket in sockets if socket.status == psutil.CONN_LISTEN]
    assert listening == ["127.0.0.1"] or listening == ["::ffff:127.0.0.1"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:1/x", "http://[::1]:1/x"])
def test_cypher_reaches_neither_files_nor_the_network(database_of_owner: Address, url: str) -> None:
    with pytest.raises(ClientError, match=r"is false|blocked"):
        ask(database_of_owner, f"LOAD CSV FROM '{url}' AS line RETURN line")


def test_the_password_is_on_no_command_line(settings: Settings, database_of_owner: Address) -> None:
    lines = [" ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])]
    assert not any(database_of_owner.password in line for line in lines)


def test_a_database_that_dies_by_itself_comes_back_on_the_same_port(
    settings: Settings, database_of_owner: Address
) -> None:
    before = held(settings)
    assert before.jvm is not None
    os.kill(before.jvm.pid, signal.SIGKILL)
    assert eventually(lambda: held(settings).jvm != before.jvm, within_s=90)
    assert held(settings).bolt_port == before.bolt_port
    assert ask(database_of_owner, "RETURN 1 AS one")[0]["one"] == 1


def test_a_database_that_has_panicked_is_started_again_on_the_same_port(
    settings: Settings, database_of_owner: Address
) -> None:
    """The process that reads of the panic makes the file: see `tests.seed.load.test_full_disk` for a real panic."""
    before = held(settings)
    assert before.jvm is not None
    panicked = Home(settings.home).panicked
    panicked.touch()
    assert eventually(lambda: held(settings).jvm != before.jvm and not panicked.exists(), within_s=90)
    assert held(settings).bolt_port == before.bolt_port
    assert ask(database_of_owner, "RETURN 1 AS one")[0]["one"] == 1


def test_an_owner_that_is_killed_leaves_no_jvm_and_the_next_start_works(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    with owner(tmp_path) as process:
        before = held(settings)
        process.kill()
    with owner(tmp_path):
        after = held(settings)
        assert before.jvm is not None
        assert not before.jvm.is_alive()
        assert not before.guard.is_alive()
        assert after.guard.is_alive()
    assert eventually(lambda: status(settings) is None, within_s=1)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties a process to its parent")
async def test_a_background_database_stays_until_it_is_stopped_and_dies_with_its_guard(
    tmp_path: Path,
) -> None:
    settings = settings_of(tmp_path)
    command = [sys.executable, "-c", _BACKGROUND, str(tmp_path)]
    await asyncio.to_thread(subprocess.run, command, check=True)
    background = held(settings)
    assert background.owner is None
    assert not await start(settings)
    async with running(settings, share=False) as attached:
        assert ask(attached, "RETURN 1 AS one")[0]["one"] == 1
    assert await stop(settings)
    assert status(settings) is None
    assert not await stop(settings)
    await asyncio.to_thread(subprocess.run, command, check=True)
    jvm = held(settings).jvm
    os.kill(held(settings).guard.pid, signal.SIGKILL)
    assert jvm is not None
    assert eventually(lambda: not jvm.is_alive(), within_s=5)
    assert status(settings) is None


_BACKGROUND = """
import asyncio, sys
from pathlib import Path
from graph.config import Settings
from graph.server.launch import start

asyncio.run(start(Settings(home=Path(sys.argv[1]), neo4j_uri=None, bolt_port=0)))
"""


async def test_what_neo4j_says_against_starting_is_said_in_one_line(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    home = Home(tmp_path)
    home.make_folders()
    (home.neo4j / "data" / "databases").write_text("not a folder")
    (home.root / "password").write_text("0" * 48)
    with pytest.raises(GraphUnavailable, match="Neo4j did not start: ") as failed:
        async with running(settings):
            pass
    assert "\n" not in str(failed.value)
    assert str(home.log) not in str(failed.value)
    assert failed.value.__notes__ == [f"More in {home.log}"]
    assert status(settings) is None


async def test_another_database_is_used_as_it_is_given() -> None:
    settings = Settings(neo4j_uri="neo4j+s://graph.example.org", neo4j_username="me", neo4j_database="drugs")
    async with running(settings) as given:
        assert (given.uri, given.username, given.database) == ("neo4j+s://graph.example.org", "me", "drugs")


def test_a_home_is_a_path_that_neo4j_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert Settings(home=Path("../there/./data")).home == tmp_path / "there" / "data"
