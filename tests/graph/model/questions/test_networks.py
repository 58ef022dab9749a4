"""Metrics of the small graph's networks, as a walk in plain Python finds them, and networks that are too large."""

from collections import deque
from collections.abc import Callable, Iterable
from itertools import combinations, product
from typing import Any

import pytest

from graph.errors import BadUserInput
from graph.model.questions.networks import _too_large
from graph.model.questions.sentences import ranked
from tests.graph.conftest import Small
from tests.graph.oracle.filters import matches, reached
from tests.graph.oracle.relations import ultimate_parent
from tests.graph.oracle.world import Node, World

Json = dict[str, Any]
Near = dict[Node, set[Node]]

PROJECTIONS = ("DRUG_CONDITION", "DRUG_SPONSOR", "SPONSOR_SPONSOR", "CONDITION_SPONSOR", "DRUG_AGENCY")
ASKED = """query ($p: Projection!, $m: Metric!, $f: NetworkFilter, $t: [EntityType!], $s: Boolean) {
  analytics { networkMetrics(projection: $p, metric: $m, filter: $f, types: $t, includeSubsidiaries: $s, first: 200) {
    rank score explanation node { ... on Node { id } } } } }"""


def metrics(small: Small, projection: str, metric: str, **asked: Any) -> list[Json]:
    values = {"p": projection, "m": metric, "s": False, **asked}
    found: list[Json] = small.data(ASKED, values)["analytics"]["networkMetrics"]
    assert [row["rank"] for row in found] == list(range(1, len(found) + 1))
    return found


def scores(found: list[Json]) -> list[tuple[str, float]]:
    return [(row["node"]["id"], row["score"]) for row in found]


# ---- the same, walked


def network(world: World, projection: str, wanted: Json, *, rolled: bool = False) -> Near:
    pairs = list(_pairs(world, projection, wanted, rolled))
    near: Near = {}
    for one, other in pairs:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    return near


def _pairs(world: World, projection: str, wanted: Json, rolled: bool) -> Iterable[tuple[Node, Node]]:
    def fits(kind: str, node: Node, how: str | None = None) -> bool:
        return matches(kind, node, wanted.get(kind.lower(), {}), how)

    def linked(kind: str, key: str, node: Node) -> bool:
        return key not in wanted or any(
            matches(key.title(), end, wanted[key], how) for end, how in reached(kind, key, node)
        )

    def top(sponsor: Node) -> Node:
        return ultimate_parent(sponsor) if rolled else sponsor

    def works_on() -> Iterable[tuple[Node, Node]]:
        for drug in world.all("Drug"):
            if not fits("Drug", drug) or not linked("Drug", "condition", drug):
                continue
            for record in drug.of("TESTS", "FOR_DRUG"):
                if ("Trial" in record.labels and fits("Trial", record)) or (
                    "Approval" in record.labels and "trial" not in wanted
                ):
                    for link in record.out:
                        if link.type in ("SPONSORED_BY", "HELD_BY") and fits("Sponsor", link.end, link.props["role"]):
                            yield drug, top(link.end)

    if projection == "DRUG_SPONSOR":
        yield from works_on()
    elif projection == "SPONSOR_SPONSOR":
        together: Near = {}
        for drug, sponsor in works_on():
            together.setdefault(drug, set()).add(sponsor)
        for ends in together.values():
            yield from combinations(ends, 2)
    elif projection == "CONDITION_SPONSOR":
        for trial in world.all("Trial"):
            if fits("Trial", trial) and linked("Trial", "drug", trial):
                for condition in trial.to("STUDIES"):
                    for link in trial.out:
                        if (
                            link.type == "SPONSORED_BY"
                            and fits("Condition", condition)
                            and fits("Sponsor", link.end, link.props["role"])
                        ):
                            yield condition, top(link.end)
    for drug in world.all("Drug") if projection in ("DRUG_CONDITION", "DRUG_AGENCY") else ():
        if not fits("Drug", drug) or not linked("Drug", "sponsor", drug):
            continue
        if projection == "DRUG_AGENCY":
            if linked("Drug", "trial", drug) and linked("Drug", "condition", drug):
                yield from ((drug, t.end) for t in drug.out if t.type == "COVERED_BY" and t.props["state"] == "FOUND")
            continue
        for link in drug.out:
            stated = link.type in ("INDICATED_FOR", "ASSOCIATED_WITH") and "trial" not in wanted
            if stated and fits("Condition", link.end, link.type):
                yield drug, link.end
        for trial in drug.of("TESTS"):
            if fits("Trial", trial):
                yield from (
                    (drug, condition)
                    for condition in trial.to("STUDIES")
                    if fits("Condition", condition, "STUDIED_FOR")
                )


