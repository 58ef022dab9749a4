"""MedPath for notebooks and scripts: ask in GraphQL, get a table.

>>> from medpath import connect
>>> with connect() as medpath:  # the embedded graph; connect("http://127.0.0.1:8000") asks a running server
...     frame = medpath.query("{ agencies { code kind } }")
>>> list(frame.columns)
['code', 'kind']

A DataFrame is a pandas or a polars one, whichever is installed (`pip install "medpath[pandas]"`, `"medpath[polars]"`),
or the one that `library` names.

A nested answer becomes one table by one rule. Objects become columns with dotted names. At each level the first list
of objects makes rows: one row for each item, the values beside the list repeated; an empty list leaves one row without
its values. Any other list of objects stays in its cell, as JSON text; lists of scalars stay lists. Names leave out the
path of a single root field and the steps `nodes`, `edges` and `node`, unless two columns would then share a name.

This module imports no other module of MedPath, so a user's own folders `api`, `graph`, `seed` and `cypher` do no harm.
"""

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path as File
from typing import IO, TYPE_CHECKING, Any, Literal

import orjson

if TYPE_CHECKING:
    import httpx2

__all__ = ["InvalidOperation", "MedPathError", "ServerUnavailable", "Session", "connect", "table_of"]

Library = Literal["pandas", "polars"]
Path = tuple[str, ...]

_TIMEOUT_S = 60.0
_STOPS_WITHIN_S = 60.0
_STEPS = frozenset({"nodes", "edges", "node"})

_HERE = File(__file__).resolve().parent
_PACKAGES = _HERE.parents[1] if _HERE.parts[-2:] == ("api", "client") else _HERE
"""The folder of the server's packages: beside this module once installed, the root of a checkout else."""

_SERVER = (
    *(sys.executable, "-P", "-c", "from api.cli import main; main()"),
    *("serve", "--for-client", "--host", "127.0.0.1", "--port", "0"),
)


class MedPathError(Exception):
    """Base of this module's errors."""


class InvalidOperation(MedPathError):
    """The server answered with errors: `errors` holds all of them, message and `code` are those of the first."""

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(str(errors[0]["message"]))
        self.errors = list(errors)
        self.code = str(errors[0].get("extensions", {}).get("code", ""))


class ServerUnavailable(MedPathError):
    """No MedPath server answers at the address, or the one for this session did not start."""


class Session:
    """A connection to a server, open until it is closed. Usable where an event loop runs, as in Jupyter."""

    def __init__(self, client: "httpx2.Client", stack: ExitStack) -> None:
        self._client = client
        self._stack = stack
        self._examples: dict[str, Mapping[str, Any]] | None = None
        atexit.register(self.close)

    def query(
        self, document: str, variables: Mapping[str, Any] | None = None, *, library: Library | None = None
    ) -> Any:
        """Return the answer as a DataFrame; `document` may be the name of an example.

        Raises InvalidOperation if the answer has errors, ServerUnavailable if there is none.
        """
        columns, rows = table_of(self.data(document, variables))
        if (library or _installed()) == "polars":
            import polars

            if not rows:
                return polars.DataFrame(schema=columns)
            return polars.DataFrame(rows, schema=columns, infer_schema_length=None)
        import pandas  # type: ignore[import-untyped]

        return pandas.DataFrame(rows, columns=columns)

    def data(self, document: str, variables: Mapping[str, Any] | None = None) -> Any:
        """Return the answer's `data` as it is, nested. Raises as `query` does."""
        given = dict(variables or {})
        if document.isidentifier() and (example := self._example(document)) is not None:
            document, given = example["query"], {**example["variables"], **given}
        response = self._request("POST", "/graphql", json={"query": document, "variables": given})
        if response.get("errors"):
            raise InvalidOperation(response["errors"])
        return response["data"]

    def close(self) -> None:
        """Close the connection and stop the server that was started for it, with its database."""
        atexit.unregister(self.close)
        self._stack.close()

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _example(self, name: str) -> Mapping[str, Any] | None:
        if self._examples is None:
            self._examples = {example["name"]: example for example in self._request("GET", "/examples.json")}
        return self._examples.get(name)

    def _request(self, method: str, address: str, **options: Any) -> Any:
        import httpx2

        try:
            return orjson.loads(self._client.request(method, address, **options).content)
        except (httpx2.HTTPError, orjson.JSONDecodeError) as error:
            raise ServerUnavailable(f"{self._client.base_url} does not answer as a MedPath server") from error


