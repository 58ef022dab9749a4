"""Any selection compiles to one statement per root field, which Neo4j plans and which answers as the oracle does.

The answer is compared byte for byte with that of graphql-core's own executor over the graph in memory.
`MEDPATH_TEST_SELECTIONS` says how many operations are drawn.
"""

import os

import orjson
from graphql import parse, validate
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.statement import Statement
from tests.graph.conftest import CONSTANTS, Small
from tests.graph.oracle.fields import answer
from tests.graph.oracle.schema import SCHEMA
from tests.graph.query.operations import Operations

EXAMPLES = int(os.environ.get("MEDPATH_TEST_SELECTIONS", "60"))


@settings(
    max_examples=EXAMPLES,
    derandomize="MEDPATH_TEST_SELECTIONS" not in os.environ,
    database=None,
    # A failing example is readable as it is; shrinking it would query the graph for minutes.
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(st.data())
def test_any_selection_is_answered_as_it_is_meant(small: Small, data: st.DataObject) -> None:
    operation = Operations(data.draw, small.world).operation()
    problems = validate(SCHEMA, parse(operation.text))
    assert not problems, f"the test drew an invalid operation: {problems[0]}"

    statements = small.engine.statements(operation.text, operation.variables)
    for text, parameters in statements.values():
        small.run(small.graph.rows(Statement(f"EXPLAIN {text}", parameters)))

    sent = small.graph.statements_sent
    found = small.ask(operation.text, operation.variables)
    assert not found.errors, found.errors
    wanted = answer(small.world, CONSTANTS, operation.text, operation.variables)

    assert small.graph.statements_sent - sent == len(statements) == len(wanted)
    assert found.data == orjson.dumps(wanted), f"{operation.text}\n{operation.variables}\n{found.data!r}\n{wanted}"
