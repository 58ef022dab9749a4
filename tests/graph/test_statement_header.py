import pytest

from graph import statement_header
from graph.errors import BadUserInput, ModelError

_TEXT = """// Drugs tried for the same conditions as one drug,
// largest overlap first.
//
// Not a recommendation.
//
// param   $drug   STRING              name or identifier
// param   $kinds  LIST<STRING> = []   phases
// param   $limit  INTEGER = 25        1..100
// returns drug    STRING
// returns shared  INTEGER             conditions in common, >= 1
// access  read
// needs   constraint drug_id
MATCH (d:Drug {id: $drug}) // $nothing
WHERE d.phase IN $kinds AND d.name <> '$nobody'
RETURN d.name AS drug, COUNT { (d)<--(t) RETURN DISTINCT t } AS shared
ORDER BY shared DESC
LIMIT $limit
"""


def test_a_header_says_what_goes_in_and_what_comes_out() -> None:
    read = statement_header.parse("overlap", _TEXT)
    assert read.title == "Drugs tried for the same conditions as one drug, largest overlap first."
    assert [(param.name, param.type, param.default) for param in read.params] == [
        ("drug", "STRING", None),
        ("kinds", "LIST<STRING>", []),
        ("limit", "INTEGER", 25),
    ]
    assert [(column.name, column.type) for column in read.columns] == [("drug", "STRING"), ("shared", "INTEGER")]
    assert (read.writes, read.needs) == (False, ("constraint drug_id",))
    statement_header.check("overlap", read, _TEXT)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("$limit\n", "25\n", "parameters in the header"),
        ("{id: $drug}", "{id: $unii}", "parameters in the header"),
        ("AS shared", "AS overlap", "columns in the header"),
    ],
)
def test_a_body_that_does_not_do_what_its_header_says_is_named(old: str, new: str, problem: str) -> None:
    with pytest.raises(ModelError, match=f"overlap: {problem}"):
        statement_header.check("overlap", statement_header.parse("overlap", _TEXT), _TEXT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [("access  read", "access  maybe"), ("INTEGER = 25", "NUMBER = 25"), ("returns drug    STRING", "returns drug")],
)
def test_a_header_that_cannot_be_read_is_named(old: str, new: str) -> None:
    with pytest.raises(ModelError, match=r"^overlap: "):
        statement_header.parse("overlap", _TEXT.replace(old, new))


def test_values_are_read_by_type_and_defaults_added() -> None:
    read = statement_header.parse("overlap", _TEXT)
    assert statement_header.values(read, {"drug": "DB01277"}) == {"drug": "DB01277", "kinds": [], "limit": 25}
    assert statement_header.values(read, {"drug": "1", "kinds": "PHASE2, PHASE3", "limit": "7"}) == {
        "drug": "1",
        "kinds": ["PHASE2", "PHASE3"],
        "limit": 7,
    }


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({}, "drug: must be given: STRING name or identifier"),
        ({"drug": "x", "limit": "many"}, "limit: must be INTEGER, not 'many'"),
        ({"drug": "x", "limit": "0"}, "limit: must be within 1..100, not 0"),
        ({"drug": "x", "top": "3"}, "top: there is no such parameter; known are drug, kinds, limit"),
    ],
)
def test_a_value_outside_what_is_allowed_is_said_with_what_is(typed: dict[str, str], problem: str) -> None:
    with pytest.raises(BadUserInput) as refused:
        statement_header.values(statement_header.parse("overlap", _TEXT), typed)
    assert str(refused.value) == problem
