"""The cost of an operation: known before it runs, returned with every answer; a refusal names a page size that fits."""

import re
from typing import Any

import orjson
import pytest

from api.examples import Example, examples
from api.execution.executor import GraphEngine
from api.limits import Limits
from api.schema import make_schema
from graph.errors import CostExceeded
from graph.statement import Statement
from tests.graph.conftest import CONSTANTS, Small


def _cost(small: Small, query: str, variables: dict[str, Any] | None = None) -> Any:
    extensions = small.ask(query, variables).extensions
    assert extensions is not None
    return extensions["cost"]


@pytest.mark.parametrize(
    ("query", "requested", "heaviest"),
    [
        ("{ __typename }", 0, None),
        ('{ drug(by: { slug: "a" }) { slug } }', 1, ("drug", 1)),
        ("{ drugs(first: 10) { nodes { id } } }", 10, ("drugs", 10)),
        ("{ drugs(first: 10) { totalCount nodes { id } } }", 11, ("drugs", 11)),
        ("{ drugs(first: 0) { totalCount } }", 2, ("drugs", 2)),
        # ten rows, their five sponsors each, and for each of these three trials
        (
            "{ trials(first: 10) { nodes { drugs(first: 5) { edges { node { trials(first: 3) { nodes { id }}}}}}}}",
            10 + 50 + 150,
            ("trials.nodes.drugs.edges.node.trials", 150),
        ),
        ("{ a: drugs(first: 3) { nodes { id } } b: trials(first: 4) { nodes { id } } }", 7, ("b", 4)),
        ('{ nodes(ids: ["a", "b"]) { ... on Drug { trials(first: 4) { nodes { id } } } } }', 10, ("nodes.trials", 8)),
        ("{ drugs(first: 1) { nodes { agencies { state } } } }", 6, ("drugs.nodes.agencies", 5)),
        (
            "{ drugs(first: 10) { nodes { similar(first: 3) { score shared(first: 2) { __typename } } } } }",
            10 + 10 * (2_000 + 3 + 3 * 2),
            ("drugs.nodes.similar", 20_030),
        ),
        (
            "{ sponsors(first: 2) { nodes { partners(first: 3) { edges { node { id } } } } } }",
            2 + 2 * (1_000 + 3),
            ("sponsors.nodes.partners", 2_006),
        ),
        ('{ drug(by: { slug: "a" }) { timeline { totalCount } } }', 1 + 100 + 100 + 1, ("drug.timeline", 201)),
        ("{ discrepancies(first: 7) { kind } }", 7, ("discrepancies", 7)),
        ('{ drugs(first: 10, filter: { trial: { nctId: { eq: "x" } } }) { totalCount } }', 10 + 10 + 5, ("drugs", 25)),
        (
            "{ drugs(first: 10, filter: { trial: { not: { drug: { drugType: BIOTECH } } } }) { nodes { id } } }",
            10 + 5 * (1 + 5),
            ("drugs", 40),
        ),
    ],
)  # fmt: skip
def test_pages_multiply_and_fields_have_their_weights(
    small: Small, query: str, requested: int, heaviest: tuple[str, int] | None
) -> None:
    expected = {"path": heaviest[0], "cost": heaviest[1]} if heaviest else None
    assert _cost(small, query) == {"requested": requested, "budget": 10**12, "heaviest": expected}


def test_the_cost_follows_the_variables_and_the_fragments(small: Small) -> None:
    query = """query($n: Int) { drugs(first: $n) { nodes { ...D } } }
      fragment D on Drug { trials(first: $n) { nodes { id } } }"""
    for size in (2, 7, 2):
        assert _cost(small, query, {"n": size})["requested"] == size + size * size


DEAR = "query($n: Int = 200) { drugs(first: 200) { nodes { trials(first: $n) { nodes { id } } } } }"


def _limited(small: Small, budget: int) -> GraphEngine:
    return GraphEngine(make_schema()._schema, small.graph, CONSTANTS, Limits(max_cost=budget))


def _refused(small: Small, query: str, budget: int, variables: dict[str, Any] | None = None) -> CostExceeded:
    with pytest.raises(CostExceeded) as caught:
        small.run(_limited(small, budget).execute(query, variables, None))
    return caught.value


def test_the_budget_is_met_just_inside_and_refused_just_outside(small: Small) -> None:
    exact = 200 + 200 * 200
    assert small.run(_limited(small, exact).execute(DEAR, None, None)).data
    error = _refused(small, DEAR, exact - 1)
    assert error.code == "QUERY_TOO_EXPENSIVE"
    assert error.extensions == {
        "cost": {"requested": exact, "budget": exact - 1, "heaviest": {"path": "drugs.nodes.trials", "cost": 40_000}}
    }


def test_a_refusal_names_one_smaller_page_that_fits(small: Small) -> None:
    message = str(_refused(small, DEAR, 4_300))
    found = re.search(r"first: (\d+) at drugs\.nodes\.trials would cost ([\d,]+)", message)
    assert found, message
    answer = small.run(_limited(small, 4_300).execute(DEAR, {"n": int(found[1])}, None))
    assert answer.extensions is not None
    cost: Any = answer.extensions["cost"]
    assert f"{cost['requested']:,}" == found[2]
    _refused(small, DEAR, 4_300, {"n": int(found[1]) + 1})


def test_where_one_page_is_not_enough_all_are_smaller(small: Small) -> None:
    query = """query($n: Int = 200) { drugs(first: $n) { nodes { trials(first: $n) { nodes {
      drugs(first: $n) { nodes { id } } } } } } }"""
    found = re.search(r"pages of (\d+) in every list would cost ([\d,]+)", str(_refused(small, query, 10_000)))
    assert found
    size = int(found[1])
    assert f"{size + size**2 + size**3:,}" == found[2]
    small.run(_limited(small, 10_000).execute(query, {"n": size}, None))
    _refused(small, query, 10_000, {"n": size + 1})


def test_where_no_page_helps_the_heaviest_field_is_named(small: Small) -> None:
    query = "{ drugs(first: 1, filter: { trial: { drug: { trial: {} } } }) { nodes { id } } }"
    assert "the heaviest is drugs with" in str(_refused(small, query, 50))


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_every_example_fits_well_inside(small: Small, example: Example) -> None:
    assert _cost(small, example.query, example.variables)["requested"] * 10 < Limits().max_cost


def test_the_statements_that_ran_are_ready_to_paste(small: Small) -> None:
    query = """query($name: String!) {
      one: drug(by: { name: $name }) { id trials(first: 2) { nodes { nctId } } }
      many: drugs(first: 3, filter: { name: { contains: "\\\\ \\" ' ` $p0 {v}" } }) { totalCount nodes { id } }
      bad: drugs(first: -1) { totalCount }
      meta { limits { maxCost } }
      __typename
    }"""
    assert "cypher" not in (small.ask(query, {"name": "x"}).extensions or {})
    answer = small.run(small.engine.execute(query, {"name": "O'Neil \n\t"}, None, shows_cypher=True))
    assert answer.extensions is not None
    shown: Any = answer.extensions["cypher"]
    assert list(shown) == ["one", "many", "meta"]
    for load in orjson.loads(orjson.dumps(shown)).values():
        ran = small.run(small.graph.rows(Statement(load["statement"], load["parameters"])))
        pasted = small.run(small.graph.rows(Statement(load["paste"].removesuffix(";"))))
        assert pasted == ran
