"""Turns errors into responses: a stable code, a message that is safe to show, and a status.

HTTP status     that of an HttpError; else 400 RequestError, 503 GraphUnavailable, 500 anything else
GraphQL entry   {"message", "locations"?, "path"?, "extensions": {"code", ...}}

Any other exception is a bug: it is logged, and the client sees INTERNAL with the request id to quote.
"""

import logging
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

from graphql import GraphQLError

from graph.errors import GraphUnavailable, MedPathError, RequestError

Entry = dict[str, Any]
"""One element of the `errors` list of a response."""

request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""Id of the current request, set by the middleware."""

MAX_ERRORS = 20
_MAX_MESSAGE = 300
_RETRY_AFTER_S = 2
_log = logging.getLogger("medpath.api")


class HttpError(RequestError):
    """The request is refused before any of it runs. `status` applies to every client, whatever it accepts."""

    def __init__(self, status: int, code: str, message: str, headers: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = tuple(headers)


class InvalidOperation(RequestError):
    """The document does not parse, is not valid, or leaves open which operation to run."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__(str(entries[0]["message"]))
        self.entries = list(entries)
        self.code = str(entries[0]["extensions"]["code"])


def entry(code: str, message: str, **extensions: object) -> Entry:
    """Return one error entry; a message over 300 characters is cut."""
    if len(message) > _MAX_MESSAGE:
        message = message[: _MAX_MESSAGE - 1] + "…"
    return {"message": message, "extensions": {"code": code, **extensions}}


def entries_of(error: MedPathError) -> list[Entry]:
    """Return the error as the `errors` of a response."""
    if isinstance(error, InvalidOperation):
        return error.entries
    if isinstance(error, RequestError | GraphUnavailable):
        return [entry(error.code, str(error))]
    return [masked(error)]


def from_graphql(error: GraphQLError, code: str) -> Entry:
    """Return the entry for an error of the GraphQL library. `code` applies unless a MedPathError or a bug caused it.

    An error without a path arose before anything ran, so its cause is a value that the caller sent.
    """
    cause = error.original_error
    if isinstance(cause, MedPathError):
        made = entries_of(cause)[0]
    elif error.path is not None and cause is not None and not isinstance(cause, GraphQLError):
        made = masked(cause)
    else:
        made = entry(code, error.message)
    if error.locations:
        made["locations"] = [location.formatted for location in error.locations]
    if error.path is not None:
        made["path"] = error.path
    return made


def masked(error: BaseException) -> Entry:
    """Log the error and return an entry that hides its details."""
    number = request_id.get()
    _log.error("request %s failed", number, exc_info=error)
    return entry("INTERNAL", "Internal error", requestId=number)


def status_of(error: MedPathError, *, strict: bool) -> int:
    """Return the HTTP status of a request that failed as a whole.

    Without `strict` a well-formed request gets 200 whatever its result, as the specification asks for clients that do
    not accept `application/graphql-response+json`.
    """
    if isinstance(error, HttpError):
        return error.status
    if isinstance(error, RequestError):
        return 400 if strict else 200
    if isinstance(error, GraphUnavailable):
        return 503 if strict else 200
    return 500


def headers_of(error: MedPathError) -> tuple[tuple[str, str], ...]:
    """Return the headers that belong to the error: the allowed methods, or when to retry."""
    if isinstance(error, HttpError):
        return error.headers
    return (("Retry-After", str(_RETRY_AFTER_S)),) if isinstance(error, GraphUnavailable) else ()
