"""The application over an open graph: schema, engine and HTTP put together."""

from importlib.metadata import version

from starlette.applications import Starlette

from api.app import create_app
from api.execute import GraphEngine, Limits
from api.schema import make_schema
from api.selection import MAX_DEPTH
from graph.driver import Graph
from graph.plan import MAX_PAGE


def make_engine(graph: Graph, limits: Limits | None = None) -> GraphEngine:
    """An engine that answers operations from this graph."""
    limits = limits or Limits()
    constants = {
        "apiVersion": version("medpath"),
        "maxDepth": MAX_DEPTH,
        "maxCost": limits.max_cost,
        "maxPageSize": MAX_PAGE,
        "timeoutSeconds": limits.timeout_s,
    }
    return GraphEngine(make_schema()._schema, graph, constants, limits)


def application(graph: Graph, limits: Limits | None = None) -> Starlette:
    """Everything that is served. `graph` is open and stays the caller's to close."""
    return create_app(engine=make_engine(graph, limits), graph=graph, schema_sdl=make_schema().as_str())
