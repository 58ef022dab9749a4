"""Answers of the whole application on the starter graph: the drug page, and every example."""

import json
from typing import Any

import httpx2
import pytest

from api.examples import examples

Json = dict[str, Any]


def ask(client: httpx2.Client, query: str, **variables: object) -> Json:
    response = client.post("/graphql", json={"query": query, "variables": variables})
    body: Json = response.json()
    assert "errors" not in body, body["errors"]
    data: Json = body["data"]
    return data


def drug(client: httpx2.Client, fields: str) -> Json:
    found: Json = ask(client, f'{{ drug(by: {{ slug: "mecasermin" }}) {{ {fields} }} }}')["drug"]
    return found


def test_the_database_is_ready(real: httpx2.Client) -> None:
    assert real.get("/health/ready").json() == {"status": "ready"}


@pytest.mark.parametrize("name", [example.name for example in examples()])
def test_every_example_answers_with_something(real: httpx2.Client, name: str) -> None:
    [example] = [example for example in examples() if example.name == name]
    data = ask(real, example.query, **example.variables)
    assert all(value not in (None, [], {}) for value in data.values()), json.dumps(data)


def test_a_drug_is_found_by_any_of_its_names_and_numbers(real: httpx2.Client) -> None:
    for key in ('name: "increlex"', 'unii: "7GR9I2683O"', 'casNumber: "68562-41-4"', 'id: "drug:DB01277"',
                'xref: { source: "drugbank", id: "DB01277" }'):  # fmt: skip
        assert ask(real, f"{{ drug(by: {{ {key} }}) {{ slug }} }}") == {"drug": {"slug": "mecasermin"}}, key


def test_identity_is_as_on_the_page(real: httpx2.Client) -> None:
    found = drug(real, "genericName brandNames drugType drugTypeRaw casNumber unii overview indicationText")
    assert found["overview"]
    assert found["indicationText"]
    assert {key: found[key] for key in list(found)[:6]} == {
        "genericName": "Mecasermin",
        "brandNames": ["Increlex"],
        "drugType": "BIOTECH",
        "drugTypeRaw": "Biotech",
        "casNumber": "68562-41-4",
        "unii": "7GR9I2683O",
    }


def test_twelve_agencies_five_found_seven_none_found(real: httpx2.Client) -> None:
    states = {
        row["agency"]["code"]: row for row in drug(real, "agencies { agency { code } state message }")["agencies"]
    }
    assert len(states) == 12
    found = {code for code, row in states.items() if row["state"] == "FOUND"}
    assert found == {"FDA", "EMA", "TGA", "HEALTH_CANADA", "AEMPS"}
    none = {code: row["message"] for code, row in states.items() if row["state"] == "NONE_FOUND"}
    assert len(none) == 7
    assert none["HSA"] == "No HSA approvals found for this drug."
    filtered = drug(real, "agencies(state: [NONE_FOUND]) { agency { code } }")["agencies"]
    assert {row["agency"]["code"] for row in filtered} == none.keys()


def test_a_drug_of_no_page_is_not_checked_where_no_list_is_loaded(real: httpx2.Client) -> None:
    rows = ask(real, '{ drug(by: { name: "Afatinib" }) { agencies { agency { code } state } } }')["drug"]["agencies"]
    states = {row["agency"]["code"]: row["state"] for row in rows}
    assert states["EMA"] == "FOUND"
    assert states["TGA"] == states["NMPA"] == states["SFDA"] == "NOT_CHECKED"


def test_ten_trials_with_the_pages_statuses_and_phases(real: httpx2.Client) -> None:
    trials = drug(
        real, "trials(first: 50) { totalCount nodes { overallStatus phases phaseRaw leadSponsor { name class } } }"
    )["trials"]
    assert trials["totalCount"] == len(trials["nodes"]) == 10
    statuses = [row["overallStatus"] for row in trials["nodes"]]
    assert {status: statuses.count(status) for status in set(statuses)} == {
        "RECRUITING": 2, "COMPLETED": 5, "TERMINATED": 2, "WITHDRAWN": 1,
    }  # fmt: skip
    phases = [tuple(row["phases"]) for row in trials["nodes"]]
    assert {phase: phases.count(phase) for phase in set(phases)} == {
        ("EARLY_PHASE1",): 1, ("PHASE1",): 4, ("PHASE2",): 1, ("NA",): 3, (): 1,
    }  # fmt: skip
    sponsors = [row["leadSponsor"] for row in trials["nodes"] if row["leadSponsor"]]
    assert sponsors == [{"name": "Peter Bang", "class": "INDIV"}]


