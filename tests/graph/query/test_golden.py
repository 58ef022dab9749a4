"""Golden files: the operation, its one statement and its answer stand side by side in `tests/golden`.

`pytest tests/graph/query/test_golden.py --update-golden` writes the statements and answers anew.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from graphql import parse, validate

from graph.query.layout import lay_out
from tests.graph.conftest import CONSTANTS, Small
from tests.graph.oracle.fields import answer
from tests.graph.oracle.schema import SCHEMA

GOLDEN = Path(__file__).parents[2] / "golden"
CASES = sorted(path.stem for path in GOLDEN.glob("*.graphql"))


@pytest.mark.parametrize("case", CASES)
def test_golden_case(case: str, small: Small, request: pytest.FixtureRequest) -> None:
    query = (GOLDEN / f"{case}.graphql").read_text(encoding="utf-8")
    variables = _variables(case)
    [(text, _)] = small.engine.statements(query, variables).values()
    answer = json.dumps(small.data(query, variables), indent=2, ensure_ascii=False)
    if request.config.getoption("update_golden"):
        (GOLDEN / f"{case}.cypher").write_text(f"{lay_out(text)}\n", encoding="utf-8")
        (GOLDEN / f"{case}.json").write_text(f"{answer}\n", encoding="utf-8")
    assert f"{lay_out(text)}\n" == (GOLDEN / f"{case}.cypher").read_text(encoding="utf-8")
    assert f"{answer}\n" == (GOLDEN / f"{case}.json").read_text(encoding="utf-8")


def test_golden_answers_are_what_is_meant(small: Small) -> None:
    """The engine writes the files; the oracle confirms that they are right."""
    for case in CASES:
        query = (GOLDEN / f"{case}.graphql").read_text(encoding="utf-8")
        if validate(SCHEMA, parse(query)):
            continue  # it asks for fields that have tests of their own
        written = json.loads((GOLDEN / f"{case}.json").read_text(encoding="utf-8"))
        assert answer(small.world, CONSTANTS, query, _variables(case)) == written, case


def _variables(case: str) -> dict[str, Any]:
    path = GOLDEN / f"{case}.variables.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found
