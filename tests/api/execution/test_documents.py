"""The document cache is bounded and keeps valid documents only."""

import pytest
from graphql import build_schema, parse

from api.errors import InvalidOperation
from api.execution.documents import Documents, operation_of
from graph.errors import LimitExceeded

SCHEMA = build_schema("type Query { a: Int }")


def test_a_document_is_parsed_once() -> None:
    documents = Documents(SCHEMA)
    assert documents.get("{ a }") is documents.get("{ a }")


def test_the_least_recently_used_document_is_given_up_first() -> None:
    documents = Documents(SCHEMA, capacity=len("{ a } # 1") * 2)
    first, second = documents.get("{ a } # 1"), documents.get("{ a } # 2")
    documents.get("{ a } # 1")
    documents.get("{ a } # 3")
    assert documents.get("{ a } # 1") is first
    assert documents.get("{ a } # 2") is not second


@pytest.mark.parametrize(
    ("query", "code"),
    [("{ a", "GRAPHQL_PARSE_FAILED"), ("{ b }", "GRAPHQL_VALIDATION_FAILED"), ("", "GRAPHQL_PARSE_FAILED")],
)
def test_a_document_that_is_not_valid_says_where(query: str, code: str) -> None:
    with pytest.raises(InvalidOperation) as caught:
        Documents(SCHEMA).get(query)
    assert caught.value.code == code
    assert caught.value.entries[0]["locations"]


def test_a_document_of_too_many_tokens_is_refused() -> None:
    with pytest.raises(LimitExceeded, match="2,000 tokens"):
        Documents(SCHEMA).get("{" + " a" * 2000 + "}")


def test_errors_are_at_most_20() -> None:
    with pytest.raises(InvalidOperation) as caught:
        Documents(SCHEMA).get("{ a(" + " ".join(f"x{n}: 1" for n in range(200)) + ") }")
    assert len(caught.value.entries) == 20


def test_the_operation_is_the_named_one_or_the_only_one() -> None:
    several = parse("query A { a } query B { a }")
    found = operation_of(several, "B")
    assert found.name is not None
    assert found.name.value == "B"
    assert operation_of(parse("{ a }"), None)
    for document, name in ((several, None), (several, "C"), (parse("fragment F on Query { a }"), None)):
        with pytest.raises(InvalidOperation):
            operation_of(document, name)
