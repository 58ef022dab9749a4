"""Saudi Arabia: the formulary's list and SFDA's own workbooks."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.records import ApprovalRecord
from seed.source import Issues
from tests.seed.samples import RAW, read_approvals
from tests.seed.workbook import Cell, write_workbook

WORKBOOK = ("RegisterNumber", "TradeName", "ScientificName", "Strength", "StrengthUnit", "Manufacturer_Name", "Status")


def _read(path: Path = RAW / "sfda") -> tuple[dict[str, ApprovalRecord], Issues]:
    return read_approvals("sfda", path)


def test_substances_strengths_and_units_are_paired() -> None:
    records, issues = _read()
    assert issues.found == []
    assert [(ingredient.name, ingredient.strength) for ingredient in records["900-901-16"].ingredients] == [
        ("SODIUM CHLORIDE", "0.9 %"),
        ("POTASSIUM CHLORIDE", "0.075 %"),
    ]
    assert [ingredient.name for ingredient in records["H0009990002"].ingredients] == [
        "MEASLES VIRUS (A) LIVE",
        "MUMPS VIRUS (JERYL LYNN, STRAIN B) LIVE",
    ]


def test_codes_are_cleaned_and_the_maker_stands_in_for_a_company_that_is_not_named() -> None:
    records, _ = _read()
    assert records["0009990001"].atc_codes == ("H01AC03",)
    assert records["H0009990002"].atc_codes == ("J07BD01", "J07BD52")
    assert (records["0009990001"].status, records["0009990001"].drug_type) == ("SUSPENDED", "BIOTECH")
    holder = records["H0009990002"].holder
    assert holder is not None
    assert holder.name == "EXAMPLE & SONS"


def test_a_workbook_is_read_under_its_own_names_and_a_ten_digit_number_cell_is_whole(tmp_path: Path) -> None:
    rows: list[Sequence[Cell]] = [
        WORKBOOK,
        [1003221839.0, "EXAMPLE", "MECASERMIN", "10", "mg/ml", "EXAMPLE GmbH", "Valid"],
        [103221839.0, "EXAMPLE", "MECASERMIN", "10", "mg/ml", "EXAMPLE GmbH", "Valid"],
        ["1.00322E+09", "EXAMPLE", "MECASERMIN", "10", "mg/ml", "EXAMPLE GmbH", "Valid"],
        ["12/1/1998", "EXAMPLE", "MECASERMIN", "10", "mg/ml", "EXAMPLE GmbH", "Valid"],
    ]
    records, issues = _read(write_workbook(tmp_path / "list.bin", rows))
    assert list(records) == ["1003221839"]
    assert [issue.line for issue in issues.found] == [3, 4, 5]
    assert "'1.00322E+09'" in issues.found[1].reason


def test_amounts_are_printed_as_a_person_sees_them_and_damage_is_refused(tmp_path: Path) -> None:
    rows: list[Sequence[Cell]] = [
        WORKBOOK,
        ["1003221831", "EXAMPLE", "MECASERMIN", 500.0, "mg", "EXAMPLE GmbH", "Valid"],
        ["1003221832", "EXAMPLE", "MECASERMIN", 1e-05, "mg", "EXAMPLE GmbH", "Valid"],
        ["1003221833", "EXAMPLE", "MECASERMIN", 1.2e19, "IU", "EXAMPLE GmbH", "Valid"],
        ["1003221834", "EXAMPLE", "MECASERMIN", date(2024, 5, 10), "mg", "EXAMPLE GmbH", "Valid"],
        ["1003221835", 45292.0, "MECASERMIN", "10", "mg", "EXAMPLE GmbH", "Valid"],
        ["1003221836", date(2024, 1, 1), "MECASERMIN", "10", "mg", "EXAMPLE GmbH", "Valid"],
        ["1003221837", "EXAMPLE", "MECASERMIN", "10", "mg", 45292.0, "Valid"],
    ]
    records, issues = _read(write_workbook(tmp_path / "list.xlsx", rows))
    assert {key: record.strength for key, record in records.items()} == {
        "1003221831": "500 mg",
        "1003221832": "0.00001 mg",
        "1003221837": "10 mg",
    }
    assert records["1003221837"].holder is None
    assert [(issue.kind, issue.line) for issue in issues.found] == [
        *(("REFUSED", line) for line in (4, 5, 6, 7)),
        ("UNREAD", 8),
    ]
    assert issues.rows == 7
    assert (
        "strength: was turned into a number by a spreadsheet; digits may be lost: '1.2e+19'" in issues.found[0].reason
    )
    assert "tradename: a number or a date where text is expected" in issues.found[2].reason


def test_an_unknown_status_is_reported(tmp_path: Path) -> None:
    rows = [WORKBOOK, ["1003221839", "EXAMPLE", "MECASERMIN", "10", "mg/ml", "EXAMPLE GmbH", "Dreamt"]]
    records, issues = _read(write_workbook(tmp_path / "list.xlsx", rows))
    assert (records["1003221839"].status, records["1003221839"].status_raw) == ("NOT_STATED", "Dreamt")
    assert "unknown value 'Dreamt'" in issues.found[0].reason


def test_an_unknown_header_is_refused_with_the_header_met(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Registration,Name\n1,x\n")
    with pytest.raises(SourceError, match=r"header not understood.*\['Registration', 'Name'\]"):
        _read(tmp_path / "a.csv")
