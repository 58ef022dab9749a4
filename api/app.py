"""The HTTP application: all addresses, and the middleware around them.

/graphql   /playground   /permalink   /schema.graphql   /examples.json   /health/live   /health/ready   /metrics
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from api.errors import entry
from api.examples import examples
from api.execution.engine import Engine
from api.http.graphql import GraphQLView
from api.http.metrics import CONTENT_TYPE, Metrics
from api.http.middleware import RequestContext
from api.http.permalinks import permalink_routes
from api.http.playground import playground_routes
from api.limits import Limits
from graph.database.driver import Graph
from graph.errors import MedPathError

Check = Callable[[], Awaitable[None]]
"""Raises MedPathError while the server is not ready for requests."""

_READY_WITHIN_S = 2.0
_CODES = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}

# Below 4 KB compressing takes longer than sending.
_COMPRESSION = Middleware(GZipMiddleware, minimum_size=4096, compresslevel=3)


def create_app(
    *,
    engine: Engine,
    graph: Graph,
    schema_sdl: str,
    limits: Limits | None = None,
    checks: tuple[Check, ...] = (),
    routes: Sequence[BaseRoute] = (),
) -> Starlette:
    """Build the application with these further `routes`. Opens nothing; the caller closes `graph`."""
    metrics = Metrics(graph)
    example_list = [asdict(example) for example in examples()]

    async def ready(_: Request) -> Response:
        try:
            await graph.ping(_READY_WITHIN_S)
            for check in checks:
                await check()
        except MedPathError as error:
            return _json({"status": "unavailable", "code": error.code, "message": str(error)}, 503)
        return _json({"status": "ready"})

    return Starlette(
        routes=[
            Route("/", _get(lambda: RedirectResponse("/playground"))),
            Route("/favicon.ico", _get(lambda: Response(status_code=204))),
            Route("/graphql", GraphQLView(engine, metrics, limits or Limits())),
            *playground_routes(),
            *permalink_routes(limits or Limits()),
            *routes,
            Route("/schema.graphql", _get(lambda: Response(schema_sdl, media_type="text/plain"))),
            Route("/examples.json", _get(lambda: _json(example_list))),
            Route("/health/live", _get(lambda: _json({"status": "live"}))),
            Route("/health/ready", ready),
            Route("/metrics", _get(lambda: Response(metrics.text(), headers={"Content-Type": CONTENT_TYPE}))),
        ],
        middleware=[Middleware(RequestContext), _COMPRESSION],
        exception_handlers={HTTPException: _refused},
    )


def _get(make: Callable[[], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that ignores the request. Asynchronous: Starlette runs plain functions in threads."""

    async def endpoint(_: Request) -> Response:
        return make()

    return endpoint


async def _refused(_: Request, error: Exception) -> Response:
    """Answer 404 and 405 in JSON."""
    assert isinstance(error, HTTPException)
    body = {"errors": [entry(_CODES.get(error.status_code, "HTTP_ERROR"), error.detail)]}
    return _json(body, error.status_code, error.headers)


def _json(value: Any, status: int = 200, headers: Any = None) -> Response:
    return Response(orjson.dumps(value), status, headers, media_type="application/json")
