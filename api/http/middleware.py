"""Adds to every response a request id, security headers and a line in the log; turns a bug into a JSON error."""

import logging
import re
import secrets
import time

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import masked, request_id

_WELL_FORMED_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_access = logging.getLogger("medpath.access")

# GraphiQL 5 sets inline styles and loads fonts and icons from data: URLs; all else comes from this server.
_POLICY = (
    b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    b"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


class RequestContext:
    """The outermost layer. A well-formed X-Request-ID is kept and sent back; any other is replaced."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = _id_of(scope)
        token = request_id.set(number.decode())
        started = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", number), *_HEADERS]
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            if status:
                raise
            await _send_bug(error, send_with_headers)
        finally:
            request_id.reset(token)
            _access.info(
                "%s %s %d %.1f ms %s",
                scope["method"],
                scope["path"],
                status,
                (time.perf_counter() - started) * 1000,
                number.decode(),
            )


def _id_of(scope: Scope) -> bytes:
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    return given if _WELL_FORMED_ID.fullmatch(given) else secrets.token_hex(8).encode()


async def _send_bug(error: Exception, send: Send) -> None:
    body = orjson.dumps({"errors": [masked(error)]})
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": body})
