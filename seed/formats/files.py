"""Raw files: one file or a folder of them, gzip read as if it were plain."""

import codecs
import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import IO, BinaryIO, TypeVar, cast

from graph.errors import SourceError
from seed.source import Issues

T = TypeVar("T")
UTF_8 = "utf-8-sig"
"""UTF-8 with or without a byte order mark."""

_GZIP = b"\x1f\x8b"
_DAMAGED_PER_LETTER = 10
"""Damaged bytes for each letter beyond ASCII up to which a text is UTF-8. Read as UTF-8, real Windows-1252 has no such
letter: in HSA's 163 places and FDA's 206 all is damage."""


def members(path: Path) -> list[Path]:
    """The file itself, or the files of a folder by name; hidden ones are left out. Raises SourceError if none."""
    if path.is_file():
        return [path]
    found = sorted(file for file in path.glob("*") if file.is_file() and not file.name.startswith("."))
    if not found:
        raise SourceError(f"{path}: no such file, or a folder without files")
    return found


def each_file(files: Iterable[Path], issues: Issues, read: Callable[[Path], Iterable[T]]) -> Iterator[T]:
    """What `read` gives of each file; one that it does not understand is reported, and the others go on.

    Raises SourceError, as `read` does, when none is understood.
    """
    found, problem = False, None
    for file in files:
        try:
            for record in read(file):
                found = True
                yield record
            found = True
        except SourceError as error:
            problem = problem or error
            issues.refuse(str(error), file=file.name)
    if problem and not found:
        raise problem


def understood(files: Iterable[Path], form: Callable[[Path], object], issues: Issues) -> Iterator[Path]:
    """The files whose form is understood; another one in the same folder is reported.

    Raises SourceError, as `form` does, when there is only another one.
    """

    def read(file: Path) -> Iterable[Path]:
        form(file)
        return (file,)

    return each_file(files, issues, read)


def stem(path: Path) -> str:
    """The file's name in lower case without ".gz" and its own ending: drug for Drug.txt.gz."""
    return path.name.lower().removesuffix(".gz").rsplit(".", 1)[0]


def by_stem(path: Path) -> dict[str, Path]:
    """The files of a folder, each under its `stem`. Raises SourceError for two under one: neither may be left out."""
    found: dict[str, Path] = {}
    for file in members(path):
        other = found.setdefault(stem(file), file)
        if other != file:
            raise SourceError(f"{path.name}: {other.name} and {file.name} are one table, take out one of them")
    return found


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open for reading, unpacking gzip by its first bytes. A damaged archive is a SourceError, as far as it is read."""
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
        file.seek(0)
        try:
            yield cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise SourceError(f"{path.name}: the archive is damaged: {error}") from error


@contextmanager
def opened_text(path: Path, encoding: str, newline: str) -> Iterator[IO[str]]:
    """Open as text. Bytes that are not of the encoding become lone surrogates, see `seed.formats.delimited`."""
    with opened(path) as file, io.TextIOWrapper(file, encoding, "surrogateescape", newline) as text:
        yield text


def text_encoding(path: Path, former: str) -> str:
    """UTF-8 if the file is, but for a few damaged places, else the encoding of former editions.

    A letter beyond ASCII is hardly ever UTF-8 by chance, so a file without any such letter is of the former encoding
    if it has other bytes. Of a damaged archive what can be unpacked tells. Memory does not grow with the file.
    """
    if former == UTF_8:
        return UTF_8
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    letters = damaged = 0
    with suppress(SourceError), opened(path) as file:
        for block in chain(iter(lambda: file.read(1 << 20), b""), [b""]):
            text = decoder.decode(block, final=not block)
            if not text.isascii():
                broken = len(text) - len(text.encode("utf-32-le", "ignore")) // 4
                letters += len(text) - len(text.encode("ascii", "ignore")) - broken
                damaged += broken
    return UTF_8 if damaged <= letters * _DAMAGED_PER_LETTER else former


def first_byte(path: Path) -> bytes:
    """The first byte that is no white space (nor byte order mark) of the first 4 kB, or b""."""
    with opened(path) as file:
        return file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]


def content_hash(path: Path) -> str:
    """SHA-256 over the names and bytes of all members, gzip as it lies; hexadecimal."""
    digest = hashlib.sha256()
    for member in members(path):
        digest.update(f"{member.name}\0{member.stat().st_size}\0".encode())
        with member.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
