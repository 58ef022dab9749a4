"""`medpath load` and `status`: fill the graph from sources, and tell which sources it holds."""

import asyncio
import os
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from api.cli.output import Json, put, put_json, put_table, talk
from api.cli.progress import progress
from api.session import graph_of, keep_temporary_files, settings, unwritable
from graph.errors import SettingsError
from graph.suggestion import unknown_message

if TYPE_CHECKING:
    from seed.source import Source


def load(
    *sources: Annotated[str, Parameter(help="Names of sources; none: the whole starter data.")],
    path: Annotated[
        tuple[str, ...],
        Parameter(
            negative="",
            help="A source's file, folder or archive. For several sources: SOURCE=PATH, or one folder with a "
            "subfolder for each.",
        ),
    ] = (),
    bulk: Annotated[bool, Parameter(negative="", help="Build an empty graph offline: faster for much data.")] = False,
    download: Annotated[
        bool, Parameter(negative="", help="Fetch the files from the publisher. Repeated: only what is new.")
    ] = False,
    since: Annotated[
        str | None, Parameter(help="With --download, for a registry: only records updated on or after this day.")
    ] = None,
    complete: Annotated[
        bool, Parameter(negative="", help="The files are a whole list, even if they lack much of the previous one.")
    ] = False,
    edition: Annotated[
        str | None, Parameter(help="Edition of the files of one source, if they do not state it, such as 2026-11.")
    ] = None,
    json: Json = False,
) -> int:
    """Load sources into the graph. Loading the same files again changes nothing."""
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
    """Fetch the files of these sources and return them as values of --path."""
    from seed.extract.download import fetch

    if not sources or paths:
        raise SettingsError("--download needs the names of sources, and no --path")
    if since is not None and not _is_day(since):
        raise SettingsError(f"--since: must be a day such as 2026-11-24, not {since!r}")
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
            with (
                unpacked_feeds(sources, paths, chosen.home / "unpacked", edition=edition, complete=complete) as wanted,
                journal(full) as notes,
            ):
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
    return 1 if report.failed_checks or any(source.is_refused for source in report.sources) else 0


def status(*, json: Json = False) -> int:
    """List the sources: loaded or not, edition, age, rows, and how many records name a known drug."""
    return asyncio.run(_status(json=json))


async def _status(*, json: bool) -> int:
    from seed.status import status as status_of

    with progress() as show:
        async with graph_of(settings(), show, prepared=False) as (graph, _):
            rows = [source.row() for source in await status_of(graph)]
    if json:
        put_json(rows)
    else:
        columns = ("source", "loaded", "edition", "ageDays", "rows", "records", "matchRate", "licence")
        put_table(columns, rows)
    return 0
