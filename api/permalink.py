"""Permanent links to an operation. The token holds the operation itself, so nothing is stored and nothing expires.

Token    "1", then base64url of 4 bytes of digest and the zlib-compressed JSON [query, variables]
"""

import base64
import hashlib
import zlib
from typing import Any

import orjson

from api.limits import Limits
from graph.errors import BadUserInput

_VERSION = "1"
_DIGEST_BYTES = 4
MAX_TOKEN = 16_000
_MAX_JSON = Limits().max_body_bytes
_REFUSED = "not a token of this server; use one that POST /permalink returned"


def token_of(query: str, variables: dict[str, Any] | None) -> str:
    """Return the token of an operation. Raises BadUserInput if it would be longer than 16,000 characters."""
    payload = orjson.dumps([query, variables or None])
    raw = _digest(payload) + zlib.compress(payload, 9)
    token = _VERSION + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    if len(token) > MAX_TOKEN:
        raise BadUserInput("query", f"the link would have {len(token):,} characters; allowed are {MAX_TOKEN:,}")
    return token


def operation_of_token(token: str) -> tuple[str, dict[str, Any] | None]:
    """Return query and variables of a token. Raises BadUserInput for anything that `token_of` did not make."""
    if not token.startswith(_VERSION) or len(token) > MAX_TOKEN:
        raise BadUserInput("token", _REFUSED)
    try:
        raw = base64.b64decode(token[1:].encode("ascii") + b"=" * (-len(token[1:]) % 4), b"-_", validate=True)
        opened = zlib.decompressobj()
        payload = opened.decompress(raw[_DIGEST_BYTES:], _MAX_JSON)
    except (ValueError, zlib.error) as error:
        raise BadUserInput("token", _REFUSED) from error
    if not opened.eof or _digest(payload) != raw[:_DIGEST_BYTES]:
        raise BadUserInput("token", _REFUSED)
    match orjson.loads(payload):
        case [str() as query, dict() | None as variables]:
            return query, variables
    raise BadUserInput("token", _REFUSED)


def _digest(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_DIGEST_BYTES, person=b"medpath-link").digest()
