"""The command as people type it: in this process where nothing is started, else as a process of its own."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from api.cli import main
from graph.address import Address
from graph.server import run
from graph.server.home import Home
from graph.server.run import Process, Run

_MEDPATH = (sys.executable, "-c", "from api.cli import main; main()")


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings of this test alone: no `.env`, no database, an empty data folder."""
    for name in [name for name in os.environ if name.startswith(("MEDPATH_", "NEO4J_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEDPATH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MEDPATH_PORT", "0")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    return tmp_path


@pytest.fixture
def on_starter(alone: Path, starter: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of this test find the starter graph."""
    monkeypatch.setenv("NEO4J_URI", starter.uri)
    monkeypatch.setenv("NEO4J_PASSWORD", starter.password)


def medpath(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([*_MEDPATH, *words], input=given, capture_output=True, text=True, timeout=120, check=False)


@contextmanager
def serving(*words: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([*_MEDPATH, "serve", *words], stderr=subprocess.PIPE, text=True) as server:
        try:
            yield server
        finally:
            if server.poll() is None:
                server.kill()


def read_until(server: subprocess.Popen[str], words: str) -> str:
    """Return its messages up to the line with these words."""
    assert server.stderr is not None
    read = ""
    for line in server.stderr:
        read += line
        if words in line:
            return read
    raise AssertionError(f"it ended before it wrote {words!r}:\n{read}")


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        ("sreve", 2, 'Did you mean "serve"'),
        ("db stpo", 2, 'Did you mean "stop"'),
        ("query --vra x=1", 2, "Did you mean --var?"),
        ("query drugz", 2, "there is no example 'drugz': did you mean drugs?"),
        ("query none.graphql", 2, "none.graphql cannot be read: No such file or directory"),
        ("query drugs --var first", 2, "first: must be name=value"),
        ("cypher shared_condition", 2, "there is no analysis 'shared_condition': did you mean shared_conditions?"),
        ("load emma", 2, "there is no source 'emma': did you mean ema?"),
        ("serve --port 99999", 2, "MEDPATH_PORT: input should be less than or equal to 65535, not 99999"),
        ("serve --host 203.0.113.1", 2, "cannot listen on 203.0.113.1"),
        ("db status", 1, ""),
        ("db stop", 0, "It is not running."),
    ],
)
def test_a_mistake_is_answered_with_what_was_probably_meant(
    alone: Path, capsys: pytest.CaptureFixture[str], words: str, code: int, hint: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == code
    messages = capsys.readouterr().err
    # A narrow terminal gets the message in a box, on several lines.
    assert hint in " ".join(messages.replace("│", " ").split())
    assert "\x1b" not in messages
    assert "Traceback" not in messages


@pytest.mark.parametrize(("words", "expected"), [("query", "drug_page\t"), ("cypher", "shared_conditions\t")])
def test_without_a_name_the_names_are_listed(
    alone: Path, capsys: pytest.CaptureFixture[str], words: str, expected: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([words])
    assert ended.value.code == 0
    assert expected in capsys.readouterr().out


def test_the_schema_is_the_committed_one(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["schema"])
    committed = Path(__file__).parents[3] / "api" / "schema.graphql"
    assert capsys.readouterr().out.strip() == committed.read_text(encoding="utf-8").strip()


def test_a_folder_in_use_is_said_at_once_with_who_uses_it(alone: Path) -> None:
    home = Home(alone / "home")
    home.make_folders()
    me = Process.of(os.getpid())
    assert me is not None
    run.write(home, Run(guard=me, owner=me, bolt_port=7687))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    refused = medpath("serve")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert refused.returncode == 2
    assert re.fullmatch(rf"error: \S+ is in use by process {me.pid} \(.*\): stop it, .*\n", refused.stderr)
    # Work, not time: others may use this machine as well. A JVM would take ten times as much.
    assert after.ru_utime - before.ru_utime < 2.0


def test_a_query_prints_its_data_and_talks_elsewhere(on_starter: None) -> None:
    answer = medpath("query", "drug_page", "--var", "slug=mecasermin")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert json.loads(answer.stdout)["drug"]["unii"] == "7GR9I2683O"


def test_a_query_from_stdin_may_fail_in_part(on_starter: None) -> None:
    answer = medpath("query", "-", "--json", given="{ agencies { code } trials(first: -1) { totalCount } }")
    response = json.loads(answer.stdout)
    assert answer.returncode == 1
    assert response["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_a_query_that_is_not_valid_says_where(on_starter: None, tmp_path: Path) -> None:
    (tmp_path / "wrong.graphql").write_text("{ agencies { cod } }")
    answer = medpath("query", "wrong.graphql")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "line 1, column 14: " in answer.stderr


def test_an_analysis_answers_in_tabs_or_json(on_starter: None) -> None:
    table = medpath("cypher", "sponsors_by_breadth", "--param", "limit=3")
    assert table.returncode == 0, table.stderr
    columns, *rows = (line.split("\t") for line in table.stdout.splitlines())
    answer = medpath("cypher", "sponsors_by_breadth", "--param", "limit=3", "--json")
    assert [list(row) for row in json.loads(answer.stdout)] == [columns] * 3
    assert len(rows) == 3


def test_a_parameter_outside_its_range_is_refused(on_starter: None) -> None:
    answer = medpath("cypher", "sponsors_by_breadth", "--param", "limit=0")
    assert answer.returncode == 2
    assert "limit: must be within 1.." in answer.stderr


def test_loading_again_changes_nothing_and_reports_as_json(on_starter: None) -> None:
    answer = medpath("load", "ema", "--json")
    assert answer.returncode == 0, answer.stderr
    counts = json.loads(answer.stdout)
    assert (counts["source"], counts["added"], counts["changed"]) == ("ema", 0, 0)
    assert "loaded before" in answer.stderr
    lines = [json.loads(line) for line in Path(counts.pop("report")).read_text(encoding="utf-8").splitlines()]
    assert lines[-1].items() >= {"event": "counts", **counts}.items()


def test_the_status_says_what_is_loaded_and_what_is_not(on_starter: None) -> None:
    answer = medpath("status", "--json")
    assert answer.returncode == 0, answer.stderr
    known = {source["source"]: source for source in json.loads(answer.stdout)}
    ema, tga = known["ema"], known["tga"]
    assert (ema["loaded"], ema["ageDays"]) == (True, 0)
    assert ema["rows"] >= ema["records"] > 1000
    assert 0.5 < ema["matchRate"] <= 1
    assert (tga["loaded"], tga["edition"], tga["rows"], tga["matchRate"]) == (False, None, None, None)
    assert all(source["licence"] for source in known.values())


def test_the_doctor_names_every_part(on_starter: None) -> None:
    answer = medpath("doctor", "--json")
    found = {check["name"]: check["ok"] for check in json.loads(answer.stdout)}
    assert found.pop("playground") in (True, False)
    assert found.pop("library") in (True, None)
    names = ("python", "java", "jars", "port", "disk", "memory", "database", "migrations", "data")
    assert found == dict.fromkeys(names, True)


def test_the_doctor_knows_a_remedy_for_a_wrong_password(on_starter: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "wrong")
    answer = medpath("doctor")
    assert answer.returncode == 1
    assert re.search(r"FAIL +database .*: look at NEO4J_URI and its password", answer.stdout)


@pytest.mark.parametrize("words", ["serve", "query drugs", "cypher hub_conditions", "load"])
def test_a_database_that_does_not_answer_is_said_in_one_line(
    alone: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:1")
    answer = medpath(*words.split())
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "error: the graph database cannot be reached\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_in_order(on_starter: None, number: signal.Signals) -> None:
    with serving("--port", "0") as server:
        messages = read_until(server, "Ctrl-C stops everything")
        [url] = re.findall(r"GraphQL +(\S+)", messages)
        [body] = re.findall(r"-d '(.*)'", messages)
        response = httpx2.post(url, content=body, headers={"content-type": "application/json"})
        assert response.json()["data"]["drug"]["trials"]["totalCount"] == 10
        port = url.split(":")[2].split("/")[0]
        taken = medpath("serve", "--port", port)
        assert taken.returncode == 2
        assert f"error: port {port} is taken by process {server.pid} (" in taken.stderr
        server.send_signal(number)
        assert server.wait(30) == 0
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(url)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_server_that_ends_while_it_prepares_the_graph_leaves_no_jvm(
    alone: Path, number: signal.Signals, code: int
) -> None:
    home = Home(alone / "home")
    with serving() as server:
        read_until(server, "Starting Neo4j 1/1")
        held = run.held(home)
        assert held is not None
        assert held.jvm is not None
        server.send_signal(number)
        assert server.wait(60) == code
    deadline = time.monotonic() + 40
    while held.guard.is_alive() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not held.jvm.is_alive()
    assert run.held(home) is None
