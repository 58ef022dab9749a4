"""Unpacking of archives into a private folder: zip, gzip, zstd, nested or in a folder.

All packed files are placed side by side under their own names, so a source reads a plain folder. A spreadsheet is a zip
too, and stays packed. `Bounds` limits the cost of an archive before it arises. Damage is reported, and files unpacked
whole are read. An entry that points outside, is a link or is encrypted ends the load.
"""

import gzip
import lzma
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from backports import zstd

from graph.errors import SourceError
from seed.formats.files import members
from seed.source import Issues

_GZIP, _ZSTD, _ZIP, _EMPTY_ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"PK\x05\x06"
_SHEETS = {"[Content_Types].xml", "mimetype"}
_DAMAGE = (
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zstd.ZstdError,
    NotImplementedError,
    UnicodeDecodeError,
)
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Bounds:
    """Limits on the cost of an archive. The whole of ClinicalTrials.gov is 600,000 files, 12 GB, packed to a tenth.

    `ratio` limits unpacked to packed bytes, once more than `free_bytes` are unpacked: a short file of blanks packs as
    well as a bomb does.
    """

    entries: int = 1_500_000
    total_bytes: int = 64 << 30
    ratio: int = 200
    free_bytes: int = 64 << 20
    depth: int = 3
    spare_bytes: int = 512 << 20


@contextmanager
def unpacked(path: Path, below: Path, issues: Issues, bounds: Bounds | None = None) -> Iterator[Path]:
    """Open the raw files of a file, folder or archive: the path itself if nothing in it is packed.

    Otherwise yield a new folder in `below`, which only the user can read and which is deleted after the block.
    Raises SourceError, naming the file, on content that no publisher issues: bombs, encrypted entries, outside names.
    """
    files = members(path)
    if not any(_kind(file) for file in files):
        yield path
        return
    below.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="unpacked-", dir=below) as name:
        unpacking = _Unpacking(Path(name), issues, bounds or Bounds())
        for file in files:
            unpacking.take(file)
        yield unpacking.result()


@dataclass
class _Unpacking:
    """The files unpacked so far and their cost."""

    folder: Path
    issues: Issues
    bounds: Bounds
    entries: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    _damage: list[str] = field(default_factory=list)

    def result(self) -> Path:
        """Return the folder, or the only file in it. Raises SourceError if nothing was unpacked."""
        found = list(self.folder.iterdir())
        if not found:
            raise SourceError(self._damage[0] if self._damage else "the archive holds no file")
        return found[0] if len(found) == 1 else self.folder

    def take(self, file: Path) -> None:
        """Unpack a file, or link it if it is not packed."""
        if _kind(file):
            self.bytes_in += file.stat().st_size
            with file.open("rb") as raw:
                self._open(raw, file.name, depth=1)
        else:
            self._free(file.name).symlink_to(file.absolute())

    def _open(self, raw: BinaryIO, name: str, depth: int) -> None:
        if depth > self.bounds.depth:
            raise SourceError(f"{name}: archives are nested more than {self.bounds.depth} deep")
        kind = _kind_of(raw)
        try:
            if kind == "zip":
                self._zip(raw, name, depth)
            else:
                inner = name.removesuffix(".gz").removesuffix(".zst")
                with gzip.GzipFile(fileobj=raw) if kind == "gzip" else zstd.ZstdFile(raw) as content:
                    self._out(cast("IO[bytes]", content), inner, depth)
        except _DAMAGE as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise SourceError(f"{name}: cannot be unpacked: {error.strerror}") from error
            self._damaged(name, error)

    def _zip(self, raw: BinaryIO, name: str, depth: int) -> None:
        with zipfile.ZipFile(raw) as archive:
            entries = archive.infolist()
            self._count(name, len(entries))
            for entry in entries:
                _refuse_odd(name, entry)
            for entry in entries:
                if entry.is_dir() or _hidden(entry.filename):
                    continue
                try:
                    with archive.open(entry) as content:
                        own = PurePosixPath(entry.filename).name
                        self._out(content, own, depth)
                except _DAMAGE as error:
                    if isinstance(error, OSError) and error.errno is not None:
                        raise
                    self._damaged(f"{name}/{entry.filename}", error)

    def _out(self, content: IO[bytes], name: str, depth: int) -> None:
        """Write one file; unpack it if it is an archive."""
        target = self._free(name)
        self._count(name, 1)
        try:
            with target.open("xb") as file:
                while block := content.read(_BLOCK):
                    self._pay(len(block), name)
                    file.write(block)
        finally:
            # Files before the damage in an archive are good, unless the file is an archive itself.
            nested = target.exists() and _kind(target)
            if target.exists() and not target.stat().st_size:
                target.unlink()
        if nested:
            inner = target.rename(self.folder / f".{self.entries}")
            with inner.open("rb") as raw:
                self._open(raw, name, depth + 1)
            inner.unlink()

    def _pay(self, size: int, name: str) -> None:
        self.bytes_out += size
        if self.bytes_out > self.bounds.total_bytes:
            raise SourceError(f"{name}: the archive unpacks to more than {self.bounds.total_bytes >> 30} GB: refused")
        if self.bytes_out > max(self.bounds.free_bytes, self.bytes_in * self.bounds.ratio):
            raise SourceError(f"{name}: an archive bomb: it unpacks to more than {self.bounds.ratio} times its size")
        if shutil.disk_usage(self.folder).free < self.bounds.spare_bytes:
            raise SourceError(f"{name}: the disk of {self.folder.parent} is nearly full: make room and load again")

    def _count(self, name: str, more: int) -> None:
        self.entries += more
        if self.entries > self.bounds.entries:
            raise SourceError(f"{name}: the archive holds more than {self.bounds.entries} files: refused")

    def _damaged(self, name: str, error: Exception) -> None:
        reason = f"the archive is damaged: {error}" if str(error) else "the archive is damaged"
        self._damage.append(f"{name}: {reason}")
        self.issues.refuse(reason, file=name)

    def _free(self, name: str) -> Path:
        """Return an unused path for this name."""
        target, number = self.folder / name.lstrip("."), 1
        while target.exists():
            number += 1
            target = self.folder / f"{number}-{name.lstrip('.')}"
        return target


def _refuse_odd(archive: str, entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    place = PurePosixPath(name)
    if place.is_absolute() or ".." in place.parts or ":" in place.parts[0] if place.parts else True:
        raise SourceError(f"{archive}: the entry {name!r} leads out of the archive: refused")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise SourceError(f"{archive}: the entry {name!r} is a link: refused")
    if entry.flag_bits & 1:
        raise SourceError(f"{archive}: the entry {name!r} is encrypted: unpack it yourself")


def _hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _kind(file: Path) -> str | None:
    """Return a file's kind of packing by its first bytes; None for a spreadsheet or a plain file."""
    with file.open("rb") as raw:
        return _kind_of(raw)


def _kind_of(raw: BinaryIO) -> str | None:
    head = raw.read(4)
    raw.seek(0)
    if head.startswith(_GZIP):
        return "gzip"
    if head == _ZSTD:
        return "zstd"
    return "zip" if head in (_ZIP, _EMPTY_ZIP) and not _is_sheet(raw) else None


def _is_sheet(raw: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(raw) as archive:
            return not _SHEETS.isdisjoint(archive.namelist())
    except _DAMAGE:
        return False
    finally:
        raw.seek(0)
