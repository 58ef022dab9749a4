"""Random shapes with values that fit them, and the answer of graphql-core for the same."""

from collections.abc import Callable
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLFloat,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    execute_sync,
    parse,
)
from hypothesis import strategies as st

from graph.answer.shape import (
    AnswerShape,
    BoxedShape,
    CaseShape,
    ComputedShape,
    ConnectionShape,
    CursorShape,
    FieldShape,
    ListShape,
    ObjectShape,
    PageInfoPart,
    Part,
    RowsPart,
    ScalarShape,
    Shape,
    TypenamePart,
    ValuePart,
)

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ['"\\/\b\f\n\r\t\x01\x7f', "é漢😀"]
)
_INTS = st.integers(-(2**31), 2**31 - 1) | st.sampled_from([-17, -16, 127, 128, -128, -129, 32767, 32768])
_FLOATS = st.floats(allow_nan=False, allow_infinity=False)
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | _FLOATS | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=8,
)
_SCALARS = {
    "String": _TEXTS,
    "Int": _INTS,
    "Float": _FLOATS | st.integers(-5, 5),
    "JSON": _ANY.filter(lambda value: value is not None),
}
_KEYS = st.lists(st.from_regex(r"[a-z]{1,4}", fullmatch=True), min_size=1, max_size=4, unique=True)
_ORDER = "Drug:NAME ASC"
_NEVER_NULL = (CursorShape, ConnectionShape, BoxedShape, CaseShape)


@st.composite
def scalars(draw: Callable[..., Any], faults: float) -> tuple[Shape, st.SearchStrategy[Any]]:
    """A scalar or a list of scalars with its values, null among them; `faults`: also where none may be."""
    name = draw(st.sampled_from(sorted(_SCALARS)))
    values = _SCALARS[name]
    if name == "Int" and faults:
        values |= st.just(2**31)
    if name == "JSON" or draw(st.booleans()):
        return ScalarShape(name), values
    inner = draw(st.sampled_from(["", "!"]))
    items = values if inner and not faults else values | st.none()
    return ScalarShape(f"[{name}{inner}]"), st.lists(items, max_size=4)


def shapes(*, plain: bool = False, faults: float = 0.0) -> st.SearchStrategy[tuple[Shape, st.SearchStrategy[Any]]]:
    """A shape and its values; `plain`: those that graphql-core can be asked about as well."""

    def deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        found = records(inner, faults) | one_shape(inner, faults)
        return found if plain else found | one_of(inner) | boxed(inner) | connections(inner, faults)

    leaves = scalars(faults)
    return st.recursive(leaves if plain else leaves | made(), deeper, max_leaves=8)


@st.composite
def made(draw: Callable[..., Any]) -> tuple[Shape, st.SearchStrategy[Any]]:
    if draw(st.booleans()):
        return CursorShape(_ORDER), st.lists(_TEXTS | st.integers(-9, 9) | st.none(), max_size=3)
    return ComputedShape(lambda value: {"made": value}), _ANY.filter(lambda value: value is not None)


def present(shape: Shape, values: st.SearchStrategy[Any], nullable: bool, faults: float) -> st.SearchStrategy[Any]:
    """The values of a place, with null where it may be, or where a fault may put it."""
    return values | st.none() if (nullable or faults) and not isinstance(shape, _NEVER_NULL) else values


@st.composite
def records(draw: Callable[..., Any], inner: Any, faults: float) -> tuple[Shape, st.SearchStrategy[Any]]:
    fields, values = [], []
    for key in draw(_KEYS):
        shape, found = draw(inner)
        nullable = draw(st.booleans()) and not isinstance(shape, _NEVER_NULL)
        fields.append(FieldShape(key, shape, nullable))
        values.append(present(shape, found, nullable, faults))
    return ObjectShape(tuple(fields)), st.tuples(*values).map(list)


@st.composite
def one_shape(draw: Callable[..., Any], inner: Any, faults: float) -> tuple[Shape, st.SearchStrategy[Any]]:
    shape, values = draw(inner)
    nullable = draw(st.booleans()) and not isinstance(shape, _NEVER_NULL)
    return ListShape(shape, nullable), st.lists(present(shape, values, nullable, faults), max_size=3)


