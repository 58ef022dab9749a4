"""Organisations: one node a legal entity, however its name is written."""

import json
from pathlib import Path

import pytest

from seed import tables
from seed.match.organisation import ParsedName, parse_name
from seed.merge.buffer import Buffer
from seed.records import Organisation
from seed.resolve.organisations import Sponsors

SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "ppb_hk"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Novartis Europharm Limited", "NOVARTIS EUROPHARM LTD."),
        ("Eli Lilly and Company", "ELI LILLY & CO"),
        ("Astellas Pharma Europe B.V.", "Astellas Pharma Europe BV"),
        ("Merck Sharp and Dohme B.V.", "Merck Sharp & Dohme BV"),
        ("Laboratorios Rubió, S.A.", "LABORATORIOS RUBIO SA"),
        ("Pharmacare Holdings Public Limited Company", "Pharmacare Holdings PLC"),
        ("CNW (HK) LTD", "CNW (HONG KONG) LIMITED"),
        ("Pharma Sp. z o.o.", "Pharma SP ZOO"),
        ("The Arab Pharmaceutical Manufacturing PSC", "ARAB PHARMACEUTICAL MANUFACTURING PSC"),
        ("Pendopharm, Division of /de Pharmascience Inc.", "PHARMASCIENCE INC"),
        ("DCH AURIGA (HONG KONG) LIMITED - HEALTHCARE DIVISION", "HEALTHCARE DIVISION O/B DCH AURIGA (HK) LTD"),
        ("MACARTHYS LABORATORIES Ltd T/A MARTINDALE PHARMA", "Macarthys Laboratories Limited"),
        ("SUN HING PHARM CO LTD", "SUN HING PHARMACEUTICAL CO. LTD."),
        ("SUN PHARM INDS LTD", "SUN PHARMACEUTICAL INDUSTRIES LIMITED"),
        ("ACCORD HLTHCARE INC", "ACCORD HEALTHCARE INC"),
        ("CROWN LABS INC", "CROWN LABORATORIES INC."),
        ("GLAXO GRP LTD", "Glaxo Group Ltd"),
    ],
)
def test_ways_of_writing_one_name(one: str, other: str) -> None:
    assert parse_name(one).key == parse_name(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pfizer Inc", "Pfizer Ltd"),
        ("Pfizer", "Pfizer Inc"),
        ("Ipsen Pharma", "Ipsen Pharma Biotech"),
        ("A & B Laboratories", "AB Laboratories"),
        ("Healthcare Pharma Limited", "Healthcare Pharmascience Limited"),
        ("NIAID, Division of AIDS", "AIDS"),
        ("Bright Smile Dental o/b Dr. Lee", "Dr. Lee"),
        ("Company", "Co Co"),
        ("AMNEAL PHARM", "AMNEAL PHARMS"),
        ("SUN PHARM INDS LTD", "SUN PHARMA GLOBAL"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert parse_name(one).key != parse_name(other).key


def test_a_person_is_left_alone() -> None:
    assert parse_name("Smith, John A.") == ParsedName("Smith, John A.")
    assert parse_name("S. A. Miller").key == "s a miller"


def test_the_person_who_takes_the_letters_is_no_part_of_the_name() -> None:
    assert parse_name("Genta Development Ltd. c/o A Person").legal == "Genta Development Ltd."


@pytest.mark.parametrize("text", ["(" * 100_000, "a, " * 100_000 + "o/b B Ltd", "and " * 100_000])
def test_what_is_too_long_for_a_name_is_left_as_it_stands(text: str) -> None:
    """A damaged file may put a page of text where a name should be; rules over it would take hours."""
    assert parse_name(text).legal == text
    assert parse_name(text).key


def test_an_entity_is_found_by_every_name_that_was_printed_and_says_why() -> None:
    sponsors, buffer = Sponsors(), Buffer("now")
    printed = ("GLAXO OPERATIONS UK LTD (TRADING AS GLAXO WELLCOME)", "Glaxo Operations UK Limited")
    keys = {sponsors.resolve(Organisation(name, "COMPANY"), "source", buffer) for name in printed}
    assert keys == {"sponsor:glaxo-operations-uk-ltd"}
    names = {(link["end"], link["kind"]) for link in buffer.links["HAS_NAME", "Sponsor"]}
    assert names == {
        ("GLAXO OPERATIONS UK LTD (TRADING AS GLAXO WELLCOME)", "LEGAL"),
        ("GLAXO OPERATIONS UK LTD", "LEGAL"),
        ("GLAXO WELLCOME", "TRADING"),
        ("Glaxo Operations UK Limited", "LEGAL"),
    }
    rules = [link["values"]["rules"] for link in buffer.links["STATED_IN", "Sponsor"]]
    assert rules == [["TRADING_NAME_RULE"], ["LEGAL_FORM_RULE"]]
    assert sponsors.known["sponsor:glaxo-operations-uk-ltd"]["name"] == "Glaxo Operations UK Limited"


def test_the_country_of_an_organisation_has_its_evidence() -> None:
    sponsors, buffer = Sponsors(), Buffer("now")
    sponsors.resolve(Organisation("Lilly Inc", "COMPANY", None, "GB", "GREAT BRITAIN"), "source", buffer)
    assert sponsors.known["sponsor:lilly-inc"]["country"] == "GB"
    (evidence,) = [link["values"] for link in buffer.links["STATED_IN", "Sponsor"]]
    assert evidence["fields"] == ["name", "country"]
    assert evidence["rawTexts"] == ["Lilly Inc", "GREAT BRITAIN"]
    assert evidence["rules"] == ["", "COUNTRY_TABLE"]


def test_the_order_in_which_names_come_makes_no_difference() -> None:
    printed = [Organisation(name, "COMPANY") for name in ("PFIZER LIMITED", "Pfizer Ltd.", "Pfizer Limited")]
    found = []
    for order in (printed, printed[::-1]):
        sponsors = Sponsors()
        for who in order:
            sponsors.resolve(who, "source", Buffer("now"))
        found.append(sponsors.known)
    assert found[0] == found[1]


def test_every_word_has_its_meaning_its_place_and_its_reason() -> None:
    rows = tables.rows("organisation_words")
    assert len({row["written"] for row in rows}) == len(rows)
    assert all(row["place"] in ("any", "start", "end") and row["reason"] for row in rows)
    assert all(row["reason"] for row in tables.rows("organisation_names"))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the raw samples are not beside the repository")
def test_two_lists_of_hong_kong_name_31_of_37_companies_the_same() -> None:
    pairs = json.loads((SHARED / "company_name_variants.json").read_text(encoding="utf-8"))
    apart = {one for one, other in pairs.items() if other and parse_name(one).key != parse_name(other).key}
    assert sum(map(bool, pairs.values())) == 37
    assert apart == {
        "JACOBSON MARKETING LIMITED",
        "HEALTHCARE PHARMA LIMITED",
        "CERA MEDICAL LIMITED",
        "UNICO & CO",
        "MAN HING MEDICINE TRADERS",
        "SCICLONE PHARMACEUTICALS INTERNATIONAL (SG) PTE. LTD.",
    }