def test_the_six_records_of_the_page_are_among_the_approvals(real: httpx2.Client) -> None:
    rows = drug(
        real,
        """approvals(first: 50) { nodes { agency { code } status dateKind date { value }
             identifiers { value } evidence { source { id } section } } }""",
    )["approvals"]["nodes"]
    of_page = [row for row in rows if any(proof["source"]["id"].endswith("medpath_page") for proof in row["evidence"])]
    found = {(row["agency"]["code"], (row["date"] or {}).get("value")) for row in of_page}
    assert len(of_page) == 6
    assert found == {
        ("FDA", "2024-03-20"), ("FDA", "2025-05-07"), ("EMA", "2007-08-02"), ("TGA", "2019-11-22"),
        ("HEALTH_CANADA", "2021-03-01"), ("AEMPS", None),
    }  # fmt: skip


def test_one_authorisation_at_two_agencies_is_linked_and_not_merged(real: httpx2.Client) -> None:
    query = """query ($agency: AgencyCode!, $number: String!) {
      approval(by: { agency: $agency, identifier: $number }) { sameAuthorisationAs {
        agency { code } identifiers { value } } } }"""
    for agency, number, other, found in (
        ("AEMPS", "07402001", "EMA", "EMEA/H/C/000704"),
        ("EMA", "EMEA/H/C/000704", "AEMPS", "07402001"),
    ):
        assert ask(real, query, agency=agency, number=number)["approval"]["sameAuthorisationAs"] == [
            {"agency": {"code": other}, "identifiers": [{"value": found}]}
        ]


@pytest.mark.parametrize(("agency", "number"), [("HEALTH_CANADA", "02509733"), ("EMA", "EMEA/H/C/000704")])
def test_what_two_sources_state_is_one_record_with_two_evidences(real: httpx2.Client, agency: str, number: str) -> None:
    query = """query ($agency: AgencyCode!, $number: String!) {
      approval(by: { agency: $agency, identifier: $number }) { productName evidence { source { name } } } }"""
    record = ask(real, query, agency=agency, number=number)["approval"]
    assert record["productName"].lower() == "increlex"
    assert len({proof["source"]["name"] for proof in record["evidence"]}) == 2


def test_the_report_has_its_title_date_and_headings(real: httpx2.Client) -> None:
    [report] = drug(real, "reports { title publishedOn sections { heading level } }")["reports"]
    assert report["title"].startswith("A Comprehensive Monograph on Mecasermin")
    assert report["publishedOn"] == "2025-08-27"
    assert [section["heading"] for section in report["sections"]] == [
        "Introduction and Drug Profile", "Overview of Mecasermin", "Physicochemical and Structural Properties",
    ]  # fmt: skip


def test_a_value_says_where_it_comes_from(real: httpx2.Client) -> None:
    record = ask(
        real,
        '{ approval(by: { agency: AEMPS, identifier: "07402001" }) { ... on AempsApproval { prescriptionType } '
        'evidence(field: "prescriptionType") { rawText section rowIndex source { name } } } }',
    )["approval"]
    assert record["prescriptionType"] == "Uso Hospitalario"
    [evidence] = record["evidence"]
    assert evidence["rawText"] == "Uso Hospitalario"
    assert evidence["section"] == "CIMA AEMPS Drug Approvals"
    assert evidence["rowIndex"] == 1


def test_trials_are_counted_as_the_page_shows_them(real: httpx2.Client) -> None:
    trials = ask(real, _example("phases_and_statuses"), slug="mecasermin")["drug"]["trials"]
    assert {row["keys"][0]["value"]: row["count"] for row in trials["byPhase"]} == {
        "EARLY_PHASE1": 1, "PHASE1": 4, "PHASE2": 1, "NA": 3, None: 1,
    }  # fmt: skip
    assert {row["keys"][0]["value"]: row["count"] for row in trials["byStatus"]} == {
        "RECRUITING": 2, "COMPLETED": 5, "TERMINATED": 2, "WITHDRAWN": 1,
    }  # fmt: skip
    assert sum(row["count"] for row in trials["byBoth"]) == 10


