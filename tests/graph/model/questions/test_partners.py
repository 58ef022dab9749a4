"""Partners of organisations in the small graph: sponsor 1 is the group of 2 and 3, sponsor 5 that of 6."""

from typing import Any

import pytest

from graph.statement import Statement
from tests.graph.conftest import Small

Json = dict[str, Any]
_NIH = [
    ("sponsor:1", 1, 1),
    ("sponsor:2", 1, 1),
    ("sponsor:3", 0, 2),
    ("sponsor:5", 0, 1),
    ("sponsor:6", 0, 1),
]


def asked(small: Small, sponsor: str, arguments: str = "") -> Json:
    found: Json = small.data(
        f"""{{ sponsor(by: {{ id: "{sponsor}" }}) {{ partners{arguments} {{ totalCount
          pageInfo {{ hasNextPage endCursor }} edges {{ node {{ id }} sharedTrials sharedDrugs }} }} }} }}"""
    )["sponsor"]["partners"]
    return found


def rows(page: Json) -> list[tuple[str, int, int]]:
    return [(edge["node"]["id"], edge["sharedTrials"], edge["sharedDrugs"]) for edge in page["edges"]]


def test_those_with_the_most_trials_in_common_come_first(small: Small) -> None:
    page = asked(small, "sponsor:4")
    assert rows(page) == _NIH
    assert page["totalCount"] == 5


def test_entities_of_one_group_are_not_partners(small: Small) -> None:
    assert rows(asked(small, "sponsor:2")) == [("sponsor:4", 1, 1)]
    assert {row[0] for row in rows(asked(small, "sponsor:5"))}.isdisjoint({"sponsor:5", "sponsor:6"})


def test_through_trials_or_drugs_alone(small: Small) -> None:
    through = asked(small, "sponsor:4", "(via: TRIAL)")
    assert (rows(through), through["totalCount"]) == (_NIH[:2], 2)
    assert [row[0] for row in rows(asked(small, "sponsor:4", "(via: DRUG)"))] == [
        "sponsor:3", "sponsor:1", "sponsor:2", "sponsor:5", "sponsor:6",
    ]  # fmt: skip


def test_pages_hold_each_partner_once(small: Small) -> None:
    seen: list[tuple[str, int, int]] = []
    after = ""
    while True:
        page = asked(small, "sponsor:4", f"(first: 2{after})")
        seen += rows(page)
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = f', after: "{page["pageInfo"]["endCursor"]}"'
    assert seen == _NIH


def test_a_drug_that_everybody_works_on_joins_nobody(small: Small) -> None:
    def count(trials: int) -> None:
        small.run(small.graph.write(Statement("MATCH (d:Drug {id: 'drug:2'}) SET d.trialCount = $n", {"n": trials})))

    count(1_000)
    assert rows(asked(small, "sponsor:4", "(via: DRUG)")) == [(name, trials, 1) for name, trials, _ in _NIH[:3]]
    count(3)
    assert rows(asked(small, "sponsor:4")) == _NIH


@pytest.mark.parametrize(("arguments", "named"), [("(via: CONDITION)", "via"), ("(first: 201)", "first")])
def test_what_is_not_allowed_is_refused(small: Small, arguments: str, named: str) -> None:
    answer = small.ask(f'{{ sponsor(by: {{ id: "sponsor:4" }}) {{ partners{arguments} {{ totalCount }} }} }}')
    assert answer.errors[0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert answer.errors[0]["message"].startswith(f"{named}: ")
    assert "allowed" in answer.errors[0]["message"]
