"""A column of which most cells cannot be read refuses its file; single cells do not."""

from pathlib import Path

import pytest

from graph.errors import UnreadableColumn
from seed.source import Issues, discover

_HEADER = "Registration Number,Generic Name,Brand Name,Dosage Strength,Dosage Form,Manufacturer,Issuance Date\n"


def _file(folder: Path, dates: list[str], number: str = "DR-{}") -> Path:
    rows = (f"{number.format(place)},Aspirin,-,80 mg,Tablet,N/A,{date}\n" for place, date in enumerate(dates))
    (folder / "list.csv").write_text(_HEADER + "".join(rows))
    return folder / "list.csv"


@pytest.mark.parametrize("rows", [20, 1_000])
def test_a_column_of_unreadable_dates_refuses_the_file(tmp_path: Path, rows: int) -> None:
    records = discover()["ph_fda"].parse(_file(tmp_path, ["1989-05-22 00:00:00"] * rows), Issues())
    with pytest.raises(UnreadableColumn) as refusal:
        list(records)
    message = str(refusal.value)
    assert "list.csv: date: " in message
    assert f"{min(rows, 200)} of {min(rows, 200)} cells cannot be read, such as '1989-05-22 00:00:00'" in message
    assert "DATE_D_MONTH_Y" in message
    assert '"16 January 2024"' in message


def test_a_column_that_turns_unreadable_behind_the_first_rows_refuses_the_file(tmp_path: Path) -> None:
    path = _file(tmp_path, ["16 January 2024"] * 200 + ["45306"] * 300)
    with pytest.raises(UnreadableColumn, match="date: 300 of 500 cells"):
        list(discover()["ph_fda"].parse(path, Issues()))


def test_numbers_of_another_form_refuse_the_file(tmp_path: Path) -> None:
    path = _file(tmp_path, ["16 January 2024"] * 30, number="(no number {})")
    with pytest.raises(UnreadableColumn, match=r"number: 30 of 30 cells.*'\(no number 0\)'"):
        list(discover()["ph_fda"].parse(path, Issues()))


def test_few_unreadable_dates_are_reported_and_the_rows_load(tmp_path: Path) -> None:
    issues = Issues()
    path = _file(tmp_path, ["16 January 2024"] * 30 + ["45306"] * 30)
    assert len(list(discover()["ph_fda"].parse(path, issues))) == 60
    assert issues.counts == {"UNREAD": 30}
