"""Tables that reviewers edit: each row gives its reason, and no two rows contradict each other."""

import pytest

from seed import tables
from seed.match.organisation import parse_name
from seed.naming import fold


@pytest.mark.parametrize(
    "name",
    [
        *("condition_names", "condition_others", "condition_qualifiers", "condition_words"),
        *("drug_overrides", "drug_synonyms", "organisation_groups", "organisation_independent", "unconfirmed_names"),
    ],
)
def test_every_row_gives_its_reason(name: str) -> None:
    assert tables.rows(name)
    assert all(row["reason"].strip() for row in tables.rows(name))


@pytest.mark.parametrize("name", ["condition_names", "drug_overrides", "drug_synonyms", "unconfirmed_names"])
def test_a_name_stands_once(name: str) -> None:
    names = [fold(row["name"]) for row in tables.rows(name)]
    assert len(names) == len(set(names))


def test_a_company_is_of_one_group_and_no_group_is_its_own_member() -> None:
    members = [parse_name(row["member"]).key for row in tables.rows("organisation_groups")]
    assert len(members) == len(set(members))
    assert all(
        parse_name(row["member"]).key != parse_name(row["group"]).key for row in tables.rows("organisation_groups")
    )


@pytest.mark.parametrize("name", ["organisation_groups", "organisation_independent"])
def test_a_review_of_a_company_names_its_source(name: str) -> None:
    assert {row["source"] for row in tables.rows(name)} <= {"loaded row", "general knowledge"}


def test_every_parent_is_the_top_of_a_group() -> None:
    rows = tables.rows("organisation_groups")
    groups = {parse_name(row["group"]).key for row in rows}
    assert all(groups)
    assert not groups & {parse_name(row["member"]).key for row in rows}


def test_an_independent_company_stands_once_and_in_no_group() -> None:
    independent = [parse_name(row["name"]).key for row in tables.rows("organisation_independent")]
    assert len(independent) == len(set(independent))
    grouped = {parse_name(row[name]).key for row in tables.rows("organisation_groups") for name in ("member", "group")}
    assert not grouped & set(independent)


@pytest.mark.parametrize(
    ("member", "group"),
    [
        ("Novo Nordisk A/S", "Novo Nordisk"),
        ("SUN PHARM INDS LTD", "Sun Pharma"),
        ("TARO", "Sun Pharma"),
        ("DR REDDYS LABS LTD", "Dr. Reddy's"),
        ("ACCORD HLTHCARE", "Intas"),
        ("WATSON LABS", "Teva"),
        ("PARKE DAVIS", "Pfizer"),
        ("MERCK CANADA INC", "Merck & Co., Inc."),
        ("HOFFMANN-LA ROCHE LIMITED", "Roche"),
    ],
)
def test_large_holders_are_in_their_group(member: str, group: str) -> None:
    groups = {parse_name(row["member"]).key: row["group"] for row in tables.rows("organisation_groups")}
    assert groups[parse_name(member).key] == group


def test_a_condition_name_is_the_same_as_its_term_or_narrower() -> None:
    assert {row["relation"] for row in tables.rows("condition_names")} == {"same", "narrower"}
    assert {row["place"] for row in tables.rows("condition_others")} == {"all", "last"}
