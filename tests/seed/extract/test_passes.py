"""Passes over the feeds of a load: what every record meets, whichever process read it."""

from contextlib import closing
from dataclasses import replace

import pytest

from graph.progress import silent
from seed.extract.passes import Passes
from seed.records import Row, TrialRecord
from tests.seed.factories import feed


@pytest.mark.parametrize(
    ("edition", "date"), [("2022-06-06", "2022-06-06"), ("2020-10-07, 2023-02-03", None), ("July 2024", None)]
)
def test_a_trial_without_a_date_of_its_data_has_that_of_an_edition_of_one_day(edition: str, date: str | None) -> None:
    trials = [TrialRecord(Row("NCT1"), nct_id="NCT1"), TrialRecord(Row("NCT2", data_date="2019-01-01"), nct_id="NCT2")]
    registry = feed("registry", trials, edition=edition)
    registry.source = replace(registry.source, trials=True)
    with closing(Passes(silent)) as passes:
        found = [record.row.data_date for record in passes.whole(registry)]
        assert found == [date, "2019-01-01"]
    with closing(Passes(silent)) as passes:
        assert list(passes.identities(registry, lambda term: None)) == []
        assert list(passes.other_drugs(registry)) == list(passes.approvals(registry)) == []
        assert [record.row.data_date for record in passes.trials(registry)] == found
