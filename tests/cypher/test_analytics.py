"""The questions of analysts: each form answers as its header says, on the starter graph and on one made by hand."""

import asyncio
import secrets
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import neo4j
import pytest
from neo4j.exceptions import ClientError

from graph import statement_header
from graph.address import Address
from graph.database import analytics
from graph.database.analytics import Analysis, analyses
from graph.database.driver import Graph, connect
from graph.statement import Statement

Row = tuple[Any, ...]
Ask = Callable[..., list[Row]]
Answers = Callable[..., analytics.AnalysisResult]

FORMS = [(name, gds) for name in analytics.names() for gds in analyses(name)]
TWO_FORMS = [name for name in analytics.names() if len(analyses(name)) == 2]
NAMED = [f"{'gds/' if gds else ''}{name}" for name, gds in FORMS]
ON_STARTER = {"INTEGER": int, "FLOAT": float, "STRING": str, "LIST<STRING>": list}


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as made:
        yield made


@pytest.fixture(scope="module")
def graph(starter: Address, runner: asyncio.Runner) -> Iterator[Graph]:
    stack = AsyncExitStack()
    yield runner.run(stack.enter_async_context(connect(starter, timeout_s=60)))
    runner.run(stack.aclose())


@pytest.fixture(scope="module")
def answers(graph: Graph, runner: asyncio.Runner) -> Answers:
    """Return the answer of one form on the starter graph, for values as typed on the command line."""

    def answer(name: str, *, gds: bool, **typed: str) -> analytics.AnalysisResult:
        return runner.run(analytics.run(graph, name, typed, plain=not gds))

    return answer


def test_there_are_ten_questions_and_three_of_them_in_two_forms() -> None:
    assert len(analytics.names()) >= 10
    assert len(TWO_FORMS) >= 3
    assert all(False in analyses(name) for name in analytics.names()), "GDS may be missing, the answer may not"


@pytest.mark.parametrize(("name", "gds"), FORMS, ids=NAMED)
def test_every_parameter_has_a_default(name: str, gds: bool) -> None:
    assert statement_header.values(analyses(name)[gds].header, {})


@pytest.mark.parametrize("name", TWO_FORMS)
def test_both_forms_take_the_same_and_return_the_same(name: str) -> None:
    plain, gds = analyses(name)[False].header, analyses(name)[True].header
    assert plain.params == gds.params
    assert plain.columns == gds.columns
    assert "gds" in gds.needs


@pytest.mark.parametrize(("name", "gds"), FORMS, ids=NAMED)
def test_an_analysis_only_reads(starter: Address, name: str, gds: bool) -> None:
    analysis = analyses(name)[gds]
    values = statement_header.values(analysis.header, {}) | {"graph": "none"}
    assert not analysis.header.writes
    with _driver(starter) as driver:
        for step in analysis.steps:
            _, summary, _ = driver.execute_query(f"EXPLAIN {step}", values)
            assert summary.query_type == "r", step


@pytest.mark.parametrize(("name", "gds"), FORMS, ids=NAMED)
def test_it_answers_from_the_starter_graph_what_its_header_declares(answers: Answers, name: str, gds: bool) -> None:
    answer = answers(name, gds=gds)
    assert answer.analysis.gds == gds
    assert answer.rows, "a question whose defaults find nothing teaches nothing"
    for column in answer.analysis.header.columns:
        found = [row[column.name] for row in answer.rows]
        assert all(isinstance(value, ON_STARTER[column.type]) for value in found), (column, found)


@pytest.mark.parametrize("name", sorted({*TWO_FORMS} - {"sponsor_pagerank"}))
def test_both_forms_give_the_same_values(answers: Answers, name: str) -> None:
    assert answers(name, gds=True, limit="200").rows == answers(name, gds=False, limit="200").rows


def test_pagerank_and_its_first_step_share_out_one_whole_among_the_same_sponsors(answers: Answers) -> None:
    plain, gds = (answers("sponsor_pagerank", gds=gds, limit="200").rows for gds in (False, True))
    known = {row["slug"]: (row["partners"], row["weight"]) for row in plain}
    both = [row for row in gds if row["slug"] in known]
    assert both
    assert all(known[row["slug"]] == (row["partners"], row["weight"]) for row in both)
    assert all(0 < row["score"] < 1 for row in (*plain, *gds))


@pytest.mark.parametrize("name", TWO_FORMS)
def test_a_projection_is_dropped_also_when_the_answer_fails(graph: Graph, runner: asyncio.Runner, name: str) -> None:
    whole = analyses(name)[True]
    *projections, _, drop = whole.steps
    broken = replace(whole, steps=(*projections, "RETURN 1 / 0 AS never", drop))
    with pytest.raises(ClientError, match="/ by zero"):
        runner.run(analytics._answer(graph, broken, statement_header.values(whole.header, {})))
    assert runner.run(graph.read(Statement("CALL gds.graph.list() YIELD graphName RETURN graphName"))) is None


