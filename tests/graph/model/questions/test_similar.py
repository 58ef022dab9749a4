"""Drugs of the small graph that are like one another, with scores worked out by hand from the definition."""

from math import log
from typing import Any

import pytest

from graph.statement import Statement
from tests.graph.conftest import Small

Json = dict[str, Any]


def weight(drugs: int) -> float:
    """Weight of a shared node that so many drugs have."""
    return 1 / (1 + log(drugs))


def asked(small: Small, arguments: str, drug: str = "drug:1") -> list[Json]:
    found: list[Json] = small.data(
        f"""{{ drug(by: {{ id: "{drug}" }}) {{ similar{arguments} {{ drug {{ id }} score sharedCount
          shared {{ ... on Node {{ id }} }} }} }} }}"""
    )["drug"]["similar"]
    return found


def scores(found: list[Json]) -> dict[str, float]:
    return {similar["drug"]["id"]: similar["score"] for similar in found}


def test_conditions_count_the_more_the_fewer_drugs_have_them(small: Small) -> None:
    found = asked(small, "(by: [CONDITIONS])")
    whole = weight(1) + 3 * weight(2) + weight(5)
    assert scores(found) == {
        "drug:2": round((3 * weight(2) + weight(5)) / whole, 4),
        **{f"drug:{n}": round(weight(5) / whole, 4) for n in (5, 6, 8)},
    }
    assert [similar["drug"]["id"] for similar in found] == ["drug:2", "drug:5", "drug:6", "drug:8"]
    assert [node["id"] for node in found[0]["shared"]] == ["condition:1", "condition:2", "condition:3", "condition:5"]
    assert found[0]["sharedCount"] == 4


def test_organisations_count_with_their_group(small: Small) -> None:
    found = asked(small, "(by: [SPONSORS])")
    own = weight(5) + weight(2)
    assert scores(found) == {"drug:2": round(own / (own + weight(7)), 4), "drug:7": round(weight(5) / own, 4)}
    assert [node["id"] for node in found[1]["shared"]] == ["sponsor:1"]


def test_trials_that_test_both(small: Small) -> None:
    [found] = asked(small, "(by: [TRIALS])")
    assert found["score"] == round(weight(2) / (4 + weight(2) + 2), 4)
    assert [node["id"] for node in found["shared"]] == ["trial:2"]


def test_agencies_where_both_are_found(small: Small) -> None:
    [found] = asked(small, "(by: [AGENCIES])")
    assert found["score"] == round(2 * weight(2) / (3 * weight(2) + 2), 4)
    assert {node["id"] for node in found["shared"]} == {"agency:EMA", "agency:FDA"}


def test_all_bases_together_and_no_drug_by_agencies_alone(small: Small) -> None:
    found = asked(small, "")
    own = (weight(1) + 3 * weight(2) + weight(5)) + (weight(5) + weight(2)) + (4 + weight(2)) + (3 * weight(2) + 2)
    both = (3 * weight(2) + weight(5)) + (weight(5) + weight(2)) + weight(2) + 2 * weight(2)
    others = both + weight(7) + 2
    assert (found[0]["drug"]["id"], found[0]["score"]) == ("drug:2", round(both / (own + others - both), 4))
    assert [similar["drug"]["id"] for similar in asked(small, "(first: 1)")] == ["drug:2"]
    assert asked(small, "(first: 0)") == asked(small, "", "drug:3") == []


def test_what_too_many_drugs_have_is_no_likeness(small: Small) -> None:
    def count(drugs: int) -> None:
        set_ = Statement("MATCH (c:Condition {id: 'condition:5'}) SET c.drugCount = $drugs", {"drugs": drugs})
        small.run(small.graph.write(set_))

    count(501)
    assert scores(asked(small, "(by: [CONDITIONS])")).keys() == {"drug:2"}
    count(5)
    assert len(asked(small, "(by: [CONDITIONS])")) == 4


def test_what_is_shared_is_shown_as_far_as_asked(small: Small) -> None:
    [found] = small.data(
        '{ drug(by: { id: "drug:1" }) { similar(by: [CONDITIONS], first: 1) { shared(first: 1) { __typename } } } }'
    )["drug"]["similar"]
    assert found["shared"] == [{"__typename": "Condition"}]


@pytest.mark.parametrize(
    ("arguments", "named"), [("(by: [])", "by"), ("(first: 51)", "first"), ("(first: -1)", "first")]
)
def test_what_is_not_allowed_is_refused(small: Small, arguments: str, named: str) -> None:
    answer = small.ask(f'{{ drug(by: {{ id: "drug:1" }}) {{ similar{arguments} {{ score }} }} }}')
    assert answer.errors[0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert answer.errors[0]["message"].startswith(f"{named}: ")
    assert "allowed" in answer.errors[0]["message"]
