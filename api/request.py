"""Reads one GraphQL request from HTTP. Whatever arrives ends as an Operation or as an HttpError, never as a bug.

Bodies are JSON only, also because forms and plain text are what a foreign page may send without asking (CSRF).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.types import Receive, Scope

from api.errors import HttpError
from api.persisted import PersistedQueries

MAX_BODY_BYTES = 256 * 1024
MAX_DOCUMENT_BYTES = 32 * 1024
_ALLOW = ("Allow", "GET, POST, OPTIONS")
_OWN_TYPE = "application/graphql-response+json"


@dataclass(frozen=True, slots=True)
class Operation:
    """What to run."""

    query: str
    variables: dict[str, Any] | None
    name: str | None


async def read_operation(scope: Scope, receive: Receive, persisted: PersistedQueries) -> Operation:
    """The operation that the request asks for. Raises HttpError."""
    if scope["method"] == "POST":
        headers = dict(scope["headers"])
        _check_headers(headers)
        parameters = _from_json(await read_body(headers, receive), "the body")
    elif scope["method"] == "GET":
        parameters = _from_query_string(scope["query_string"])
    else:
        raise HttpError(405, "METHOD_NOT_ALLOWED", "GraphQL is asked by GET or POST", [_ALLOW])
    return _operation(parameters, persisted)


async def read_body(headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
    """The whole body. Raises HttpError as soon as it is longer, or says that it will be, than 256 KB."""
    announced = headers.get(b"content-length", b"")
    if announced.isdigit() and int(announced[:20]) > MAX_BODY_BYTES:
        raise _too_large()
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HttpError(400, "BAD_REQUEST", "the body ended early")
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            raise _too_large()
        if not message.get("more_body", False):
            return bytes(body)


@lru_cache(maxsize=128)
def media_type(accept: bytes) -> str:
    """The response's media type: GraphQL's own where the client asks for it, else plain JSON."""
    wanted: dict[str, float] = {}
    for part in accept.decode("latin-1").lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        wanted[name] = float(quality) if re.fullmatch(r"\d(\.\d{1,3})?", quality) else 0.0
    own = wanted.get(_OWN_TYPE, 0.0)
    return _OWN_TYPE if own > 0 and own >= wanted.get("application/json", 0.0) else "application/json"


def _check_headers(headers: Mapping[bytes, bytes]) -> None:
    if not _is_json(headers.get(b"content-type", b"")):
        raise HttpError(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type: must be application/json, encoded in UTF-8")
    if headers.get(b"content-encoding", b"identity") != b"identity":
        raise HttpError(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Encoding: compressed bodies are not taken")


@lru_cache(maxsize=128)
def _is_json(content_type: bytes) -> bool:
    name, *parameters = (piece.strip() for piece in content_type.decode("latin-1").lower().split(";"))
    charsets = [piece.removeprefix("charset=").strip('"') for piece in parameters if piece.startswith("charset=")]
    return name == "application/json" and all(charset in {"utf-8", "utf8"} for charset in charsets)


def _from_json(text: bytes | str, where: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise HttpError(400, "BAD_JSON", f"{where} is not JSON: {error.msg}") from error


def _from_query_string(raw: bytes) -> Any:
    if len(raw) > MAX_BODY_BYTES:
        raise _too_large()
    try:
        pairs = parse_qsl(raw.decode("ascii"), errors="strict", max_num_fields=20)
    except ValueError as error:
        raise HttpError(400, "BAD_REQUEST", "the address is not URL-encoded UTF-8") from error
    parameters: dict[str, Any] = dict(pairs)
    for name in ("variables", "extensions"):
        if name in parameters:
            parameters[name] = _from_json(parameters[name], name)
    return parameters


def _operation(parameters: Any, persisted: PersistedQueries) -> Operation:
    if not isinstance(parameters, dict):
        raise HttpError(400, "BAD_REQUEST", "the body must be one JSON object")
    query = _typed(parameters, "query", str, "a string")
    extensions = _typed(parameters, "extensions", dict, "an object")
    if query is not None and len(query.encode()) > MAX_DOCUMENT_BYTES:
        raise HttpError(400, "DOCUMENT_TOO_LARGE", f"query: at most {MAX_DOCUMENT_BYTES:,} bytes")
    if extensions is not None and "persistedQuery" in extensions:
        query = persisted.resolve(query, extensions["persistedQuery"])
    if not query:
        raise HttpError(400, "BAD_REQUEST", "query: must be given")
    name = _typed(parameters, "operationName", str, "a string")
    return Operation(query, _typed(parameters, "variables", dict, "an object"), name or None)


def _typed(parameters: dict[str, Any], name: str, kind: type, described: str) -> Any:
    value = parameters.get(name)
    if value is not None and not isinstance(value, kind):
        raise HttpError(400, "BAD_REQUEST", f"{name}: must be {described} or null")
    return value


def _too_large() -> HttpError:
    return HttpError(413, "BODY_TOO_LARGE", f"the request may have at most {MAX_BODY_BYTES:,} bytes")
