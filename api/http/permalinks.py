"""Permanent links over HTTP: POST /permalink makes one, GET /permalink/{token} opens the playground with it."""

from urllib.parse import urlencode

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from api.errors import entries_of, headers_of, status_of
from api.http.persisted import PersistedQueries
from api.http.request import read_operation
from api.limits import Limits
from api.permalink import operation_of_token, token_of
from graph.errors import MedPathError


def permalink_routes(limits: Limits) -> list[BaseRoute]:
    """Return both routes. The body of the POST is that of a GraphQL request, which is neither run nor stored."""

    async def make(request: Request) -> Response:
        try:
            operation = await read_operation(request.scope, request.receive, PersistedQueries(), limits)
            token = token_of(operation.query, operation.variables)
        except MedPathError as error:
            return _refused(error)
        made = {"token": token, "url": f"/permalink/{token}"}
        return Response(orjson.dumps(made), 201, {"Location": made["url"]}, "application/json")

    async def open_it(request: Request) -> Response:
        try:
            query, variables = operation_of_token(request.path_params["token"])
        except MedPathError as error:
            return _refused(error)
        parameters = {"query": query, **({"variables": orjson.dumps(variables).decode()} if variables else {})}
        return RedirectResponse(f"/playground?{urlencode(parameters)}", 302)

    return [Route("/permalink", make, methods=["POST"]), Route("/permalink/{token}", open_it)]


def _refused(error: MedPathError) -> Response:
    body = orjson.dumps({"errors": entries_of(error)})
    return Response(body, status_of(error, strict=True), dict(headers_of(error)), "application/json")
