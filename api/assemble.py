"""Builds the application over an open graph from schema, engine and HTTP."""

from importlib.metadata import version

import strawberry
from starlette.applications import Starlette

from api.app import create_app
from api.execution.executor import GraphEngine
from api.http.export import export_routes
from api.limits import Limits
from api.schema import make_schema
from graph.database.driver import Graph


def make_engine(graph: Graph, limits: Limits | None = None, schema: strawberry.Schema | None = None) -> GraphEngine:
    """Return an engine over this graph; `schema` saves building it a second time."""
    limits = limits or Limits()
    constants = {"apiVersion": version("medpath"), **limits.constants()}
    return GraphEngine((schema or make_schema())._schema, graph, constants, limits)


def application(graph: Graph, limits: Limits | None = None) -> Starlette:
    """Return everything that is served. The caller opens and closes `graph`."""
    schema = make_schema()
    engine = make_engine(graph, limits, schema)
    routes = export_routes(engine, schema._schema)
    return create_app(engine=engine, graph=graph, schema_sdl=schema.as_str(), limits=limits, routes=routes)
