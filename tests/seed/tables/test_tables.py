"""Tables that reviewers edit: each row gives its reason, and no two rows contradict each other."""

import pytest

from seed import tables
from seed.match.organisation import parse_name
from seed.naming import fold


@pytest.mark.parametrize("name", ["drug_overrides", "drug_synonyms", "organisation_groups", "unconfirmed_names"])
def test_every_row_gives_its_reason(name: str) -> None:
    assert tables.rows(name)
    assert all(row["reason"].strip() for row in tables.rows(name))


@pytest.mark.parametrize("name", ["drug_overrides", "drug_synonyms", "unconfirmed_names"])
def test_a_name_stands_once(name: str) -> None:
    names = [fold(row["name"]) for row in tables.rows(name)]
    assert len(names) == len(set(names))


def test_a_company_is_of_one_group_and_no_group_is_its_own_member() -> None:
    members = [parse_name(row["member"]).key for row in tables.rows("organisation_groups")]
    assert len(members) == len(set(members))
    assert all(
        parse_name(row["member"]).key != parse_name(row["group"]).key for row in tables.rows("organisation_groups")
    )
