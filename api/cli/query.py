"""`medpath query`, `cypher` and `schema`: questions to the graph, and the schema that they are asked in."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import orjson
from cyclopts import Parameter

from api.cli.output import Format, Json, put, put_answer, put_json, put_table, talk
from api.cli.progress import progress
from api.session import graph_of, settings
from graph.errors import BadUserInput, RequestError, SettingsError
from graph.suggestion import unknown_message

STDIN = "@stdin"
"""Stands for a lone hyphen, which the parser would take for an option; `main` replaces it."""

_NOT_RUN = object()


def query(
    name: Annotated[str | None, Parameter(help="Example, file, or - for stdin; none: list the examples.")] = None,
    *,
    var: Annotated[
        tuple[str, ...], Parameter(negative="", help="Variable as name=value; the value is JSON or a plain word.")
    ] = (),
    json: Annotated[bool, Parameter(name="--json", negative="", help="The whole response, on one line.")] = False,
    format: Annotated[Format, Parameter(help="All but json are one table with dotted column names.")] = "json",
    output: Annotated[Path | None, Parameter(help="File to write instead of stdout.")] = None,
) -> int:
    """Run a GraphQL operation and print its data."""
    from api.examples import examples

    if name is None:
        put_table(("name", "title"), [{"name": example.name, "title": example.title} for example in examples()])
        return 0
    text, variables = _operation(name)
    variables |= {key: _json_or_word(value) for key, value in _pairs(var)}
    data, errors = asyncio.run(_query(text, variables))
    if json:
        response = ({"data": data} if data is not _NOT_RUN else {}) | ({"errors": errors} if errors else {})
        put(orjson.dumps(response).decode())
    elif data is not _NOT_RUN:
        put_answer(data, format, output)
    for error in errors if not json else ():
        talk.print(f"error: {_at(error)}{error['message']}", markup=False)
    return 1 if errors else 0


async def _query(text: str, variables: dict[str, Any]) -> tuple[Any, list[dict[str, Any]]]:
    """Return data and errors; the data is `_NOT_RUN` if the operation was refused as a whole."""
    from api.assemble import make_engine
    from api.errors import entries_of
    from api.limits import Limits

    chosen = settings()
    with progress() as show:
        async with graph_of(chosen, show, prepared=chosen.neo4j_uri is None) as (graph, _):
            try:
                engine = make_engine(graph, Limits(timeout_s=chosen.timeout_s))
                answer = await engine.execute(text, variables, None)
            except RequestError as error:
                return _NOT_RUN, entries_of(error)
    return orjson.loads(answer.data) if answer.data is not None else _NOT_RUN, list(answer.errors)


def cypher(
    name: Annotated[str | None, Parameter(help="Name of an analysis; none: list them.")] = None,
    *,
    param: Annotated[tuple[str, ...], Parameter(negative="", help="Parameter as name=value.")] = (),
    plain: Annotated[bool, Parameter(negative="", help="Do not use Graph Data Science.")] = False,
    json: Json = False,
) -> int:
    """Run one of the analyses written in Cypher."""
    from graph.database import analytics

    if name is None:
        titles = [{"name": analysis, "question": analytics.title(analysis)} for analysis in analytics.names()]
        put_table(("name", "question"), titles)
        return 0
    analytics.analyses(name)
    return asyncio.run(_cypher(name, dict(_pairs(param)), plain=plain, json=json))


async def _cypher(name: str, given: Mapping[str, str], *, plain: bool, json: bool) -> int:
    from graph.database import analytics

    chosen = settings()
    with progress() as show:
        async with graph_of(chosen, show, prepared=chosen.neo4j_uri is None) as (graph, _):
            answer = await analytics.run(graph, name, given, plain=plain)
    if json:
        put_json(answer.rows)
    else:
        put_table(answer.columns, answer.rows)
    return 0


def schema() -> int:
    """Print the GraphQL schema."""
    from api.schema import make_schema

    put(make_schema().as_str())
    return 0


def _operation(name: str) -> tuple[str, dict[str, Any]]:
    """Return document and variables of an example, a file or stdin."""
    from api.examples import examples

    if name == STDIN:
        return sys.stdin.read(), {}
    if Path(name).suffix or "/" in name:
        try:
            return Path(name).read_text(encoding="utf-8"), {}
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    known = {example.name: example for example in examples()}
    if name not in known:
        raise SettingsError(unknown_message("example", name, known))
    return known[name].query, known[name].variables


def _pairs(given: Sequence[str]) -> list[tuple[str, str]]:
    found = [text.partition("=") for text in given]
    for name, equals, _ in found:
        if not (name and equals):
            raise BadUserInput(name or "=", "must be name=value")
    return [(name, value) for name, _, value in found]


def _json_or_word(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def _at(error: Mapping[str, Any]) -> str:
    if path := error.get("path"):
        return f"{'.'.join(map(str, path))}: "
    if locations := error.get("locations"):
        return f"line {locations[0]['line']}, column {locations[0]['column']}: "
    return ""
