"""The shape of an answer: how positional rows become objects with the names of the selection, in its order.

A shape takes a value as the driver returned it and gives the object to be written as JSON. Shapes are made once a
document and run for each row, so they do as little as they can.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graph import cursor as cursors

Shape = Callable[[Any], Any]


@dataclass(frozen=True)
class Part:
    """One list of a page: its key, its column in each row, the shape of its items."""

    key: str
    column: int
    shape: Shape | None


def same(value: Any) -> Any:
    """The shape of a scalar."""
    return value


def record(keys: Sequence[str], shapes: Sequence[Shape | None]) -> Shape:
    """A list of values into an object with these keys; null stays null."""
    nested = [(place, built) for place, built in enumerate(shapes) if built is not None]

    def plain(row: list[Any] | None) -> dict[str, Any] | None:
        return None if row is None else dict(zip(keys, row, strict=True))

    def deep(row: list[Any] | None) -> dict[str, Any] | None:
        if row is None:
            return None
        for place, built in nested:
            row[place] = built(row[place])
        return dict(zip(keys, row, strict=True))

    return deep if nested else plain


def one_of(shapes: Sequence[Shape]) -> Shape:
    """[case, row] into the object of that case."""

    def build(tagged: list[Any] | None) -> Any:
        return None if tagged is None else shapes[tagged[0]](tagged[1])

    return build


def each(item: Shape | None) -> Shape:
    """A list of rows into a list of objects."""
    if item is None:
        return same
    return lambda rows: [item(row) for row in rows]


def cursor(order: str) -> Shape:
    """Sort keys into a cursor."""
    return lambda keys: cursors.encode(order, keys)


def connection(
    parts: Sequence[tuple[str, str, Any]], builders: Sequence[Part], has_rows: bool, backward: bool, order: str
) -> Shape:
    """[rows, page size, after given, before given, counts and groups…] into a connection.

    One row too many tells of a next page.
    """
    by_key = {part.key: part for part in builders}

    def build(found: list[Any]) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        rows: list[Any] = []
        more = False
        if has_rows:
            rows, size = found[0], found[1]
            more = len(rows) > size
            rows = rows[:size]
            if backward:
                rows.reverse()
        for key, kind, detail in parts:
            if kind in ("COUNT", "GROUPS", "LINK"):
                extra = by_key[key]
                answer[key] = (extra.shape or same)(found[extra.column])
            elif kind == "TYPENAME":
                answer[key] = detail
            elif kind == "PAGE_INFO":
                part = by_key.get(key)
                answer[key] = _page_info(detail, rows, part, more, backward, found, order)
            else:
                part = by_key[key]
                column, item = part.column, part.shape or same
                answer[key] = [item(row[column]) for row in rows]
        return answer

    return build


def _page_info(
    fields: Sequence[tuple[str, str]],
    rows: list[Any],
    part: Part | None,
    more: bool,
    backward: bool,
    found: list[Any],
    order: str,
) -> dict[str, Any]:
    """A page that ends at a given cursor has something beyond it: the row of the cursor itself."""
    ends = {"startCursor": 0, "endCursor": -1}
    answer: dict[str, Any] = {}
    for key, name in fields:
        if name == "__typename":
            answer[key] = "PageInfo"
        elif name == "hasNextPage":
            answer[key] = found[3] or (more and not backward)
        elif name == "hasPreviousPage":
            answer[key] = found[2] or (more and backward)
        else:
            assert part is not None
            answer[key] = cursors.encode(order, rows[ends[name]][part.column]) if rows else None
    return answer