def _degree(near: Near) -> dict[Node, float]:
    return {node: float(len(others)) for node, others in near.items()}


def _pagerank(near: Near) -> dict[Node, float]:
    held = dict.fromkeys(near, 0.15)
    for _ in range(50):
        held = {node: 0.15 + 0.85 * sum(held[other] / len(near[other]) for other in near[node]) for node in near}
    return {node: score / sum(held.values()) for node, score in held.items()}


def _betweenness(near: Near) -> dict[Node, float]:
    """Count the shortest paths between all pairs, unlike Brandes' algorithm, which accumulates dependencies."""
    far = {node: _ways(near, node) for node in near}
    size = len(near)
    found = dict.fromkeys(near, 0.0)
    for one, other in combinations(near, 2):
        if other in far[one]:
            length, ways = far[one][other]
            for between in far[one].keys() - {one, other}:
                if far[one][between][0] + far[between][other][0] == length:
                    found[between] += far[one][between][1] * far[between][other][1] / ways
    return {node: score * 2 / ((size - 1) * (size - 2)) if size > 2 else 0.0 for node, score in found.items()}


def _ways(near: Near, start: Node) -> dict[Node, tuple[int, int]]:
    """Return the length and number of the shortest paths to every reachable node."""
    found = {start: (0, 1)}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        length, ways = found[here]
        for other in near[here]:
            if other not in found:
                found[other] = (length + 1, 0)
                waiting.append(other)
            if found[other][0] == length + 1:
                found[other] = (length + 1, found[other][1] + ways)
    return found


def _community(near: Near) -> dict[Node, float]:
    found = {}
    for node in near:
        members = _ways(near, node).keys()
        stands = min(members, key=lambda one: (-len(near[one]), one.id))
        found[stands] = float(len(members))
    return found


def _jaccard(near: Near) -> dict[Node, float]:
    found = {}
    for node in near:
        others = {other for between in near[node] for other in near[between]} - {node}
        if others:
            found[node] = max(len(near[node] & near[other]) / len(near[node] | near[other]) for other in others)
    return found


METRICS: dict[str, Callable[[Near], dict[Node, float]]] = {
    "DEGREE": _degree,
    "BETWEENNESS": _betweenness,
    "PAGERANK": _pagerank,
    "COMMUNITY": _community,
    "JACCARD": _jaccard,
}


@pytest.mark.parametrize(
    ("projection", "metric"),
    [
        *((projection, "DEGREE") for projection in PROJECTIONS),
        *product(("DRUG_CONDITION", "SPONSOR_SPONSOR"), list(METRICS)[1:]),
    ],
)
def test_a_metric_is_the_one_that_a_walk_finds(projection: str, metric: str, small: Small) -> None:
    wanted = {node.id: score for node, score in METRICS[metric](network(small.world, projection, {})).items()}
    found = scores(metrics(small, projection, metric))

    assert found
    assert dict(found) == pytest.approx(wanted, abs=2e-6)
    assert found == sorted(found, key=lambda row: (-row[1], row[0])), "ties are in the order of ids"


