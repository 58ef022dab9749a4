"""Saudi Arabia: the formulary's list and SFDA's own workbooks."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.records import ApprovalRecord
from seed.source import Issues
from tests.seed.approvals import RAW, read
from tests.seed.workbook import Cell, write_workbook

WORKBOOK = ("RegisterNumber", "TradeName", "ScientificName", "Strength", "StrengthUnit", "Manufacturer_Name", "Status")


def _read(path: Path = RAW / "sfda") -> tuple[dict[str, ApprovalRecord], Issues]:
    return read("sfda", path)


def test_substances_strengths_and_units_are_paired() -> None:
    records, issues = _read()
    assert issues.found == []
    assert [(each.name, each.strength) for each in records["900-901-16"].ingredients] == [
        ("SODIUM CHLORIDE", "0.9 %"),
        ("POTASSIUM CHLORIDE", "0.075 %"),
    ]
    assert [each.name for each in records["H0009990002"].ingredients] == [
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


def test_an_unknown_status_is_reported(tmp_path: Path) -> None:
    rows = [WORKBOOK, ["1003221839", "EXAMPLE", "MECASERMIN", "10", "mg/ml", "EXAMPLE GmbH", "Dreamt"]]
    records, issues = _read(write_workbook(tmp_path / "list.xlsx", rows))
    assert (records["1003221839"].status, records["1003221839"].status_raw) == ("NOT_STATED", "Dreamt")
    assert "unknown value 'Dreamt'" in issues.found[0].reason


def test_an_unknown_header_is_refused_with_the_header_met(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Registration,Name\n1,x\n")
    with pytest.raises(SourceError, match=r"header not understood.*\['Registration', 'Name'\]"):
        _read(tmp_path / "a.csv")
