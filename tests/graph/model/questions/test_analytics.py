"""Reach, lags and funnels of the small graph, as a walk in plain Python finds them."""

import datetime
import statistics
from typing import Any

import pytest

from graph.model.questions.regulatory import GRANT
from tests.graph.conftest import Small
from tests.graph.oracle.filters import matches
from tests.graph.oracle.relations import agency_codes, was_granted, with_ancestors, with_descendants
from tests.graph.oracle.schema import AGENCIES
from tests.graph.oracle.world import Node, World

Json = dict[str, Any]

REACH = """query ($f: DrugFilter, $first: Int = 200) { analytics { regulatoryReach(filter: $f, first: $first) {
  rank score explanation node { __typename ... on Drug { id } } } } }"""


@pytest.mark.parametrize("wanted", [None, {"drugType": ["BIOTECH"]}, {"not": {"approvalCount": {"gte": 1}}}])
def test_drugs_reach_the_agencies_that_authorise_them_or_did(wanted: Json | None, small: Small) -> None:
    found = small.data(REACH, {"f": wanted})["analytics"]["regulatoryReach"]

    drugs = [drug for drug in small.world.all("Drug") if wanted is None or matches("Drug", drug, wanted)]
    drugs.sort(key=lambda drug: (-_reach(drug), -len(drug.of("FOR_DRUG")), drug.id))
    assert [(row["rank"], row["node"]["id"], row["score"]) for row in found] == [
        (place, drug.id, float(_reach(drug))) for place, drug in enumerate(drugs, 1)
    ]


def _reach(drug: Node) -> int:
    return len(agency_codes(drug, "everAuthorised"))


def test_reach_is_explained_with_what_nobody_looked_for(small: Small) -> None:
    rows = small.data(REACH, {"first": 2})["analytics"]["regulatoryReach"]
    assert [row["explanation"] for row in rows] == [
        "5 of 12 agencies authorise it or did: AEMPS, EMA, FDA, HEALTH_CANADA, TGA; 1 do not list it or never granted "
        "it, 6 are not known; 5 records in all.",
        "2 of 12 agencies authorise it or did: EMA, FDA; 1 do not list it or never granted it, 9 are not known; "
        "7 records in all.",
    ]


# ---- lags


LAG = """query ($from: AgencyCode!, $to: AgencyCode!, $f: DrugFilter) { analytics {
  approvalLag(from: $from, to: $to, filter: $f) {
    n medianDays p25Days p75Days excluded { key label count share } } } }"""


def lag(small: Small, start: str, end: str, wanted: Json | None = None) -> Json:
    found: Json = small.data(LAG, {"from": start, "to": end, "f": wanted})["analytics"]["approvalLag"]
    return found


def test_lags_are_of_dates_that_mean_the_grant_between_any_two_agencies(small: Small) -> None:
    compared = 0
    for start in AGENCIES:
        for end in AGENCIES:
            lags, reasons = _lags(small.world, start, end)
            found = lag(small, start, end)
            assert found["n"] == len(lags)
            assert {row["key"]: row["count"] for row in found["excluded"]} == reasons
            shares = sum(row["share"] for row in found["excluded"])
            assert shares == pytest.approx(sum(reasons.values()) / ((len(lags) + sum(reasons.values())) or 1))
            wanted = _quartiles(lags)
            assert [found[name] for name in ("p25Days", "medianDays", "p75Days")] == wanted
            compared += len(lags)
    assert compared > 12


def _lags(world: World, start: str, end: str) -> tuple[list[int], dict[str, int]]:
    lags: list[int] = []
    reasons: dict[str, int] = {}
    for drug in world.all("Drug"):
        records = {
            code: [approval for approval in drug.of("FOR_DRUG") if approval["agencyCode"] == code]
            for code in (start, end)
        }
        if not all(records.values()):
            continue
        firsts = [_first(records[code]) for code in (start, end)]
        if all(isinstance(first, datetime.date) for first in firsts):
            lags.append((firsts[1] - firsts[0]).days)  # type: ignore[operator]
        else:
            place = 0 if isinstance(firsts[0], str) else 1
            key = f"{(start, end)[place]}:{firsts[place]}"
            reasons[key] = reasons.get(key, 0) + 1
    return lags, reasons


def _first(records: list[Node]) -> datetime.date | str:
    granted = [record for record in records if record["dateKind"] in GRANT]
    full = [approval["date"] for approval in granted if len(approval["date"]) == 10 and was_granted(approval)]
    if full:
        return datetime.date.fromisoformat(min(full))
    if not any(record["date"] for record in records):
        return "NO_DATE"
    if not granted:
        return "OTHER_KIND"
    return "DAY_UNKNOWN" if any(map(was_granted, granted)) else "NOT_GRANTED"


