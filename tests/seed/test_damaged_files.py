"""Every file of every source's sample, damaged in every way: refused or reported, never a crash or a silent loss."""

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.records import Record, decode, encode
from seed.source import Issues, discover

RAW = Path(__file__).parent / "raw"
FILES = [(name, file) for name in discover() for file in sorted((RAW / name).iterdir())]

UNMARKED = {"doid/doid.obo", "mesh/tree.txt"}
"""Forms in which half a line is a line too, and nothing marks the end: what a cut has taken cannot be told."""


def cut(data: bytes) -> bytes:
    """The first two thirds."""
    return data[: len(data) * 2 // 3]


def cut_archive(data: bytes) -> bytes:
    """An archive of it, without its end."""
    return gzip.compress(data)[:-12]


def nul(data: bytes) -> bytes:
    """A NUL in the middle."""
    return data[: len(data) // 2] + b"\0" + data[len(data) // 2 :]


def foreign_bytes(data: bytes) -> bytes:
    """Bytes in the middle that are of no text."""
    return data[: len(data) // 2] + b"\xff\xfe\x81" + data[len(data) // 2 :]


def utf16(data: bytes) -> bytes:
    """The whole in UTF-16, as spreadsheets save it when asked for Unicode."""
    return data.decode("latin-1").encode("utf-16")


def ragged(data: bytes) -> bytes:
    """Every third line loses its second half."""
    lines = data.splitlines(keepends=True)
    return b"".join(line[: len(line) // 2] + b"\n" if n % 3 == 2 else line for n, line in enumerate(lines))


def html_page(data: bytes) -> bytes:
    """A page of a server in trouble."""
    return b"<!DOCTYPE html><html><head><title>503</title></head><body><p>Unavailable<br></body></html>"


def empty(data: bytes) -> bytes:
    """Nothing."""
    return b""


def _read(name: str, path: Path) -> tuple[list[Record], Issues, str | None]:
    issues, found = Issues(), list[Record]()
    try:
        found.extend(discover()[name].parse(path, issues))
    except SourceError as error:
        return found, issues, str(error)
    return found, issues, None


@pytest.mark.parametrize(("name", "file"), FILES, ids=[f"{name}/{file.name}" for name, file in FILES])
@pytest.mark.parametrize("damage", [cut, cut_archive, nul, foreign_bytes, utf16, ragged, html_page, empty])
def test_damage_is_told_and_what_is_read_is_whole(
    name: str, file: Path, damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    folder = tmp_path / name
    shutil.copytree(RAW / name, folder)
    (folder / file.name).write_bytes(damage(file.read_bytes()))
    found, issues, refused = _read(name, folder)
    whole, _, _ = _read(name, RAW / name)
    lost = {(type(record), record.row.key) for record in whole} - {(type(record), record.row.key) for record in found}
    if f"{name}/{file.name}" not in UNMARKED or damage not in (cut, ragged):
        assert not lost or refused or issues.found, f"lost without a word: {lost}"
    assert refused is None or str(tmp_path) not in refused
    assert [decode(encode(record)) for record in found] == found
