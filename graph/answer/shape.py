"""The shape of an answer: how positional rows become objects with the names of the selection, in its order.

A shape is data, made once a document. It is run in one of three ways: `build` gives the objects to be written as JSON,
`graph.answer.native` writes the JSON straight from the database's bytes. If either finds a null where GraphQL allows
none, `graph.answer.completion` computes the part of the answer that the specification keeps.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graph.answer import cursor as cursors

Build = Callable[[Any], Any]
INT_LIMIT = 2**31
"""GraphQL's Int has 32 bits."""


class NotAsPromised(Exception):
    """A value is null, or an Int of more than 32 bits, in a place whose type does not allow it."""


@dataclass(frozen=True)
class ScalarShape:
    """A scalar, an enum, or lists of these: `type` as GraphQL writes it."""

    type: str


@dataclass(frozen=True)
class ComputedShape:
    """A scalar that Python makes from a non-null value of the statement."""

    make: Callable[[Any], Any]


@dataclass(frozen=True)
class FieldShape:
    """One key of an object."""

    key: str
    shape: "Shape"
    nullable: bool


@dataclass(frozen=True)
class ObjectShape:
    """A list of values into an object with these keys; null stays null."""

    fields: tuple[FieldShape, ...]


@dataclass(frozen=True)
class CaseShape:
    """[case, row] into the object of that case."""

    cases: tuple["Shape", ...]


@dataclass(frozen=True)
class ListShape:
    """A list of rows into a list of objects."""

    item: "Shape"
    nullable_items: bool = False


@dataclass(frozen=True)
class BoxedShape:
    """A list of one value into that value. The list keeps a null that Cypher would leave out."""

    item: "Shape"


@dataclass(frozen=True)
class CursorShape:
    """Sort keys into a cursor."""

    order: str


@dataclass(frozen=True)
class ValuePart:
    """A value of the connection itself: its count, its groups, a link about the whole list."""

    key: str
    column: int
    shape: "Shape"
    nullable: bool = False


@dataclass(frozen=True)
class RowsPart:
    """A list with one value a row: edges, nodes. `column` is that of a row."""

    key: str
    column: int
    shape: "Shape"


@dataclass(frozen=True)
class PageInfoPart:
    """`pageInfo`; `fields` are (key, name). The sort keys of a row are at `column`."""

    key: str
    column: int
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TypenamePart:
    """`__typename` of the connection."""

    key: str
    type_name: str


Part = ValuePart | RowsPart | PageInfoPart | TypenamePart


@dataclass(frozen=True)
class ConnectionShape:
    """[page size, after given, before given, counts and groups…, rows] into a connection.

    One row too many tells of a next page. Without `has_rows` there are only counts and groups.
    """

    parts: tuple[Part, ...]
    has_rows: bool
    backward: bool
    order: str


Shape = ScalarShape | ComputedShape | ObjectShape | CaseShape | ListShape | BoxedShape | CursorShape | ConnectionShape


@dataclass(frozen=True)
class AnswerShape:
    """The shape of one root field, and whether it may be null."""

    shape: Shape
    nullable: bool
    build: Build = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "build", _present(builder(self.shape), self.nullable))


def builder(shape: Shape) -> Build:
    """Return the function that builds the objects of a shape; it raises NotAsPromised. It runs for each row."""
    match shape:
        case ScalarShape():
            return _scalar(shape.type)
        case ComputedShape():
            return lambda value: None if value is None else shape.make(value)
        case ObjectShape():
            return _record(shape.fields)
        case CaseShape():
            cases = [builder(case) for case in shape.cases]
            return lambda tagged: None if tagged is None else cases[tagged[0]](tagged[1])
        case ListShape():
            item = _present(builder(shape.item), shape.nullable_items)
            return lambda rows: None if rows is None else [item(row) for row in rows]
        case BoxedShape():
            inner = builder(shape.item)
            return lambda box: inner(box[0])
        case CursorShape():
            return lambda keys: cursors.encode(shape.order, keys)
        case ConnectionShape():
            return _connection(shape)


def same(value: Any) -> Any:
    """A value that is written as it comes."""
    return value


def _present(build: Build, nullable: bool) -> Build:
    if nullable:
        return build

    def checked(value: Any) -> Any:
        if value is None:
            raise NotAsPromised
        return build(value)

    return checked


def _scalar(type_: str) -> Build:
    named = type_.rstrip("!")
    if named.startswith("["):
        inside = named[1:-1]
        item = _present(_scalar(inside), not inside.endswith("!"))
        return lambda values: None if values is None else [item(value) for value in values]
    return {"Int": _int, "Float": _float}.get(named, same)


def _int(value: Any) -> Any:
    if value is not None and not -INT_LIMIT <= value < INT_LIMIT:
        raise NotAsPromised
    return value


def _float(value: Any) -> Any:
    return float(value) if isinstance(value, int) else value


def _record(fields: tuple[FieldShape, ...]) -> Build:
    keys = [field.key for field in fields]
    never_null = [place for place, field in enumerate(fields) if not field.nullable]
    builders = [(place, builder(field.shape)) for place, field in enumerate(fields)]
    built = [(place, make) for place, make in builders if make is not same]

    def build(row: list[Any] | None) -> dict[str, Any] | None:
        if row is None:
            return None
        if None in row and any(row[place] is None for place in never_null):
            raise NotAsPromised
        if built:
            row = row.copy()
            for place, make in built:
                row[place] = make(row[place])
        return dict(zip(keys, row, strict=True))

    return build


def _connection(shape: ConnectionShape) -> Build:
    makers = {part.key: _maker(part) for part in shape.parts}

    def build(found: list[Any]) -> dict[str, Any]:
        rows, more = page_of(shape, found)
        answer: dict[str, Any] = {}
        for part in shape.parts:
            match part:
                case ValuePart(key=key, column=column):
                    answer[key] = makers[key](found[column])
                case RowsPart(key=key, column=column):
                    make = makers[key]
                    answer[key] = [make(row[column]) for row in rows]
                case PageInfoPart(key=key):
                    answer[key] = page_info(part, shape, rows, more, found)
                case TypenamePart(key=key, type_name=name):
                    answer[key] = name
        return answer

    return build


def _maker(part: Part) -> Build:
    match part:
        case ValuePart():
            return _present(builder(part.shape), part.nullable)
        case RowsPart():
            return _present(builder(part.shape), False)
        case _:
            return same


def page_of(shape: ConnectionShape, found: list[Any]) -> tuple[list[Any], bool]:
    """The rows of the page in the order they are shown, and whether there are more."""
    if not shape.has_rows:
        return [], False
    rows, size = found[-1], found[0]
    page = rows[:size]
    return (page[::-1] if shape.backward else page), len(rows) > size


def page_info(
    part: PageInfoPart, shape: ConnectionShape, rows: list[Any], more: bool, found: list[Any]
) -> dict[str, Any]:
    """A page that ends at a given cursor has something beyond it: the row of the cursor itself."""
    ends = {"startCursor": 0, "endCursor": -1}
    answer: dict[str, Any] = {}
    for key, name in part.fields:
        if name == "__typename":
            answer[key] = "PageInfo"
        elif name == "hasNextPage":
            answer[key] = found[2] or (more and not shape.backward)
        elif name == "hasPreviousPage":
            answer[key] = found[1] or (more and shape.backward)
        else:
            answer[key] = cursors.encode(shape.order, rows[ends[name]][part.column]) if rows else None
    return answer