FILTERS: list[Json] = [
    {"drug": {"drugType": ["BIOTECH"]}},
    {"trial": {"overallStatus": ["COMPLETED"]}},
    {"sponsor": {"class": ["INDUSTRY"]}},
    {"sponsor": {"role": ["LEAD_SPONSOR"]}},
    {"condition": {"within": {"name": {"eq": "growth failure"}}}},
    {"condition": {"link": ["ASSOCIATED_WITH"]}},
    {
        "drug": {"not": {"approvedBy": {"any": ["FDA"]}}},
        "trial": {"phaseStated": True},
        "condition": {},
    },
]


@pytest.mark.parametrize(
    ("wanted", "projection"),
    [(wanted, PROJECTIONS[(place + step) % 5]) for place, wanted in enumerate(FILTERS) for step in (0, 2, 4)],
    ids=repr,
)
def test_a_filter_narrows_the_network_itself(wanted: Json, projection: str, small: Small) -> None:
    given = {key: value for key, value in wanted.items() if value is not None}
    near = network(small.world, projection, given)

    found = scores(metrics(small, projection, "DEGREE", f=wanted))

    assert dict(found) == {node.id: score for node, score in _degree(near).items()}


@pytest.mark.parametrize("projection", ["DRUG_SPONSOR", "SPONSOR_SPONSOR", "CONDITION_SPONSOR"])
def test_subsidiaries_count_with_the_top_of_their_group(projection: str, small: Small) -> None:
    found = scores(metrics(small, projection, "DEGREE", s=True))

    near = network(small.world, projection, {}, rolled=True)
    near = {node: others - {node} for node, others in near.items() if others - {node}}
    assert dict(found) == {node.id: score for node, score in _degree(near).items()}
    assert "sponsor:2" not in dict(found)


def test_only_some_kinds_are_listed_and_measured_among_all(small: Small) -> None:
    whole = metrics(small, "CONDITION_SPONSOR", "PAGERANK")
    some = metrics(small, "CONDITION_SPONSOR", "PAGERANK", t=["SPONSOR"])

    assert scores(some) == [row for row in scores(whole) if row[0].startswith("sponsor:")]
    assert 0 < len(some) < len(whole)


def test_a_community_is_stood_for_by_one_of_the_kinds_asked_for(small: Small) -> None:
    near = network(small.world, "DRUG_CONDITION", {})
    found = metrics(small, "DRUG_CONDITION", "COMMUNITY", t=["CONDITION"])

    assert all(row["node"]["id"].startswith("condition:") for row in found)
    assert [row["score"] for row in found] == sorted(_community(near).values(), reverse=True)


def test_each_score_is_explained(small: Small) -> None:
    explanations = {metric: metrics(small, "DRUG_CONDITION", metric)[0]["explanation"] for metric in METRICS}

    assert explanations["DEGREE"].startswith("It is linked to ")
    assert explanations["BETWEENNESS"].startswith(
        "Part of the pairs of other things whose shortest ways lead through it; "
    )
    assert explanations["PAGERANK"].startswith("Its part of all the weight that links hand on in this network; ")
    assert explanations["COMMUNITY"].startswith("Stands for all that links reach from it, ")
    assert " in common with " in explanations["JACCARD"]
    assert ranked(["DEGREE", [1, "AGENCY"], []]) == "It is linked to 1 agency."


def test_a_network_of_nothing_has_no_metrics(small: Small) -> None:
    for metric in METRICS:
        assert metrics(small, "DRUG_SPONSOR", metric, f={"drug": {"id": ["drug:none"]}}) == []


def test_a_network_too_large_says_what_would_be_smaller() -> None:
    with pytest.raises(BadUserInput, match=r"filter: the network has more than 25,000 links: narrow it by"):
        _too_large([25_001, 0, 0])
    with pytest.raises(BadUserInput, match=r"metric: it takes 1,000,001 steps for .* links; allowed are 1,000,000"):
        _too_large([2_000, 1_000_001, 1_000_000])


# ---- organisations that share drugs


