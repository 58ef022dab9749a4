"""Paths and pictures of the small graph, with exact steps, sentences and limits."""

from typing import Any

import orjson
import pytest

from api.execution.executor import GraphEngine
from api.schema import make_schema
from graph.database.driver import Graph
from graph.statement import Statement
from tests.graph.conftest import CONSTANTS, Small

Json = dict[str, Any]


def paths(small: Small, arguments: str, fields: str) -> list[Json]:
    found: list[Json] = small.data(f"{{ paths({arguments}) {{ {fields} }} }}")["paths"]
    return found


def test_each_step_has_its_type_sentence_and_evidence(small: Small) -> None:
    [path] = paths(
        small,
        'from: "sponsor:3", to: "condition:1", maxHops: 2',
        """length score sentence nodes { __typename ... on Trial { nctId } }
           edges { id source target type sentence evidence { source { name } } }""",
    )
    assert path == {
        "length": 2,
        "score": path["score"],
        "sentence": "Ipsen Ltd runs trial NCT00000012. Trial NCT00000012 studies Growth failure.",
        "nodes": [
            {"__typename": "Sponsor"},
            {"__typename": "Trial", "nctId": "NCT00000012"},
            {"__typename": "Condition"},
        ],
        "edges": [
            {
                "id": "trial:12 SPONSORED_BY:LEAD_SPONSOR sponsor:3",
                "source": "trial:12",
                "target": "sponsor:3",
                "type": "SPONSORED_BY",
                "sentence": "Ipsen Ltd runs trial NCT00000012.",
                "evidence": [],
            },
            {
                "id": "trial:12 STUDIES condition:1",
                "source": "trial:12",
                "target": "condition:1",
                "type": "STUDIES",
                "sentence": "Trial NCT00000012 studies Growth failure.",
                "evidence": [],
            },
        ],
    }
    assert path["score"] == pytest.approx(3**-0.4, abs=1e-6), "the trial has three links"


def test_a_link_that_sources_state_names_them(small: Small) -> None:
    [path] = paths(
        small,
        'from: "drug:1", to: "condition:1", maxHops: 1',
        "score sentence edges { evidence { source { id } rule field } }",
    )
    assert path == {
        "score": 1.0,
        "sentence": "A product of Mecasermin is authorised for Growth failure.",
        "edges": [{"evidence": [{"source": {"id": "source:page"}, "rule": "TEXT", "field": "INDICATED_FOR"}]}],
    }


def test_better_paths_come_first_and_are_no_more_than_asked(small: Small) -> None:
    rows = paths(small, 'from: "sponsor:1", to: "condition:3", maxHops: 4, first: 4', "score length")
    assert len(rows) == 4
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert all(0 < row["score"] <= 1 and row["length"] <= 4 for row in rows)


def test_agencies_are_passed_only_when_asked_for(small: Small) -> None:
    kinds = "edges { type }"
    plain = paths(small, 'from: "approval:1", to: "approval:13", maxHops: 2', kinds)
    assert plain == []
    asked = paths(small, 'from: "approval:1", to: "approval:13", maxHops: 2, via: [AGENCY]', kinds)
    assert asked == [{"edges": [{"type": "GRANTED_BY"}, {"type": "GRANTED_BY"}]}]


def test_only_things_of_the_kinds_asked_for_are_passed(small: Small) -> None:
    rows = paths(small, 'from: "drug:1", to: "condition:2", via: [TRIAL], maxHops: 2', "nodes { __typename }")
    assert {node["__typename"] for row in rows for node in row["nodes"][1:-1]} == {"Trial"}


def test_what_is_unknown_or_the_same_has_no_path(small: Small) -> None:
    for ends in ('from: "drug:none", to: "drug:1"', 'from: "drug:1", to: ""', 'from: "drug:1", to: "drug:1"'):
        assert paths(small, ends, "length") == []