def connect(url: str | None = None) -> Session:
    """Connect to the server at `url`, or start one for this session.

    A server that is started reads its settings (MEDPATH_HOME, NEO4J_URI, `.env`) as the command `medpath` does, uses a
    database that already runs on the data folder, and stops with the session or with this process.
    """
    import httpx2

    with ExitStack() as stack:
        # A proxy that the environment names is for other addresses than that of our own child.
        options: dict[str, Any] = {"trust_env": url is not None, "timeout": _TIMEOUT_S, "follow_redirects": False}
        address = stack.enter_context(_started()) if url is None else url
        client = stack.enter_context(httpx2.Client(base_url=address, **options))
        return Session(client, stack.pop_all())
    raise AssertionError("the block returns or raises")


@contextmanager
def _started() -> Iterator[str]:
    """Address of a server of our own, which stops when its stdin closes: at the end of the block or of this process.

    It runs in a session of its own, so that an interrupt of this process does not reach it.
    """
    paths = dict.fromkeys([str(_PACKAGES), str(_HERE), *filter(None, [os.environ.get("PYTHONPATH")])])
    with subprocess.Popen(
        _SERVER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"},
        start_new_session=True,
        creationflags=0x200 if sys.platform == "win32" else 0,  # CREATE_NEW_PROCESS_GROUP
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stderr is not None
        lines: list[str] = []
        relay = threading.Thread(target=_relay, args=(server.stderr, lines), daemon=True)
        relay.start()
        try:
            address = server.stdout.readline().strip()
            if not address:
                relay.join(_STOPS_WITHIN_S)
                reason = "".join(lines).rpartition("error: ")[2].strip()
                raise ServerUnavailable(f"the server did not start: {reason or 'it ended without a message'}")
            yield address
        finally:
            server.stdin.close()
            try:
                server.wait(_STOPS_WITHIN_S)
            except subprocess.TimeoutExpired:
                server.kill()
            relay.join(_STOPS_WITHIN_S)


def _relay(lines: IO[str], kept: list[str]) -> None:
    """Pass the server's messages on to this process's stderr, which a notebook shows."""
    for line in lines:
        kept.append(line)
        sys.stderr.write(line)
        del kept[:-20]


def _installed() -> Library:
    if find_spec("pandas"):
        return "pandas"
    if find_spec("polars"):
        return "polars"
    raise MedPathError('a DataFrame needs pandas or polars: pip install "medpath[pandas]"')


def table_of(data: Mapping[str, Any]) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the columns, in the order of the selection, and the rows, each with every column.

    An answer of nothing but empty lists has neither.

    >>> table_of({"drugs": {"totalCount": 2, "nodes": [{"id": "a"}, {"id": "b"}]}})
    (['totalCount', 'id'], [{'totalCount': 2, 'id': 'a'}, {'totalCount': 2, 'id': 'b'}])
    """
    rows = list(_rows((), data))
    paths: dict[Path, None] = {}
    for row in rows:
        paths.update(dict.fromkeys(row))
    names = _names([path for path in paths if _is_column(path, paths)], single=len(data) == 1)
    return list(names.values()), [{name: row.get(path) for path, name in names.items()} for row in rows if names]


def _is_column(path: Path, paths: Iterable[Path]) -> bool:
    """False for an object or list that is missing or empty in this row but has columns below it in another."""
    return path[-1] not in _STEPS and not any(other[: len(path)] == path != other for other in paths)


def _rows(path: Path, value: Mapping[str, Any]) -> Iterator[dict[Path, Any]]:
    """Rows of one object, each value by its full path."""
    row: dict[Path, Any] = {}
    first_list: tuple[Path, Sequence[Any]] | None = None
    for place, found in _flat(path, value):
        if not _is_objects(found):
            row[place] = found
        elif first_list is None:
            first_list = (place, found)
            row[place] = None
        else:
            row[place] = orjson.dumps(found).decode()
    if first_list is None or not first_list[1]:
        yield row
        return
    place, items = first_list
    for item in items:
        for below in _rows(place, item) if item is not None else [{}]:
            yield _in_place(row, place, below)


def _in_place(row: Mapping[Path, Any], place: Path, below: Mapping[Path, Any]) -> dict[Path, Any]:
    """Return the row with the values of a list's item at the place of the list, so that columns keep their order."""
    made: dict[Path, Any] = {}
    for path, value in row.items():
        if path == place:
            made.update(below)
        else:
            made[path] = value
    return made


def _flat(path: Path, value: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for name, inner in value.items():
        if isinstance(inner, Mapping):
            yield from _flat((*path, name), inner)
        else:
            yield (*path, name), inner


def _is_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, Mapping | None) for item in value)


def _names(paths: Sequence[Path], *, single: bool) -> dict[Path, str]:
    short = {path: ".".join(step for step in path[single:] if step not in _STEPS) or path[-1] for path in paths}
    used = list(short.values())
    return {path: name if used.count(name) == 1 else ".".join(path) for path, name in short.items()}
