"""Trials read by another process: the same records with their hashes, terms and issues, and the same errors."""

import asyncio
import errno
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.progress import silent
from seed.extract.feeds import Feed, feeds
from seed.extract.spool import Spool
from seed.extract.trial_reader import BackgroundReader, is_worth_it, terms
from tests.bench.registry import Registry, write
from tests.seed.samples import RAW


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registry")
    write(Registry(folder, scale=0.002))
    return folder / "clinicaltrials"


def feed(path: Path, source: str = "clinicaltrials") -> Feed:
    return feeds([source], path)[0]


@pytest.fixture
def spool() -> Iterator[Spool]:
    with closing(Spool()) as made:
        yield made


async def ended(reading: BackgroundReader) -> None:
    with closing(reading):
        await reading.wait(silent)


@pytest.mark.parametrize("path", ["registry", "damaged"])
def test_everything_comes_over(path: str, registry: Path, spool: Spool, tmp_path: Path) -> None:
    if path == "damaged":
        text = (registry / "studies.json").read_bytes()
        (tmp_path / "studies.json").write_bytes(text[:-500].replace(b'"COMPLETED"', b'"FINISHED"', 3))
    here, there = (feed(tmp_path if path == "damaged" else registry) for _ in range(2))
    records = list(here.records())
    reading = BackgroundReader(there, spool)
    asyncio.run(ended(reading))
    assert list(spool) == records
    assert len(records) > 1_000
    assert reading.terms == list(dict.fromkeys(term for record in records for term in terms(record)))
    assert reading.terms
    assert there.issues == here.issues
    assert (path == "damaged") == any(issue.kind == "REFUSED" for issue in here.issues.found)


def test_a_file_that_is_not_understood_is_the_same_error(spool: Spool, tmp_path: Path) -> None:
    (tmp_path / "studies.json").write_text("<html>404</html>")
    with pytest.raises(SourceError) as here:
        list(feed(tmp_path).records())
    with pytest.raises(SourceError) as there:
        asyncio.run(ended(BackgroundReader(feed(tmp_path), spool)))
    assert str(there.value) == str(here.value)


def test_a_reader_that_is_killed_is_an_error_and_no_end(spool: Spool, registry: Path) -> None:
    reading = BackgroundReader(feed(registry), spool)
    reading._process.kill()
    with pytest.raises(SourceError, match="clinicaltrials: the process that reads its files was ended"):
        asyncio.run(ended(reading))


def test_a_reader_ends_with_the_process_that_waits_for_it(spool: Spool, registry: Path) -> None:
    reading = BackgroundReader(feed(registry), spool)
    assert reading._process.stdin is not None
    reading._process.stdin.close()
    with pytest.raises(SourceError, match="the process that reads its files was ended"):
        asyncio.run(ended(reading))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk here is always full")
def test_a_full_disk_is_said_as_one(registry: Path, spool: Spool) -> None:
    spool.file.close()
    with Path("/dev/full").open("wb") as spool.file:
        reading = BackgroundReader(feed(registry), spool)
        with pytest.raises(OSError, match="No space left") as error:
            asyncio.run(ended(reading))
    assert error.value.errno == errno.ENOSPC


def test_only_big_raw_files_of_trials_are_worth_a_process(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = [feed(registry), feeds(["clinicaltrials"], None)[0], feed(RAW / "hsa", "hsa")]
    assert not any(map(is_worth_it, small))
    monkeypatch.setattr("seed.extract.trial_reader.BIG_BYTES", 1)
    assert list(map(is_worth_it, small)) == [True, False, False]
