"""Groups of companies, from the reviewed table `organisation_groups`."""

from graph import cypher_files
from graph.database.driver import Graph
from graph.statement import Statement
from seed import tables
from seed.load.loader import Loader
from seed.match.organisation import parse_name
from seed.merge.draft import link
from seed.records import Organisation
from seed.resolve.organisations import sponsor_key


async def put_groups(graph: Graph, loader: Loader) -> None:
    """Link companies with their group as the table states; companies that no record names are left out.

    Links that the table no longer states are closed.
    """
    resolver, buffer, stated = loader.resolver, loader.buffer, set()
    table = tables.rows("organisation_groups")
    await loader.lookup.learn_organisations((row[name] for row in table for name in ("member", "group")), resolver)
    for row in table:
        member = sponsor_key(parse_name(row["member"]))
        if member in resolver.sponsors.known:
            group = resolver.sponsors.resolve(Organisation(row["group"], "COMPANY"), tables.SOURCE["id"], buffer)
            values = {"reason": row["reason"], "sourceIds": [tables.SOURCE["id"]]}
            buffer.link("Sponsor", link("SUBSIDIARY_OF", member, group, values))
            stated.add((member, group))
    for row in await graph.rows(Statement(cypher_files.load("read/groups"), {"source": tables.SOURCE["id"]})):
        ends = row["member"], row["group"]
        if ends not in stated:
            buffer.close_link("Sponsor", link("SUBSIDIARY_OF", *ends, {}))
            loader.changed_keys.add("Sponsor", ends)
