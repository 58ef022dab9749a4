"""MedPath in a notebook: ask in GraphQL, get a table.

>>> from api.notebook import connect
>>> with connect() as medpath:  # the embedded graph; connect("http://127.0.0.1:8000") asks a server
...     frame = medpath.query("{ agencies { code kind } }")
>>> list(frame.columns)
['code', 'kind']

Nested answers become one table by the rule in api/table.py. A DataFrame is pandas' or polars', whichever is installed
(`pip install "medpath[pandas]"`, `"medpath[polars]"`), or the one asked for.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from types import TracebackType
from typing import Any, Literal, Protocol

import httpx2
import orjson
from anyio.from_thread import start_blocking_portal

from api.errors import InvalidOperation
from api.examples import examples
from api.tabular.table import table_of
from graph.errors import GraphUnavailable, SettingsError

Library = Literal["pandas", "polars"]
_TIMEOUT_S = 60.0


class Asked(Protocol):
    """Asks one operation and gives the data. Raises InvalidOperation if there are errors."""

    def __call__(self, query: str, variables: Mapping[str, Any]) -> Any: ...


class Session:
    """A connection to a graph or a server, open until it is closed. Safe where an event loop runs, as in Jupyter."""

    def __init__(self, ask: Asked, stack: ExitStack) -> None:
        self._ask = ask
        self._stack = stack

    def query(
        self, document: str, variables: Mapping[str, Any] | None = None, *, library: Library | None = None
    ) -> Any:
        """The answer as a DataFrame; `document` may be the name of an example. Raises InvalidOperation on any error."""
        columns, rows = table_of(self.data(document, variables))
        if (library or _installed()) == "polars":
            import polars

            if not rows:
                return polars.DataFrame(schema=columns)
            return polars.DataFrame(rows, schema=columns, infer_schema_length=None)
        import pandas  # type: ignore[import-untyped]

        return pandas.DataFrame(rows, columns=columns)

    def data(self, document: str, variables: Mapping[str, Any] | None = None) -> Any:
        """The answer as it is, nested."""
        example = next((each for each in examples() if each.name == document), None)
        if example is not None:
            return self._ask(example.query, {**example.variables, **(variables or {})})
        return self._ask(document, variables or {})

    def close(self) -> None:
        """End the connection; an embedded database that was started for it stops."""
        self._stack.close()

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()


def connect(url: str | None = None) -> Session:
    """Connect to a server by its address, or to the graph that the settings name (MEDPATH_HOME, NEO4J_URI)."""
    with ExitStack() as stack:
        ask = stack.enter_context(_embedded() if url is None else _served(url))
        return Session(ask, stack.pop_all())
    raise AssertionError("the block returns or raises")


@contextmanager
def _served(url: str) -> Iterator[Asked]:
    with httpx2.Client(base_url=url, timeout=_TIMEOUT_S, follow_redirects=False) as client:

        def ask(query: str, variables: Mapping[str, Any]) -> Any:
            try:
                response = client.post("/graphql", json={"query": query, "variables": dict(variables)})
                return _data_of(orjson.loads(response.content))
            except (httpx2.HTTPError, orjson.JSONDecodeError) as error:
                raise GraphUnavailable(f"{url} does not answer as a MedPath server") from error

        yield ask


@contextmanager
def _embedded() -> Iterator[Asked]:
    from api.assemble import make_engine
    from api.cli.output import progress
    from api.session import graph_of, settings

    chosen = settings()
    with progress() as show, start_blocking_portal() as portal:
        opened = graph_of(chosen, show, prepared=chosen.neo4j_uri is None)
        with portal.wrap_async_context_manager(opened) as (graph, _):
            engine = make_engine(graph)

            def ask(query: str, variables: Mapping[str, Any]) -> Any:
                answer = portal.call(engine.execute, query, dict(variables), None)
                return _data_of({"data": orjson.loads(answer.data or b"null"), "errors": answer.errors})

            yield ask


def _data_of(response: Mapping[str, Any]) -> Any:
    if response.get("errors"):
        raise InvalidOperation(response["errors"])
    return response["data"]


def _installed() -> Library:
    if find_spec("pandas"):
        return "pandas"
    if find_spec("polars"):
        return "polars"
    raise SettingsError('a DataFrame needs pandas or polars: pip install "medpath[pandas]"')