@st.composite
def one_of(draw: Callable[..., Any], inner: Any) -> tuple[Shape, st.SearchStrategy[Any]]:
    cases = draw(st.lists(inner, min_size=1, max_size=3))
    tagged = [values.map(lambda value, place=place: [place, value]) for place, (_, values) in enumerate(cases)]
    return CaseShape(tuple(shape for shape, _ in cases)), st.one_of(tagged)


@st.composite
def boxed(draw: Callable[..., Any], inner: Any) -> tuple[Shape, st.SearchStrategy[Any]]:
    shape, values = draw(inner)
    return BoxedShape(shape), values.map(lambda value: [value])


@st.composite
def connections(draw: Callable[..., Any], inner: Any, faults: float) -> tuple[Shape, st.SearchStrategy[Any]]:
    kinds = draw(st.lists(st.sampled_from(["COUNT", "EDGES", "LIST", "PAGE_INFO", "TYPENAME"]), min_size=1, max_size=4))
    has_rows = not {"EDGES", "LIST", "PAGE_INFO"}.isdisjoint(kinds)
    parts: list[Part] = []
    head: list[st.SearchStrategy[Any]] = [st.integers(0, 3), st.booleans(), st.booleans()] if has_rows else []
    columns: list[st.SearchStrategy[Any]] = []
    for place, kind in enumerate(kinds):
        key = f"k{place}"
        if kind == "TYPENAME":
            parts.append(TypenamePart(key, 'Of"it'))
        elif kind == "PAGE_INFO":
            names = draw(
                st.lists(
                    st.sampled_from(["hasNextPage", "hasPreviousPage", "startCursor", "endCursor", "__typename"]),
                    min_size=1,
                    unique=True,
                )
            )
            parts.append(PageInfoPart(key, len(columns), tuple((name, name) for name in names)))
            if {"startCursor", "endCursor"}.intersection(names):
                columns.append(st.lists(_TEXTS, min_size=1, max_size=2))
        elif kind == "COUNT":
            parts.append(ValuePart(key, len(head), ScalarShape("Int!")))
            head.append(_INTS)
        else:
            shape, values = draw(inner)
            parts.append(RowsPart(key, len(columns), shape))
            columns.append(present(shape, values, False, faults))
    if has_rows:
        head.append(st.lists(st.tuples(*columns).map(list), max_size=4))
    return ConnectionShape(tuple(parts), has_rows, draw(st.booleans()), _ORDER), st.tuples(*head).map(list)


def by_graphql_core(answer: AnswerShape, value: Any) -> tuple[Any, list[list[Any]]]:
    """The value of the root field and the paths of the errors, by graphql-core's own executor."""
    types = 0

    def field(shape: Shape, nullable: bool) -> GraphQLField:
        kind = output(shape)
        return GraphQLField(kind if nullable else GraphQLNonNull(kind))

    def output(shape: Shape) -> Any:
        nonlocal types
        match shape:
            case ScalarShape():
                return scalar(shape.type)
            case ListShape():
                inner = output(shape.item)
                return GraphQLList(inner if shape.nullable_items else GraphQLNonNull(inner))
            case ObjectShape():
                types += 1
                return GraphQLObjectType(f"T{types}", {f.key: field(f.shape, f.nullable) for f in shape.fields})
        raise AssertionError(shape)

    def scalar(type_: str) -> Any:
        if type_.endswith("!"):
            return GraphQLNonNull(scalar(type_[:-1]))
        if type_.startswith("["):
            return GraphQLList(scalar(type_[1:-1]))
        return {"String": GraphQLString, "Int": GraphQLInt, "Float": GraphQLFloat}[type_]

    def named(shape: Shape, found: Any) -> Any:
        match shape:
            case ListShape() if found is not None:
                return [named(shape.item, item) for item in found]
            case ObjectShape() if found is not None:
                return {f.key: named(f.shape, part) for f, part in zip(shape.fields, found, strict=True)}
        return found

    def asked(shape: Shape) -> str:
        match shape:
            case ListShape():
                return asked(shape.item)
            case ObjectShape():
                return " { " + " ".join(f.key + asked(f.shape) for f in shape.fields) + " }"
        return ""

    schema = GraphQLSchema(GraphQLObjectType("Query", {"it": field(answer.shape, answer.nullable)}))
    result = execute_sync(schema, parse("{ it" + asked(answer.shape) + " }"), {"it": named(answer.shape, value)})
    return result.data and result.data["it"], [list(error.path or ())[1:] for error in result.errors or ()]
