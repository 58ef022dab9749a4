"""Bad input is refused by name, with the allowed values; a missing record is null."""

import base64
import json
from typing import Any

import pytest

from api.errors import InvalidOperation
from graph.answer.cursor import encode
from tests.graph.conftest import CONSTANTS, Small
from tests.graph.oracle.fields import answer

CURSORS = """
query($after: String, $before: String, $order: [DrugOrder!]) {
  drugs(first: 2, after: $after, before: $before, orderBy: $order) { edges { cursor node { id } } }
}
"""


def _refused(small: Small, query: str, variables: dict[str, Any] | None = None) -> str:
    """Return the message of the one refusal, wherever it was raised."""
    try:
        found = small.ask(query, variables).errors
    except InvalidOperation as error:
        found = error.entries
    [problem] = found
    assert problem["extensions"]["code"] == "BAD_USER_INPUT", problem
    return str(problem["message"])


def _cursor(small: Small, order: list[Any] | None = None) -> str:
    return str(small.data(CURSORS, {"order": order})["drugs"]["edges"][0]["cursor"])


@pytest.mark.parametrize("argument", ["after", "before"])
@pytest.mark.parametrize(
    "garbage", ["", "x", "garbage!", "Ω", "AAAA", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA", "\u0000", "a" * 10_000]
)
def test_garbage_is_no_cursor(small: Small, argument: str, garbage: str) -> None:
    message = _refused(small, CURSORS, {argument: garbage})
    assert message.startswith(f"{argument}: ")
    assert "allowed is a cursor that it returned" in message


def test_a_cursor_that_was_tampered_with_is_refused(small: Small) -> None:
    raw = base64.urlsafe_b64decode(_cursor(small) + "==")
    for changed in (raw[:-2] + b"9]", raw[:-1], raw + b" ", b"\x02" + raw[1:], raw[:3] + b"\x00" + raw[4:]):
        if changed != raw:
            cursor = base64.urlsafe_b64encode(changed).decode().rstrip("=")
            assert "not a cursor of this list" in _refused(small, CURSORS, {"after": cursor})


def test_a_cursor_of_another_order_or_list_is_refused(small: Small) -> None:
    by_trials = [{"field": "TRIAL_COUNT", "direction": "DESC"}]
    cursor = _cursor(small, by_trials)
    assert small.data(CURSORS, {"after": cursor, "order": by_trials})["drugs"]["edges"]
    assert "same orderBy" in _refused(small, CURSORS, {"after": cursor})
    other_list = "query($after: String) { trials(after: $after) { nodes { id } } }"
    assert "same orderBy" in _refused(small, other_list, {"after": _cursor(small)})


@pytest.mark.parametrize("keys", [{"a": 1}, "text", 1, None, [], ["a"], [{"a": 1}, ["b"]], [1, 2, 3], [2**63, "x"]])
def test_a_forged_cursor_is_refused(small: Small, keys: Any) -> None:
    """The digest is not secret: a reader of the source can make one."""
    assert "after: " in _refused(small, CURSORS, {"after": encode("Drug:NAME ASC", keys)})


@pytest.mark.parametrize("name", ["first", "last"])
@pytest.mark.parametrize("size", [-1, 201, 2**31 - 1, -(2**31)])
def test_a_page_size_has_bounds(small: Small, name: str, size: int) -> None:
    wanted = f"{name}: {size} is not allowed; allowed is 0 to 200"
    assert _refused(small, f"{{ drugs({name}: {size}) {{ totalCount }} }}") == wanted
    assert _refused(small, f"query($n: Int) {{ drugs({name}: $n) {{ totalCount }} }}", {"n": size}) == wanted
    nested = f"query($n: Int) {{ agencies {{ approvals({name}: $n) {{ nodes {{ id }} }} }} }}"
    assert _refused(small, nested, {"n": size}) == wanted


def test_first_and_last_together_are_refused(small: Small) -> None:
    assert "first and last together" in _refused(small, "{ drugs(first: 1, last: 1) { totalCount } }")
    query = "query($f: Int, $l: Int) { drugs(first: $f, last: $l) { nodes { id } } }"
    assert "first and last together" in _refused(small, query, {"f": 1, "l": 1})
    for variables in ({"l": 1}, {"f": None, "l": 1}, {"f": 1, "l": None}, {"f": 1}):
        assert len(small.data(query, variables)["drugs"]["nodes"]) == 1


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ agency(code: FDB) { id } }", None),
        ('{ agency(code: "FDA") { id } }', None),
        ("query($c: AgencyCode!) { agency(code: $c) { id } }", {"c": "FDB"}),
        ("{ approvals(filter: { agency: [EMA, FDB] }) { totalCount } }", None),
        ("query($f: ApprovalFilter) { approvals(filter: $f) { totalCount } }", {"f": {"agency": ["FDB"]}}),
    ],
)
def test_a_wrong_enum_value_is_told_what_is_allowed(small: Small, query: str, variables: dict[str, Any] | None) -> None:
    message = _refused(small, query, variables)
    assert all(code in message for code in ("FDA", "EMA", "PH_FDA"))


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ('{ drug(by: { id: "drug:1", slug: "mecasermin" }) { id } }', None),
        ("{ drug(by: {}) { id } }", None),
        ("{ drug(by: { id: null }) { id } }", None),
        ("query($by: DrugBy!) { drug(by: $by) { id } }", {"by": {"id": "drug:1", "slug": "mecasermin"}}),
        ("query($by: DrugBy!) { drug(by: $by) { id } }", {"by": {}}),
        ("query($by: DrugBy!) { drug(by: $by) { id } }", {"by": {"id": None}}),
    ],
)
def test_exactly_one_key(small: Small, query: str, variables: dict[str, Any] | None) -> None:
    message = _refused(small, query, variables)
    assert "by" in message
    assert all(key in message for key in ("slug", "casNumber", "xref"))


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        (f"{{ drugs(orderBy: [{'{ field: NAME }, ' * 6}]) {{ totalCount }} }}", "orderBy: 6 keys are too many"),
        (f"{{ nodes(ids: {json.dumps(['x'] * 201)}) {{ id }} }}", "ids: 201 ids are too many; allowed are at most 200"),
        ("{ trials(filter: { startDate: { lastDays: 2147483647 } }) { totalCount } }", "filter.startDate.lastDays: "),
        ('{ trials(filter: { startDate: { on: "yesterday" } }) { totalCount } }', "filter: "),
        (
            '{ trials(filter: { not: { drug: { approval: { date: { on: "2020-02-31" } } } } }) { totalCount } }',
            "filter: ",
        ),
    ],
)
def test_other_limits_are_named(small: Small, query: str, problem: str) -> None:
    assert problem in _refused(small, query)


