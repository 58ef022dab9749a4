"""FDA's labels: they add to the products of the NDC directory."""

import pytest

from graph.database.driver import Graph
from graph.statement import Statement
from seed.extract.feeds import feeds
from seed.pipeline import load_feeds
from tests.seed.samples import RAW


@pytest.mark.anyio
@pytest.mark.parametrize("order", [("fda_ndc", "fda_label"), ("fda_label", "fda_ndc")])
async def test_a_label_gives_its_date_to_the_product_and_takes_nothing(
    order: tuple[str, str], empty_graph: Graph
) -> None:
    for source in order:
        report = await load_feeds(empty_graph, feeds([source], RAW / source))
        assert report.failed_checks == {}
    statement = Statement(
        "MATCH (a:Approval {number: '15054-1040'}) "
        "RETURN a.date AS date, a.dateKind AS kind, a.status AS status, a.productName AS name, a.statusRaw AS raw"
    )
    assert await empty_graph.rows(statement, timeout_s=30) == [
        {"date": "2024-03-20", "kind": "EFFECTIVE", "status": "AUTHORISED", "name": "Increlex", "raw": "BLA"}
    ]
