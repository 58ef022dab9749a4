"""Disagreements between agencies, for one drug, for a matrix and for all drugs, and their upkeep after a load."""

from typing import Any

import pytest

from graph.model import RELATIONS
from graph.statement import Statement
from graph.store import write
from seed.derive.disagreements import Comparison
from tests.graph.conftest import Small
from tests.graph.small_records import NEW

Json = dict[str, Any]

FIELDS = "kind field drug { id } left { id } right { id } leftSays rightSays explanation"
_HELD = [
    ("STRENGTH", "drug:1", "approval:1", "approval:6", "10 mg/mL", "20 mg/mL"),
    ("STRENGTH", "drug:2", "approval:13", "approval:14", "81 mg", "75 mg"),
    ("HOLDER", "drug:1", "approval:2", "approval:8", "Ipsen Pharma", "Eton"),
    ("STATUS", "drug:1", "approval:2", "approval:8", "WITHDRAWN", "AUTHORISED"),
    ("MISSING_COUNTERPART", "drug:1", "approval:8", "agency:EMA", "07402001", "EMA"),
    # one product of two drugs: the strength is of the second, the form of both
    ("STRENGTH", "drug:7", "approval:5", "approval:9", "100 IU", "300 IU"),
    ("FORM", "drug:2", "approval:5", "approval:9", "injection", "tablet"),
]

_STATED = {"values": {"sourceIds": ["source:page"]}}


@pytest.fixture(scope="module")
def disagreeing(small: Small) -> Small:
    """The small graph with disagreements of every kind."""
    for type_, label in (("DISAGREES_WITH", "approval"), ("LACKS_COUNTERPART_AT", "agency")):
        rows = [
            {"start": left, "end": right, "kind": kind, "drugId": drug, "leftSays": one, "rightSays": two, **_STATED}
            for kind, drug, left, right, one, two in _HELD
            if right.startswith(label)
        ]
        small.run(write.merge_links(small.graph, RELATIONS[type_], "Approval", rows, NEW))
    return small


def kinds(found: list[Json]) -> list[tuple[str, str]]:
    return [(discrepancy["kind"], discrepancy["left"]["id"]) for discrepancy in found]


def of_drug(small: Small, drug: str, arguments: str = "") -> list[Json]:
    found: list[Json] = small.data(f'{{ drug(by: {{ id: "{drug}" }}) {{ discrepancies{arguments} {{ {FIELDS} }} }} }}')[
        "drug"
    ]["discrepancies"]
    return found


def test_a_drug_has_those_of_its_products_by_kind(disagreeing: Small) -> None:
    found = of_drug(disagreeing, "drug:1")
    assert kinds(found) == [
        ("STRENGTH", "approval:1"), ("HOLDER", "approval:2"), ("STATUS", "approval:2"),
        ("MISSING_COUNTERPART", "approval:8"),
    ]  # fmt: skip
    assert found[0] == {
        "kind": "STRENGTH",
        "field": "strength",
        "drug": {"id": "drug:1"},
        "left": {"id": "approval:1"},
        "right": {"id": "approval:6"},
        "leftSays": "10 mg/mL",
        "rightSays": "20 mg/mL",
        "explanation": "Of INCRELEX FDA lists Mecasermin at 10 mg/mL, TGA at 20 mg/mL in the same form: no strength in "
        "common.",
    }
    assert found[2]["explanation"] == (
        "One authorisation, two states: EMA says of Increlex withdrawn, AEMPS says authorised."
    )
    assert (found[3]["right"], found[3]["rightSays"]) == (None, "EMA")
    assert found[3]["explanation"] == (
        "AEMPS lists 07402001 under 07402001, a number of the European Union, but EMA has no medicine of the same "
        "substance authorised about that year."
    )


def test_a_strength_is_one_drugs_and_all_else_the_whole_products(disagreeing: Small) -> None:
    assert kinds(of_drug(disagreeing, "drug:7")) == [("STRENGTH", "approval:5"), ("FORM", "approval:5")]
    assert kinds(of_drug(disagreeing, "drug:2")) == [("STRENGTH", "approval:13"), ("FORM", "approval:5")]
    assert of_drug(disagreeing, "drug:3") == []


