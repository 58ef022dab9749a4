"""Reads one GraphQL request from HTTP. Any input results in an Operation or an HttpError, never in another exception.

Bodies are JSON only. Forms and plain text are refused also because another site's page may send them unasked (CSRF).
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
from api.http.persisted import PersistedQueries
from api.limits import Limits

_ALLOW = ("Allow", "GET, POST, OPTIONS")
CYPHER_HEADER = b"x-medpath-cypher"
_OWN_TYPE = "application/graphql-response+json"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation to run."""

    query: str
    variables: dict[str, Any] | None
    name: str | None
    shows_cypher: bool = False
    """The answer includes the statements that ran."""


async def read_operation(scope: Scope, receive: Receive, persisted: PersistedQueries, limits: Limits) -> Operation:
    """Read the operation of a request. Raises HttpError."""
    if scope["method"] == "POST":
        headers = dict(scope["headers"])
        _check_headers(headers)
        parameters = _from_json(await read_body(headers, receive, limits.max_body_bytes), "the body")
    elif scope["method"] == "GET":
        parameters = _from_query_string(scope["query_string"], limits.max_body_bytes)
    else:
        raise HttpError(405, "METHOD_NOT_ALLOWED", "use GET or POST for GraphQL", [_ALLOW])
    return _operation(parameters, persisted, limits, _shows_cypher(scope))


async def read_body(headers: Mapping[bytes, bytes], receive: Receive, max_bytes: int) -> bytes:
    """Read the whole body. Raises HttpError as soon as it is, or its Content-Length says it will be, too long."""
    announced = headers.get(b"content-length", b"")
    if announced.isdigit() and int(announced[:20]) > max_bytes:
        raise _too_large(max_bytes)
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HttpError(400, "BAD_REQUEST", "the body ended early")
        body += message.get("body", b"")
        if len(body) > max_bytes:
            raise _too_large(max_bytes)
        if not message.get("more_body", False):
            return bytes(body)


@lru_cache(maxsize=128)
def media_type(accept: bytes) -> str:
    """Return the media type of the response: GraphQL's own if the client prefers it, else plain JSON."""
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
        raise HttpError(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Encoding: compressed bodies are not accepted")


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


def _from_query_string(raw: bytes, max_bytes: int) -> Any:
    if len(raw) > max_bytes:
        raise _too_large(max_bytes)
    try:
        pairs = parse_qsl(raw.decode("ascii"), errors="strict", max_num_fields=20)
    except ValueError as error:
        raise HttpError(400, "BAD_REQUEST", "the address is not URL-encoded UTF-8") from error
    parameters: dict[str, Any] = dict(pairs)
    for name in ("variables", "extensions"):
        if name in parameters:
            parameters[name] = _from_json(parameters[name], name)
    return parameters


def _operation(parameters: Any, persisted: PersistedQueries, limits: Limits, shows_cypher: bool) -> Operation:
    if not isinstance(parameters, dict):
        raise HttpError(400, "BAD_REQUEST", "the body must be one JSON object")
    query = _typed(parameters, "query", str, "a string")
    extensions = _typed(parameters, "extensions", dict, "an object")
    if query is not None and len(query.encode()) > limits.max_document_bytes:
        raise HttpError(400, "DOCUMENT_TOO_LARGE", f"query: at most {limits.max_document_bytes:,} bytes")
    if extensions is not None and "persistedQuery" in extensions:
        query = persisted.resolve(query, extensions["persistedQuery"])
    if not query:
        raise HttpError(400, "BAD_REQUEST", "query: must be given")
    name = _typed(parameters, "operationName", str, "a string")
    return Operation(query, _typed(parameters, "variables", dict, "an object"), name or None, shows_cypher)


def _shows_cypher(scope: Scope) -> bool:
    return any(name == CYPHER_HEADER and value.strip() == b"1" for name, value in scope["headers"])


def _typed(parameters: dict[str, Any], name: str, kind: type, described: str) -> Any:
    value = parameters.get(name)
    if value is not None and not isinstance(value, kind):
        raise HttpError(400, "BAD_REQUEST", f"{name}: must be {described} or null")
    return value


def _too_large(max_bytes: int) -> HttpError:
    return HttpError(413, "BODY_TOO_LARGE", f"the request may have at most {max_bytes:,} bytes")
