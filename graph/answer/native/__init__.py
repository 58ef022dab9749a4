"""Writes the database's answer as JSON by a small library in C; absent where the library was not built.

The library takes bytes and gives bytes, so it needs nothing of Python, neither to be built nor to be called. It
refuses bytes that it does not know; the caller then goes through Python objects, with the same result.
"""

import ctypes
import struct
from collections.abc import Callable
from typing import Any

import orjson

from graph.answer.native.build import library
from graph.answer.native.program import ProgramWriter
from graph.answer.shape import AnswerShape, NotAsPromised

_OUT_FULL, _SPANS_FULL, _NOT_AS_PROMISED = 2, 3, 4
_FLOAT = -1
_Unpack = Callable[[bytes], Any]


class NotKnown(Exception):
    """The value holds something that the library does not write, or not in this shape."""


def _load() -> Any:
    # PyDLL keeps Python's lock during a call: there is one room to write into, and a call takes less than a switch.
    try:
        function = ctypes.PyDLL(str(library())).packjson
    except OSError:
        return None
    function.restype = ctypes.c_int64
    size, buffer = ctypes.c_int64, ctypes.c_void_p
    function.argtypes = [ctypes.c_char_p, size, ctypes.c_char_p, buffer, size, buffer, size, ctypes.POINTER(size)]
    return function


_packjson = _load()


def is_there() -> bool:
    """True if the library was built and can be called."""
    return _packjson is not None


class _Room:
    """Output buffer of the library, grown when it is too small. One for the process: calls do not overlap."""

    def __init__(self) -> None:
        self.used = ctypes.c_int64()
        self.grow(1 << 16, 1 << 10)

    def grow(self, bytes_: int, spans: int) -> None:
        self.bytes, self.spans = bytes_, spans
        self.out = ctypes.create_string_buffer(bytes_)
        self.span_array = (ctypes.c_int64 * (4 * spans))()
        self.view = memoryview(self.out)


_room = _Room()


class JsonWriter:
    """Writes values of one shape."""

    def __init__(self, answer: AnswerShape) -> None:
        writer = ProgramWriter()
        self._program = writer.program(answer.shape, answer.nullable)
        self._makers = writer.makers

    def write(self, packed: bytes, unpack: _Unpack) -> bytes:
        """The JSON of one value in PackStream. Raises NotAsPromised, or NotKnown; `unpack` reads a part of it."""
        room = _room
        while True:
            written = _packjson(
                packed,
                len(packed),
                self._program,
                room.out,
                room.bytes,
                room.span_array,
                room.spans,
                ctypes.byref(room.used),
            )
            if written >= 0:
                break
            if written == -_OUT_FULL:
                room.grow(room.bytes * 4, room.spans)
            elif written == -_SPANS_FULL:
                room.grow(room.bytes, room.spans * 4)
            elif written == -_NOT_AS_PROMISED:
                raise NotAsPromised
            else:
                raise NotKnown
        used = room.used.value
        return self._joined(packed, written, used, unpack) if used else bytes(room.view[:written])

    def _joined(self, packed: bytes, written: int, used: int, unpack: _Unpack) -> bytes:
        parts: list[bytes | memoryview] = []
        done = 0
        spans = iter(_room.span_array[: 4 * used])
        for place, start, end, maker in zip(spans, spans, spans, spans, strict=True):
            parts.append(_room.view[done:place])
            value = packed[start:end]
            made = struct.unpack(">d", value[1:])[0] if maker == _FLOAT else self._makers[maker](unpack(value))
            parts.append(orjson.dumps(made))
            done = place
        parts.append(_room.view[done:written])
        return b"".join(parts)
