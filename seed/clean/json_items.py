"""Big JSON files, item by item: memory does not grow with the file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import ijson  # type: ignore[import-untyped]
import msgspec

from graph.errors import SourceError
from seed.clean.files import opened
from seed.clean.rows import Line, until_damage
from seed.source import Issues

T = TypeVar("T")


def json_items(file: Path, prefix: str, issues: Issues) -> Iterator[Line]:
    """Yield the objects below the prefix: "item" for those of a bare array, "results.item" for a list in an object.

    A file that breaks off is reported where it does; what came before is good.
    Raises SourceError when the file is not JSON, or has nothing below the prefix.
    """
    lines = until_damage(file.name, _objects(file, prefix, issues), issues)
    empty = True
    for line in lines:
        empty = False
        yield line
    if empty:
        raise SourceError(f"{file.name}: header not understood, no object at {prefix}")


def _objects(file: Path, prefix: str, issues: Issues) -> Iterator[Line]:
    for index, item in enumerate(_items(file, prefix), start=1):
        if isinstance(item, dict):
            yield Line(file.name, index, index, item, dict(item))
        else:
            issues.row()
            issues.refuse("not a JSON object", file=file.name, line=index, raw=str(item))


def first_item(file: Path, prefix: str) -> str | None:
    """The first value at the prefix, as text; None if there is none. Reads no further."""
    value = next(_items(file, prefix), None)
    return None if value is None else str(value)


def _items(file: Path, prefix: str) -> Iterator[object]:
    try:
        with opened(file) as raw:
            if raw.read(3) != b"\xef\xbb\xbf":
                raw.seek(0)
            yield from ijson.items(raw, prefix, use_float=True)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise SourceError(f"{file.name}: not readable as JSON: {_first_line(error)}") from error


def typed(value: Mapping[str, Any], shape: type[T]) -> T:
    """The object as a msgspec struct; other keys are let be. Raises SourceError naming the path of what is wrong."""
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        raise SourceError(str(error)) from error


def _first_line(error: Exception) -> str:
    """What the parser says, without the picture of the place; of bytes that are no text it says it in bytes."""
    said = error.args[0] if error.args else ""
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return text.strip().partition("\n")[0]
