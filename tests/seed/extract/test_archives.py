"""Archives as publishers issue them come out whole; hostile ones are refused, with the file and the reason."""

import gzip
import io
import itertools
import random
import resource
import stat
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from backports import zstd

from graph.errors import SourceError
from seed.extract.archives import Bounds, unpacked
from seed.formats.delimited import csv_lines
from seed.formats.files import members
from seed.source import Issues

_SMALL = Bounds(entries=50, total_bytes=64 << 20, free_bytes=1 << 20, ratio=200)


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()


def contents(path: Path, below: Path, issues: Issues | None = None, bounds: Bounds = _SMALL) -> dict[str, bytes]:
    """Return the extracted files; nothing may remain afterwards or be written elsewhere."""
    before = {file for file in path.parent.rglob("*") if below not in file.parents}
    try:
        with unpacked(path, below, issues or Issues(), bounds) as found:
            return {member.name: member.read_bytes() for member in members(found)}
    finally:
        assert not below.exists() or not list(below.iterdir())
        assert {file for file in path.parent.rglob("*") if below not in file.parents} - {below} == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.zip", zipped({"list.csv": b"a,b\n"})),
        ("list.csv.gz", gzip.compress(b"a,b\n")),
        ("list.csv.zst", zstd.compress(b"a,b\n")),
        ("list.zip", zipped({"folder/list.csv.gz": gzip.compress(b"a,b\n"), "__MACOSX/._list.csv": b"x"})),
        ("any name", zipped({"inner.zip": zipped({"list.csv": b"a,b\n"})})),
        ("list.csv", b"a,b\n"),
    ],
    ids=itertools.count(),
)
def test_what_publishers_pack_comes_out(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert contents(tmp_path / name, tmp_path / "scratch") == {"list.csv": b"a,b\n"}


def test_a_folder_of_archives_and_plain_files_is_one_folder(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "one.zip").write_bytes(zipped({"drug.txt": b"1", "sub/drug.txt": b"2"}))
    (folder / "two.txt").write_bytes(b"3")
    found = contents(folder, tmp_path / "scratch")
    assert found == {"drug.txt": b"1", "2-drug.txt": b"2", "two.txt": b"3"}


def test_a_workbook_stays_a_workbook(tmp_path: Path) -> None:
    book = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
    (tmp_path / "list.xlsx").write_bytes(book)
    assert contents(tmp_path / "list.xlsx", tmp_path / "scratch") == {"list.xlsx": book}


def _encrypted() -> bytes:
    packed = bytearray(zipped({"list.csv": b"a,b\n"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.find(mark) + offset] |= 1
    return bytes(packed)


def _link() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("list.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return packed.getvalue()


def _nested(content: bytes, depth: int) -> bytes:
    for level in range(depth):
        content = zipped({f"{level}.zip": content})
    return content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped({"../list.csv": b"a"}), r"hostile.zip: the entry '../list.csv' leads out of the archive"),
        (zipped({"/etc/list.csv": b"a"}), "leads out of the archive"),
        (zipped({"C:/list.csv": b"a"}), "leads out of the archive"),
        (zipped({"..\\..\\list.csv": b"a"}), "leads out of the archive"),
        (_link(), "is a link"),
        (_encrypted(), "is encrypted: unpack it yourself"),
        (zipped({"zeros": bytes(4 << 20)}), "an archive bomb: it unpacks to more than 200 times"),
        (gzip.compress(bytes(4 << 20)), "an archive bomb"),
        (zstd.compress(bytes(4 << 20)), "an archive bomb"),
        (_nested(gzip.compress(bytes(4 << 20)), 1), "an archive bomb"),
        (zipped({str(n): b"a" for n in range(60)}), "holds more than 50 files"),
        (_nested(b"a,b\n", 5), "archives are nested more than 3 deep"),
        (zipped({"list.csv": b"a,b\n" * 1000})[:60], "hostile.zip: the archive is damaged"),
        (zipped({}), "the archive holds no file"),
    ],
    ids=itertools.count(),
)
def test_a_hostile_archive_is_refused_with_its_reason(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "hostile.zip").write_bytes(content)
    with pytest.raises(SourceError, match=reason):
        contents(tmp_path / "hostile.zip", tmp_path / "scratch")


def test_what_comes_out_of_a_damaged_archive_whole_is_read_and_the_rest_reported(tmp_path: Path) -> None:
    packed = bytearray(zipped({"good.csv": b"good", "bad.csv": b"some longer text " * 50}))
    place = packed.rfind(b"bad.csv", 0, packed.find(b"PK\x01\x02")) + len("bad.csv") + 4
    packed[place] ^= 0xFF
    (tmp_path / "list.zip").write_bytes(packed)
    issues = Issues()
    found = contents(tmp_path / "list.zip", tmp_path / "scratch", issues)
    assert found["good.csv"] == b"good"
    [issue] = issues.found
    assert (issue.kind, issue.file) == ("REFUSED", "list.zip/bad.csv")
    assert "damaged" in issue.reason


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_of_a_cut_file_what_came_before_is_read(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    lines = "".join(f"{n},{hash(n * 7919) % 1_000_003}\n" for n in range(200_000)).encode()
    packed = pack(lines)
    (tmp_path / "list.csv.gz").write_bytes(packed[: len(packed) // 2])
    issues = Issues()
    [found] = contents(tmp_path / "list.csv.gz", tmp_path / "scratch", issues).values()
    assert len(found) > 100_000
    assert lines.startswith(found)
    assert [issue.file for issue in issues.found] == ["list.csv.gz"]


def test_a_name_that_is_not_utf8_is_damage(tmp_path: Path) -> None:
    packed = zipped({"liste-é.csv": b"a,b\n"}).replace("é".encode(), b"\xc3(")
    (tmp_path / "name.zip").write_bytes(packed)
    with pytest.raises(SourceError, match=r"name\.zip: the archive is damaged: 'utf-8' codec"):
        contents(tmp_path / "name.zip", tmp_path / "scratch")


_TWO = {"liste-é.csv": b"a,b\n1,2\n" * 40, "other.csv": bytes(range(256))}
_PACKED = {
    "deflate": zipped(_TWO),
    "lzma": zipped(_TWO, zipfile.ZIP_LZMA),
    "bzip2": zipped(_TWO, zipfile.ZIP_BZIP2),
    "stored": zipped(_TWO, zipfile.ZIP_STORED),
    "nested": zipped({"inner.zip": zipped(_TWO, zipfile.ZIP_LZMA)}, zipfile.ZIP_STORED),
    "gzip": gzip.compress(_TWO["liste-é.csv"]),
    "zstd": zstd.compress(_TWO["liste-é.csv"]),
}


@pytest.mark.parametrize("form", _PACKED)
def test_flipped_bytes_are_refused_or_reported_or_harmless(form: str, tmp_path: Path) -> None:
    dice, file = random.Random(form), tmp_path / "list"
    for _ in range(120):
        packed = bytearray(_PACKED[form])
        for place in dice.sample(range(len(packed)), dice.choice((1, 1, 2, 5))):
            packed[place] ^= dice.randrange(1, 256)
        file.write_bytes(packed)
        with suppress(SourceError), unpacked(file, tmp_path / "scratch", Issues(), _SMALL) as found:
            assert members(found)


def test_a_bomb_of_two_gigabytes_costs_neither_memory_nor_disk(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "bomb.gz", "wb", compresslevel=1) as file:
        for _ in range(2048):
            file.write(bytes(1 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SourceError, match="bomb: an archive bomb"):
        contents(tmp_path / "bomb.gz", tmp_path / "scratch", bounds=Bounds(ratio=20))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < (200 << 20 if sys.platform == "darwin" else 200 << 10)


def test_a_line_of_200_megabytes_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    with file.open("wb") as out:
        out.write(b"a,b\n1,2\n")
        for _ in range(200):
            out.write(b"x" * (1 << 20))
        out.write(b"\n3,4\n")
    issues = Issues()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = [line.cells for line in csv_lines(file, ("a", "b"), issues)]
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert rows == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert [(issue.line, "a line of more than" in issue.reason) for issue in issues.found] == [(3, True)]
    assert grown < (150 << 20 if sys.platform == "darwin" else 150 << 10)
