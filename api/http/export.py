"""Exports whole lists as files: /export/{kind}.{csv,tsv,ndjson,parquet}?filter=…&orderBy=…&fields=…

An export reads page by page through ordinary operations, by keyset cursor: one statement a page, with constant memory.
Each page sees the graph of its moment. A row that exists throughout with the same order key is in the file exactly
once, even during a load; a row that the load adds or removes may be in it. `X-MedPath-Release` names the release at the
first page.

The first page is read before the response begins, so a wrong request gets a 4xx with a JSON error. A later failure
cuts the connection, and clients see an incomplete body. Each page and each write to the client has a time limit; the
export as a whole has none.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from api.errors import HttpError, InvalidOperation, entries_of, entry, headers_of, status_of
from api.execution.engine import Answer, Engine
from api.http.disconnect import Disconnected, while_connected
from api.tabular.columns import Column, columns_of, selection_of
from api.tabular.formats import FORMATS
from graph.errors import BadUserInput, MedPathError
from graph.model.registry import KINDS, LISTS
from graph.query.planner import MAX_PAGE
from graph.suggestion import unknown_message

_ALLOWED = ("filter", "orderBy", "fields")
_PAGE = MAX_PAGE
_WRITE_WITHIN_S = 60.0
_KINDS = {name: connection.target for name, connection in LISTS.items() if connection.target in KINDS}
_NAME = re.compile(r"(?P<kind>[a-z]+)\.(?P<format>[a-z]+)")


@dataclass(frozen=True)
class Export:
    """One export: the operation for a page, its variables, and the columns. `name` ends with the format."""

    name: str
    kind: str
    columns: tuple[Column, ...]
    query: str
    variables: dict[str, Any]


_ABOUT = """{ meta { release { version builtAt } sources {
  id name publisher url licence licenceUrl edition retrievedAt
} } }"""


def export_routes(engine: Engine, schema: GraphQLSchema) -> list[BaseRoute]:
    """Return routes for /export/{name}, and for /export/about.json: the release, the sources and their licences."""

    async def about(_: Request) -> Response:
        try:
            answer = await engine.execute(_ABOUT, None, None)
        except MedPathError as error:
            return Response(orjson.dumps({"errors": entries_of(error)}), status_of(error, strict=True))
        return Response(answer.data, media_type="application/json")

    return [Route("/export/about.json", about), Route("/export/{name}", ExportView(engine, schema))]


class ExportView:
    """Answers GET /export/{name}."""

    def __init__(self, engine: Engine, schema: GraphQLSchema) -> None:
        self._engine = engine
        self._schema = schema

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if scope["method"] not in ("GET", "HEAD"):
                raise HttpError(405, "METHOD_NOT_ALLOWED", "use GET for an export", [("Allow", "GET, HEAD")])
            export = read_export(self._schema, scope["path_params"]["name"], scope["query_string"])
            first = await self._page(export, None)
        except MedPathError as error:
            await _refuse(error, send)
            return
        await receive()  # the message of the request, which has no body
        try:
            await while_connected(self._send(export, first, send, body=scope["method"] == "GET"), receive)
        except Disconnected:
            return

    async def _send(self, export: Export, first: "_Page", send: Send, *, body: bool) -> None:
        chosen = FORMATS[export.name.partition(".")[2]]
        headers = {
            "content-type": chosen.media_type,
            "content-disposition": f'attachment; filename="medpath-{export.name}"',
            "x-medpath-release": first.release,
            "link": '</export/about.json>; rel="license describedby"; type="application/json"',
            "cache-control": "no-cache",
        }
        encoded = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": encoded})
        if body:
            writer = chosen.writer(export.columns)
            async for page in self._pages(export, first):
                await _write(send, writer.rows(page))
            await _write(send, writer.end())
        await send({"type": "http.response.body", "body": b""})

    async def _pages(self, export: Export, page: "_Page") -> AsyncIterator[list[list[Any]]]:
        while True:
            yield [[column.read(node) for column in export.columns] for node in page.nodes]
            if page.after is None:
                return
            page = await self._page(export, page.after)

    async def _page(self, export: Export, after: str | None) -> "_Page":
        answer = await self._engine.execute(export.query, {**export.variables, "after": after}, None)
        if answer.errors or answer.data is None:
            raise InvalidOperation(list(answer.errors))
        data = orjson.loads(answer.data)
        info = data[export.kind]["pageInfo"]
        more = info["endCursor"] if info["hasNextPage"] else None
        return _Page(data[export.kind]["nodes"], more, data["meta"]["release"]["version"])


@dataclass(frozen=True)
class _Page:
    nodes: list[dict[str, Any]]
    after: str | None
    release: str


def read_export(schema: GraphQLSchema, name: str, query_string: bytes) -> Export:
    """Read an address. Raises HttpError for an unknown file, BadUserInput for a wrong parameter."""
    found = _NAME.fullmatch(name)
    if found is None or found["kind"] not in _KINDS or found["format"] not in FORMATS:
        allowed = f"kinds are {', '.join(_KINDS)}, formats are {', '.join(FORMATS)}"
        raise HttpError(404, "NOT_FOUND", f"there is no such export: {allowed}")
    given = _parameters(query_string)
    kind = _KINDS[found["kind"]]
    declared = schema.type_map[kind]
    assert isinstance(declared, GraphQLObjectType | GraphQLInterfaceType)
    columns = columns_of(declared, [field.strip() for field in given.get("fields", "").split(",") if field.strip()])
    variables = {key: _json(key, given[key]) for key in ("filter", "orderBy") if given.get(key)}
    page = "first: $first, after: $after, filter: $filter, orderBy: $orderBy"
    query = (
        f"query Export($filter: {KINDS[kind].filter.name}, $orderBy: [{KINDS[kind].sorting.name}Order!], "
        f"$first: Int, $after: String) {{ meta {{ release {{ version }} }} "
        f"{found['kind']}({page}) {{ pageInfo {{ hasNextPage endCursor }} nodes {{ {selection_of(columns)} }} }} }}"
    )
    return Export(name, found["kind"], columns, query, {**variables, "first": _PAGE})


def _parameters(query_string: bytes) -> dict[str, str]:
    try:
        given = dict(
            parse_qsl(query_string.decode("ascii"), errors="strict", max_num_fields=20, keep_blank_values=True)
        )
    except ValueError as error:
        raise HttpError(400, "BAD_REQUEST", "the address is not URL-encoded UTF-8") from error
    for name in given:
        if name not in _ALLOWED:
            raise BadUserInput(name[:100], unknown_message("parameter", name[:100], _ALLOWED))
    return given


def _json(name: str, text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadUserInput(name, f"must be JSON as the GraphQL argument takes it: {error.msg}") from error


async def _write(send: Send, body: bytes) -> None:
    if body:
        async with asyncio.timeout(_WRITE_WITHIN_S):
            await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(error: MedPathError, send: Send) -> None:
    answer = Answer(None, entries_of(error) or [entry("INTERNAL", "Internal error")])
    headers = [(b"content-type", b"application/json")]
    headers += [(name.lower().encode(), value.encode()) for name, value in headers_of(error)]
    await send({"type": "http.response.start", "status": status_of(error, strict=True), "headers": headers})
    await send({"type": "http.response.body", "body": orjson.dumps({"errors": list(answer.errors)})})