@pytest.mark.parametrize(
    ("example", "count"), [("recruiting_trials", 2), ("early_completed_trials", 3), ("trials_without_sponsor", 9)]
)
def test_filtered_trials_are_those_of_the_page(real: httpx2.Client, example: str, count: int) -> None:
    trials = ask(real, _example(example), slug="mecasermin")["drug"]["trials"]
    assert trials["totalCount"] == len(trials["nodes"]) == count


def test_agencies_as_a_set_leave_out_what_nobody_looked_for(real: httpx2.Client) -> None:
    query = """{ drugs(first: 5, filter: { approvedBy: { all: [FDA], none: [EMA] } }) { nodes {
      agencies { agency { code } state } } } }"""
    for found in ask(real, query)["drugs"]["nodes"]:
        states = {row["agency"]["code"]: row["state"] for row in found["agencies"]}
        assert (states["FDA"], states["EMA"]) == ("FOUND", "NONE_FOUND")


def test_all_agencies_side_by_side_five_found_seven_none(real: httpx2.Client) -> None:
    cells = ask(real, _example("compare_agencies"), slug="mecasermin")["regulatory"]["cells"]
    states = [cell["state"] for cell in cells]
    assert (states.count("FOUND"), states.count("NONE_FOUND")) == (5, 7)
    dated = {
        (cell["agency"]["code"], record["dateKind"], record["date"]["value"])
        for cell in cells
        for record in cell["records"]
        if record["date"]
    }
    assert dated == {
        ("FDA", "APPROVAL", "2005-08-30"), ("FDA", "EFFECTIVE", "2024-03-20"), ("FDA", "EFFECTIVE", "2025-05-07"),
        ("EMA", "ISSUED", "2007-08-02"), ("TGA", "REGISTRATION", "2019-11-22"),
        ("HEALTH_CANADA", "MARKET", "2021-03-01"),
    }  # fmt: skip


def test_two_companies_of_one_group_are_a_group_and_not_the_same(real: httpx2.Client) -> None:
    edges = ask(real, _example("company_groups"), slug="mecasermin")["drug"]["sponsors"]["edges"]
    groups = {edge["sponsor"]["name"]: edge for edge in edges}
    assert groups.keys() == {"Ipsen", "Eton Pharmaceuticals, Inc.", "Esteve Pharmaceuticals, S.A."}
    entities = {entity["name"]: entity["mergeReasons"] for entity in groups["Ipsen"]["entities"]}
    assert {"Ipsen Biopharmaceuticals, Inc.", "IPSEN BIOPHARMACEUTICALS CANADA INC"} < entities.keys()
    assert all(entities.values())
    assert groups["Ipsen"]["agencies"] == ["FDA", "HEALTH_CANADA"]
    assert groups["Esteve Pharmaceuticals, S.A."]["agencies"] == ["EMA"]


def test_agencies_print_one_strength_in_four_ways_and_do_not_disagree(real: httpx2.Client) -> None:
    found = ask(real, _example("same_strength"), slug="mecasermin")["drug"]
    assert found["discrepancies"] == []
    assert drug(real, "discrepancies { kind }")["discrepancies"] == []
    rows = found["approvals"]["nodes"]
    assert {"40 mg in 4 mL", "40 MG / 4 ML", "40MG/4ML (10MG/ML)"} <= {row["strength"] for row in rows}
    amounts = {(row["agency"]["code"], *part["amounts"]) for row in rows for part in row["ingredients"]}
    assert {amount for amount in amounts if len(amount) > 1} == {
        (code, "10 mg/mL") for code in ("FDA", "HEALTH_CANADA", "TGA", "AEMPS")
    }


def test_a_brand_in_other_strengths_at_two_agencies_is_said(real: httpx2.Client) -> None:
    query = '{ drug(by: { name: "Enalapril" }) { discrepancies(kinds: [STRENGTH]) { explanation } } }'
    assert {
        "explanation": "Of VASOTEC FDA lists Enalapril at 2.5 mg, 5 mg, 10 mg, 20 mg, Health Canada at 4 mg, 8 mg, "
        "16 mg in the same form: no strength in common."
    } in ask(real, query)["drug"]["discrepancies"]
    every = ask(real, "{ discrepancies(first: 200) { kind left { id } right { id } } }")["discrepancies"]
    assert {found["kind"] for found in every} == {"STRENGTH", "FORM"}
    assert 50 < len(every) < 200