@pytest.mark.parametrize(
    ("argument", "allowed"), [("maxHops: 0", "1 to 6"), ("maxHops: 7", "1 to 6"), ("first: 51", "0 to 50")]
)
def test_limits_of_paths_are_said(small: Small, argument: str, allowed: str) -> None:
    answer = small.ask(f'{{ paths(from: "drug:1", to: "drug:2", {argument}) {{ length }} }}')
    assert answer.errors[0]["message"].startswith(argument.split(":")[0])
    assert allowed in answer.errors[0]["message"]


def test_a_picture_has_the_neighbours_and_all_links_between_them(small: Small) -> None:
    found = small.data(
        '{ subgraph(root: "sponsor:2") { truncated nodes { id type label properties } edges { source type target } } }'
    )["subgraph"]
    assert [node["id"] for node in found["nodes"]] == [
        "sponsor:2", "approval:1", "approval:2", "sponsor:1", "sponsor:3", "trial:1", "trial:10",
    ]  # fmt: skip
    assert found["nodes"][0]["label"] == "Ipsen Pharma"
    assert found["nodes"][0]["properties"]["slug"] == "ipsen-pharma"
    edges = [(edge["source"], edge["type"], edge["target"]) for edge in found["edges"]]
    assert ("trial:1", "SPONSORED_BY", "sponsor:1") in edges, "a link between two neighbours"
    assert edges == sorted(edges, key=lambda edge: (edge[0], edge[2], edge[1]))
    assert len(edges) == 7
    assert found["truncated"] is False


def test_the_limit_of_a_picture_is_said(small: Small) -> None:
    query = (
        '{{ subgraph(root: "drug:1", hops: 2, limit: {}) {{ truncated nodes {{ id }} edges {{ source target }} }} }}'
    )
    whole = small.data(query.format(500))["subgraph"]
    size = len(whole["nodes"])
    assert (whole["truncated"], small.data(query.format(size))["subgraph"]["truncated"]) == (False, False)
    cut = small.data(query.format(size - 1))["subgraph"]
    assert (cut["truncated"], len(cut["nodes"])) == (True, size - 1)
    ids = {node["id"] for node in cut["nodes"]}
    assert all(edge["source"] in ids and edge["target"] in ids for edge in cut["edges"])


def test_kinds_and_unknown_roots_of_pictures(small: Small) -> None:
    found = small.data('{ subgraph(root: "drug:1", types: [TRIAL]) { nodes { type } } }')["subgraph"]
    assert [node["type"] for node in found["nodes"]] == ["DRUG", *["TRIAL"] * 5]
    assert small.data('{ subgraph(root: "drug:none") { truncated nodes { id } edges { id } } }')["subgraph"] == {
        "truncated": False,
        "nodes": [],
        "edges": [],
    }


@pytest.mark.anyio
async def test_all_ways_of_two_steps_are_weighed_where_there_are_many(empty_graph: Graph) -> None:
    """The first hundred of 150 equally short paths would often miss the most informative one."""
    await empty_graph.write(
        Statement(
            "CREATE (s:Sponsor {id: 'sponsor:s', name: 'S'}), (c:Condition {id: 'condition:c', name: 'C'}), "
            "(o:Condition {id: 'condition:o', name: 'O'}) WITH s, c, o UNWIND range(1, 150) AS i "
            "CREATE (t:Trial {id: 'trial:' + toString(i), nctId: toString(i)}) "
            "CREATE (t)-[:SPONSORED_BY {role: 'LEAD_SPONSOR'}]->(s), (t)-[:STUDIES]->(c) "
            "FOREACH (_ IN CASE i WHEN 77 THEN [] ELSE [1] END | CREATE (t)-[:STUDIES]->(o))"
        )
    )
    engine = GraphEngine(make_schema()._schema, empty_graph, CONSTANTS)
    for hops in (2, 4):
        query = f'{{ paths(from: "sponsor:s", to: "condition:c", maxHops: {hops}, first: 2) {{ length sentence }} }}'
        answer = await engine.execute(query, None, None)
        assert not answer.errors
        assert answer.data is not None
        assert orjson.loads(answer.data)["paths"] == [
            {"length": 2, "sentence": "S runs trial 77. Trial 77 studies C."},
            {"length": 2, "sentence": "S runs trial 1. Trial 1 studies C."},
        ]
