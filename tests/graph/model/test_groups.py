"""`groupBy`: every dimension of every list has the counts of a walk over the graph."""

from typing import Any

import pytest

from graph.model.registry import CONNECTION_TYPES
from tests.graph.conftest import CONSTANTS, Small
from tests.graph.oracle.fields import answer, same

ROOTS = {f"{kind}Connection": f"{kind.lower()}s" for kind in ("Drug", "Condition", "Trial", "Sponsor", "Approval")}
PAIRS = {
    "DrugConditionConnection": ('drug(by: {slug: "mecasermin"})', "conditions"),
    "DrugSponsorConnection": ('sponsor(by: {slug: "ipsen"})', "drugs"),
}
GROUPS = "keys { dimension value label } count share sample cursor"


def _asked(kind: str, arguments: str, fields: str = GROUPS) -> str:
    body = f"{{ totalCount groupBy({arguments}) {{ {fields} }} }}"
    if kind in ROOTS:
        return f"{{ {ROOTS[kind]} {body} }}"
    start, field = PAIRS[kind]
    return f"{{ {start} {{ {field} {body} }} }}"


CASES = [
    (kind, dimension.value) for kind, declared in CONNECTION_TYPES.items() for dimension in declared.grouping.dimensions
]


@pytest.mark.parametrize(("kind", "dimension"), CASES)
def test_a_dimension_counts_what_there_is(kind: str, dimension: str, small: Small) -> None:
    query = _asked(kind, f"by: [{dimension}]")

    assert same(small.data(query), answer(small.world, CONSTANTS, query))


@pytest.mark.parametrize("kind", ROOTS)
def test_three_dimensions_at_once_and_only_groups_of_some_size(kind: str, small: Small) -> None:
    dimensions = [dimension.value for dimension in CONNECTION_TYPES[kind].grouping.dimensions][:3]
    query = _asked(kind, f"by: [{', '.join(dimensions)}], first: 7, having: {{gte: 1, lte: 3}}")

    assert same(small.data(query), answer(small.world, CONSTANTS, query))


def test_groups_page_by_page_are_all_groups(small: Small) -> None:
    whole = small.data(_asked("TrialConnection", "by: [CONDITION, OVERALL_STATUS]"))["trials"]["groupBy"]
    query = (
        "query ($after: String) { trials { groupBy(by: [CONDITION, OVERALL_STATUS], first: 2, after: $after) { G } } }"
    )
    found: list[Any] = []
    after = None
    while page := small.data(query.replace("G", GROUPS), {"after": after})["trials"]["groupBy"]:
        assert len(page) <= 2
        found += page
        after = page[-1]["cursor"]

    assert found == whole


def test_groups_follow_the_filter_and_not_the_page(small: Small) -> None:
    query = (
        "{ trials(filter: {phases: [PHASE3]}, first: 1) { totalCount nodes { id } groupBy(by: [PHASE]) { count } } }"
    )

    found = small.data(query)["trials"]

    assert len(found["nodes"]) == 1
    assert sum(group["count"] for group in found["groupBy"]) == found["totalCount"] > 1


def test_dimensions_in_a_variable_make_their_own_statement(small: Small) -> None:
    query = "query ($by: [TrialGroup!]!) { trials { groupBy(by: $by) { keys { dimension } } } }"

    for by in (["PHASE"], ["OVERALL_STATUS"], ["PHASE", "OVERALL_STATUS"]):
        rows = small.data(query, {"by": by})["trials"]["groupBy"]
        assert all([key["dimension"] for key in row["keys"]] == by for row in rows)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("by: []", "by: 0 dimensions are not allowed; allowed are 1 to 3"),
        ("by: [PHASE, SPONSOR, DRUG, CONDITION]", "by: 4 dimensions are not allowed; allowed are 1 to 3"),
        ("by: [PHASE], first: 201", "first: 201 is not allowed; allowed is 0 to 200"),
        ('by: [PHASE], after: "odd"', "after: "),
    ],
)
def test_bad_arguments_are_named(arguments: str, says: str, small: Small) -> None:
    [error] = small.ask(_asked("TrialConnection", arguments)).errors

    assert says in error["message"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


def test_a_cursor_of_other_dimensions_is_refused(small: Small) -> None:
    [row] = small.data(_asked("TrialConnection", "by: [PHASE], first: 1"))["trials"]["groupBy"]

    [error] = small.ask(_asked("TrialConnection", f'by: [OVERALL_STATUS], after: "{row["cursor"]}"')).errors

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