@pytest.mark.parametrize("gds", [False, True])
def test_an_unknown_drug_has_no_like(answers: Answers, gds: bool) -> None:
    assert answers("drug_similarity", gds=gds, drug="no-such-drug").rows == []


def test_mecasermin_is_found_at_five_agencies_and_looked_for_at_all(answers: Answers) -> None:
    first = answers("regulatory_reach", gds=False, limit="1").rows[0]
    assert (first["slug"], first["found"], first["noneFound"], first["notChecked"]) == ("mecasermin", 5, 7, 0)


# A graph whose answers are known by hand; it exists only in one transaction, which is rolled back. P owns Q.
# T3 has not begun, T4 never did; the tentative approval, the opinion and the date of 1990 are no first approval.
TINY = """
CREATE (alpha:Drug {id: 'drug:alpha', slug: 'alpha', genericName: 'Alpha'}),
  (beta:Drug {id: 'drug:beta', slug: 'beta', genericName: 'Beta'}),
  (gamma:Drug {id: 'drug:gamma', slug: 'gamma', genericName: 'Gamma'}),
  (:Drug {id: 'drug:delta', slug: 'delta', genericName: 'Delta'}),
  (x:Condition {id: 'condition:x', slug: 'x', name: 'X'}), (y:Condition {id: 'condition:y', slug: 'y', name: 'Y'}),
  (z:Condition {id: 'condition:z', slug: 'z', name: 'Z'}), (w:Condition {id: 'condition:w', slug: 'w', name: 'W'}),
  (p:Sponsor {id: 'sponsor:p', slug: 'p', name: 'P'}), (q:Sponsor {id: 'sponsor:q', slug: 'q', name: 'Q'}),
  (r:Sponsor {id: 'sponsor:r', slug: 'r', name: 'R'}), (s:Sponsor {id: 'sponsor:s', slug: 's', name: 'S'}),
  (t:Sponsor {id: 'sponsor:t', slug: 't', name: 'T'}), (q)-[:SUBSIDIARY_OF]->(p), (y)-[:BROADER]->(w),
  (fda:Agency {id: 'agency:FDA', code: 'FDA'}), (ema:Agency {id: 'agency:EMA', code: 'EMA'}),
  (tga:Agency {id: 'agency:TGA', code: 'TGA'}),
  (t1:Trial {id: 'trial:1', nctId: 'NCT1', phases: ['PHASE1'], overallStatus: 'COMPLETED', enrollmentCount: 10,
    startDate: '2001-03-15', studyFirstPostDate: '2001-04-01'}),
  (t2:Trial {id: 'trial:2', nctId: 'NCT2', phases: ['PHASE1', 'PHASE2'], overallStatus: 'TERMINATED',
    startDate: '2000', studyFirstPostDate: '2001-06', whyStopped: 'Slow'}),
  (t3:Trial {id: 'trial:3', phases: [], overallStatus: 'NOT_YET_RECRUITING', startDate: '1999-01'}),
  (t4:Trial {id: 'trial:4', nctId: 'NCT4', phases: ['PHASE1'], overallStatus: 'WITHDRAWN',
    studyFirstPostDate: '2001-01-01'}),
  (t1)-[:TESTS]->(alpha), (t2)-[:TESTS]->(beta), (t3)-[:TESTS]->(alpha), (t3)-[:TESTS]->(beta),
  (t1)-[:STUDIES]->(x), (t1)-[:STUDIES]->(y), (t2)-[:STUDIES]->(x), (t3)-[:STUDIES]->(y), (t4)-[:STUDIES]->(x),
  (t1)-[:SPONSORED_BY {role: 'LEAD_SPONSOR'}]->(q), (t1)-[:SPONSORED_BY {role: 'COLLABORATOR'}]->(r),
  (t2)-[:SPONSORED_BY {role: 'LEAD_SPONSOR'}]->(r), (t2)-[:SPONSORED_BY {role: 'COLLABORATOR'}]->(s),
  (t3)-[:SPONSORED_BY {role: 'LEAD_SPONSOR'}]->(p), (t4)-[:SPONSORED_BY {role: 'LEAD_SPONSOR'}]->(t),
  (gamma)-[:INDICATED_FOR]->(x), (gamma)-[:ASSOCIATED_WITH]->(z)
WITH *
UNWIND [
  [1, fda, alpha, 'EFFECTIVE', '1990-01-01', 'AUTHORISED', q],
  [2, ema, alpha, 'ISSUED', '2004-01-20', 'AUTHORISED', p],
  [3, ema, alpha, 'ISSUED', '2002-05', 'TENTATIVE_APPROVAL', null],
  [4, fda, gamma, 'APPROVAL', '2010-01-01', 'AUTHORISED', null],
  [5, ema, gamma, 'ISSUED', '2011-01-01', 'AUTHORISED', null],
  [6, ema, beta, 'ISSUED', '2012-01-01', 'OPINION', null]
] AS row
WITH row, row[1] AS agency, row[2] AS drug, row[6] AS holder, alpha, beta, tga, fda
CREATE (approval:Approval {id: 'approval:' + row[0], agencyCode: agency.code, dateKind: row[3], date: row[4],
  status: row[5]})-[:GRANTED_BY]->(agency), (approval)-[:FOR_DRUG]->(drug)
MERGE (drug)-[found:COVERED_BY {state: 'FOUND'}]->(agency)
SET found.everAuthorised = row[5] = 'AUTHORISED' OR coalesce(found.everAuthorised, false)
MERGE (alpha)-[:COVERED_BY {state: 'NONE_FOUND'}]->(tga)
MERGE (beta)-[:COVERED_BY {state: 'NONE_FOUND'}]->(fda)
FOREACH (_ IN CASE WHEN holder IS NULL THEN [] ELSE [1] END | CREATE (approval)-[:HELD_BY {role: 'COMPANY'}]->(holder))
"""


