"""The module `medpath` in a user's script, beside folders that have the names of the product's packages."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from graph.address import Address
from graph.server import run
from graph.server.home import Home

CLIENT = Path(__file__).parents[2] / "api" / "client"
_WAITS = "from medpath import connect; session = connect(); print(session.data('{ __typename }'), flush=True); input()"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with folders api, graph, seed and cypher that cannot be imported, also by PYTHONPATH."""
    for name in ("api", "graph", "seed", "cypher"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise AssertionError('a folder of the user')", encoding="utf-8")
    for name in [name for name in os.environ if name.startswith(("MEDPATH_", "NEO4J_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(CLIENT), str(tmp_path)]))
    monkeypatch.setenv("MEDPATH_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def on_database(folder: Path, database: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers of this test use the database that runs already."""
    monkeypatch.setenv("NEO4J_URI", database.uri)
    monkeypatch.setenv("NEO4J_PASSWORD", database.password)


def script(text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=120, check=False)


@contextmanager
def waiting_script() -> Iterator[tuple[subprocess.Popen[str], list[psutil.Process]]]:
    """A script with an open session, and the processes that it started."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", _WAITS], text=True, **pipes) as parent:  # type: ignore[call-overload]
        try:
            assert parent.stdout.readline() == "{'__typename': 'Query'}\n"
            yield parent, psutil.Process(parent.pid).children(recursive=True)
        finally:
            parent.kill()


def all_gone(processes: list[psutil.Process]) -> bool:
    return psutil.wait_procs(processes, timeout=60)[1] == []


def test_a_client_of_a_running_server_needs_no_package_of_the_product(folder: Path, small: str) -> None:
    ended = script(
        "import sys; from medpath import connect\n"
        f"with connect({small!r}) as session: print(session.query('{{ agencies {{ code }} }}').to_dict('list'))\n"
        "print({'api', 'graph', 'seed', 'cypher'} & sys.modules.keys())"
    )
    assert (ended.stdout, ended.stderr) == ("{'code': ['FDA']}\nset()\n", "")


def test_a_client_starts_a_server_that_the_users_folders_do_not_shadow(on_database: None) -> None:
    ended = script("from medpath import connect\nwith connect() as session: print(session.data('{ __typename }'))")
    assert (ended.stdout, ended.stderr) == ("{'__typename': 'Query'}\n", "")


def test_a_client_starts_its_server_where_an_event_loop_runs(on_database: None) -> None:
    ended = script(
        "import asyncio; from medpath import connect\n"
        "async def main():\n    with connect() as session: print(session.data('{ __typename }'))\n"
        "asyncio.run(main())"
    )
    assert (ended.stdout, ended.stderr) == ("{'__typename': 'Query'}\n", "")


def test_the_server_of_a_session_ends_with_the_interpreter(on_database: None) -> None:
    with waiting_script() as (parent, children):
        assert children
        parent.communicate("\n", timeout=60)
        assert parent.returncode == 0
        assert not any(child.is_running() for child in children)


def test_the_server_of_a_session_ends_when_its_client_is_killed(on_database: None) -> None:
    with waiting_script() as (parent, children):
        assert children
        parent.kill()
        assert all_gone(children)


def test_a_server_that_does_not_start_says_why(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDPATH_TIMEOUT_S", "soon")
    ended = script("from medpath import connect\nconnect()")
    assert ended.stderr.splitlines()[-1].startswith("medpath.ServerUnavailable: the server did not start: MEDPATH_TIME")


@pytest.mark.long
def test_the_database_of_a_session_ends_when_its_client_is_killed(folder: Path) -> None:
    with waiting_script() as (parent, children):
        assert run.held(Home(folder / "home")) is not None
        parent.kill()
        assert all_gone(children)
    deadline = time.monotonic() + 10
    while run.held(Home(folder / "home")) is not None:
        assert time.monotonic() < deadline
        time.sleep(0.2)
