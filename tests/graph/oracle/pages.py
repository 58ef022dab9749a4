"""Pages of a connection."""

from collections.abc import Sequence

from tests.graph.oracle.filters import matches
from tests.graph.oracle.orders import cursor_at, order_of, position_of, sort_rows
from tests.graph.oracle.world import Json, World


def page_of(world: World, kind: str, rows: Sequence[Json], args: Json) -> Json:
    """Return a page of a connection. A row has the fields of its edge, `node` included."""
    wanted = args.get("filter")
    found = [row for row in rows if wanted is None or matches(kind, row["node"], wanted)]
    order = order_of(kind, args.get("orderBy"))
    every = sort_rows(kind, found, order)
    after, before = (position_of(world.all(kind), kind, every, order, args.get(name)) for name in ("after", "before"))
    inside = [
        row
        for place, row in enumerate(every)
        if (after is None or place > after) and (before is None or place < before)
    ]
    last = args.get("last")
    first = args.get("first")
    size = last if last is not None else (25 if first is None else first)
    page = inside[max(0, len(inside) - size) :] if last is not None else inside[:size]
    cut = len(page) < len(inside)
    cursors = [cursor_at(kind, row["node"], order) for row in page]
    return {
        "totalCount": len(found),
        "pageInfo": {
            # At least the cursor's own row lies beyond a given cursor.
            "hasNextPage": before is not None or (last is None and cut),
            "hasPreviousPage": after is not None or (last is not None and cut),
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
        },
        "nodes": [row.get("condition", row["node"]) for row in page],
        "drugs": [row.get("drug") for row in page],
        "kind": kind,
        "rows": found,
        "edges": [{"role": None, **row, "cursor": mark} for row, mark in zip(page, cursors, strict=True)],
    }
