"""Big XML files, element by element: memory does not grow with the file. Entities and DTDs are refused.

Names lose their namespace. An element without elements is its text, one with elements is an object of them.
What is in an encoding that the parser does not know, as Big5, is decoded here, block by block.
"""

import codecs
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from graph.errors import SourceError
from seed.formats.files import opened
from seed.source import Issues
from seed.values.row import RawRow, until_damage

_ITEM_BYTES = 1 << 20
"""Most bytes between two tags: the parser scans an unfinished one anew with every block."""
_DEPTH = 100
_ENCODING = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_PARSERS_OWN = {"utf-8", "utf-16", "iso-8859-1", "us-ascii"}
_WIDER = {"big5": "big5hkscs", "gb2312": "gb18030", "gbk": "gb18030"}
"""Files name the old standard and write the signs that were added to it; browsers read them so too."""


def xml_items(
    file: Path, item: str, required: Iterable[str], issues: Issues, *, lists: Collection[str] = (), dtd: bool = False
) -> Iterator[RawRow]:
    """Yield the elements of this name as objects; those named in `lists` may stand several times in their parent.

    A file that breaks off is reported where it does; what came before is good. An item with an element that stands
    twice and is not in `lists` is reported. `dtd` lets a file name its DTD, which is not read.
    Raises SourceError when the file is not XML, has no such element, or its first lacks a required element.
    """
    wanted, empty = set(required), True
    for line in until_damage(file.name, _lines(file, item, lists, issues, dtd=dtd), issues):
        if empty and (missing := wanted - line.cells.keys()):
            raise SourceError(f"{file.name}: header not understood, {sorted(missing)} missing: {sorted(line.cells)}")
        empty = False
        yield line
    if empty:
        raise SourceError(f"{file.name}: header not understood, no element {item}")


def pop_text(cells: dict[str, Any], name: str) -> str:
    """Text of an element, "" if there is none. Raises SourceError when it holds elements."""
    return _as_text(name, cells.pop(name, ""))


def pop_object(cells: dict[str, Any], name: str) -> dict[str, Any]:
    """Elements of an element, {} if there is none or it is empty. Raises SourceError when it holds a text."""
    return _as_object(name, cells.pop(name, ""))


def pop_texts(cells: dict[str, Any], name: str) -> list[str]:
    """`pop_text` of each of a list."""
    return [_as_text(name, value) for value in cells.pop(name, ())]


def pop_objects(cells: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """`pop_object` of each of a list."""
    return [_as_object(name, value) for value in cells.pop(name, ())]


def _as_text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise SourceError(f"{name} holds elements instead of a text")
    return value


def _as_object(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, str) and value:
        raise SourceError(f"{name} holds a text instead of elements: {value[:100]!r}")
    return value or {}


def root_name(file: Path) -> str:
    """Name of the outermost element. Raises SourceError when the file is not XML."""
    return next((_local(element) for _, element in _events(file)), "")


def first_text(file: Path, name: str, before: str) -> str | None:
    """Text of the first element of this name that ends before any of the other name begins."""
    for event, element in _events(file):
        if event == "start" and _local(element) == before:
            return None
        if event == "end" and _local(element) == name:
            return (element.text or "").strip() or None
    return None


def _lines(file: Path, item: str, lists: Collection[str], issues: Issues, *, dtd: bool) -> Iterator[RawRow]:
    for index, element in enumerate(_items(file, item, dtd=dtd), start=1):
        try:
            cells = _object(element, lists)
        except ValueError as error:
            issues.refuse_row(str(error), file=file.name, line=index)
            continue
        yield RawRow(file.name, index, index, cells, dict(cells))


def _items(file: Path, item: str, *, dtd: bool) -> Iterator[Element]:
    """The elements of this name; whatever ends outside of one is dropped at once."""
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


def _object(element: Element, lists: Collection[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        name = _local(child)
        value = _object(child, lists) if len(child) else (child.text or "").strip()
        if name in lists:
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
                    raise SourceError(f"{file.name}: elements more than {_DEPTH} deep")
                bounded.since = 0
                yield event, element
    except (ParseError, DefusedXmlException) as error:
        raise SourceError(f"{file.name}: not readable as XML: {error}") from error


def _encoding(raw: BinaryIO, name: str) -> str | None:
    """The encoding that the file names, None where the parser knows it. Raises SourceError when nobody does."""
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
    """A file in some encoding, read as UTF-8."""

    def __init__(self, raw: BinaryIO, name: str, encoding: str) -> None:
        self._raw, self._name = raw, name
        self._decoder = codecs.getincrementaldecoder(encoding)()

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; of a block that ends within a sign, the rest comes with the next one."""
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
    """A file that ends in an error when too much is read while no element begins or ends."""

    def __init__(self, raw: _Blocks, name: str) -> None:
        self._raw, self._name = raw, name
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._raw.read(size)
        self.since += len(data)
        if self.since > _ITEM_BYTES:
            raise SourceError(f"{self._name}: an element of more than {_ITEM_BYTES:,} bytes")
        return data


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
