"""Statements consist of the model's words and of parameters, never of a word of the request."""

import itertools
import re
from typing import Any, cast

import pytest

from api.execution.executor import GraphEngine
from api.schema import make_schema
from graph.database.driver import Graph
from graph.query.compile import compile_plan
from graph.query.planner import plan_root
from graph.query.selection import Selection, constant
from tests.graph.conftest import CONSTANTS

HOSTILE = "x'\"`}) DETACH DELETE n // {value} $p0 \\u0027"
ENGINE = GraphEngine(make_schema()._schema, cast(Graph, None), CONSTANTS)

EVERYWHERE = """
query Everywhere($t: String!, $id: ID!, $texts: [String!], $xref: XrefInput!, $drugs: DrugFilter!) {
  byId: node(id: $id) { id }
  byIds: nodes(ids: [$id, "a"]) { id }
  byName: drug(by: { name: $t }) { id }
  bySlug: condition(by: { slug: $t }) { id }
  byXref: condition(by: { xref: $xref }) { id }
  trial(nctId: $t) { evidence(field: $t) { rawText } }
  sponsor(by: { name: $t }) { id }
  approval(by: { agency: FDA, identifier: $t }) { id }
  drugs(filter: { and: [$drugs, { name: { eq: $t, ne: $t, in: $texts, contains: $t, startsWith: $t } }] }) {
    totalCount
  }
  trials(filter: { title: { contains: $t }, nctId: { in: $texts }, drug: { unii: { ne: $t } } }) { nodes { id } }
  approvals(filter: { identifier: { contains: $t }, productName: { startsWith: $t } }) { nodes { id } }
}
"""


def test_names_outside_the_model_never_reach_the_text() -> None:
    children = {"Drug": (Selection("genericName`}) DETACH DELETE", "key", {}, {}),)}
    selection = Selection("drug", "drug", {"by": constant({"id": "drug:1"})}, children)
    with pytest.raises(KeyError):
        plan_root(selection)


def test_aliases_never_reach_the_text() -> None:
    def text(key: str) -> str:
        children = {"Drug": (Selection("genericName", key, {}, {}),)}
        selection = Selection("drug", key, {"by": constant({"id": "drug:1"})}, children)
        return compile_plan(plan_root(selection)).text

    assert text("DETACH_DELETE") == text("a") == "MATCH (v1:Drug {id: $p0}) RETURN [v1.genericName] AS answer LIMIT 1"


def test_values_are_always_parameters() -> None:
    hostile = ENGINE.statements(EVERYWHERE, _everywhere(HOSTILE))
    harmless = ENGINE.statements(EVERYWHERE, _everywhere("aspirin"))
    for key, (text, parameters) in hostile.items():
        assert text == harmless[key][0], key
        assert "DETACH" not in text
        assert _mentions(parameters, "detach"), f"{key}: the value is nowhere"


def test_literals_are_parameters_like_variables() -> None:
    literal = ENGINE.statements('{ drugs(filter: { unii: { eq: "DETACH" } }, first: 7) { nodes { id } } }')
    variable = ENGINE.statements(
        "query($u: String, $n: Int) { drugs(filter: { unii: { eq: $u } }, first: $n) { nodes { id } } }",
        {"u": "DETACH", "n": 7},
    )
    assert literal == variable


def test_every_parameter_of_a_statement_is_given_and_used() -> None:
    for text, parameters in ENGINE.statements(EVERYWHERE, _everywhere("x")).values():
        assert set(re.findall(r"\$(\w+)", text)) == set(parameters)


def test_one_name_stands_for_one_thing_in_nested_lists_of_one_kind() -> None:
    query = "{ drugs { nodes { T { nodes { drugs { nodes { T { nodes { id } } } } } } } } }"
    query = query.replace("T", "trials(orderBy: [{field: PHASE}])")
    [(text, _)] = ENGINE.statements(query).values()
    bound = re.findall(r"\((v\d+):(?:Drug|Trial)\)", text)
    assert len(bound) == len(set(bound)) == 4


def test_approval_types_of_which_the_same_is_asked_share_their_text() -> None:
    query = "{ approvals { nodes { id ... on FdaApproval { ndcCode } } } }"
    [(text, _)] = ENGINE.statements(query).values()
    assert text.count("WHEN v1:FdaApproval THEN") == 1
    assert text.count(" THEN [") == 2


def _everywhere(text: str) -> dict[str, Any]:
    name = {"name": {"contains": text}}
    return {
        "t": text,
        "id": text,
        "texts": [text, text],
        "xref": {"source": text, "id": text},
        "drugs": {"or": [name, {"not": name}, {"condition": name}, {"sponsor": name}]},
    }


def _mentions(value: Any, word: str) -> bool:
    if isinstance(value, dict):
        return any(_mentions(part, word) for part in itertools.chain(value.values()))
    if isinstance(value, list):
        return any(_mentions(part, word) for part in value)
    return isinstance(value, str) and word in value.lower()
