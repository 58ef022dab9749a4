"""The questions that people ask are each one document among the examples, which the playground shows."""

import httpx2
import pytest
from graphql import OperationDefinitionNode, parse

from api.examples import examples
from tests.api.examples.test_answers import ask

QUESTIONS: dict[int, tuple[str, str]] = {
    1: ("CAS number and UNII of a drug", "identifiers"),
    2: ("its brand names and type", "names_of_drug"),
    3: ("the drug behind a number", "what_is_this_number"),
    4: ("what the letters typed so far could mean", "what_could_i_mean"),
    5: ("what it is indicated for and linked to", "indications"),
    6: ("the agencies with country and identifier", "agencies"),
    7: ("what a trial studies, its phase, who runs it", "trial"),
    8: ("the release, its sources and licences", "release"),
    9: ("a drug, its conditions, trials and their sponsors at once", "drug_page"),
    10: ("every approval with agency, product, holder and number", "approvals_of_drug"),
    11: ("NDC, DIN and ARTG number by agency", "own_numbers"),
    12: ("a sponsor's drugs and the agencies that list them", "sponsor_portfolio"),
    13: ("a condition's drugs and five recruiting trials of each", "condition_drugs"),
    14: ("trials without a sponsor", "trials_without_sponsor"),
    15: ("twenty names to drugs, ambiguous and unknown ones too", "resolve_names"),
    16: ("the source row of a value", "where_from"),
    17: ("recruiting trials", "recruiting_trials"),
    18: ("completed phase 1 trials before 2016", "early_completed_trials"),
    19: ("trials by phase and by status", "phases_and_statuses"),
    20: ("trials three at a time, newest first", "trials_of_drug"),
    21: ("biotech drugs with two trials and a Canadian approval", "biotech_in_canada"),
    22: ("companies with the most trials", "busiest_companies"),
    23: ("new trials of drugs authorised in Europe", "newly_posted_trials"),
    24: ("approvals of one strength by dosage form", "strength_by_form"),
    25: ("not authorised, or not looked for", "coverage"),
    26: ("all agencies side by side", "compare_agencies"),
    27: ("five drugs at four agencies", "compare_drugs"),
    28: ("listed by two agencies, not by a third", "here_but_not_there"),
    29: ("companies on a drug's approvals that belong to one group", "company_groups"),
    30: ("whether agencies disagree about a strength", "same_strength"),
    31: ("who was first, and which dates cannot be ranked", "who_was_first"),
    32: ("days from one agency's grant to another's", "approval_lag"),
    33: ("sponsors with the most conditions, by group", "broadest_sponsors"),
    34: ("the two sponsors that share the most drugs", "sponsors_sharing_drugs"),
    35: ("how a sponsor and a condition are connected", "how_connected"),
    36: ("drugs most similar, and what they share", "similar_drugs"),
    37: ("trials by phase and drugs approved, for each sponsor", "from_trial_to_approval"),
    40: ("a network with hub scores, its Cypher and its cost", "growth_disorders"),
}
HISTORY = {38, 39}
"""Not asked of the examples: they need releases to compare."""

BY_NAME = {example.name: example for example in examples()}


def test_every_question_has_an_example() -> None:
    assert QUESTIONS.keys() == set(range(1, 41)) - HISTORY
    assert {name for _, name in QUESTIONS.values()} <= BY_NAME.keys()


@pytest.mark.parametrize("name", sorted({name for _, name in QUESTIONS.values()}))
def test_a_question_is_one_operation(name: str) -> None:
    [operation] = parse(BY_NAME[name].query).definitions
    assert isinstance(operation, OperationDefinitionNode)


def test_a_page_of_trials_keeps_the_count_of_ten(real: httpx2.Client) -> None:
    example = BY_NAME["trials_of_drug"]
    page = ask(real, example.query, **example.variables)["drug"]["trials"]
    assert (page["totalCount"], len(page["nodes"]), page["pageInfo"]["hasNextPage"]) == (10, 3, True)


def test_names_are_resolved_some_ambiguous_and_some_unknown(real: httpx2.Client) -> None:
    rows = ask(real, BY_NAME["resolve_names"].query, **BY_NAME["resolve_names"].variables)["resolve"]
    matches = {row["term"]: row["match"] for row in rows}
    assert len(rows) == 20
    assert (matches["mecasermin"], matches["Increlex"], matches["no such drug"]) == ("DIRECT", "ALIAS", "NONE")


def test_a_word_leads_to_its_row(real: httpx2.Client) -> None:
    record = ask(real, BY_NAME["where_from"].query, **BY_NAME["where_from"].variables)["approval"]
    assert record["prescriptionType"] == "Uso Hospitalario"
    assert {(proof["section"], proof["rowIndex"], proof["rawText"]) for proof in record["evidence"]} >= {
        ("CIMA AEMPS Drug Approvals", 1, "Uso Hospitalario")
    }


def test_the_lag_of_the_page_is_that_between_its_two_dates(real: httpx2.Client) -> None:
    example = BY_NAME["approval_lag"]
    assert ask(real, example.query, **example.variables)["analytics"]["approvalLag"] == {
        "n": 1, "medianDays": 4495.0, "p25Days": 4495.0, "p75Days": 4495.0, "excluded": [],
    }  # fmt: skip


def test_the_network_of_growth_disorders_has_hubs_cypher_and_a_cost(real: httpx2.Client) -> None:
    example = BY_NAME["growth_disorders"]
    body = real.post(
        "/graphql",
        json={"query": example.query, "variables": example.variables},
        headers={"X-MedPath-Cypher": "1"},
    ).json()
    picture = body["data"]["subgraph"]
    assert {node["type"] for node in picture["nodes"]} == {
        "CONDITION", "DRUG", "TRIAL", "APPROVAL", "SPONSOR", "AGENCY",
    }  # fmt: skip
    [drug] = [node for node in picture["nodes"] if node["type"] == "DRUG"]
    assert drug["label"] == "Mecasermin"
    assert drug["degree"] == max(node["degree"] for node in picture["nodes"])
    hubs = body["data"]["analytics"]["networkMetrics"]
    assert "Mecasermin" in {row["node"].get("genericName") for row in hubs}
    assert [row["rank"] for row in hubs] == list(range(1, len(hubs) + 1))
    assert set(body["extensions"]["cypher"]) == {"subgraph", "analytics"}
    assert body["extensions"]["cost"]["requested"] > 5_000
