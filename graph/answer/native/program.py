"""A shape as the program that `packjson.c` runs.

Numbers are big-endian, a key is its length in two bytes and the text `"key":`, `size` says how many bytes follow.

    !            the value that follows is not null
    s  i  f      any value; an Int; a Float, which shows a fraction
    x maker/2    Python's: left out, and named as a span
    [ size/4 item                      a list of such items
    o size/4 n/2 (key shape)…          a list of n values into an object
    u size/4 n/2 (size/4 shape)…       [case, value]
    1 shape                            a list of one value into that value
    c flags/1 n/2 (key part)…          a connection; a part is one of
        t text                             a text, ready to write
        v column/2 size/4 shape            a value of the connection
        r column/2 size/4 shape            that column of each row
        p column/2 cursor/3 n/2 (key name/1)…   the page: t __typename, n hasNextPage, p hasPreviousPage,
                                           f startCursor, l endCursor
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

from graph.answer import cursor
from graph.answer.shape import (
    BoxedShape,
    CaseShape,
    ComputedShape,
    ConnectionShape,
    CursorShape,
    ListShape,
    ObjectShape,
    PageInfoPart,
    Part,
    RowsPart,
    ScalarShape,
    Shape,
    TypenamePart,
    ValuePart,
)

Maker = Callable[[Any], Any]

_HAS_ROWS, _BACKWARD, _IN_TURN = 1, 2, 4
_PAGE_INFO = {
    "__typename": b"t",
    "hasNextPage": b"n",
    "hasPreviousPage": b"p",
    "startCursor": b"f",
    "endCursor": b"l",
}
_NUMBERS = {"Int": b"i", "Float": b"f"}


class ProgramWriter:
    """Writes a program; `makers` are the functions for values that Python makes, by number."""

    def __init__(self) -> None:
        self.makers: list[Maker] = []

    def program(self, shape: Shape, nullable: bool) -> bytes:
        """The program of a value that is of this shape."""
        return (b"" if nullable else b"!") + self._shape(shape)

    def _shape(self, shape: Shape) -> bytes:
        match shape:
            case ScalarShape():
                return _scalar(shape.type)
            case ComputedShape():
                return self._left(shape.make)
            case CursorShape():
                return self._left(partial(cursor.encode, shape.order))
            case ListShape():
                return b"[" + _sized(self.program(shape.item, shape.nullable_items))
            case BoxedShape():
                return b"1" + self._shape(shape.item)
            case ObjectShape():
                fields = (_key(field.key) + self.program(field.shape, field.nullable) for field in shape.fields)
                return b"o" + _counted(len(shape.fields), b"".join(fields))
            case CaseShape():
                return b"u" + _counted(len(shape.cases), b"".join(_sized(self._shape(case)) for case in shape.cases))
            case ConnectionShape():
                parts = b"".join(_key(part.key) + self._part(part, shape) for part in shape.parts)
                return b"c" + bytes([_flags(shape)]) + len(shape.parts).to_bytes(2) + parts

    def _left(self, maker: Maker) -> bytes:
        self.makers.append(maker)
        return b"x" + (len(self.makers) - 1).to_bytes(2)

    def _part(self, part: Part, shape: ConnectionShape) -> bytes:
        match part:
            case TypenamePart():
                return b"t" + _text(orjson.dumps(part.type_name))
            case PageInfoPart():
                cursors = self._left(partial(cursor.encode, shape.order))
                names = b"".join(_key(key) + _PAGE_INFO[name] for key, name in part.fields)
                return b"p" + part.column.to_bytes(2) + cursors + len(part.fields).to_bytes(2) + names
            case ValuePart():
                return b"v" + part.column.to_bytes(2) + _sized(self.program(part.shape, part.nullable))
            case RowsPart():
                return b"r" + part.column.to_bytes(2) + _sized(self.program(part.shape, False))


def _flags(shape: ConnectionShape) -> int:
    """A page that has one value a row and is shown as it comes is read in one go."""
    rows = [part for part in shape.parts if isinstance(part, RowsPart)]
    ends = [name for part in shape.parts if isinstance(part, PageInfoPart) for _, name in part.fields]
    in_turn = len(rows) == 1 and not shape.backward and not {"startCursor", "endCursor"}.intersection(ends)
    return _HAS_ROWS * shape.has_rows + _BACKWARD * shape.backward + _IN_TURN * in_turn


def _scalar(type_: str) -> bytes:
    named = type_.removesuffix("!")
    if not named.startswith("["):
        return _NUMBERS.get(named, b"s")
    item = named[1:-1]
    return b"[" + _sized((b"!" if item.endswith("!") else b"") + _scalar(item))


def _key(key: str) -> bytes:
    return _text(orjson.dumps(key) + b":")


def _text(text: bytes) -> bytes:
    return len(text).to_bytes(2) + text


def _sized(part: bytes) -> bytes:
    return len(part).to_bytes(4) + part


def _counted(count: int, parts: bytes) -> bytes:
    return len(parts).to_bytes(4) + count.to_bytes(2) + parts
