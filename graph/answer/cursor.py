"""Cursors: the sort keys of a row, opaque, versioned, bound to one order, refused when altered."""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

import orjson

from graph.errors import BadUserInput

_VERSION = b"\x01"
_DIGEST_BYTES = 8
_REFUSED = "not a cursor of this list; allowed is a cursor that it returned, asked for with the same orderBy"


def encode(order: str, keys: Sequence[Any]) -> str:
    """The cursor of the row with these sort keys in the list with this order."""
    payload = orjson.dumps(keys)
    return base64.urlsafe_b64encode(_VERSION + _digest(order, payload) + payload).rstrip(b"=").decode()


def decode(argument: str, order: str, cursor: str) -> list[Any]:
    """The sort keys in a cursor. Raises BadUserInput for one of another order, or none of ours."""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except ValueError:
        raw = b""
    payload = raw[1 + _DIGEST_BYTES :]
    if raw[:1] != _VERSION or raw[1 : 1 + _DIGEST_BYTES] != _digest(order, payload):
        raise BadUserInput(argument, _REFUSED)
    keys: list[Any] = orjson.loads(payload)
    if not _in_shape(order, keys):
        raise BadUserInput(argument, _REFUSED)
    return keys


def _in_shape(order: str, keys: Any) -> bool:
    """Check a decoded cursor: one value a key, the id last. The digest is no secret, so a client can make one."""
    if not isinstance(keys, list) or len(keys) != order.count(",") + 2 or not isinstance(keys[-1], str):
        return False
    return all(key is None or isinstance(key, str) or (isinstance(key, int) and abs(key) < 2**63) for key in keys)


def _digest(order: str, payload: bytes) -> bytes:
    text = order.encode() + b"\x00" + payload
    return hashlib.blake2b(text, digest_size=_DIGEST_BYTES, person=b"medpath-cursor").digest()
