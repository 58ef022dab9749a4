"""A disk that is really full: a small file system of its own, where this may mount one."""

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import pytest

from graph.address import Address
from graph.config import Settings
from graph.database.driver import Graph, connect
from graph.errors import GraphUnavailable, SettingsError
from graph.server.launch import running
from graph.statement import Statement
from seed.pipeline import load
from tests.seed.factories import rows
from tests.seed.load.test_load_safety import loading, vocabulary_file

pytestmark = pytest.mark.anyio

_HSA_HEAD = (
    "registration_number,product_name,product_registrant,approval_date,atc_code,dosage_form,route_of_administration,"
    "manufacturer,active_ingredients,strength"
)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Make a disk of so many megabytes, or resize it."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = False

    def make(megabytes: int) -> Path:
        nonlocal mounted
        options = f"{'remount,' if mounted else ''}size={megabytes}m,mode=0700"
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"no file system may be mounted here: {done.stderr.strip()}")
        mounted = True
        return place

    try:
        yield make
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", place], check=True)


def listing(folder: Path, count: int) -> Path:
    """An agency's list of this many products."""
    file = folder / "listing.csv"
    products = (
        f"SIN{n:05}P,PRODUCT {n},COMPANY {n % 50},1/2/2003,,TABLET,ORAL,MAKER {n % 70}{' LTD' * 20},DRUG{n % 90}AMAB,5"
        for n in range(count)
    )
    file.write_text("\n".join([_HSA_HEAD, *products]), "utf-8")
    return file


async def test_what_waits_on_a_full_disk_is_said_reads_go_on_and_the_load_is_repeated(
    empty_graph: Graph, scratch: Address, tmp_path: Path, disk: Callable[[int], Path]
) -> None:
    home = disk(1)
    words = (
        *("--path", f"drugbank_vocabulary={vocabulary_file(tmp_path, 90)}"),
        *("--path", f"hsa={listing(tmp_path, 5_000)}"),
    )
    full = loading(scratch, home, *words)
    out, err = full.communicate(timeout=300)
    assert (full.returncode, out) == (2, ""), err
    assert "is full: make room and load again; loaded records are kept" in err
    assert str(home) in err
    assert "Traceback" not in err, err
    assert await rows(empty_graph, "RETURN 1") == [1]
    disk(200)
    last = loading(scratch, home, *words)
    out, err = last.communicate(timeout=300)
    assert last.returncode == 0, err
    assert [source["rows"] for source in json.loads(out)["sources"]] == [90, 5_000]
    assert await rows(empty_graph, "RETURN [COUNT { (:Drug) }, COUNT { (:Approval)-[:FOR_DRUG]->() }]") == [[90, 5_000]]
    assert list((home / "temporary").iterdir()) == [], "nothing is left behind"


async def test_an_archive_is_not_unpacked_onto_a_disk_that_is_nearly_full(
    empty_graph: Graph, scratch: Address, tmp_path: Path, disk: Callable[[int], Path]
) -> None:
    archive = tmp_path / "vocabulary.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(vocabulary_file(tmp_path, 9_000), "vocabulary.csv")
    home = disk(2)
    process = loading(scratch, home, "drugbank_vocabulary", "--path", str(archive))
    out, err = process.communicate(timeout=200)
    assert process.returncode != 0
    assert out == ""
    assert "full" in err
    assert "make room and load again" in err
    assert list((home / "unpacked").iterdir()) == []


async def test_a_load_ends_before_the_disk_of_the_database_is_full_and_is_repeated(
    empty_graph: Graph, tmp_path: Path
) -> None:
    file = vocabulary_file(tmp_path, 6_000)
    whole = shutil.disk_usage(tmp_path)
    left = iter([whole.free, 255 << 20])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: whole._replace(free=next(left)))
        with pytest.raises(SettingsError, match="has 255 MiB left, a load needs 256 MiB: free some, or move it"):
            await load(empty_graph, ["drugbank_vocabulary"], file)
    assert (await rows(empty_graph, "RETURN COUNT { (:Drug) }"))[0] < 6_000
    report = await load(empty_graph, ["drugbank_vocabulary"], file)
    assert report.failed_checks == {}
    assert await rows(empty_graph, "RETURN COUNT { (:Drug) }") == [6_000]


@contextmanager
def filled(place: Path, left_mb: int) -> Iterator[None]:
    """Fill the disk during the block until only so many megabytes are left."""
    filler = place / "filler"
    with filler.open("wb") as file:
        for _ in range((shutil.disk_usage(place).free >> 20) - left_mb):
            file.write(bytes(1 << 20))
    try:
        yield
    finally:
        filler.unlink()


@pytest.mark.long
async def test_a_database_whose_disk_was_full_comes_back_by_itself_once_there_is_room(
    tmp_path: Path, disk: Callable[[int], Path]
) -> None:
    """Another program fills the disk: a load would have ended before."""
    place = disk(1_500)
    settings = Settings(home=place / "home", neo4j_uri=None, bolt_port=0)
    count = "RETURN COUNT { (:Drug) }"
    async with running(settings) as address, connect(address, timeout_s=120) as graph:
        await load(graph, ["drugbank_vocabulary"], vocabulary_file(place, 100))
        too_much = Statement(
            "UNWIND range(1, 400000) AS n CREATE (:Ballast {text: toString(n) + $text})", {"text": "x" * 200}
        )
        with filled(place, 6):
            with pytest.raises(GraphUnavailable, match="is its disk full"):
                await graph.write(too_much)
            with pytest.raises(GraphUnavailable, match="is its disk full"):
                await load(graph, ["drugbank_vocabulary"], vocabulary_file(tmp_path, 200))
        with anyio.fail_after(120):
            while True:
                try:
                    assert await rows(graph, count) == [100]
                    break
                except GraphUnavailable:
                    await anyio.sleep(0.5)
        report = await load(graph, ["drugbank_vocabulary"], vocabulary_file(tmp_path, 200))
        assert report.failed_checks == {}
        assert await rows(graph, count) == [200]
