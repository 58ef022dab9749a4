"""Whether agencies authorise a drug, from the statuses of their records."""

from collections.abc import Sequence

import pytest

from graph.database.driver import Graph
from seed.extract.feeds import Feed, feeds
from seed.pipeline import load_feeds
from seed.records import Date, DrugRecord, Row
from tests.seed.factories import approval, feed, rows
from tests.seed.samples import RAW

pytestmark = pytest.mark.anyio

SAID = """MATCH (drug:Drug)-[c:COVERED_BY]->({code: 'EMA'})
RETURN [drug.genericName, c.authorised, c.everAuthorised] AS said"""
COUNTED = """MATCH (drug:Drug) RETURN [drug.genericName, drug.agencyCount, drug.authorisedAgencyCount,
  drug.everAuthorisedAgencyCount, drug.latestApproval] AS counted"""
CASES: list[tuple[str, list[str], bool | None, bool | None]] = [
    ("Alpharin", ["AUTHORISED", "REFUSED"], True, True),
    ("Betarin", ["CONDITIONAL"], True, True),
    ("Gammarin", ["WITHDRAWN", "APPLICATION_WITHDRAWN"], False, True),
    ("Deltarin", ["SUSPENDED"], False, True),
    ("Epsilorin", ["REFUSED", "APPLICATION_WITHDRAWN", "OPINION", "TENTATIVE_APPROVAL"], False, False),
    ("Zetarin", ["OTC_MONOGRAPH", "UNAPPROVED"], False, False),
    ("Etarin", ["NOT_STATED", "REFUSED"], None, None),
    ("Thetarin", ["NOT_STATED", "EXPIRED"], None, True),
]


def _drugs(names: Sequence[str]) -> Feed:
    return feed("drugs", [DrugRecord(Row(name), name) for name in names])


async def test_one_record_that_is_granted_is_enough(empty_graph: Graph) -> None:
    records = [
        approval("EMA", "EMA_PRODUCT_NUMBER", f"EMEA/H/C/{case}{number}", name, status=status)
        for case, (name, statuses, _, _) in enumerate(CASES, 10000)
        for number, status in enumerate(statuses)
    ]
    await load_feeds(empty_graph, [_drugs([name for name, _, _, _ in CASES]), feed("ema", records)])
    assert sorted(await rows(empty_graph, SAID)) == sorted([name, now, ever] for name, _, now, ever in CASES)
    assert sorted(await rows(empty_graph, COUNTED)) == sorted(
        [name, 1, int(bool(now)), int(bool(ever)), None] for name, _, now, ever in CASES
    )


async def test_a_record_without_a_status_was_granted_on_the_date_of_a_grant_alone(empty_graph: Graph) -> None:
    day = Date("2005", "2005")
    records = [
        approval("EMA", "EMA_PRODUCT_NUMBER", f"EMEA/H/C/{name}", name, status=status, date=day, date_kind=kind)
        for name, status, kind in (
            ("A1", "NOT_STATED", "ISSUED"),
            ("B2", "NOT_STATED", "MARKET"),
            ("C3", "OPINION", "ISSUED"),
        )
    ]
    await load_feeds(empty_graph, [_drugs(["A1", "B2", "C3"]), feed("ema", records)])
    assert sorted(await rows(empty_graph, SAID)) == [["A1", None, True], ["B2", None, None], ["C3", False, False]]
    assert sorted(await rows(empty_graph, COUNTED)) == [
        ["A1", 1, 0, 1, "2005"],
        ["B2", 1, 0, 0, "2005"],
        ["C3", 1, 0, 0, None],
    ]


async def test_a_change_of_status_alone_changes_what_is_said_of_the_drug(empty_graph: Graph) -> None:
    for status, wanted in (("OPINION", [False, False]), ("AUTHORISED", [True, True]), ("REVOKED", [False, True])):
        record = approval("EMA", "EMA_PRODUCT_NUMBER", "EMEA/H/C/000001", "Alpharin", status=status)
        await load_feeds(empty_graph, [_drugs(["Alpharin"]), feed("ema", [record], edition=status)])
        assert await rows(empty_graph, "MATCH (a:Approval) RETURN a.status") == [status]
        assert await rows(empty_graph, SAID) == [["Alpharin", *wanted]]


async def test_emas_real_rows_of_what_was_never_granted_authorise_nothing(empty_graph: Graph) -> None:
    drugs = _drugs(["Vorinostat", "Iloperidone", "Etanercept", "Bevacizumab"])
    await load_feeds(empty_graph, [drugs, *feeds(["ema"], RAW / "ema_statuses")])
    assert sorted(await rows(empty_graph, SAID)) == [
        ["Bevacizumab", False, True],
        ["Etanercept", False, False],
        ["Iloperidone", False, False],
        ["Vorinostat", False, False],
    ]