def test_who_was_first_and_why_some_dates_are_not_ranked(real: httpx2.Client) -> None:
    found = ask(real, _example("who_was_first"), slug="mecasermin")["regulatory"]
    [first] = found["firstComparable"]
    assert (first["agency"]["shortName"], first["date"]["value"]) == ("FDA", "2005-08-30")
    assert first["lagDaysByAgency"] == [{"label": "EMA", "count": 702}, {"label": "TGA", "count": 5197}]
    assert len(found["notComparable"]) == 2
    assert found["notComparable"][0].startswith("FDA on Mecasermin: its dates of kind EFFECTIVE are not ranked")


def test_what_happened_to_the_drug_is_in_order(real: httpx2.Client) -> None:
    timeline = ask(real, _example("timeline"), slug="mecasermin")["drug"]["timeline"]
    edges = timeline["edges"]
    assert timeline["totalCount"] == len(edges) == 16
    kinds = [edge["kind"] for edge in edges]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "TRIAL_POSTED": 10, "APPROVAL": 2, "REGISTRATION": 1, "MARKETED": 1, "LABEL_EFFECTIVE": 2,
    }  # fmt: skip
    assert [edge["label"] for edge in edges[:2]] == ["INCRELEX approved by FDA", "Increlex approved by EMA"]
    newest = drug(real, "timeline(last: 1) { edges { kind approval { id } } }")["timeline"]["edges"]
    assert newest == [{"kind": "LABEL_EFFECTIVE", "approval": {"id": "approval:FDA:71863-216"}}]


def test_drugs_like_it_say_what_both_have(real: httpx2.Client) -> None:
    found = ask(real, _example("similar_drugs"), slug="mecasermin", by=["CONDITIONS", "SPONSORS"])["drug"]["similar"]
    assert len(found) == 5
    assert {"name": "Esteve Pharmaceuticals, S.A."} in found[0]["shared"]
    scores = [hit["score"] for hit in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def _example(name: str) -> str:
    [found] = [example for example in examples() if example.name == name]
    return found.query


def test_three_pages_of_trials_hold_each_trial_once(real: httpx2.Client) -> None:
    query = """query ($after: String) { drug(by: { slug: "mecasermin" }) { trials(first: 4, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { id } } } }"""
    seen: list[str] = []
    after, more = None, True
    while more:
        page = ask(real, query, after=after)["drug"]["trials"]
        assert page["totalCount"] == 10
        seen += [row["id"] for row in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert len(seen) == len(set(seen)) == 10


def test_ids_of_every_kind_come_back_by_node(real: httpx2.Client) -> None:
    lists = ("drugs", "conditions", "trials", "sponsors", "approvals")
    asked = " ".join(f"{name}(first: 2) {{ nodes {{ __typename id }} }}" for name in lists)
    data = ask(real, f"{{ {asked} agencies {{ __typename id }} }}")
    things = [row for name in lists for row in data[name]["nodes"]] + data["agencies"]
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
    assert ask(real, query, ids=[thing["id"] for thing in things])["nodes"] == things
    assert ask(real, query, ids=["drug:none", "nonsense", ""])["nodes"] == [None, None, None]
    assert ask(real, 'query { node(id: "drug:none") { id } }') == {"node": None}


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("{ drugs(first: -1) { totalCount nodes { id } } }", "first"),
        ("{ drugs(first: 201) { nodes { id } } }", "first"),
        ("{ drugs(first: 1, last: 1) { nodes { id } } }", "last"),
        ('{ drugs(after: "garbage") { nodes { id } } }', "after"),
        ("{ trials(filter: { phases: [PHASE9] }) { totalCount } }", "filter"),
        ('{ drug(by: { slug: "a", unii: "b" }) { id } }', "by"),
        ("{ drug(by: {}) { id } }", "by"),
    ],
)
def test_bad_input_names_the_argument_and_what_is_allowed(real: httpx2.Client, query: str, named: str) -> None:
    [error] = real.post("/graphql", json={"query": query}).json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["message"].startswith(f"{named}: ")
    assert "llowed" in error["message"]


def test_introspection_and_data_answer_together(real: httpx2.Client) -> None:
    data = ask(real, "{ __schema { queryType { name } } __typename agency(code: FDA) { code } }")
    assert data == {"__schema": {"queryType": {"name": "Query"}}, "__typename": "Query", "agency": {"code": "FDA"}}