def _quartiles(lags: list[int]) -> list[float | None]:
    if not lags:
        return [None] * 3
    if len(lags) == 1:
        return [float(lags[0])] * 3
    return statistics.quantiles(lags, n=4, method="inclusive")  # type: ignore[return-value]


def test_a_lag_may_be_negative_and_what_is_left_out_is_said(small: Small) -> None:
    assert lag(small, "EMA", "EMC") == {
        "n": 1, "medianDays": -7032.0, "p25Days": -7032.0, "p75Days": -7032.0, "excluded": [],
    }  # fmt: skip
    assert lag(small, "EMA", "HEALTH_CANADA")["excluded"] == [
        {"key": "HEALTH_CANADA:OTHER_KIND", "label": "HEALTH_CANADA: no date means the grant", "count": 1, "share": 1.0}
    ]
    assert lag(small, "HSA", "EMA")["excluded"] == [
        {"key": "HSA:DAY_UNKNOWN", "label": "HSA: the day of the grant is not known", "count": 1, "share": 1.0}
    ]
    assert lag(small, "EMA", "TGA", {"drugType": ["SMALL_MOLECULE"]})["n"] == 0


# ---- funnels


FUNNEL = """query ($sponsor: ID, $condition: ID) { analytics { trialFunnel(sponsor: $sponsor, condition: $condition) {
  key label count share } } }"""
PHASES = ("EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4", "NA", None)


def test_the_way_from_trials_to_approvals_of_any_sponsor_and_condition(small: Small) -> None:
    sponsors = [None, *(sponsor.id for sponsor in small.world.all("Sponsor")), "sponsor:none"]
    conditions = [None, *(condition.id for condition in small.world.all("Condition"))]
    for sponsor in sponsors:
        for condition in conditions:
            found = small.data(FUNNEL, {"sponsor": sponsor, "condition": condition})["analytics"]["trialFunnel"]
            wanted = _funnel(small.world, sponsor, condition)
            assert [(row["key"], row["count"]) for row in found] == wanted, (sponsor, condition)


def _funnel(world: World, sponsor: str | None, condition: str | None) -> list[tuple[str | None, int]]:
    def within(things: list[Node], type_: str, wanted: str | None) -> bool:
        return wanted is None or any(top.id == wanted for thing in things for top in with_ancestors(thing, type_))

    trials = [
        trial
        for trial in world.all("Trial")
        if within(trial.to("SPONSORED_BY"), "SUBSIDIARY_OF", sponsor)
        and within(trial.to("STUDIES"), "BROADER", condition)
    ]
    drugs = {drug for trial in trials for drug in trial.to("TESTS")}
    allowed = [drug for drug in drugs if agency_codes(drug, "everAuthorised")]
    counts = [sum(phase in (trial["phases"] or [None]) for trial in trials) for phase in PHASES]
    return [*zip(PHASES, counts, strict=True), ("DRUGS", len(drugs)), ("APPROVED", len(allowed))]


def test_shares_of_a_funnel_are_of_its_trials_and_of_its_drugs(small: Small) -> None:
    group = with_descendants(
        next(sponsor for sponsor in small.world.all("Sponsor") if sponsor.id == "sponsor:1"), "SUBSIDIARY_OF"
    )
    trials = {trial for sponsor in group for trial in sponsor.of("SPONSORED_BY")}
    rows = {row["key"]: row for row in small.data(FUNNEL, {"sponsor": "sponsor:1"})["analytics"]["trialFunnel"]}

    assert rows["PHASE3"]["share"] == pytest.approx(rows["PHASE3"]["count"] / len(trials))
    assert (rows["DRUGS"]["share"], rows["DRUGS"]["label"]) == (1.0, "Drugs tested")
    assert rows["APPROVED"]["share"] == pytest.approx(rows["APPROVED"]["count"] / rows["DRUGS"]["count"])
    nothing = small.data(FUNNEL, {"sponsor": "sponsor:none"})["analytics"]["trialFunnel"]
    assert all(row["count"] == row["share"] == 0 for row in nothing)


def test_all_of_it_is_one_statement_and_has_a_cost(small: Small) -> None:
    sent = small.graph.statements_sent
    answer = small.ask(
        """{ analytics { __typename trialFunnel { count } approvalLag(from: EMA, to: TGA) { n }
             one: networkMetrics(projection: DRUG_AGENCY, metric: DEGREE, first: 3) { rank }
             two: networkMetrics(projection: DRUG_AGENCY, metric: JACCARD, first: 2) { rank } } }"""
    )
    assert not answer.errors
    assert small.graph.statements_sent - sent == 1
    assert answer.extensions is not None
    cost: Any = answer.extensions["cost"]
    assert cost["heaviest"] == {"path": "analytics.one", "cost": 5_003}
    assert cost["requested"] == 1 + 509 + 501 + 5_003 + 5_002
