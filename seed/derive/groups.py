"""Groups of companies, from the reviewed table."""

from graph import cypher_files
from graph.database.driver import Graph
from graph.statement import Statement
from seed import tables
from seed.load.loader import Loader
from seed.match.organisation import parse_name
from seed.merge.draft import link
from seed.records import Organisation
from seed.resolve.organisations import sponsor_key


async def put_groups(graph: Graph, intake: Loader) -> None:
    """Companies above which the reviewed table puts a group; a company that nothing names is left out.

    What the table no longer says is ended.
    """
    resolver, buffer, said = intake.resolver, intake.buffer, set()
    table = tables.rows("organisation_groups")
    await intake.known.organisations((row[name] for row in table for name in ("member", "group")), resolver)
    for row in table:
        member = sponsor_key(parse_name(row["member"]))
        if member in resolver.sponsors.known:
            group = resolver.sponsors.resolve(Organisation(row["group"], "COMPANY"), tables.SOURCE["id"], buffer)
            values = {"reason": row["reason"], "sourceIds": [tables.SOURCE["id"]]}
            buffer.link("Sponsor", link("SUBSIDIARY_OF", member, group, values))
            said.add((member, group))
    for held in await graph.rows(Statement(cypher_files.load("read/groups"), {"source": tables.SOURCE["id"]})):
        ends = held["member"], held["group"]
        if ends not in said:
            buffer.close_link("Sponsor", link("SUBSIDIARY_OF", *ends, {}))
            intake.touched.add("Sponsor", ends)
