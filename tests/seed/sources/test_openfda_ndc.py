"""The NDC directory as openFDA gives it."""

import json
from pathlib import Path

from tests.seed.samples import changed_sample, read_approvals


def test_ndc_leaves_unfinished_products_out_and_refuses_a_wrong_type(tmp_path: Path) -> None:
    def change(data: bytes) -> bytes:
        whole = json.loads(data)
        first, second = whole["results"]
        third = dict(first, product_ndc="0000-0001", route="ORAL")
        return json.dumps(dict(whole, results=[first, dict(second, finished=False), third])).encode()

    records, issues = read_approvals("openfda_ndc", changed_sample(tmp_path, "openfda_ndc", "drug-ndc.json", change))
    assert list(records) == ["0002-3229"]
    assert issues.skipped == {"unfinished product": 1}
    assert [issue.line for issue in issues.found] == [3]
    assert "$.route" in issues.found[0].reason


def test_ndc_dates_the_start_of_marketing() -> None:
    strattera = read_approvals("openfda_ndc")[0]["0002-3229"]
    assert strattera.date is not None
    assert (strattera.date.value, strattera.date_kind, strattera.strength) == ("2002-11-26", "MARKET", "40 mg/1")
    assert strattera.native == {"ndcCode": "0002-3229"}


def test_ndc_tells_products_sold_under_a_monograph() -> None:
    records = read_approvals("openfda_ndc")[0].values()
    assert ("OTC_MONOGRAPH", "OTC MONOGRAPH NOT FINAL") in [(record.status, record.status_raw) for record in records]