@pytest.mark.parametrize(
    "field",
    [
        'node(id: "no such")',
        'node(id: "")',
        'drug(by: { id: "condition:1" })',
        'drug(by: { name: "" })',
        'drug(by: { xref: { source: "DRUGBANK", id: "DB00000" } })',
        'condition(by: { slug: "no such" })',
        'trial(nctId: "NCT99999999")',
        'sponsor(by: { name: "no such" })',
        'approval(by: { agency: FDA, identifier: "308494" })',
        'approval(by: { agency: FDA, identifier: "" })',
    ],
)
def test_what_is_not_there_is_null(small: Small, field: str) -> None:
    assert small.data(f"{{ found: {field} {{ __typename }} }}") == {"found": None}


def test_one_bad_root_leaves_the_others_answered(small: Small) -> None:
    bad = "node(id: 1) { ... on Drug { trials(first: -1) { totalCount } } }"
    found = small.ask(f'{{ ok: drug(by: {{ id: "drug:1" }}) {{ id }} bad: {bad} }}')
    assert json.loads(found.data or b"") == {"ok": {"id": "drug:1"}, "bad": None}
    assert [error["path"] for error in found.errors] == [["bad"]]


_EQ = "query($v: String) { approvals(filter: { statusRaw: { eq: $v } }) { totalCount } }"


