"""Big JSON files, item by item: memory does not grow with the file."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import ijson  # type: ignore[import-untyped]
import msgspec

from graph.errors import SourceError
from seed.formats.files import opened
from seed.source import Issues
from seed.values.row import RawRow, until_damage

T = TypeVar("T")
_ITEM_BYTES = 32 << 20
_DEPTH = 1_000
_BLOCK = 128 << 10
"""Bytes per read: the parser copies the unfinished part of a long string at each read."""


def json_items(file: Path, prefix: str, issues: Issues) -> Iterator[RawRow]:
    """Yield the objects below the prefix: "item" in a bare array, "results.item" in a list of an object.

    A truncated file is reported at the place where it ends; the objects before that count. An empty list is valid.
    Raises SourceError when the file is not JSON, has no such list, or has no object in it.
    """
    lines = until_damage(file.name, _objects(file, prefix, issues), issues)
    empty = True
    for line in lines:
        empty = False
        yield line
    if empty and not _has_empty_list(file, prefix):
        raise SourceError(f"{file.name}: header not understood, no object at {prefix}")


def _objects(file: Path, prefix: str, issues: Issues) -> Iterator[RawRow]:
    for index, item in enumerate(_items(file, prefix), start=1):
        if isinstance(item, dict):
            yield RawRow(file.name, index, index, item, dict(item))
        else:
            issues.refuse_row("not a JSON object", file=file.name, line=index, raw=str(item))


def first_item(file: Path, prefix: str) -> str | None:
    """Return the first value at the prefix as text, or None; read no further."""
    value = next(_items(file, prefix), None)
    return None if value is None else str(value)


def _items(file: Path, prefix: str) -> Iterator[object]:
    with _bounded(file) as raw:
        for item in ijson.items(raw, prefix, use_float=True, buf_size=_BLOCK):
            raw.since = raw.open = 0
            yield item


def _has_empty_list(file: Path, prefix: str) -> bool:
    parent = prefix.rpartition(".")[0]
    with _bounded(file) as raw:
        events = ((at, event) for at, event, _ in ijson.parse(raw, buf_size=_BLOCK))
        return ((parent, "start_array"), (parent, "end_array")) in pairwise(events)


@contextmanager
def _bounded(file: Path) -> Iterator["_Bounded"]:
    try:
        with opened(file) as raw:
            if raw.read(3) != b"\xef\xbb\xbf":
                raw.seek(0)
            yield _Bounded(raw, file.name)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise SourceError(f"{file.name}: not readable as JSON: {_first_line(error)}") from error


class _Bounded:
    """A file that raises an error at an item too big or too deep: the parser's time grows with the square of depth."""

    def __init__(self, raw: BinaryIO, name: str) -> None:
        self._raw, self._name = raw, name
        self.since = self.open = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes. Brackets within strings count as depth too, which hardly matters within one item."""
        data = self._raw.read(size)
        self.since += len(data)
        self.open += data.count(b"[") + data.count(b"{") - data.count(b"]") - data.count(b"}")
        if self.since > _ITEM_BYTES:
            raise SourceError(f"{self._name}: an item is larger than {_ITEM_BYTES:,} bytes")
        if self.open > _DEPTH:
            raise SourceError(f"{self._name}: items are nested more than {_DEPTH:,} deep")
        return data


def typed(value: Mapping[str, Any], shape: type[T]) -> T:
    """Return the object as a msgspec struct; ignore other keys. Raises SourceError naming the path of a wrong value."""
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        raise SourceError(str(error)) from error


def _first_line(error: Exception) -> str:
    """Return the parser's message without its drawing of the place; for undecodable input the message is bytes."""
    message = error.args[0] if error.args else ""
    text = message.decode(errors="replace") if isinstance(message, bytes) else str(message)
    return text.strip().partition("\n")[0]
