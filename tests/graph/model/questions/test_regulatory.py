"""Drugs of the small graph across agencies: coverage, the first agency, and dates that cannot be compared."""

from typing import Any

from tests.graph.conftest import Small

Json = dict[str, Any]


def matrix(small: Small, drugs: str, fields: str, agencies: str = "") -> Json:
    found: Json = small.data(f"{{ regulatory(drugs: [{drugs}]{agencies}) {{ {fields} }} }}")["regulatory"]
    return found


def test_every_cell_has_a_state_and_the_agencys_own_records(small: Small) -> None:
    cells = matrix(
        small,
        '{ slug: "mecasermin" }',
        """cells { agency { code } state status recordCount dateKind earliest { value precision } latest { raw }
           because records { id ... on TgaApproval { artgId } } }""",
    )["cells"]
    assert len(cells) == 12
    by_code = {cell["agency"]["code"]: cell for cell in cells}
    assert {code: cell["state"] for code, cell in by_code.items() if cell["state"] != "NOT_CHECKED"} == {
        "FDA": "FOUND", "EMA": "FOUND", "TGA": "FOUND", "HEALTH_CANADA": "FOUND", "AEMPS": "FOUND",
        "NMPA": "NONE_FOUND",
    }  # fmt: skip
    assert by_code["TGA"] == {
        "agency": {"code": "TGA"},
        "state": "FOUND",
        "status": "AUTHORISED",
        "recordCount": 1,
        "dateKind": "REGISTRATION",
        "earliest": {"value": "2018-08-23", "precision": "DAY"},
        "latest": {"raw": "2018-08-23"},
        "because": "TGA has 1 record of Mecasermin.",
        "records": [{"id": "approval:6", "artgId": "308494"}],
    }
    assert by_code["NMPA"]["because"] == "No records found."
    assert by_code["AEMPS"]["status"] == "SUSPENDED"
    assert by_code["AEMPS"]["earliest"] is by_code["AEMPS"]["dateKind"] is None
    assert by_code["SFDA"]["because"] == "Nobody has looked: no list of SFDA was read for Mecasermin."


def test_first_and_lags_are_of_dates_that_mean_the_same(small: Small) -> None:
    found = matrix(
        small,
        '{ slug: "mecasermin" }',
        """firstComparable { drug { slug } dateKinds agency { code } date { value }
             lagDaysByAgency { key count share } } notComparable""",
    )
    assert found["firstComparable"] == [
        {
            "drug": {"slug": "mecasermin"},
            "dateKinds": ["APPROVAL", "AUTHORISATION", "ISSUED", "REGISTRATION"],
            "agency": {"code": "EMA"},
            "date": {"value": "2007-08-02"},
            "lagDaysByAgency": [{"key": "TGA", "count": 4039, "share": 1.0}],
        }
    ]
    assert found["notComparable"] == [
        "FDA on Mecasermin: its dates of kind EFFECTIVE are not ranked, because no other agency here has a date that "
        "means the same.",
        "HEALTH_CANADA on Mecasermin: its dates of kind MARKET are not ranked, because no other agency here has a date "
        "that means the same.",
    ]


def test_a_date_without_its_day_is_not_ranked(small: Small) -> None:
    reasons = matrix(small, '{ id: "drug:2" }', "notComparable", ", agencies: [HSA, PPB, FDA]")["notComparable"]
    assert reasons == [
        "FDA on Aspirin: its date 2005 is not ranked, because the day is not known.",
        "HSA on Aspirin: its date 1988-05 is not ranked, because the day is not known.",
        "PPB on Aspirin: its date 1988 is not ranked, because the day is not known.",
    ]


def test_drugs_are_found_by_any_key_once_and_what_is_not_found_is_said(small: Small) -> None:
    found = matrix(
        small,
        '{ name: "increlex" }, { slug: "nothing" }, { id: "drug:1" }, { xref: { source: "drugbank", id: "DB01109" } },'
        ' { unii: "R16CO5Y76E" }, { casNumber: "33419-42-0" }, { name: "nobody" }',
        "drugs { id } notFound cells { drug { id } agency { code } }",
        ", agencies: [EMA, FDA]",
    )
    assert [drug["id"] for drug in found["drugs"]] == ["drug:1", "drug:8", "drug:4", "drug:5"]
    assert found["notFound"] == [1, 6]
    assert [(cell["drug"]["id"], cell["agency"]["code"]) for cell in found["cells"][:3]] == [
        ("drug:1", "FDA"), ("drug:1", "EMA"), ("drug:8", "FDA"),
    ]  # fmt: skip
    assert matrix(small, "", "drugs { id } cells { state } notComparable") == {
        "drugs": [],
        "cells": [],
        "notComparable": [],
    }


def test_fifty_drugs_are_one_statement_and_fifty_one_too_many(small: Small) -> None:
    query = "query ($d: [DrugBy!]!) { regulatory(drugs: $d) { cells { state records { id } } } }"
    sent = small.graph.statements_sent
    rows = small.data(query, {"d": [{"id": f"drug:{n}"} for n in range(50)]})["regulatory"]["cells"]
    assert (len(rows), small.graph.statements_sent - sent) == (8 * 12, 1)
    refused = small.ask(query, {"d": [{"id": "drug:1"}] * 51})
    assert refused.errors[0]["message"] == "drugs: 51 drugs are too many; allowed are at most 50"


def test_a_drug_has_its_own_row_of_the_matrix(small: Small) -> None:
    fields = """drugs { id } notFound cells { agency { code } state records { id } because }
      firstComparable { agency { code } lagDaysByAgency { key count } } notComparable"""
    query = f"""query ($a: [AgencyCode!]) {{ drugs(first: 3, orderBy: [{{ field: APPROVAL_COUNT, direction: DESC }}]) {{
      nodes {{ id regulatory(agencies: $a) {{ {fields} }} }} }} }}"""
    for agencies in (None, ["TGA", "EMA"]):
        nodes = small.data(query, {"a": agencies})["drugs"]["nodes"]
        assert len(nodes) == 3
        for node in nodes:
            only = f", agencies: [{', '.join(agencies)}]" if agencies else ""
            assert node["regulatory"] == matrix(small, f'{{ id: "{node["id"]}" }}', fields, only)