@pytest.mark.parametrize(
    ("filter_", "path"),
    [
        *((f"statusRaw: {{ {name}: null }}", f"statusRaw.{name}") for name in ("eq", "ne", "in", "contains", "isNull")),
        ("date: { before: null }", "date.before"),
        ("drug: { approvalCount: { gte: null } }", "drug.approvalCount.gte"),
        ("drug: { name: { startsWith: null } }", "drug.name.startsWith"),
        ("drug: { listedBy: { any: [EMA], onlyChecked: null } }", "drug.listedBy.onlyChecked"),
        ("status: null", "status"),
        ("statusRaw: null", "statusRaw"),
        ("not: null", "not"),
        ("or: [{ status: null }]", "or[0].status"),
        ("drug: { approval: { agency: null } }", "drug.approval.agency"),
        ("drug: { approval: { agency: [EMA], status: null } }", "drug.approval.status"),
    ],
)
def test_null_is_refused_in_a_filter(small: Small, filter_: str, path: str) -> None:
    message = _refused(small, f"{{ approvals(filter: {{ {filter_} }}) {{ totalCount }} }}")
    assert message.startswith(f"filter.{path}: null is no value of a condition")
    assert ("`isNull: true`" in message) == path.startswith(("statusRaw.", "date", "drug.name"))


def test_a_variable_that_is_null_is_refused_and_one_without_a_value_drops_its_condition(small: Small) -> None:
    assert _refused(small, _EQ, {"v": None}).startswith("filter.statusRaw.eq: null is no value of a condition; use")
    every = small.data("{ approvals { totalCount } }")
    assert small.data(_EQ) == every
    assert small.data(_EQ, {"v": "Authorised"})["approvals"]["totalCount"] == 1
    missing = small.data("{ approvals(filter: { statusRaw: { isNull: true } }) { totalCount } }")
    assert missing["approvals"]["totalCount"] == every["approvals"]["totalCount"] - 1


def test_null_in_a_set_of_filters_and_in_having_is_refused(small: Small) -> None:
    network = (
        "{ analytics { networkMetrics(projection: DRUG_AGENCY, metric: DEGREE, filter: { drug: null }) { rank } } }"
    )
    assert "filter.drug: null" in _refused(small, network)
    groups = "{ drugs { groupBy(by: [DRUG_TYPE], having: { gte: null }) { count } } }"
    assert "having.gte: null" in _refused(small, groups)


def test_one_document_with_variables_of_many_shapes(small: Small) -> None:
    """Statements are kept by document and shape of the variables; no shape may get another's statement."""
    query = """
    query($filter: DrugFilter, $order: [DrugOrder!], $d: SortDirection, $n: Int, $last: Int, $skip: Boolean = false) {
      drugs(filter: $filter, orderBy: $order, first: $n, last: $last) {
        totalCount
        nodes { id @skip(if: $skip) genericName trials(orderBy: [{ field: PHASE, direction: $d }]) { nodes { id } } }
      }
    }
    """
    shapes: list[dict[str, Any]] = [
        {},
        {"filter": {}},
        {"filter": None, "n": 2},
        {"filter": {"drugType": ["BIOTECH"]}, "skip": True},
        {"filter": {"drugType": []}, "skip": False},
        {"filter": {"drugType": ["BIOTECH"], "unii": {"isNull": True}}},
        {"filter": {"drugType": ["BIOTECH"], "unii": {"isNull": False}}},
        {"filter": {"or": [{"unii": {"ne": "x"}}, {"name": {"eq": "NAME"}}]}, "last": 2},
        {"filter": {"or": []}},
        {"filter": {"and": []}},
        {"filter": {"not": {"or": []}}, "d": "DESC"},
        {"order": [{"field": "NAME"}], "d": "ASC"},
        {"order": [{"field": "NAME", "direction": "DESC"}], "d": None},
        {"order": [{"field": "TRIAL_COUNT", "direction": "DESC"}, {"field": "NAME"}]},
        {"order": []},
        {"n": 0},
        {"n": None},
    ]
    for variables in [*shapes, *reversed(shapes)]:
        assert small.data(query, variables) == answer(small.world, CONSTANTS, query, variables), variables