@pytest.fixture(scope="module")
def tiny(database: Address) -> Iterator[Ask]:
    """Return the rows of one form, as tuples, on the graph made by hand, which only this transaction sees."""
    with _driver(database) as driver, driver.session() as session, session.begin_transaction() as transaction:
        transaction.run("MATCH (n WHERE NOT n:Migration) DETACH DELETE n").consume()
        transaction.run(TINY).consume()

        def ask(name: str, *, gds: bool = False, **typed: str) -> list[Row]:
            analysis = analyses(name)[gds]
            values = statement_header.values(analysis.header, typed) | {"graph": f"tiny-{secrets.token_hex(4)}"}
            return _rows(transaction, analysis, values)

        yield ask
        transaction.rollback()


KNOWN: list[tuple[str, dict[str, str], list[Row]]] = [
    (
        "shared_conditions",
        {"drug": "alpha"},
        [
            ("Beta", "beta", 2, 0, ["X", "Y"]),
            ("Gamma", "gamma", 1, 1, ["X"]),
        ],
    ),
    (
        "drug_similarity",
        {"drug": "alpha"},
        [
            ("Beta", "beta", 2, 1.0),
            ("Gamma", "gamma", 2, 0.3333),
        ],
    ),
    ("drug_similarity", {"drug": "delta"}, []),
    (
        "first_trial_to_first_approval",
        {},
        [
            ("Alpha", "alpha", "NCT1", "2001-03-15", "EMA", "2004-01-20", "ISSUED", 34),
        ],
    ),
    (
        "first_trial_to_first_approval",
        {"dateKind": "EFFECTIVE"},
        [
            ("Alpha", "alpha", "NCT1", "2001-03-15", "FDA", "1990-01-01", "EFFECTIVE", -134),
        ],
    ),
    ("agency_overlap", {}, [("EMA", "FDA", 3, 2, 2, 0.6667, 3)]),
    (
        "sponsors_by_breadth",
        {},
        [
            ("P", "p", 2, 2, 2, 2, 2, 2),
            ("R", "r", 1, 2, 2, 0, 2, 0),
            ("S", "s", 1, 1, 1, 0, 1, 0),
            ("T", "t", 1, 1, 0, 0, 1, 0),
        ],
    ),
    (
        "hub_conditions",
        {},
        [
            ("X", "x", 6, 3, 2, 1, 4),
            ("Y", "y", 4, 2, 2, 0, 3),
            ("Z", "z", 1, 0, 0, 1, 0),
            ("W", "w", 0, 0, 0, 0, 0),
        ],
    ),
    ("co_sponsorship_communities", {}, [("q", 3, 2, ["R", "Q", "S"])]),
    ("co_sponsorship_communities", {"minimum": "4"}, []),
    (
        "sponsor_pairs",
        {},
        [
            ("P", "R", 2, ["Alpha", "Beta"], 1),
            ("P", "S", 1, ["Beta"], 0),
            ("R", "S", 1, ["Beta"], 1),
        ],
    ),
    (
        "sponsor_condition_path",
        {"sponsor": "p", "condition": "z"},
        [
            (1, "P", "SUBSIDIARY_OF", "Q", "Q belongs to the group of P."),
            (2, "Q", "SPONSORED_BY", "NCT1", "Q runs trial NCT1."),
            (3, "NCT1", "STUDIES", "X", "Trial NCT1 studies X."),
            (4, "X", "INDICATED_FOR", "Gamma", "A product of Gamma is authorised for X."),
            (5, "Gamma", "ASSOCIATED_WITH", "Z", "A source lists Z beside Gamma."),
        ],
    ),
    (
        "sponsor_condition_path",
        {"sponsor": "p", "condition": "w"},
        [
            (1, "P", "SPONSORED_BY", "trial:3", "P runs trial trial:3."),
            (2, "trial:3", "STUDIES", "Y", "Trial trial:3 studies Y."),
            (3, "Y", "BROADER", "W", "W is a more general term for Y."),
        ],
    ),
    (
        "trials_per_phase_and_year",
        {},
        [
            (2001, "PHASE1", 2, 1, 1, 10),
            (2001, "PHASE1/PHASE2", 1, 0, 1, 0),
        ],
    ),
    ("trials_per_phase_and_year", {"from": "2002"}, []),
    (
        "regulatory_reach",
        {},
        [
            ("Alpha", "alpha", 2, 2, 1, 0, 3, ["EMA", "FDA"]),
            ("Gamma", "gamma", 2, 2, 0, 1, 2, ["EMA", "FDA"]),
            ("Beta", "beta", 0, 1, 1, 1, 1, ["EMA"]),
        ],
    ),
    (
        "sponsor_funnel",
        {"sponsor": "p"},
        [
            ("NONE_STATED", 1, 1, 0, 0, 0, 0, 2, 1),
            ("PHASE1", 1, 0, 0, 1, 0, 0, 1, 1),
        ],
    ),
    ("stopped_trials", {}, [("X", "x", 3, 1, 1, 0.6667, ["Slow"])]),
]


