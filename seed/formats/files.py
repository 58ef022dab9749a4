"""Raw files: one file or a folder; gzip is unpacked while reading."""

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

from graph.errors import SourceError, UnreadableColumn
from seed.source import Issues

T = TypeVar("T")
UTF_8 = "utf-8-sig"
"""UTF-8 with or without a byte order mark."""

_GZIP = b"\x1f\x8b"
_DAMAGED_PER_LETTER = 10
"""Maximum of damaged bytes per non-ASCII letter in a UTF-8 file. Windows-1252 read as UTF-8 yields no such letters:
all 163 places in HSA's file and all 206 in FDA's are damage."""


def members(path: Path) -> list[Path]:
    """Return the file itself, or the visible files of a folder by name. Raises SourceError if there are none."""
    if path.is_file():
        return [path]
    found = sorted(file for file in path.glob("*") if file.is_file() and not file.name.startswith("."))
    if not found:
        raise SourceError(f"{path}: no such file, or a folder without files")
    return found


def each_file(files: Iterable[Path], issues: Issues, read: Callable[[Path], Iterable[T]]) -> Iterator[T]:
    """Yield what `read` yields for each file; report a file that it does not understand, and go on with the next.

    Raises the SourceError of `read` when no file is understood, and any UnreadableColumn: a file in another form may
    hold the rows of a good one.
    """
    found, problem = False, None
    for file in files:
        try:
            for record in read(file):
                found = True
                yield record
            found = True
        except UnreadableColumn as error:
            raise UnreadableColumn(f"{file.name}: {error}") from error
        except SourceError as error:
            problem = problem or error
            issues.refuse(str(error), file=file.name)
    if problem and not found:
        raise problem


def understood(files: Iterable[Path], form: Callable[[Path], object], issues: Issues) -> Iterator[Path]:
    """Yield the files whose form is understood; report the other files of the folder.

    Raises the SourceError of `form` when no file is understood.
    """

    def read(file: Path) -> Iterable[Path]:
        form(file)
        return (file,)

    return each_file(files, issues, read)


def stem(path: Path) -> str:
    """Return the file's name in lower case without ".gz" and its extension: drug for Drug.txt.gz."""
    return path.name.lower().removesuffix(".gz").rsplit(".", 1)[0]


def by_stem(path: Path) -> dict[str, Path]:
    """Return the files of a folder by `stem`. Raises SourceError if two share a stem: neither may be left out."""
    found: dict[str, Path] = {}
    for file in members(path):
        other = found.setdefault(stem(file), file)
        if other != file:
            raise SourceError(f"{path.name}: {other.name} and {file.name} hold the same table: remove one of them")
    return found


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open for reading and unpack gzip, known by its first bytes. Raises SourceError where the archive is damaged."""
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
        file.seek(0)
        try:
            yield cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise SourceError(f"{path.name}: the archive is damaged: {error}") from error


@contextmanager
def opened_text(path: Path, encoding: str, newline: str) -> Iterator[IO[str]]:
    """Open as text. Bytes outside the encoding become lone surrogates, see `seed.formats.delimited`."""
    with opened(path) as file, io.TextIOWrapper(file, encoding, "surrogateescape", newline) as text:
        yield text


def text_encoding(path: Path, former: str) -> str:
    """Return UTF-8 if the file is UTF-8 but for a few damaged places, else the encoding of former editions.

    Bytes of another encoding hardly ever form a UTF-8 letter by chance, so a file that has non-ASCII bytes but no such
    letter is in the former encoding. A damaged archive is judged by the part that can be unpacked. Memory does not grow
    with the file.
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
    """Return the first byte after white space and byte order mark within the first 4 kB, or b""."""
    with opened(path) as file:
        return file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]


def content_hash(path: Path) -> str:
    """Return the hexadecimal SHA-256 of the names and bytes of all members; gzip is hashed packed."""
    digest = hashlib.sha256()
    for member in members(path):
        digest.update(f"{member.name}\0{member.stat().st_size}\0".encode())
        with member.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
