"""Separate JSON objects, one a line (NDJSON) or one a file, read in bounded memory."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import ijson  # type: ignore[import-untyped]
import msgspec

from graph.errors import SourceError
from seed.formats.files import opened
from seed.source import Issues
from seed.values.row import RawRow, until_damage

LIMIT_BYTES = 32 << 20
"""Length limit of a line: the largest studies of the trial registry, with all results, have some 20 MB."""
_HEAD_BYTES = 1 << 16


def top_key(file: Path, keys: frozenset[str]) -> str | None:
    """Return the first of these keys in the file's first object; None without such a key or object."""
    with opened(file) as raw:
        head = raw.read(_HEAD_BYTES).removeprefix(b"\xef\xbb\xbf")
    events: list[tuple[str, str, str]] = ijson.sendable_list()
    parser = ijson.parse_coro(events)
    with suppress(ijson.JSONError, UnicodeDecodeError, StopIteration):
        parser.send(head)
    return next((value for prefix, event, value in events if not prefix and event == "map_key" and value in keys), None)


def json_objects(file: Path, issues: Issues) -> Iterator[RawRow]:
    """Yield the objects of a file: one a line, or a single one over any number of lines.

    A line that is no object, or longer than `LIMIT_BYTES`, is reported; reading goes on.
    Raises SourceError when the file has no object.
    """
    yield from until_damage(file.name, _objects(file, issues), issues)


def _objects(file: Path, issues: Issues) -> Iterator[RawRow]:
    index = 0
    for number, text in _texts(file):
        if text is not None and not text.strip():
            continue
        index += 1
        value = problem = None
        if text is None:
            problem = f"a line of more than {LIMIT_BYTES >> 20} MiB"
        else:
            value, problem = _decoded(text)
        if problem is None and isinstance(value, dict):
            yield RawRow(file.name, number, index, value, dict(value))
        else:
            raw = text[:300].decode(errors="backslashreplace") if text else None
            issues.refuse_row(problem or "not a JSON object", file=file.name, line=number, raw=raw)


def _texts(file: Path) -> Iterator[tuple[int, bytes | None]]:
    """Yield numbered lines, or the whole file as one line if its first line is not an object by itself."""
    with opened(file) as raw:
        lines = bounded_lines(raw)
        number, first = next(lines, (1, b""))
        if first is not None and first.strip() and not first.rstrip().endswith(b"}"):
            rest = raw.read(LIMIT_BYTES)
            yield number, first + rest if len(rest) < LIMIT_BYTES else None
            return
        yield number, first.removeprefix(b"\xef\xbb\xbf") if first else first
        yield from lines


def bounded_lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines of a file, numbered from 1; skip a line that is too long and yield None in its place."""
    number = 0
    while line := file.readline(LIMIT_BYTES):
        number += 1
        if len(line) < LIMIT_BYTES or line.endswith(b"\n"):
            yield number, line
            continue
        while (more := file.readline(1 << 20)) and not more.endswith(b"\n"):
            pass
        yield number, None


def _decoded(text: bytes) -> tuple[object, str | None]:
    try:
        return msgspec.json.decode(text), None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return None, f"not readable as JSON: {error}"


def first_object(file: Path) -> dict[str, object]:
    """Return the first object of such a file, or an empty one if it cannot be read."""
    for _, text in _texts(file):
        value = _decoded(text)[0] if text else None
        return value if isinstance(value, dict) else {}
    raise SourceError(f"{file.name}: empty")
