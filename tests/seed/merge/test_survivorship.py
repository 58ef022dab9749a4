"""Which row's value a record shows, without a database: rank, then the newest data, whatever the order of the rows."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from seed.match import DrugIndex
from seed.merge.buffer import Buffer
from seed.merge.merge import CurrentRecord, add, merge, unchanged
from seed.records import Intervention, Organisation, Row, TrialRecord, row_hash
from seed.resolve.conditions import Conditions
from seed.resolve.organisations import Sponsors
from seed.resolve.resolver import Resolver

RANKS = {"registry": 10, "tables": 11}
LEAD, AID = Organisation("Limbix", "LEAD_SPONSOR"), Organisation("University", "COLLABORATOR")
PARTNER = Organisation("Hospital", "COLLABORATOR")


def trial(date: str | None, status: str = "RECRUITING", key: str | None = None, **values: object) -> TrialRecord:
    row = Row(key or f"NCT1@{date}", data_date=date)
    return TrialRecord(row, overall_status=status, nct_id="NCT1", **values)  # type: ignore[arg-type]


def merged(*rows: tuple[str, TrialRecord]) -> tuple[CurrentRecord, list[str]]:
    """Return the record that these rows of sources make, and the outcome of each row but the first."""
    resolver = Resolver(DrugIndex(), Conditions(), Sponsors(), Buffer("2026-01-01T00:00:00.000Z"))
    (source, record), *others = rows
    current = add(resolver.trial(record, source, row_hash(record)), source, resolver.buffer)
    outcomes = []
    for source, record in others:
        draft = resolver.trial(record, source, row_hash(record))
        outcomes.append(merge(draft, current, source, RANKS.__getitem__, resolver.buffer))
    return current, outcomes


def sponsors(current: CurrentRecord) -> list[tuple[str, str]]:
    return sorted((link["role"], link["values"]["rawText"]) for link in current.links if "role" in link)


def same(rows: Sequence[tuple[str, TrialRecord]]) -> CurrentRecord:
    """Return the record of these rows, which is the same in every order of them."""
    found = [merged(*order)[0] for order in permutations(rows)]
    for current in found[1:]:
        assert current.values == found[0].values
        assert sponsors(current) == sponsors(found[0])
        assert set(current.evidence) == set(found[0].evidence)
    return found[0]


def test_the_newest_data_win_field_by_field() -> None:
    old = trial("2020-10-07", "RECRUITING", phases=("NA",), enrollment_count=410, sponsors=(LEAD, AID))
    middle = trial("2023-02-03", "COMPLETED", enrollment_count=227, interventions=(Intervention("DEVICE", "Spark"),))
    new = trial("2026-04-25", "UNKNOWN", brief_title="Spark")
    shown = same([("registry", record) for record in (old, middle, new)]).values
    assert (shown["overallStatus"], shown["enrollmentCount"], shown["phases"]) == ("UNKNOWN", 227, ["NA"])
    assert (shown["briefTitle"], shown["interventionNames"], shown["dataDate"]) == ("Spark", ["Spark"], "2026-04-25")


def test_a_better_source_wins_over_newer_data_and_gives_the_date() -> None:
    current = same(
        [("registry", trial("2020-10-07", "RECRUITING")), ("tables", trial("2026-04-25", "COMPLETED", phases=("NA",)))]
    )
    assert (current.values["overallStatus"], current.values["dataDate"]) == ("RECRUITING", "2020-10-07")
    assert current.values["phases"] == ["NA"]


@pytest.mark.parametrize("older", ["2026-03-31", "2026-04", None])
def test_a_day_is_newer_than_its_month_and_any_date_than_none(older: str | None) -> None:
    current = same([("registry", trial("2026-04-25", "COMPLETED")), ("registry", trial(older, "RECRUITING", "b"))])
    assert (current.values["overallStatus"], current.values["dataDate"]) == ("COMPLETED", "2026-04-25")


def test_a_status_that_is_not_stated_erases_none() -> None:
    current = same([("registry", trial("2020-10-07", "RECRUITING")), ("registry", trial("2026-04-25", "NOT_STATED"))])
    assert (current.values["overallStatus"], current.values["dataDate"]) == ("RECRUITING", "2026-04-25")
    assert merged(("registry", trial("2026-04-25", "NOT_STATED")))[0].values["overallStatus"] == "NOT_STATED"


def test_a_row_without_collaborators_leaves_those_of_another() -> None:
    old = trial("2020-10-07", sponsors=(Organisation("Limbix Health", "LEAD_SPONSOR"), AID, PARTNER))
    current = same([("registry", old), ("registry", trial("2026-04-25", sponsors=(LEAD,)))])
    assert sponsors(current) == [
        ("COLLABORATOR", "Hospital"),
        ("COLLABORATOR", "University"),
        ("LEAD_SPONSOR", "Limbix"),
    ]
    current = same([("registry", old), ("registry", trial("2026-04-25", sponsors=(LEAD, AID)))])
    assert sponsors(current) == [("COLLABORATOR", "University"), ("LEAD_SPONSOR", "Limbix")]


def test_a_row_that_no_longer_states_its_collaborators_loses_them() -> None:
    before = trial("2024-01-01", key="NCT1", sponsors=(LEAD, AID))
    current, outcomes = merged(("registry", before), ("registry", trial("2025-01-01", key="NCT1", sponsors=(LEAD,))))
    assert (sponsors(current), outcomes) == ([("LEAD_SPONSOR", "Limbix")], ["CHANGED"])


def test_older_data_of_the_same_row_change_nothing() -> None:
    new, old = trial("2025-05-07", "COMPLETED", "NCT1"), trial("2024-01-02", "RECRUITING", "NCT1", enrollment_count=3)
    current, outcomes = merged(("registry", new), ("registry", old))
    assert (current.values, outcomes) == (merged(("registry", new))[0].values, ["UNCHANGED"])


def test_an_unchanged_row_with_newer_data_only_gets_their_date() -> None:
    old, new = trial("2024-01-02", key="NCT1"), trial("2025-05-07", key="NCT1")
    assert row_hash(old) == row_hash(new)
    current, outcomes = merged(("registry", old), ("registry", new))
    assert (current.values["dataDate"], outcomes) == ("2025-05-07", ["UNCHANGED"])
    assert [stated.data_date for stated in current.evidence] == ["2025-05-07"]


@pytest.mark.parametrize(("date", "skipped"), [("2024-01-02", True), ("2025-05-07", True), ("2026-01-01", False)])
def test_a_row_of_the_same_text_is_passed_over_unless_its_data_are_newer(date: str, *, skipped: bool) -> None:
    current, _ = merged(("registry", trial("2025-05-07", key="NCT1")))
    again = trial(date, key="NCT1")
    assert unchanged(row_hash(again), "registry", "NCT1", current.evidence, date) == skipped