NETWORK = """query ($f: NetworkFilter, $n: Int, $first: Int, $s: Boolean) {
  analytics { sponsorNetwork(filter: $f, minShared: $n, first: $first, includeSubsidiaries: $s) {
    truncated nodes { id type label degree hubScore }
    edges { id source target type weight sentence evidence { rawText field source { id } } } } } }"""


def sponsor_network(small: Small, **asked: Any) -> Json:
    found: Json = small.data(NETWORK, {"first": 100, "s": False, **asked})["analytics"]["sponsorNetwork"]
    return found


def _shared(world: World, *, rolled: bool = False) -> dict[tuple[str, str], int]:
    works: Near = {}
    for drug, sponsor in _pairs(world, "DRUG_SPONSOR", {}, rolled):
        works.setdefault(sponsor, set()).add(drug)
    names = {tuple(sorted((a.id, b.id))): len(works[a] & works[b]) for a, b in combinations(works, 2)}
    return {(pair[0], pair[1]): number for pair, number in names.items() if number}


@pytest.mark.parametrize("rolled", [False, True])
def test_sponsors_are_joined_by_the_drugs_that_both_work_on(rolled: bool, small: Small) -> None:
    wanted = _shared(small.world, rolled=rolled)
    found = sponsor_network(small, s=rolled)

    edges = {(edge["source"], edge["target"]): edge["weight"] for edge in found["edges"]}
    assert edges == wanted
    assert list(edges) == sorted(wanted, key=lambda pair: (-wanted[pair], pair)), "heaviest first, ties by id"
    assert found["truncated"] is False
    ends = {end for pair in wanted for end in pair}
    assert {node["id"] for node in found["nodes"]} == ends
    for node in found["nodes"]:
        links = sum(node["id"] in pair for pair in wanted)
        assert (node["type"], node["degree"]) == ("SPONSOR", links)
        assert node["hubScore"] == pytest.approx(links / (len(ends) - 1), abs=1e-6)


def test_an_edge_says_through_which_drugs_and_where_that_is_stated(small: Small) -> None:
    [edge] = [edge for edge in sponsor_network(small)["edges"] if edge["id"] == "sponsor:2 SHARES_DRUGS sponsor:4"]

    assert edge["type"] == "SHARES_DRUGS"
    assert edge["sentence"] == "Ipsen Pharma and National Institutes of Health both work on Mecasermin."
    assert {"rawText": "NCT00000001", "field": "SHARES_DRUGS", "source": {"id": "source:registry"}} in edge["evidence"]


def test_pairs_with_few_drugs_and_more_than_asked_are_left_out_and_said(small: Small) -> None:
    wanted = _shared(small.world)
    most = max(wanted.values())
    heavy = sponsor_network(small, n=most)
    assert len(heavy["edges"]) == sum(number >= most for number in wanted.values())
    assert sponsor_network(small, n=most + 1) == {"truncated": False, "nodes": [], "edges": []}
    cut = sponsor_network(small, first=1)
    assert (len(cut["edges"]), len(cut["nodes"]), cut["truncated"]) == (1, 2, True)
    assert sponsor_network(small, first=len(wanted))["truncated"] is False


def test_a_sponsor_network_can_be_narrowed(small: Small) -> None:
    found = sponsor_network(small, f={"drug": {"id": ["drug:1"]}, "sponsor": {"class": ["INDUSTRY", "NIH"]}})
    assert {node["id"] for node in found["nodes"]} == {"sponsor:1", "sponsor:2", "sponsor:4"}


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ("networkMetrics(projection: DRUG_AGENCY, metric: DEGREE, first: 201) { rank }", "first: 201"),
        ("sponsorNetwork(first: 501) { truncated }", "first: 501"),
        ("sponsorNetwork(minShared: 0) { truncated }", "minShared: 0"),
    ],
)
def test_bad_arguments_are_named(field: str, says: str, small: Small) -> None:
    [error] = small.ask(f"{{ analytics {{ {field} }} }}").errors
    assert error["message"].startswith(says)
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
