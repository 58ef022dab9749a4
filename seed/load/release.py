"""Release instants: each load that changes anything makes one; a load that was killed continues under its own."""

from datetime import UTC, datetime

from graph import cypher_files
from graph.database.driver import Graph, Written
from graph.database.migrate import migrations
from graph.model import NODES
from graph.statement import Statement

_TIMEOUT_S = 120.0


def now() -> str:
    """Return the current instant in UTC to the millisecond: 2026-11-23T09:31:00.000Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def interrupted(graph: Graph) -> str | None:
    """Return the instant of a load that began and never ended, if there is one."""
    instant = await graph.read(Statement(cypher_files.load("read/open_load")), timeout_s=_TIMEOUT_S)
    return None if instant is None else str(instant)


async def open_load(graph: Graph, version: str) -> None:
    """Note in the graph that the load of this instant writes."""
    await graph.write(Statement(cypher_files.load("write/open_load"), {"version": version}))


async def close_load(graph: Graph, version: str, *, changed: bool) -> Written:
    """Make the release current if anything changed, and remove the note of `open_load`."""
    if not changed:
        await graph.write(Statement(cypher_files.load("write/close_load")))
        return Written()
    release = {
        "version": version,
        "builtAt": now(),
        "schemaVersion": migrations()[-1].number,
        "isCurrent": True,
        **await _counts(graph),
    }
    return await graph.write(
        Statement(cypher_files.load("write/release"), {"release": release}),
        Statement(cypher_files.load("write/close_load")),
    )


async def _counts(graph: Graph) -> dict[str, list[str] | list[int]]:
    labels = [label for label in NODES if label != "Release"]
    text = "RETURN [" + ", ".join(f"COUNT {{ (:{label}) }}" for label in labels) + "] AS counts"
    [row] = await graph.rows(Statement(text), timeout_s=_TIMEOUT_S)
    return {"countLabels": labels, "countValues": row["counts"]}
