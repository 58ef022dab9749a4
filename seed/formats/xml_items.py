"""Big XML files, element by element: memory does not grow with the file. Entities and DTDs are refused.

Names lose their namespace. An element without child elements becomes its text, another one an object of its children.
Encodings that the parser does not know, such as Big5, are decoded here, block by block.
"""

import codecs
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from graph.errors import SourceError
from seed.formats.files import opened
from seed.source import Issues
from seed.values.row import RawRow, until_damage

_ITEM_BYTES = 1 << 20
"""Maximum of bytes between two tags: the parser rescans an unfinished tag with every block."""
_DEPTH = 100
_ENCODING = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_PARSERS_OWN = {"utf-8", "utf-16", "iso-8859-1", "us-ascii"}
_WIDER = {"big5": "big5hkscs", "gb2312": "gb18030", "gbk": "gb18030"}
"""Declared encoding to its superset: files use characters added to the old standard; browsers read them so too."""


class _Shape(NamedTuple):
    """Elements that may be repeated, attributes kept by element, and elements left out."""

    lists: Collection[str]
    attributes: Mapping[str, str]
    skip: Collection[str]


def xml_items(
    file: Path,
    item: str,
    required: Iterable[str],
    issues: Issues,
    *,
    lists: Collection[str] = (),
    attributes: Mapping[str, str] | None = None,
    skip: Collection[str] = (),
    dtd: bool = False,
) -> Iterator[RawRow]:
    """Yield the elements of this name as objects; elements named in `lists` may be repeated within their parent.

    `attributes` names one attribute of an element to keep beside it: {"enrollment": "type"} gives "enrollment@type".
    Elements named in `skip` are left out with all that they hold. A truncated file is reported at the place where it
    ends; the items before that count. An item that repeats an element outside `lists` is reported. `dtd` allows a file
    to name its DTD, which is not read.
    Raises SourceError when the file is not XML, has no such element, or its first one lacks a required element.
    """
    shape = _Shape(lists, attributes or {}, skip)
    wanted, empty = set(required), True
    for line in until_damage(file.name, _lines(file, item, shape, issues, dtd=dtd), issues):
        if empty and (missing := wanted - line.cells.keys()):
            raise SourceError(f"{file.name}: header not understood, {sorted(missing)} missing: {sorted(line.cells)}")
        empty = False
        yield line
    if empty:
        raise SourceError(f"{file.name}: header not understood, no element {item}")


def pop_text(cells: dict[str, Any], name: str) -> str:
    """Remove and return the text of an element, "" if absent. Raises SourceError when it holds elements."""
    return _as_text(name, cells.pop(name, ""))


def pop_object(cells: dict[str, Any], name: str) -> dict[str, Any]:
    """Remove and return the children of an element, {} if absent or empty. Raises SourceError when it holds text."""
    return _as_object(name, cells.pop(name, ""))


def pop_texts(cells: dict[str, Any], name: str) -> list[str]:
    """Apply `pop_text` to a list."""
    return [_as_text(name, value) for value in cells.pop(name, ())]


