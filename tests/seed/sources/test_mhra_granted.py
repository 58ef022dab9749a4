"""MHRA's monthly lists of granted licences."""

from pathlib import Path

from tests.seed.samples import RAW, read_approvals
from tests.seed.workbook import Cell, write_workbook


def test_rows_of_one_licence_are_its_ingredients() -> None:
    records, issues = read_approvals("mhra_granted")
    assert issues.found == []
    assert issues.skipped == {"further ingredient of a licence": 1}
    duo = records["PL 99990/0001"]
    assert [(ingredient.name, ingredient.strength) for ingredient in duo.ingredients] == [
        ("AMLODIPINE BESILATE", "6.93 mg"),
        ("VALSARTAN", "160 mg"),
    ]
    assert duo.native == {
        "maNumber": "PL 99990/0001",
        "activeIngredient": "AMLODIPINE BESILATE; VALSARTAN",
        "pharmaceuticalForm": "TABLETS",
    }
    assert duo.holder is not None
    assert duo.holder.name == "EXAMPLE HOLDER & CO LIMITED"


def test_a_granted_licence_has_its_day_form_and_strength() -> None:
    wegovy = read_approvals("mhra_granted")[0]["PLGB 04668/0430"]
    assert wegovy.date is not None
    assert (wegovy.date.value, wegovy.date_kind, wegovy.status) == ("2021-09-24", "AUTHORISATION", "AUTHORISED")
    assert (wegovy.strength, wegovy.dosage_form) == ("1 mg/ml", "SOLUTION FOR INJECTION")


def test_several_ingredients_in_the_lines_of_a_cell_are_the_same(tmp_path: Path) -> None:
    header = ["PL Number", "Grant Date", "MA Holder", "Licensed Name(s)", "Active Ingredient", "Quantity", "Units"]
    row = ["PL 99990/0002", "44440.0", "H", "DUO TABLETS", "A\nB", "1\n2", "MILLIGRAMS\nMILLIGRAMS"]
    records, issues = read_approvals(
        "mhra_granted", write_workbook(tmp_path / "list.xlsx", [["September"], header, row])
    )
    [record] = records.values()
    assert [(ingredient.name, ingredient.strength) for ingredient in record.ingredients] == [
        ("A", "1 mg"),
        ("B", "2 mg"),
    ]
    assert record.date is not None
    assert record.date.value is None, "a serial date of a spreadsheet is reported, not read"
    assert [issue.kind for issue in issues.found] == ["UNREAD"]


def test_a_quantity_is_printed_as_a_person_sees_it_and_a_day_is_no_name(tmp_path: Path) -> None:
    header = ["PL Number", "Grant Date", "MA Holder", "Licensed Name(s)", "Active Ingredient", "Quantity", "Units"]
    cells: list[tuple[Cell, Cell]] = [("A TABLETS", 500.0), ("A TABLETS", 0.00001), (45292, 500.0)]
    rows: list[list[Cell]] = [
        [f"PL 99990/000{index}", "24/09/2021", "H", name, "A", quantity, "MILLIGRAMS"]
        for index, (name, quantity) in enumerate(cells)
    ]
    records, issues = read_approvals("mhra_granted", write_workbook(tmp_path / "list.xlsx", [header, *rows]))
    assert [record.ingredients[0].strength for record in records.values()] == ["500 mg", "0.00001 mg"]
    assert [(issue.kind, issue.line) for issue in issues.found] == [("REFUSED", 4)]


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    text = (RAW / "mhra_granted" / "2021-09.csv").read_text().replace("PL 29831/0716", "2.98E+08")
    (tmp_path / "a.csv").write_text(text)
    records, issues = read_approvals("mhra_granted", tmp_path / "a.csv")
    assert len(records) == 9
    assert [(issue.kind, issue.line) for issue in issues.found] == [("REFUSED", 2)]
