"""Orders of lists, and the cursors that mark a place in them."""

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from graph.answer import cursor
from tests.graph.oracle.relations import agency_codes, drugs_of_condition, drugs_of_sponsor, was_granted
from tests.graph.oracle.schema import PHASES
from tests.graph.oracle.world import Json, Node


def position_of(
    nodes: Iterable[Node], kind: str, every: Sequence[Json], order: list[tuple[str, bool]], given: str | None
) -> float | None:
    """Return the position of the cursor's row in the list, or where it would stand if it were in it."""
    if given is None:
        return None
    raw = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))
    id_ = json.loads(raw[9:])[-1]
    ids = [row["node"].id for row in every]
    if id_ in ids:
        return float(ids.index(id_))
    [own] = [{"node": node} for node in nodes if node.id == id_]
    return sort_rows(kind, [*every, own], order).index(own) - 0.5


def order_of(kind: str, asked: list[Json] | None) -> list[tuple[str, bool]]:
    default = {
        "Drug": ("NAME", False),
        "Condition": ("NAME", False),
        "Sponsor": ("NAME", False),
        "Trial": ("STUDY_FIRST_POST_DATE", True),
        "Approval": ("DATE", True),
    }[kind]
    order: dict[str, bool] = {}
    for term in asked or ():
        order.setdefault(term["field"], (term.get("direction") or "ASC") == "DESC")
    return list(order.items()) or [default]


def sort_rows(kind: str, rows: Sequence[Json], order: list[tuple[str, bool]]) -> list[Json]:
    """Sort by the keys in turn: missing values last in both directions, equal rows by id."""
    found = sorted(rows, key=lambda row: row["node"].id)
    for name, descending in reversed(order):
        key = SORT_KEYS[kind, name]
        there = [row for row in found if key(row["node"]) is not None]
        there.sort(key=lambda row: key(row["node"]), reverse=descending)
        found = [*there, *(row for row in found if key(row["node"]) is None)]
    return found


def cursor_at(kind: str, node: Node, order: list[tuple[str, bool]]) -> str:
    name = ",".join(f"{name} {'DESC' if descending else 'ASC'}" for name, descending in order)
    return cursor.encode(f"{kind}:{name}", [*(SORT_KEYS[kind, name](node) for name, _ in order), node.id])


def cursor_of(kind: str, node: Node, asked: list[Json] | None) -> str:
    """Return the cursor of a node in a list of its kind, for this `orderBy`."""
    return cursor_at(kind, node, order_of(kind, asked))


def highest_phase(phases: Iterable[str]) -> int | None:
    return max((PHASES.index(phase) for phase in phases), default=None)


SORT_KEYS: dict[tuple[str, str], Callable[[Node], Any]] = {
    ("Drug", "NAME"): lambda drug: drug["genericName"],
    ("Drug", "TRIAL_COUNT"): lambda drug: len(drug.of("TESTS")),
    ("Drug", "APPROVAL_COUNT"): lambda drug: len(drug.of("FOR_DRUG")),
    ("Drug", "AGENCY_COUNT"): lambda drug: len({approval["agencyCode"] for approval in drug.of("FOR_DRUG")}),
    ("Drug", "AUTHORISED_AGENCY_COUNT"): lambda drug: len(agency_codes(drug, "authorised")),
    ("Drug", "EVER_AUTHORISED_AGENCY_COUNT"): lambda drug: len(agency_codes(drug, "everAuthorised")),
    ("Drug", "LATEST_APPROVAL"): lambda drug: max(
        (approval["date"] for approval in drug.of("FOR_DRUG") if approval["date"] and was_granted(approval)),
        default=None,
    ),
    ("Condition", "NAME"): lambda condition: condition["name"],
    ("Condition", "DRUG_COUNT"): lambda condition: len(drugs_of_condition([condition])),
    ("Condition", "TRIAL_COUNT"): lambda condition: len(condition.of("STUDIES")),
    ("Sponsor", "NAME"): lambda sponsor: sponsor["name"],
    ("Sponsor", "TRIAL_COUNT"): lambda sponsor: len(set(sponsor.of("SPONSORED_BY"))),
    ("Sponsor", "DRUG_COUNT"): lambda sponsor: len(drugs_of_sponsor(sponsor)),
    ("Sponsor", "APPROVAL_COUNT"): lambda sponsor: len(set(sponsor.of("HELD_BY"))),
    ("Trial", "STUDY_FIRST_POST_DATE"): lambda trial: trial["studyFirstPostDate"],
    ("Trial", "START_DATE"): lambda trial: trial["startDate"],
    ("Trial", "DATA_DATE"): lambda trial: trial["dataDate"],
    ("Trial", "PHASE"): lambda trial: highest_phase(trial["phases"]),
    ("Trial", "OVERALL_STATUS"): lambda trial: trial["overallStatus"],
    ("Trial", "ENROLLMENT"): lambda trial: trial["enrollmentCount"],
    ("Trial", "NCT_ID"): lambda trial: trial["nctId"],
    ("Approval", "DATE"): lambda approval: approval["date"],
    ("Approval", "AGENCY"): lambda approval: approval["agencyCode"],
    ("Approval", "PRODUCT_NAME"): lambda approval: approval["productName"],
    ("Approval", "STATUS"): lambda approval: approval["status"],
}
