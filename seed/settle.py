"""What follows from all records together: groups, coverage, brand names, types and counts. Writes only what differs."""

from graph import library
from graph.driver import Graph, Written
from graph.statement import Statement
from seed import tables
from seed.agencies import agency_rows
from seed.draft import Buffer, link
from seed.feeds import Feed
from seed.naming import best, slug
from seed.records import Organisation
from seed.resolve import Resolver

TABLES = {
    "id": "medpath_tables",
    "name": "Reviewed tables of MedPath",
    "publisher": "MedPath",
    "licence": "MIT",
}
"""The source of what this project's own tables state."""
_TIMEOUT_S = 300.0


def put_agencies(buffer: Buffer) -> None:
    """The twelve agencies and the source of the tables."""
    buffer.node("Source", {**TABLES, "release": buffer.release})
    for row in agency_rows():
        buffer.node("Agency", row)


def put_groups(resolver: Resolver) -> None:
    """Companies above which the reviewed table puts a group; a company that nothing names is left out."""
    for row in tables.rows("organisation_groups"):
        member = f"sponsor:{slug(row['member'])}"
        if member in resolver.sponsors.known:
            group = resolver.sponsors.resolve(Organisation(row["group"], "COMPANY"), TABLES["id"], resolver.buffer)
            values = {"reason": row["reason"], "sourceIds": [TABLES["id"]]}
            resolver.buffer.link("Sponsor", link("SUBSIDIARY_OF", member, group, values))


async def settle(graph: Graph, resolver: Resolver, feeds: list[Feed]) -> Written:
    """Bring everything derived to the state of the records. The order matters: counts come last."""
    written = await _coverage(graph, resolver, feeds)
    written += await graph.write(_statement("write/biotech", ids=sorted(resolver.biotech)))
    written += await _brands(graph)
    for name in ("write/derive_drug", "write/derive_condition", "write/derive_sponsor"):
        written += await graph.write(_statement(name))
    return written


async def _coverage(graph: Graph, resolver: Resolver, feeds: list[Feed]) -> Written:
    release, written = resolver.buffer.release, Written()
    for agency in agency_rows():
        for name in ("write/cover_lost", "write/cover_found"):
            written += await graph.write(_statement(name, agency=agency["id"], release=release))
    written += await graph.write(_statement("write/cover_stated", rows=resolver.coverage, release=release))
    for feed in feeds:
        if feed.complete and feed.source.agency:
            values = {"agency": f"agency:{feed.source.agency}", "source": feed.source.id, "release": release}
            written += await graph.write(_statement("write/cover_none", **values))
    return written


async def _brands(graph: Graph) -> Written:
    rows = []
    for row in await graph.rows(Statement(library.load("read/brands")), timeout_s=_TIMEOUT_S):
        spellings: dict[str, list[str]] = {}
        for name in row["names"]:
            spellings.setdefault(name.casefold(), []).append(name)
        shown = sorted(map(best, spellings.values()))
        if shown != row["shown"]:
            rows.append({"id": row["id"], "names": shown})
    return await graph.write(_statement("write/brands", rows=rows)) if rows else Written()


def _statement(name: str, **parameters: object) -> Statement:
    return Statement(library.load(name), parameters)
