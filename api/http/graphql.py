"""GraphQL over HTTP; passes the 61 audits of the specification.

A plain ASGI endpoint, not a subclass of Strawberry's view: reading, running, status and encoding all differ (persisted
queries, data that arrives encoded, 4xx with codes, no streams), so nothing would be inherited.
"""

import time

import orjson
from starlette.types import Receive, Scope, Send

from api.errors import entries_of, headers_of, status_of
from api.execution.engine import Answer, Engine
from api.http.disconnect import Disconnected, while_connected
from api.http.metrics import Metrics
from api.http.persisted import PersistedQueries
from api.http.request import media_type, read_operation
from api.limits import Limits
from graph.errors import MedPathError


class GraphQLView:
    """Answers GET and POST on one address from the engine."""

    def __init__(self, engine: Engine, metrics: Metrics, limits: Limits) -> None:
        self._engine = engine
        self._metrics = metrics
        self._limits = limits
        self._persisted = PersistedQueries()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await _send(send, 204, b"", [(b"allow", b"GET, POST, OPTIONS")])
            return
        started = time.perf_counter()
        outcome = "INTERNAL"
        self._metrics.in_flight.inc()
        try:
            outcome = await self._answer(scope, receive, send)
        except Disconnected:
            outcome = "DISCONNECTED"
        finally:
            self._metrics.in_flight.dec()
            self._metrics.answered(outcome, time.perf_counter() - started)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> str:
        kind = media_type(next((value for name, value in scope["headers"] if name == b"accept"), b""))
        strict = kind != "application/json"
        headers = [(b"content-type", f"{kind}; charset=utf-8".encode())]
        try:
            operation = await read_operation(scope, receive, self._persisted, self._limits)
            work = self._engine.execute(
                operation.query, operation.variables, operation.name, shows_cypher=operation.shows_cypher
            )
            answer = await while_connected(work, receive)
            status = 400 if strict and answer.data is None else 200
        except MedPathError as error:
            answer = Answer(None, entries_of(error), getattr(error, "extensions", None))
            status = status_of(error, strict=strict)
            headers += [(name.lower().encode(), value.encode()) for name, value in headers_of(error)]
        await _send(send, status, encode(answer), headers)
        return str(answer.errors[0]["extensions"]["code"]) if answer.errors else "ok"


def encode(answer: Answer) -> bytes:
    """Return the response body. The data is JSON already and is copied, not parsed."""
    parts = []
    if answer.errors:
        parts.append(b'"errors":' + orjson.dumps(answer.errors))
    if answer.data is not None:
        parts.append(b'"data":' + answer.data)
    if answer.extensions:
        parts.append(b'"extensions":' + orjson.dumps(answer.extensions))
    return b"{" + b",".join(parts) + b"}"


async def _send(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    length = [(b"content-length", str(len(body)).encode())] if body else []
    await send({"type": "http.response.start", "status": status, "headers": headers + length})
    await send({"type": "http.response.body", "body": body})
