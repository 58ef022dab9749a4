"""Strengths as twelve agencies print them, each in one unit; ambiguous ones are not read."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seed.records import ApprovalRecord, decode
from seed.values.product_names import strength_in
from seed.values.strengths import amounts, same

_STARTER = Path(__file__).parents[3] / "seed" / "starter"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        # mecasermin, five ways
        ("40 mg in 4 mL", ["10 mg/mL"]),
        ("40 MG / 4 ML", ["10 mg/mL"]),
        ("40MG/4ML (10MG/ML)", ["10 mg/mL"]),
        ("40 mg/4mL", ["10 mg/mL"]),
        ("10 mg/ml", ["10 mg/mL"]),
        # FDA
        ("EQ 5MG BASE", ["5 mg"]),
        ("EQ 250MG BASE/5ML", ["50 mg/mL"]),
        ("EQ 1GM BASE/VIAL", ["1000 mg"]),
        ("EQ 0.3% BASE", ["0.3 %"]),
        ("10,000 UNITS/ML", ["10000 IU/mL"]),
        ("0.1MG/24HR", ["0.00416667 mg/h"]),
        ("0.09MG/INH", ["0.09 mg/dose"]),
        ("10MG,20MG,N/A", ["10 mg", "20 mg"]),
        ("30mCi/ML", ["1110 MBq/mL"]),
        ("500 mg/1", ["500 mg"]),
        ("0.5GM/ML (2ML)", ["500 mg/mL"]),
        # Health Canada
        ("1 % / W/W", ["10 mg/g"]),
        (".5 MG / ML", ["0.5 mg/mL"]),
        ("250 MG / SYR", ["250 mg"]),
        ("100 MCG / ACT", ["0.1 mg/dose"]),
        ("20 G / L", ["20 mg/mL"]),
        ("12 MCG / HOUR", ["0.012 mg/h"]),
        # HSA
        ("5G PER 100ML", ["50 mg/mL"]),
        ("3 MICROGRAMS", ["0.003 mg"]),
        ("20 MG/10 SQ CM", ["2 mg/cm2"]),
        ("100 I.U. PER 1ML", ["100 IU/mL"]),
        ("500 mcg; 1 mg", ["0.5 mg", "1 mg"]),
        # NMPA: the volume first, in brackets the substance that it is calculated as
        ("10ml:0.5mg(以芬太尼计)", ["0.05 mg/mL"]),
        ("100ml:0.2g", ["2 mg/mL"]),
        # TGA, PPB, UK
        ("1000 mg/20 mL", ["50 mg/mL"]),
        ("64 microgram/actuation", ["0.064 mg/dose"]),
        ("10 mg/mL; 50 mg/5 mL", ["10 mg/mL"]),
        ("250MG/5ML", ["50 mg/mL"]),
        # Philippines
        ("5, 000 IU/Ml", ["5000 IU/mL"]),
        ("580 mcg/mL (2.9 mg/5 mL)", ["0.58 mg/mL"]),
        ("3.49 mg/mL (equivalent to 100 Units/mL)", ["3.49 mg/mL"]),
        # Saudi Arabia
        ("263 g/l", ["263 mg/mL"]),
        ("160 U", ["160 IU"]),
        ("1000 µg", ["1 mg"]),
    ],
)
def test_an_amount_is_read_in_one_unit(printed: str, read: list[str]) -> None:
    assert list(amounts(printed)) == read


@pytest.mark.parametrize(
    "printed",
    [
        "", "N/A", "UNKNOWN", "10-20 mg", "20-300mCi/ML", "MIN 30 IU/0.5 ML", "<5 g/100 ml", ">400 IU", "nlt2.2*106 IU",
        "500 mg/125 mg", "2.5MG+3 G/DOSE", "0.1%/0.25%", "15 Lf/0.5 ml", "1000 CCID50 / 0.5 ML", "25 ?g/0.5 mL",
        "EQ 55MG HYDROCHLORIDE", "EQ 5MG FREE ACID AND SALT", "40 mg 5 mg", "每粒装0.3g", "5 mg/", "7 mg in",
        "50MG/10ML (10MG/ML)", "0 mg", "10 mg/0 mL", "17GM/SCOOPFUL", "10 ML", "40", "1 G / G", "5 mg/2 tablets",
    ],
)  # fmt: skip
def test_what_is_not_sure_is_not_read(printed: str) -> None:
    assert amounts(printed) == ()


def test_one_part_that_is_not_read_leaves_all_unread() -> None:
    assert amounts("10 mg; 15 Lf") == ()


def test_spain_writes_a_comma_for_the_point() -> None:
    assert amounts("0,5 mg") == amounts("0,5 mg", decimal_comma=True) == ("0.5 mg",)
    assert amounts("1,000 mg") == amounts("1.000 mg", decimal_comma=True) == ("1000 mg",)
    assert amounts("2,125 mg", decimal_comma=True) == ("2.125 mg",)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("10 mg/mL", "10 mg/mL", True),
        ("1 %", "10 mg/g", True),
        ("10 mg/mL", "1 %", True),
        ("38 mg/mL", "38.0228 mg/mL", True),
        ("0.09 mg/dose", "0.1 mg/dose", False),
        ("10 mg", "10 mg/mL", None),
        ("10 mg/g", "10 mg/mL", None),
        ("1 %", "1 IU/g", None),
    ],
)
def test_only_like_units_are_compared(one: str, other: str, is_same: bool | None) -> None:
    assert same(one, other) is same(other, one) is is_same


@pytest.mark.parametrize(
    ("name", "strength"),
    [
        ("VANNAIR PRESSURIZED METERED-DOSE INHALER 160/4.5MCG/DOSE", "160/4.5MCG/DOSE"),
        ("VALSARTAN HCT STADA TABLETS 160MG/12.5MG", "160MG/12.5MG"),
        ("EXAMPLE 10-20 MG TABLETS", "10-20 MG"),
        ("OLMESARTAN 20/5/12.5 MG TABLETS", "20/5/12.5 MG"),
        ("VITAMIN D3-1000IU", "1000IU"),
        ("COMIRNATY 30 micrograms/0.3 mL suspension", "30 micrograms/0.3 mL"),
    ],
)
def test_a_strength_in_a_name_is_whole(name: str, strength: str) -> None:
    assert strength_in(name) == strength


@given(st.text(alphabet="0123456789.,;:/%() +-MmGgLlIUu in per eq base", max_size=40))
def test_any_text_gives_amounts_that_are_the_same_as_themselves(text: str) -> None:
    for amount in amounts(text):
        assert same(amount, amount)
        assert amounts(amount) == (amount,)


@pytest.mark.parametrize(
    ("source", "least"), [("drugs_at_fda", 0.97), ("health_canada_dpd", 0.98), ("hsa", 0.95), ("openfda_ndc", 1.0)]
)
def test_nearly_all_strengths_of_the_starter_data_are_read(source: str, least: float) -> None:
    with gzip.open(_STARTER / f"{source}.ndjson.gz") as file:
        lines = file.readlines()[1:]
    printed = [
        ingredient.strength
        for line in lines
        if isinstance(record := decode(line), ApprovalRecord)
        for ingredient in record.ingredients
        if ingredient.strength
    ]
    assert sum(bool(amounts(text)) for text in printed) >= least * len(printed)
