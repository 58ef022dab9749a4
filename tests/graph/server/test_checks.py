import os
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from graph.config import Settings
from graph.errors import SettingsError
from graph.server import checks, run
from graph.server.checks import preflight
from graph.server.conf import Memory
from graph.server.home import Home
from graph.server.launch import status
from graph.server.run import Process, Run


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", port=0, bolt_port=0, neo4j_uri=None)


def test_a_taken_port_is_said_with_who_has_it_and_what_to_set(settings: Settings, taken: int) -> None:
    who = rf"port {taken} is taken by process {os.getpid()} \(.*\): set MEDPATH_PORT"
    with pytest.raises(SettingsError, match=who):
        preflight(settings.model_copy(update={"port": taken}))
    with pytest.raises(SettingsError, match=f"port {taken} is taken .* set MEDPATH_BOLT_PORT"):
        preflight(settings.model_copy(update={"bolt_port": taken}))


def test_an_address_of_another_machine_is_refused(settings: Settings) -> None:
    with pytest.raises(SettingsError, match=r"cannot listen on 203\.0\.113\.1"):
        preflight(settings.model_copy(update={"host": "203.0.113.1"}))


def test_too_little_disk_is_said_with_how_much_is_there(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = SimpleNamespace(free=100 * 1024**2)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    with pytest.raises(SettingsError, match="has 100 MiB left, the database needs 512 MiB"):
        preflight(settings)


def test_a_folder_below_a_file_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"cannot be used \(not a directory\): set MEDPATH_HOME"):
        preflight(settings.model_copy(update={"home": tmp_path / "file" / "home"}))


def test_what_a_killed_guard_left_behind_is_not_believed(settings: Settings) -> None:
    home = Home(settings.home)
    home.make_folders()
    me = Process.of(os.getpid())
    assert me is not None
    run.write(home, Run(guard=Process(me.pid, me.started - 3600.0), owner=None, bolt_port=7687))
    assert status(settings) is None
    run.write(home, Run(guard=me, owner=me, bolt_port=7687))
    assert status(settings) is not None
    with pytest.raises(SettingsError, match=rf"is in use by process {me.pid} \("):
        preflight(settings)


def test_the_password_is_made_once_and_only_for_the_user(settings: Settings) -> None:
    home = Home(settings.home)
    home.make_folders()
    password = home.make_password()
    assert len(password) == 48
    assert home.make_password() == password
    if os.name == "posix":
        assert (home.root / "password").stat().st_mode & 0o777 == 0o600
        assert home.root.stat().st_mode & 0o777 == 0o700


def test_data_without_its_password_is_not_given_a_new_one(settings: Settings) -> None:
    home = Home(settings.home)
    (home.neo4j / "data" / "databases" / "system").mkdir(parents=True)
    with pytest.raises(SettingsError, match="no file `password`"):
        home.make_password()


@pytest.mark.parametrize(
    ("gib", "heap", "page_cache"), [(2, 768, 256), (8, 1024, 1024), (24, 3072, 3072), (256, 4096, 8192)]
)
def test_memory_is_a_share_within_bounds(gib: int, heap: int, page_cache: int) -> None:
    assert Memory.of(gib * 1024**3) == Memory(heap, page_cache)


def test_port_zero_always_passes() -> None:
    checks.port("127.0.0.1", 0, "MEDPATH_PORT")