@pytest.mark.parametrize(("name", "typed", "wanted"), KNOWN, ids=[f"{name} {typed}" for name, typed, _ in KNOWN])
def test_the_answer_is_the_one_known_by_hand(tiny: Ask, name: str, typed: dict[str, str], wanted: list[Row]) -> None:
    for gds in analyses(name):
        assert tiny(name, gds=gds, **typed) == wanted


def test_pagerank_is_the_one_solved_by_hand(tiny: Ask) -> None:
    # r = 0.15 + 0.85 (q + s), q = s = 0.15 + 0.85 r / 2, divided by their sum; one step: 0.15 + 0.85 (1 + 1).
    exact, step = 0.405 / 0.2775 / 3, (0.15 + 0.85 * 2) / 3
    assert tiny("sponsor_pagerank", gds=True) == [
        ("R", "r", 2, 2, pytest.approx(exact, abs=2e-6)),
        ("Q", "q", 1, 1, pytest.approx((1 - exact) / 2, abs=2e-6)),
        ("S", "s", 1, 1, pytest.approx((1 - exact) / 2, abs=2e-6)),
    ]
    assert tiny("sponsor_pagerank") == [
        ("R", "r", 2, 2, pytest.approx(step, abs=2e-6)),
        ("Q", "q", 1, 1, pytest.approx((1 - step) / 2, abs=2e-6)),
        ("S", "s", 1, 1, pytest.approx((1 - step) / 2, abs=2e-6)),
    ]


@pytest.mark.parametrize("name", TWO_FORMS)
def test_a_graph_with_nothing_to_project_has_an_empty_answer(database: Address, name: str) -> None:
    with _driver(database) as driver, driver.session() as session, session.begin_transaction() as transaction:
        transaction.run("MATCH (n WHERE NOT n:Migration) DETACH DELETE n").consume()
        for analysis in analyses(name).values():
            values = statement_header.values(analysis.header, {}) | {"graph": f"tiny-{secrets.token_hex(4)}"}
            assert _rows(transaction, analysis, values) == []
        transaction.rollback()


def _rows(transaction: neo4j.Transaction, analysis: Analysis, values: dict[str, Any]) -> list[Row]:
    """Run all steps in a transaction that is rolled back. A projection is not part of it and is dropped here."""
    if not analysis.gds:
        return [tuple(record) for record in transaction.run(analysis.answer, values)]
    *projections, answer, drop = analysis.steps
    for step in projections:
        transaction.run(step, values).consume()
    rows = [tuple(record) for record in transaction.run(answer, values)]
    transaction.run(drop, values).consume()
    return rows


def _driver(address: Address) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(
        address.uri,
        auth=(address.username, address.password),
        notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
    )
