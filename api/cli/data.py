"""`medpath load`, `query`, `cypher` and `schema`: what goes into the graph, and what comes out of it."""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from cyclopts import Parameter

from api.cli.output import Format, progress, put, put_answer, put_json, put_table, talk
from api.session import graph_of, keep_temporary_files, settings, unwritable
from graph.errors import BadUserInput, RequestError, SettingsError
from graph.suggestion import unknown_message

if TYPE_CHECKING:
    from seed.source import Source

STDIN = "@stdin"
"""What `main` makes of a lone hyphen, which the parser would take for an option."""

_NOT_RUN = object()

Json = Annotated[bool, Parameter(name="--json", negative="", help="One JSON object instead of text.")]


def load(
    *sources: Annotated[str, Parameter(help="Names of sources; none: the starter data, all of it.")],
    path: Annotated[
        tuple[str, ...],
        Parameter(
            negative="",
            help="File, folder or archive with a source's files; several: SOURCE=PATH, or a folder with one a source.",
        ),
    ] = (),
    bulk: Annotated[bool, Parameter(negative="", help="Build an empty graph offline: quicker for much.")] = False,
    download: Annotated[
        bool, Parameter(negative="", help="Fetch the files from the publisher; again: only what is new.")
    ] = False,
    since: Annotated[
        str | None, Parameter(help="With --download, of a registry: only what was updated from this day on.")
    ] = None,
    complete: Annotated[
        bool, Parameter(negative="", help="The files are a whole list, however much of the last one they lack.")
    ] = False,
    edition: Annotated[
        str | None, Parameter(help="Edition of one source's files, where they do not say: 2026-11, say.")
    ] = None,
    json: Json = False,
) -> int:
    """Load sources into the graph. A second load of the same files changes nothing."""
    from seed.source import discover

    known = discover() if sources else {}
    for source in sources:
        if source not in known:
            raise SettingsError(unknown_message("source", source, known))
    if download:
        path = _downloaded([known[source] for source in sources], path, since)
        sources = sources if len(sources) == 1 else ()
    elif since is not None:
        raise SettingsError("--since needs --download")
    return asyncio.run(_load(sources, path, bulk=bulk, complete=complete, edition=edition, json=json))


def _downloaded(sources: "Sequence[Source]", paths: Sequence[str], since: str | None) -> tuple[str, ...]:
    """Fetch the files of these sources; returns what --path would say."""
    from seed.extract.download import fetch

    if not sources or paths:
        raise SettingsError("--download needs the names of sources, and no --path")
    if since is not None and not _is_day(since):
        raise SettingsError(f"--since: must be a day as 2026-11-24, not {since!r}")
    folder = settings().home / "downloads"
    with progress() as show:
        found = [(source.id, str(fetch(source, folder, show, since=since))) for source in sources]
    return (found[0][1],) if len(found) == 1 else tuple(f"{name}={path}" for name, path in found)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


async def _load(
    sources: Sequence[str], paths: Sequence[str], *, bulk: bool, complete: bool, edition: str | None, json: bool
) -> int:
    from seed.bulk import load_bulk
    from seed.extract.feeds import unpacked_feeds
    from seed.load import release
    from seed.pipeline import load_feeds
    from seed.report.journal import journal

    chosen = settings()
    name = f"{release.now().replace(':', '')}-{os.getpid()}.ndjson"
    full = chosen.home / "reports" / name
    with progress() as show:
        try:
            keep_temporary_files(chosen)
            with unpacked_feeds(sources, paths, chosen.home / "unpacked") as wanted, journal(full) as notes:
                if edition is not None and len(wanted) != 1:
                    raise SettingsError("--edition needs the one source whose files are of it")
                for feed in wanted:
                    feed.edition = feed.edition or edition
                    feed.confirmed = complete
                    feed.complete = feed.complete or complete
                if bulk:
                    report = await load_bulk(chosen, wanted, show, notes)
                else:
                    async with graph_of(chosen, show, prepared=False) as (graph, _):
                        report = await load_feeds(graph, wanted, show, journal=notes)
        except OSError as error:
            raise unwritable(error, chosen) from error
    if json:
        put_json(report.counts() | {"report": str(full)})
    else:
        put(report.table())
    for remark in report.remarks():
        talk.print(remark, markup=False)
    for check, found in report.failed_checks.items():
        talk.print(f"check {check} failed: {', '.join(found[:5])}", markup=False)
    return 1 if report.failed_checks else 0


def status(*, json: Json = False) -> int:
    """Every source: is it loaded, which edition, how old, how many rows, how many records name a known drug."""
    return asyncio.run(_status(json=json))


async def _status(*, json: bool) -> int:
    from seed.status import status as status_of

    with progress() as show:
        async with graph_of(settings(), show, prepared=False) as (graph, _):
            rows = [each.row() for each in await status_of(graph)]
    if json:
        put_json(rows)
    else:
        columns = ("source", "loaded", "edition", "ageDays", "rows", "records", "matchRate", "licence")
        put_table(columns, rows)
    return 0


def query(
    name: Annotated[str | None, Parameter(help="Example, file, or - for stdin; none: list them.")] = None,
    *,
    var: Annotated[
        tuple[str, ...], Parameter(negative="", help="Variable as name=value; the value is JSON or a plain word.")
    ] = (),
    json: Annotated[bool, Parameter(name="--json", negative="", help="The whole response, on one line.")] = False,
    format: Annotated[Format, Parameter(help="Nested answers become one table, see api/table.py.")] = "json",
    output: Annotated[Path | None, Parameter(help="File to write instead of stdout.")] = None,
) -> int:
    """Run a GraphQL operation and print its data."""
    from api.examples import examples

    if name is None:
        put_table(("name", "title"), [{"name": each.name, "title": each.title} for each in examples()])
        return 0
    text, variables = _operation(name)
    variables |= {key: _json_or_word(value) for key, value in _pairs(var)}
    data, errors = asyncio.run(_query(text, variables))
    if json:
        response = ({"data": data} if data is not _NOT_RUN else {}) | ({"errors": errors} if errors else {})
        put(orjson.dumps(response).decode())
    elif data is not _NOT_RUN:
        put_answer(data, format, output)
    for each in errors if not json else ():
        talk.print(f"error: {_at(each)}{each['message']}", markup=False)
    return 1 if errors else 0


async def _query(text: str, variables: dict[str, Any]) -> tuple[Any, list[dict[str, Any]]]:
    """Data and errors."""
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
    name: Annotated[str | None, Parameter(help="Analysis in cypher/analytics; none: list them.")] = None,
    *,
    param: Annotated[tuple[str, ...], Parameter(negative="", help="Parameter as name=value.")] = (),
    plain: Annotated[bool, Parameter(negative="", help="Without Graph Data Science.")] = False,
    json: Json = False,
) -> int:
    """Answer one of the analysts' questions with the Cypher written for it."""
    from graph.database import analytics

    if name is None:
        titles = [{"name": each, "question": analytics.title(each)} for each in analytics.names()]
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
    """Text and variables of what was asked for: stdin, a file, or an example."""
    from api.examples import examples

    if name == STDIN:
        return sys.stdin.read(), {}
    if Path(name).suffix or "/" in name:
        try:
            return Path(name).read_text(encoding="utf-8"), {}
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    known = {each.name: each for each in examples()}
    if name not in known:
        raise SettingsError(unknown_message("example", name, known))
    return known[name].query, known[name].variables


def _pairs(given: Sequence[str]) -> list[tuple[str, str]]:
    found = [each.partition("=") for each in given]
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
