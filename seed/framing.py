"""Length-prefixed byte strings, in files that only this program reads and between its processes."""

import os
from collections.abc import Iterator
from typing import IO

_LENGTH_BYTES = 4
_BLOCK = 1 << 18


def framed(text: bytes) -> bytes:
    """Return the string prefixed with its length."""
    return len(text).to_bytes(_LENGTH_BYTES, "little") + text


def read(file: IO[bytes]) -> bytes | None:
    """Read the next string; None at the end. Raises EOFError if it is truncated."""
    head = file.read(_LENGTH_BYTES)
    if not head:
        return None
    length = int.from_bytes(head, "little")
    text = file.read(length)
    if len(head) < _LENGTH_BYTES or len(text) < length:
        raise EOFError
    return text


def last(text: bytes) -> bytes:
    """Frame a string so that `pop` finds it at the end of a file."""
    return framed(text) + (len(text) + _LENGTH_BYTES).to_bytes(_LENGTH_BYTES, "little")


def pop(file: IO[bytes]) -> bytes:
    """Remove and return the string that `last` framed at the end of a file. Raises EOFError if there is none."""
    file.seek(-_LENGTH_BYTES, os.SEEK_END)
    place = file.seek(-int.from_bytes(file.read(), "little") - _LENGTH_BYTES, os.SEEK_END)
    text = read(file)
    file.truncate(place)
    return text or b""


def read_all(file: IO[bytes]) -> Iterator[bytes]:
    """Yield all strings from the current position; nothing else may read or write the file meanwhile."""
    rest = b""
    while block := file.read(_BLOCK):
        block, place = rest + block, 0
        while (start := place + _LENGTH_BYTES) <= len(block):
            end = start + int.from_bytes(block[place:start], "little")
            if end > len(block):
                break
            yield block[start:end]
            place = end
        rest = block[place:]
