"""The timeline of a drug in the small graph."""

from typing import Any

import pytest

from graph.statement import Statement
from tests.graph.conftest import Small

Json = dict[str, Any]

_ALL = [
    ("2005-08", "TRIAL_STARTED", "trial:1"),
    ("2005-09-14", "TRIAL_POSTED", "trial:1"),
    ("2006-01-03", "LABEL_EFFECTIVE", "approval:1"),
    ("2007-08-02", "APPROVAL", "approval:2"),
    ("2009", "TRIAL_COMPLETED", "trial:1"),
    ("2010-12-31", "TRIAL_STARTED", "trial:5"),
    ("2011", "TRIAL_POSTED", "trial:5"),
    ("2012-03-01", "TRIAL_COMPLETED", "trial:5"),
    ("2018-08-23", "REGISTRATION", "approval:6"),
    ("2020-01-01", "TRIAL_POSTED", "trial:2"),
    ("2020-01-01", "TRIAL_STARTED", "trial:2"),
    ("2021-05-01", "MARKETED", "approval:7"),
]
"""Trial 6 was withdrawn and never started, trial 2 still runs, trial 3 and approval 8 have no date."""
_PARTS = "raw value year month day"


def asked(small: Small, arguments: str = "", drug: str = "drug:1") -> Json:
    found: Json = small.data(
        f"""{{ drug(by: {{ id: "{drug}" }}) {{ timeline{arguments} {{ totalCount
          pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
          edges {{ kind label date {{ {_PARTS} }} trial {{ id }} approval {{ id agency {{ code }} }} }} }} }} }}"""
    )["drug"]["timeline"]
    return found


def events(page: Json) -> list[tuple[str, str, str]]:
    """Return the date as far as it is known, the kind, and the record of every event."""
    found = []
    for edge in page["edges"]:
        date = edge["date"]
        parts = [str(date["year"]), *(f"{date[part]:02}" for part in ("month", "day") if date[part] is not None)]
        found.append(("-".join(parts), edge["kind"], (edge["trial"] or edge["approval"])["id"]))
    return found


def test_all_that_happened_oldest_first_with_dates_as_far_as_known(small: Small) -> None:
    page = asked(small)
    assert events(page) == _ALL
    assert page["totalCount"] == 12
    first = page["edges"][0]
    assert first["date"] == {"raw": "August 2005", "value": None, "year": 2005, "month": 8, "day": None}
    assert (first["label"], first["approval"]) == ("Trial started: IGF-1 in growth failure", None)
    label = page["edges"][2]
    assert label["approval"] == {"id": "approval:1", "agency": {"code": "FDA"}}
    assert (label["label"], label["trial"]) == ("Label of INCRELEX effective, on the list of FDA", None)


def test_kinds_are_asked_for_and_counted(small: Small) -> None:
    page = asked(small, "(kinds: [APPROVAL, REGISTRATION, MARKETED])")
    assert events(page) == [_ALL[3], _ALL[8], _ALL[11]]
    assert page["totalCount"] == 3
    assert asked(small, "(kinds: [])")["totalCount"] == 0


@pytest.mark.parametrize("size", [1, 5])
def test_pages_forward_and_backward_hold_each_event_once(small: Small, size: int) -> None:
    seen: list[tuple[str, str, str]] = []
    after = ""
    while True:
        page = asked(small, f"(first: {size}{after})")
        seen += events(page)
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = f', after: "{page["pageInfo"]["endCursor"]}"'
    assert seen == _ALL
    newest = asked(small, f"(last: {size})")
    assert events(newest) == _ALL[-size:]
    older = asked(small, f'(last: {size}, before: "{newest["pageInfo"]["startCursor"]}")')
    assert events(older) == _ALL[-2 * size : -size]


def test_a_refused_product_was_not_approved(small: Small) -> None:
    def dated(date: str | None) -> None:
        set_ = Statement(
            "MATCH (a:Approval {id: 'approval:11'}) SET a.date = $date, a.dateKind = 'APPROVAL'", {"date": date}
        )
        small.run(small.graph.write(set_))

    dated("2001-01-01")
    assert asked(small, "(kinds: [APPROVAL])", "drug:6")["edges"] == []
    dated(None)


def test_a_drug_without_a_past_has_none(small: Small) -> None:
    page = asked(small, "", "drug:3")
    assert (page["totalCount"], page["edges"]) == (0, [])


@pytest.mark.parametrize(
    ("arguments", "named"),
    [("(first: 201)", "first"), ("(last: -1)", "last"), ('(after: "AQ")', "after"), ("(first: 1, last: 1)", "last")],
)
def test_bad_pages_are_refused(small: Small, arguments: str, named: str) -> None:
    answer = small.ask(f'{{ drug(by: {{ id: "drug:1" }}) {{ timeline{arguments} {{ edges {{ kind }} }} }} }}')
    assert answer.errors[0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert answer.errors[0]["message"].startswith(f"{named}: ")


def test_a_cursor_of_another_list_is_refused(small: Small) -> None:
    query = '{ drug(by: { id: "drug:1" }) { trials(first: 1) { pageInfo { endCursor } } } }'
    cursor = small.data(query)["drug"]["trials"]["pageInfo"]["endCursor"]
    answer = small.ask(f'{{ drug(by: {{ id: "drug:1" }}) {{ timeline(after: "{cursor}") {{ totalCount }} }} }}')
    assert answer.errors[0]["message"].startswith("after: not a cursor of this list")