def pop_objects(cells: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Apply `pop_object` to a list."""
    return [_as_object(name, value) for value in cells.pop(name, ())]


def _as_text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise SourceError(f"{name} holds elements instead of text")
    return value


def _as_object(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, str) and value:
        raise SourceError(f"{name} holds text instead of elements: {value[:100]!r}")
    return value or {}


def root_name(file: Path) -> str:
    """Return the name of the root element. Raises SourceError when the file is not XML."""
    return next((_local(element) for _, element in _events(file)), "")


def first_text(file: Path, name: str, before: str) -> str | None:
    """Return the text of the first element `name`, if it ends before any element `before` begins."""
    for event, element in _events(file):
        if event == "start" and _local(element) == before:
            return None
        if event == "end" and _local(element) == name:
            return (element.text or "").strip() or None
    return None


def _lines(file: Path, item: str, shape: _Shape, issues: Issues, *, dtd: bool) -> Iterator[RawRow]:
    for index, element in enumerate(_items(file, item, dtd=dtd), start=1):
        try:
            cells = _object(element, shape)
        except ValueError as error:
            issues.refuse_row(str(error), file=file.name, line=index)
            continue
        yield RawRow(file.name, index, index, cells, dict(cells))


def _items(file: Path, item: str, *, dtd: bool) -> Iterator[Element]:
    """Yield the elements of this name; drop all others as soon as they end, to free memory."""
    above: list[Element] = []
    inside = 0
    for event, element in _events(file, dtd=dtd):
        if event == "start":
            above.append(element)
            inside += _local(element) == item
            continue
        above.pop()
        if _local(element) == item:
            inside -= 1
            if not inside:
                yield element
        if not inside and above:
            above[-1].remove(element)


def _object(element: Element, shape: _Shape) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        name = _local(child)
        if name in shape.skip:
            continue
        value = _object(child, shape) if len(child) else (child.text or "").strip()
        if name in shape.attributes and (attribute := child.get(shape.attributes[name])) is not None:
            found[f"{name}@{shape.attributes[name]}"] = attribute.strip()
        if name in shape.lists:
            found.setdefault(name, []).append(value)
        elif name in found:
            raise ValueError(f"{_local(element)} has more than one {name}")
        else:
            found[name] = value
    return found


def _events(file: Path, *, dtd: bool = False) -> Iterator[tuple[str, Element]]:
    depth = 0
    try:
        with opened(file) as raw:
            encoding = _encoding(raw, file.name)
            bounded = _Bounded(_Decoded(raw, file.name, encoding) if encoding else raw, file.name)
            parser = DefusedXMLParser(encoding="utf-8" if encoding else None, forbid_dtd=not dtd)
            for event, element in iterparse(bounded, events=("start", "end"), parser=parser):
                depth += 1 if event == "start" else -1
                if depth > _DEPTH:
                    raise SourceError(f"{file.name}: elements are nested more than {_DEPTH} deep")
                bounded.since = 0
                yield event, element
    except (ParseError, DefusedXmlException) as error:
        raise SourceError(f"{file.name}: not readable as XML: {error}") from error


def _encoding(raw: BinaryIO, name: str) -> str | None:
    """Return the declared encoding, None if the parser knows it. Raises SourceError when Python does not either."""
    declared = _ENCODING.match(raw.read(1024))
    raw.seek(0)
    printed = declared[1].decode("latin-1") if declared else "utf-8"
    if printed.lower() in _PARSERS_OWN:
        return None
    encoding = _WIDER.get(printed.lower(), printed)
    try:
        known = b"<".decode(encoding) == "<"
    except (LookupError, ValueError):
        known = False
    if not known:
        raise SourceError(f"{name}: not readable as XML: unknown encoding {printed[:100]!r}")
    return encoding


class _Blocks(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Decoded:
    """A file in another encoding, read as UTF-8."""

    def __init__(self, raw: BinaryIO, name: str, encoding: str) -> None:
        self._raw, self._name = raw, name
        self._decoder = codecs.getincrementaldecoder(encoding)()

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; the start of a character cut at the end of a block comes with the next block."""
        text, data = "", b"<"
        while data and not text:
            data = self._raw.read(size)
            text = self._text(data)
        return text.encode("utf-8")

    def _text(self, data: bytes) -> str:
        try:
            return self._decoder.decode(data, final=not data)
        except UnicodeError as error:
            raise SourceError(f"{self._name}: not readable as XML: {error}"[:300]) from error


class _Bounded:
    """A file that raises an error when too much is read while no element begins or ends."""

    def __init__(self, raw: _Blocks, name: str) -> None:
        self._raw, self._name = raw, name
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data = self._raw.read(size)
        self.since += len(data)
        if self.since > _ITEM_BYTES:
            raise SourceError(f"{self._name}: an element is larger than {_ITEM_BYTES:,} bytes")
        return data


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
