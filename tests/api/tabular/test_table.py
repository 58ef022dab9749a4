"""Nested answers as tables: the rule, the formats of the command, and DataFrames of the client."""

import asyncio
import csv
import doctest
import io
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pandas  # type: ignore[import-untyped]
import polars
import pyarrow.parquet  # type: ignore[import-untyped]
import pytest

import medpath
from api.assemble import application
from api.cli import main
from api.execution import cypher_text
from api.tabular import formats
from graph.address import Address
from graph.database import driver
from graph.database.migrate import migrate
from graph.statement import Statement
from medpath import InvalidOperation, ServerUnavailable, Session, connect, table_of
from tests.graph.small_graph import write_small_graph

QUERY = "{ drugs(first: 3) { totalCount nodes { id brandNames trials { nodes { nctId } } } } }"


@pytest.mark.parametrize(
    ("data", "columns", "rows"),
    [
        (
            {"drugs": {"edges": [{"node": {"id": "a", "t": [{"x": 1}, {"x": 2}]}}, {"node": {"id": "b", "t": []}}]}},
            ["id", "t.x"],
            [["a", 1], ["a", 2], ["b", None]],
        ),
        ({"drugs": {"edges": [{"id": 1, "node": {"id": 2}}]}}, ["drugs.edges.id", "drugs.edges.node.id"], [[1, 2]]),
        (
            {"a": 1, "b": {"c": [{"x": 1}], "d": [{"y": 1}], "e": ["s"]}},
            ["a", "b.c.x", "b.d", "b.e"],
            [[1, 1, '[{"y":1}]', ["s"]]],
        ),
        ({"trials": [{"s": {"n": 1}}, {"s": None}, None]}, ["s.n"], [[1], [None], [None]]),
        ({"drug": None}, ["drug"], [[None]]),
        ({"drugs": {"nodes": []}}, [], []),
        ({"drugs": {"totalCount": 0, "nodes": []}}, ["totalCount"], [[0]]),
    ],
)
def test_the_first_list_at_each_level_makes_rows(data: object, columns: object, rows: object) -> None:
    found, made = table_of(data)  # type: ignore[arg-type]
    assert found == columns
    assert [list(row.values()) for row in made] == rows


@pytest.fixture(scope="module")
def small_database(database: Address) -> Iterator[Address]:
    async def fill() -> None:
        async with driver.connect(database) as graph:
            await migrate(graph)
            await write_small_graph(graph)

    async def empty() -> None:
        async with driver.connect(database) as graph:
            await graph.write(Statement("MATCH (n WHERE NOT n:Migration) DETACH DELETE n"))

    asyncio.run(fill())
    yield database
    asyncio.run(empty())


@pytest.fixture
def on_small(small_database: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commands and sessions of this test find the small graph."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEO4J_URI", small_database.uri)
    monkeypatch.setenv("NEO4J_PASSWORD", small_database.password)
    (tmp_path / "asked.graphql").write_text(QUERY, encoding="utf-8")
    return tmp_path


def _run(*words: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["query", "asked.graphql", *words])
    assert ended.value.code == 0


def test_the_command_writes_every_format(on_small: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _run()
    data = json.loads(capfdbinary.readouterr().out)
    columns, rows = table_of(data)
    assert columns == ["totalCount", "id", "brandNames", "trials.nctId"]
    cells = [[formats.cell(value) for value in row.values()] for row in rows]
    for words in (["--format", "csv"], ["--format", "csv", "--output", "made.csv"]):
        _run(*words)
        out = capfdbinary.readouterr().out or (on_small / "made.csv").read_bytes()
        assert list(csv.reader(io.StringIO(out.decode(), newline=""))) == [columns, *cells]
    _run("--format", "parquet", "--output", "made.parquet")
    assert pyarrow.parquet.read_table(on_small / "made.parquet").to_pylist() == rows
    _run("--format", "table")
    assert capfdbinary.readouterr().out.decode().splitlines()[0].split("\t") == columns


def test_a_file_that_cannot_be_written_is_said(on_small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["query", "asked.graphql", "--output", "no/such/folder.json"])
    assert ended.value.code == 2
    assert "no/such/folder.json cannot be written: No such file or directory" in capsys.readouterr().err


@pytest.fixture(params=["embedded", "served"])
def session(
    request: pytest.FixtureRequest,
    on_small: Path,
    small_database: Address,
    listening: Callable[..., AbstractContextManager[str]],
) -> Iterator[Session]:
    if request.param == "embedded":
        with connect() as made:
            yield made
    else:
        with listening(small_database, application) as url, connect(url) as made:
            yield made


def test_a_session_answers_with_a_frame(session: Session) -> None:
    columns, rows = table_of(session.data(QUERY))
    frame = session.query(QUERY)
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == columns
    assert frame["id"].tolist() == [row["id"] for row in rows]
    other = session.query(QUERY, library="polars")
    assert isinstance(other, polars.DataFrame)
    assert other.to_dicts() == rows
    asked = "query($n: Int) { drugs(first: $n) { nodes { id } } }"
    assert len(session.query(asked, {"n": 2})) == 2
    assert len(session.query(asked, {"n": 0}, library="polars")) == 0
    assert len(session.query("agencies")) == len(session.data("agencies")["agencies"])


def test_a_session_says_what_was_wrong(session: Session) -> None:
    with pytest.raises(InvalidOperation, match="drugz"):
        session.query("{ drugz }")
    with pytest.raises(InvalidOperation, match="first: -1 is not allowed"):
        session.query("{ drugs(first: -1) { totalCount } }")


def test_an_address_without_a_server_is_an_error() -> None:
    with connect("http://127.0.0.1:1") as session, pytest.raises(ServerUnavailable, match="does not answer"):
        session.query("{ __typename }")


@pytest.mark.parametrize("module", [formats, cypher_text], ids=lambda module: module.__name__)
def test_what_a_docstring_shows_is_so(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert (result.failed, result.attempted > 0) == (0, True)


def test_the_examples_of_the_client_are_so(on_small: Path) -> None:
    assert doctest.testmod(medpath) == doctest.TestResults(0, 4)
