"""An answer is the same by the library in C and by Python, and nulls are as graphql-core would have them."""

from contextlib import suppress

import orjson
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from neo4j._codec.packstream._common import PackableBuffer
from neo4j._codec.packstream.v1 import Packer

from graph.answer import native
from graph.answer.completion import Completion
from graph.answer.shape import AnswerShape, ConnectionShape, NotAsPromised, ObjectShape, RowsPart, ScalarShape
from graph.answer.writer import AnswerWriter
from graph.database.found import Found
from graph.database.raw_reads import unpack
from tests.graph.answer.shapes import by_graphql_core, present, shapes


def drawn(examples: int) -> settings:
    """A failing example is readable as it is; shrinking it takes minutes."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


built = pytest.mark.skipif(not native.is_there(), reason="the library in C was not built on this machine")


def pack(value: object) -> bytes:
    """The value as the database sends it."""
    buffer = PackableBuffer()  # type: ignore[no-untyped-call]
    Packer(buffer).pack(value)  # type: ignore[no-untyped-call]
    return bytes(buffer.data)


def _plain(shape: object) -> bool:
    return "JSON" not in repr(shape)


@built
@drawn(600)
@given(st.data(), st.booleans())
def test_both_ways_write_the_same(data: st.DataObject, nullable: bool) -> None:
    shape, values = data.draw(shapes())
    value = data.draw(values)
    answer = AnswerShape(shape, nullable)
    written = native.JsonWriter(answer).write(pack(value), unpack)
    assert written == orjson.dumps(answer.build(unpack(pack(value))))
    assert written == orjson.dumps(Completion(answer, value).value)


@built
@drawn(300)
@given(st.data(), st.booleans())
def test_both_ways_refuse_the_same(data: st.DataObject, nullable: bool) -> None:
    shape, values = data.draw(shapes(faults=0.5))
    value = data.draw(present(shape, values, True, 0))
    answer = AnswerShape(shape, nullable)
    try:
        wanted = orjson.dumps(answer.build(unpack(pack(value))))
    except NotAsPromised:
        with pytest.raises(NotAsPromised):
            native.JsonWriter(answer).write(pack(value), unpack)
        assert Completion(answer, value).problems
    else:
        assert native.JsonWriter(answer).write(pack(value), unpack) == wanted


@drawn(300)
@given(st.data(), st.booleans())
def test_nulls_go_where_graphql_core_lets_them(data: st.DataObject, nullable: bool) -> None:
    shape, values = data.draw(shapes(plain=True, faults=0.5).filter(lambda drawing: _plain(drawing[0])))
    value = data.draw(present(shape, values, True, 0))
    answer = AnswerShape(shape, nullable)
    wanted, paths = by_graphql_core(answer, value)
    completion = Completion(answer, value)
    assert orjson.dumps(completion.value) == orjson.dumps(wanted)
    assert bool(completion.problems) == bool(paths)
    # If several nulls remove the same parent, the first one is reported: graphql-core goes on, and so do we.
    assert [list(problem.path) for problem in completion.problems][:1] == paths[:1]


@built
@drawn(300)
@given(st.data())
def test_bytes_that_are_not_what_was_promised_are_refused(data: st.DataObject) -> None:
    shape, values = data.draw(shapes())
    packed = bytearray(pack(data.draw(values)))
    place = data.draw(st.integers(0, len(packed) - 1))
    packed[place:] = data.draw(st.binary(max_size=8) | st.just(b""))
    writer = native.JsonWriter(AnswerShape(shape, True))
    # The part that is left to Python may fail as it would without the library.
    with suppress(native.NotKnown, NotAsPromised, UnicodeDecodeError, ValueError, TypeError):
        writer.write(bytes(packed), unpack)


@built
def test_large_answers_grow_the_room() -> None:
    answer = AnswerShape(ObjectShape(()), True)
    assert native.JsonWriter(answer).write(pack([]), unpack) == b"{}"
    text = "\x01" * 300_000
    assert native.JsonWriter(AnswerShape(ScalarShape("String"), True)).write(pack(text), unpack) == orjson.dumps(text)
    numbers = [number / 7 for number in range(5_000)]
    assert native.JsonWriter(AnswerShape(ScalarShape("[Float!]"), True)).write(pack(numbers), unpack) == orjson.dumps(
        numbers
    )


def test_what_the_library_does_not_know_is_written_by_python() -> None:
    found = Found(packed=pack(b"bytes"))
    with pytest.raises(TypeError):
        AnswerWriter(AnswerShape(ScalarShape("String"), True)).write(found)
    wide = ConnectionShape(
        (RowsPart("nodes", 0, ScalarShape("Int!")), RowsPart("more", 0, ScalarShape("Int!"))), True, True, "x"
    )
    rows = [400, False, False, [[number] for number in range(300)]]
    page = orjson.loads(AnswerWriter(AnswerShape(wide, False)).write(Found(packed=pack(rows))).text)
    assert page == {"nodes": [*range(299, -1, -1)], "more": [*range(299, -1, -1)]}
