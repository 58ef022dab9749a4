"""Loads that are killed, that meet one another, that lose their database: real processes on a real Neo4j."""

import asyncio
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import neo4j.exceptions
import pytest

from graph.address import Address
from graph.database.driver import Graph, connect
from graph.errors import GraphUnavailable
from graph.statement import Statement
from seed.extract.feeds import feeds, given
from seed.load import lease
from seed.pipeline import load, load_feeds
from seed.report.journal import Journal, journal
from seed.status import status
from tests.seed.factories import approval, feed, rows, vocabulary, whole
from tests.seed.samples import RAW

pytestmark = pytest.mark.anyio
_MEDPATH = (sys.executable, "-c", "from api.cli import main; main()")


def loading(scratch: Address, home: Path, *words: str) -> subprocess.Popen[str]:
    """`medpath load` as a process of its own."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("MEDPATH_", "NEO4J_"))}
    own = {"NEO4J_URI": scratch.uri, "NEO4J_PASSWORD": scratch.password, "MEDPATH_HOME": str(home)}
    return subprocess.Popen(
        [*_MEDPATH, "load", *words, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=known | own | {"PYTHONPATH": str(Path(__file__).parents[3])},
        cwd=home,
    )


def vocabulary_file(folder: Path, count: int) -> Path:
    """A vocabulary of this many drugs."""
    head = (RAW / "drugbank_vocabulary/drugbank_vocabulary.csv").read_text("utf-8").splitlines()[0]
    file = folder / "vocabulary.csv"
    file.write_text("\n".join([head, *(f"DB{n:05},,Drug{n}amab,,,," for n in range(count))]), "utf-8")
    return file


async def test_an_edition_is_told_where_the_files_do_not_say(
    empty_graph: Graph, scratch: Address, tmp_path: Path
) -> None:
    file = vocabulary_file(tmp_path, 3)
    one = loading(scratch, tmp_path, "drugbank_vocabulary", "--path", str(file), "--edition", "5.1.13")
    out, err = one.communicate(timeout=120)
    assert one.returncode == 0, err
    assert json.loads(out)["edition"] == "5.1.13"
    [known] = [
        source for source in await status(empty_graph) if source.loaded and source.source == "drugbank_vocabulary"
    ]
    assert known.edition == "5.1.13"
    two = loading(scratch, tmp_path, "--path", f"drugbank_vocabulary={file}", "--path", f"hsa={file}", "--edition", "1")
    _, err = two.communicate(timeout=120)
    assert (two.returncode, "--edition needs exactly one source" in err) == (2, True)


async def test_the_same_file_by_four_processes_is_loaded_once(
    empty_graph: Graph, scratch: Address, tmp_path: Path
) -> None:
    file = vocabulary_file(tmp_path, 300)
    several = [loading(scratch, tmp_path, "drugbank_vocabulary", "--path", str(file)) for _ in range(4)]
    outputs = [process.communicate(timeout=200) for process in several]
    assert [process.returncode for process in several] == [0] * 4, outputs
    counts = [json.loads(out) for out, _ in outputs]
    assert sorted(count["added"] for count in counts) == [0, 0, 0, 300]
    assert len({count["report"] for count in counts}) == 4
    assert await rows(empty_graph, "RETURN [COUNT { (:Drug) }, COUNT { (:LoadLease) }]") == [[300, 0]]


async def test_a_load_killed_at_any_moment_and_repeated_ends_in_the_same_graph(
    empty_graph: Graph, scratch: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = vocabulary_file(tmp_path, 12_000)
    words = ("drugbank_vocabulary", "--path", str(file))
    await load(empty_graph, ["drugbank_vocabulary"], file)
    straight = await whole(empty_graph)
    await empty_graph.write(Statement("MATCH (n WHERE NOT n:Migration) DETACH DELETE n"))
    dice, cut = random.Random(7), 0
    for _ in range(4):
        process = loading(scratch, tmp_path, *words)
        while process.poll() is None and await rows(empty_graph, "RETURN COUNT { (:OpenLoad) }") == [0]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await asyncio.sleep(dice.uniform(0, 1.5))
        process.kill()
        process.communicate()
        cut += process.returncode != 0
        await empty_graph.write(Statement("MATCH (n:LoadLease) DELETE n"))
    assert cut, "every process had ended before it was killed"
    last = loading(scratch, tmp_path, *words)
    out, err = last.communicate(timeout=200)
    assert last.returncode == 0, err
    assert json.loads(out)["rows"] == 12_000
    assert await whole(empty_graph) == straight
    assert await rows(empty_graph, "RETURN COUNT { (:OpenLoad) }") == [0]


@pytest.mark.long
async def test_a_load_of_every_source_killed_at_any_moment_ends_in_the_same_graph(
    empty_graph: Graph, scratch: Address, tmp_path: Path
) -> None:
    await load_feeds(empty_graph, given([], [str(RAW)]))
    straight = await whole(empty_graph)
    await empty_graph.write(Statement("MATCH (n WHERE NOT n:Migration) DETACH DELETE n"))
    dice, cut = random.Random(11), 0
    for _ in range(3):
        process = loading(scratch, tmp_path, "--path", str(RAW))
        while process.poll() is None and await rows(empty_graph, "RETURN COUNT { (:OpenLoad) }") == [0]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await asyncio.sleep(dice.uniform(0, 8))
        process.kill()
        process.communicate()
        cut += process.returncode != 0
        await empty_graph.write(Statement("MATCH (n:LoadLease) DELETE n"))
    assert cut, "every process had ended before it was killed"
    last = loading(scratch, tmp_path, "--path", str(RAW))
    out, err = last.communicate(timeout=600)
    assert last.returncode == 0, err
    assert {"sfda", "cima", "npra", "tga"} < {source["source"] for source in json.loads(out)["sources"]}
    assert await whole(empty_graph) == straight


async def test_the_lease_of_a_killed_load_runs_out(empty_graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "_LEASE_S", 1.0)
    labels = list[str]()
    await empty_graph.write(
        Statement("CREATE (:LoadLease {id: 'load', holder: 'killed', until: timestamp() + 1000})"),
    )
    async with lease.leased(empty_graph, lambda label, done, total: labels.append(label)):
        assert await rows(empty_graph, "MATCH (n:LoadLease) RETURN n.holder <> 'killed'") == [True]
    assert set(labels) == {"Waiting for another load to end"}
    assert await rows(empty_graph, "RETURN COUNT { (:LoadLease) }") == [0]


async def test_a_load_that_stood_still_too_long_ends_with_a_reason(
    empty_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "_RENEW_S", 0.05)
    taken = Statement("MATCH (n:LoadLease) SET n.holder = 'another', n.until = timestamp() + 60000")

    async def overtaken() -> None:
        async with lease.leased(empty_graph, lambda label, done, total: None):
            await empty_graph.write(taken)
            await asyncio.sleep(5)

    with pytest.raises(GraphUnavailable, match="another load has started"):
        await overtaken()
    await empty_graph.write(Statement("MATCH (n:LoadLease) DELETE n"))


async def test_a_part_of_a_list_does_not_close_the_rest_unless_it_is_said_to_be_the_whole(empty_graph: Graph) -> None:
    listed = [approval("HSA", "HSA_APPROVAL_NUMBER", f"SIN{n}") for n in range(60)]
    await load_feeds(empty_graph, [vocabulary(), feed("hsa_list", listed, agency="HSA")])
    part = feed("hsa_list", listed[:5], agency="HSA", edition="2")
    report = await load_feeds(empty_graph, [part])
    assert (report.sources[0].closed, report.sources[0].kept) == (0, 55)
    assert any("--complete" in remark for remark in report.remarks())
    again = feed("hsa_list", listed[:5], agency="HSA", edition="3")
    again.confirmed = True
    report = await load_feeds(empty_graph, [again])
    assert (report.sources[0].closed, report.sources[0].kept) == (55, 0)
    assert await rows(empty_graph, "RETURN [COUNT { (:Approval) }, COUNT { (:PastApproval) }]") == [[5, 55]]


async def test_the_full_report_says_what_changed_in_which_field(empty_graph: Graph, tmp_path: Path) -> None:
    one, two = (approval("HSA", "HSA_APPROVAL_NUMBER", f"SIN{n}", "novelty", route="Oral") for n in (1, 2))
    other = approval("HSA", "HSA_APPROVAL_NUMBER", "SIN1", "novelty", route="Nasal")
    with journal(tmp_path / "reports" / "first.ndjson") as notes:
        await load_feeds(empty_graph, [feed("hsa_list", [one, two], agency="HSA")], journal=notes)
    with journal(tmp_path / "reports" / "second.ndjson") as notes:
        await load_feeds(empty_graph, [feed("hsa_list", [other], agency="HSA", edition="2")], journal=notes)
    first, second = (
        [json.loads(line) for line in (tmp_path / "reports" / name).read_text("utf-8").splitlines()]
        for name in ("first.ndjson", "second.ndjson")
    )
    assert [line["event"] for line in first] == ["added", "added", "unmatched", "counts"]
    assert first[2] == {"event": "unmatched", "source": "hsa_list", "name": "novelty", "times": 2}
    changed, closed, *_ = second
    assert changed == {
        "event": "changed",
        "source": "hsa_list",
        "id": "approval:HSA:SIN1",
        "fields": {"route": {"from": "Oral", "to": "Nasal"}},
    }
    assert (closed["event"], closed["id"]) == ("closed", "approval:HSA:SIN2")


async def test_a_database_that_goes_away_is_an_error_of_ours(scratch: Address) -> None:
    gone = Address("bolt://127.0.0.1:1", "neo4j", "nothing")
    async with connect(gone, timeout_s=2) as graph:
        with patch.object(graph._driver._pool.pool_config, "max_transaction_retry_time", 0.1, create=True):
            for work in (graph.run_schema(Statement("RETURN 1")), graph.ping()):
                with pytest.raises(GraphUnavailable, match="cannot be reached"):
                    await work


async def test_a_write_whose_commit_is_in_doubt_is_repeated(empty_graph: Graph) -> None:
    real, calls = neo4j.AsyncSession.execute_write, 0

    async def lost_once(session: neo4j.AsyncSession, *args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        result: Any = await real(session, *args, **kwargs)
        if calls == 1:
            raise neo4j.exceptions.IncompleteCommit("the cable was pulled")
        return result

    with patch.object(neo4j.AsyncSession, "execute_write", lost_once):
        await empty_graph.write(Statement("MERGE (:OpenLoad {id: 'twice'})"))
    assert calls == 2
    assert await rows(empty_graph, "MATCH (n:OpenLoad) RETURN n.id") == ["twice"]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("Neo.DatabaseError.Transaction.TransactionCommitFailed", "is its disk full"),
        ("Neo.ClientError.General.WriteOnReadOnlyAccessDatabase", "is its disk full"),
        ("Neo.TransientError.General.OutOfMemoryError", "cannot be used now"),
    ],
)
async def test_a_server_that_cannot_write_is_said_in_one_line(empty_graph: Graph, code: str, message: str) -> None:
    error = neo4j.exceptions.Neo4jError._hydrate_neo4j(code=code, message="No space left on device")
    with (
        patch.object(neo4j.AsyncSession, "execute_write", side_effect=error),
        pytest.raises(GraphUnavailable, match=message),
    ):
        await empty_graph.write(Statement("RETURN 1"))


def test_without_a_file_a_journal_forgets() -> None:
    Journal().closed("ema", "approval:1", "1")
    assert {feed.source.id for feed in feeds(["ema"], None)} == {"ema"}


async def test_the_status_tells_sources_that_are_loaded_from_those_that_are_not(empty_graph: Graph) -> None:
    listed = [
        approval("HSA", "HSA_APPROVAL_NUMBER", f"SIN{n}", name)
        for n, name in enumerate(["Metformin", "novelty", "other", "Mecasermin"])
    ]
    await load_feeds(empty_graph, [vocabulary(), feed("hsa_list", listed, agency="HSA", edition="2026-11")])
    known = {source.source: source for source in await status(empty_graph)}
    held = known["hsa_list"]
    assert (held.loaded, held.edition, held.rows, held.records, held.matchRate) == (True, "2026-11", 4, 4, 0.5)
    assert held.ageDays == 0
    assert not known["tga"].loaded
    assert (known["vocabulary"].loaded, known["vocabulary"].matchRate) == (True, None)