def test_kinds_and_size_are_asked_for(disagreeing: Small) -> None:
    assert kinds(of_drug(disagreeing, "drug:1", "(kinds: [STATUS, STRENGTH, STATUS])")) == [
        ("STRENGTH", "approval:1"), ("STATUS", "approval:2"),
    ]  # fmt: skip
    assert kinds(of_drug(disagreeing, "drug:1", "(first: 1)")) == [("STRENGTH", "approval:1")]
    assert of_drug(disagreeing, "drug:1", "(first: 0)") == of_drug(disagreeing, "drug:1", "(kinds: [])") == []


def test_everything_is_asked_by_kind_then_by_drug(disagreeing: Small) -> None:
    query = f"query ($k: [DiscrepancyKind!], $n: Int) {{ discrepancies(kinds: $k, first: $n) {{ {FIELDS} }} }}"
    sent = disagreeing.graph.statements_sent
    every = disagreeing.data(query, {"k": None, "n": 200})["discrepancies"]
    assert disagreeing.graph.statements_sent - sent == 1
    assert [discrepancy["kind"] for discrepancy in every] == [
        "STRENGTH", "STRENGTH", "STRENGTH", "FORM", "HOLDER", "STATUS", "MISSING_COUNTERPART",
    ]  # fmt: skip
    assert [discrepancy["drug"]["id"] for discrepancy in every[:3]] == ["drug:1", "drug:2", "drug:7"]
    assert disagreeing.data(query, {"k": None, "n": 2})["discrepancies"] == every[:2]
    assert disagreeing.data(query, {"k": ["MISSING_COUNTERPART", "FORM"], "n": None})["discrepancies"] == [
        every[3],
        every[6],
    ]


def test_a_matrix_has_those_between_its_agencies(disagreeing: Small) -> None:
    def asked(arguments: str) -> list[tuple[str, str]]:
        query = f"{{ regulatory({arguments}) {{ discrepancies {{ {FIELDS} }} }} }}"
        return kinds(disagreeing.data(query)["regulatory"]["discrepancies"])

    assert asked('drugs: [{ id: "drug:1" }], agencies: [FDA, TGA]') == [("STRENGTH", "approval:1")]
    assert asked('drugs: [{ id: "drug:1" }], agencies: [FDA, EMA]') == []
    assert asked('drugs: [{ id: "drug:1" }], agencies: [AEMPS, EMA]') == [
        ("HOLDER", "approval:2"), ("STATUS", "approval:2"), ("MISSING_COUNTERPART", "approval:8"),
    ]  # fmt: skip
    # one product of two of the drugs stands there once
    assert asked('drugs: [{ id: "drug:2" }, { id: "drug:7" }], agencies: [PPB, PH_FDA]') == [
        ("STRENGTH", "approval:5"), ("FORM", "approval:5"),
    ]  # fmt: skip


@pytest.mark.parametrize("field", ["discrepancies(first: 201)", 'drug(by: { id: "x" }) { discrepancies(first: -1)'])
def test_sizes_that_are_not_allowed_are_refused(disagreeing: Small, field: str) -> None:
    answer = disagreeing.ask(f"{{ {field} {{ kind }} {'}' * field.count('{ d')} }}")
    assert answer.errors[0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert "allowed is 0 to 200" in answer.errors[0]["message"]


def test_what_is_found_replaces_what_was_held_and_a_second_time_changes_nothing(disagreeing: Small) -> None:
    small = disagreeing

    async def renew() -> Any:
        comparing = await Comparison.of(small.graph, NEW, frozenset({"aspirin"}))
        return await comparing.renew([[f"drug:{n}" for n in range(1, 9)]])

    small.run(
        small.graph.write(
            Statement(
                "MATCH (:Approval {id: 'approval:1'})-[r:FOR_DRUG]->() SET r.amounts = ['10 mg/mL'] "
                "WITH count(*) AS one MATCH (a:Approval {id: 'approval:6'})-[r:FOR_DRUG]->() "
                "SET r.amounts = ['30 mg/mL'], a.dosageForm = 'INJECTION'"
            )
        )
    )
    assert small.run(renew()).changed
    assert [
        (discrepancy["leftSays"], discrepancy["rightSays"])
        for discrepancy in of_drug(small, "drug:1", "(kinds: [STRENGTH])")
    ] == [("10 mg/mL", "30 mg/mL")]
    assert of_drug(small, "drug:7") == []
    assert not small.run(renew()).changed
