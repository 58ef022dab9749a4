"""Australia's TGA: listings and summaries in an operator's file. All rows are made up."""

from datetime import date
from pathlib import Path

import pytest

from seed.records import Ingredient, Organisation
from seed.source import Issues, discover
from tests.seed.samples import read_approvals
from tests.seed.workbook import Cell, write_workbook


def test_a_listing_tells_substances_by_its_small_letters_alone() -> None:
    entries = read_approvals("tga")[0]
    assert entries["100001"].product_name == "EXAMPLEX & CO mecasermin 10 mg/mL solution for injection vial"
    assert entries["100002"].ingredients == (
        Ingredient("olmesartan medoxomil", "40 mg"),
        Ingredient("amlodipine", "10 mg"),
    )


def test_a_name_written_otherwise_gives_no_substance(tmp_path: Path) -> None:
    names = ("Examplol Injection 50 mg/25 mL", "EXAMPLE recombinant virus F protein 120 microgram vaccine")
    rows = "".join(f"10000{number},{name},\n" for number, name in enumerate(names))
    (tmp_path / "l.csv").write_text(f"ARTG_ID,Name,RegistrationDate\n{rows}")
    assert [approval.ingredients for approval in read_approvals("tga", tmp_path)[0].values()] == [(), ()]


@pytest.mark.parametrize(
    ("name", "strength", "ingredients"),
    [
        (
            "SACUVANCE sacubitril / valsartan (combined as sodium salts) 97/103 mg film-coated tablet blister pack",
            "97/103 mg",
            [("sacubitril", None), ("valsartan", None)],
        ),
        (
            "BEMRIST BREEZHALER 125/127.5 indacaterol (as acetate)/mometasone furoate 125/127.5 mcg powder",
            "125/127.5 mcg",
            [("indacaterol", None), ("mometasone furoate", None)],
        ),
        (
            "VILDMET 50/850 vildagliptin 50 mg/metformin hydrochloride 850 mg film coated tablet blister pack",
            "50 mg; 850 mg",
            [("vildagliptin", "50 mg"), ("metformin hydrochloride", "850 mg")],
        ),
        (
            "TerryWhite Chemmart Ferro + Vit C ferrous sulfate 325 mg with Ascorbic Acid 500 mg tablets",
            "325 mg; 500 mg",
            [("ferrous sulfate", "325 mg"), ("Ascorbic Acid", "500 mg")],
        ),
        ("Levodopa 100 mg with Carbidopa 10 mg tablet bottle", "100 mg; 10 mg", []),
        ("ASMOL CFC-FREE INHALER Salbutamol 100 microgram (as sulfate) pressurised inhaler", "100 microgram", []),
    ],
)
def test_every_strength_of_a_name_is_kept(
    tmp_path: Path, name: str, strength: str, ingredients: list[tuple[str, str | None]]
) -> None:
    (tmp_path / "l.csv").write_text(f"ARTG_ID,Name,RegistrationDate\n100000,{name},\n")
    [entry] = read_approvals("tga", tmp_path)[0].values()
    assert entry.strength == strength
    assert [(ingredient.name, ingredient.strength) for ingredient in entry.ingredients] == ingredients


def test_a_summary_tells_category_status_and_start_and_no_address() -> None:
    entry = read_approvals("tga")[0]["100006"]
    assert entry.native == {"artgId": "100006", "registrationType": "Medicine"}
    assert (entry.status, entry.status_raw) == ("AUTHORISED", "A")
    assert entry.date is not None
    assert (entry.date.value, entry.date_kind) == ("2019-11-22", "REGISTRATION")
    assert entry.holder == Organisation("Example Pty Ltd", "LOCAL_SPONSOR")
    assert "Example Street" not in str(entry)


def test_a_number_that_a_spreadsheet_has_damaged_is_refused(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("ARTG_ID,Name,RegistrationDate\n1.0E+05,A a 1 mg (1),\n100002.0,B b 1 mg (2),\n")
    issues = Issues()
    assert list(discover()["tga"].parse(tmp_path, issues)) == []
    assert all("spreadsheet" in issue.reason for issue in issues.found)
    assert len(issues.found) == 2


def test_a_number_cell_of_a_workbook_is_whole_but_a_name_that_is_a_number_is_none(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ARTG ID", "Product Name", "Sponsor Name", "Start Date"],
        [308494.0, "EXAMPLEX mecasermin 10 mg vial", "Example Pty Ltd", "2020-06-01"],
        [57802.0, "EXAMPLEX mecasermin 20 mg vial", "Example Pty Ltd", date(2020, 6, 1)],
        [308496.0, 45292.0, "Example Pty Ltd", "2020-06-01"],
        [308497.5, "EXAMPLEX mecasermin 30 mg vial", "Example Pty Ltd", "2020-06-01"],
    ]
    issues = Issues()
    records = list(discover()["tga"].parse(write_workbook(tmp_path / "search.xlsx", rows), issues))
    assert [record.row.key for record in records] == ["308494", "57802"]
    assert [(issue.kind, issue.line) for issue in issues.found] == [("REFUSED", 4), ("REFUSED", 5)]
    assert "name: a number or a date where text is expected" in issues.found[0].reason
