"""The three publications of the United Kingdom: MHRA's lists and index, and an operator's file of the compendium."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from graph.errors import SourceError
from tests.seed.sources.approvals import RAW, read
from tests.seed.workbook import Cell, write_workbook


def test_rows_of_one_licence_are_its_ingredients() -> None:
    records, issues = read("mhra_granted")
    assert issues.found == []
    assert issues.skipped == {"further ingredient of a licence": 1}
    duo = records["PL 99990/0001"]
    assert [(each.name, each.strength) for each in duo.ingredients] == [
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
    wegovy = read("mhra_granted")[0]["PLGB 04668/0430"]
    assert wegovy.date is not None
    assert (wegovy.date.value, wegovy.date_kind, wegovy.status) == ("2021-09-24", "AUTHORISATION", "AUTHORISED")
    assert (wegovy.strength, wegovy.dosage_form) == ("1 mg/ml", "SOLUTION FOR INJECTION")


def test_several_ingredients_in_the_lines_of_a_cell_are_the_same(tmp_path: Path) -> None:
    header = ["PL Number", "Grant Date", "MA Holder", "Licensed Name(s)", "Active Ingredient", "Quantity", "Units"]
    row = ["PL 99990/0002", "44440.0", "H", "DUO TABLETS", "A\nB", "1\n2", "MILLIGRAMS\nMILLIGRAMS"]
    records, issues = read("mhra_granted", write_workbook(tmp_path / "list.xlsx", [["September"], header, row]))
    [record] = records.values()
    assert [(each.name, each.strength) for each in record.ingredients] == [("A", "1 mg"), ("B", "2 mg")]
    assert record.date is not None
    assert record.date.value is None, "a serial date of a spreadsheet is told, not read"
    assert [issue.kind for issue in issues.found] == ["UNREAD"]


def test_a_quantity_is_printed_as_a_person_sees_it_and_a_day_is_no_name(tmp_path: Path) -> None:
    header = ["PL Number", "Grant Date", "MA Holder", "Licensed Name(s)", "Active Ingredient", "Quantity", "Units"]
    met: list[tuple[Cell, Cell]] = [("A TABLETS", 500.0), ("A TABLETS", 0.00001), (45292, 500.0)]
    rows: list[list[Cell]] = [
        [f"PL 99990/000{index}", "24/09/2021", "H", name, "A", quantity, "MILLIGRAMS"]
        for index, (name, quantity) in enumerate(met)
    ]
    records, issues = read("mhra_granted", write_workbook(tmp_path / "list.xlsx", [header, *rows]))
    assert [record.ingredients[0].strength for record in records.values()] == ["500 mg", "0.00001 mg"]
    assert [(issue.kind, issue.line) for issue in issues.found] == [("REFUSED", 4)]


def test_the_names_of_the_compendium_are_no_days(tmp_path: Path) -> None:
    header = ["name", "active ingredient", "form", "holder", "number", "date of first authorisation"]
    names: list[Cell] = ["A", 45292]
    rows: list[list[Cell]] = [[name, "A", "T", "H", f"PL 99990/000{index}", ""] for index, name in enumerate(names)]
    records, issues = read("emc", write_workbook(tmp_path / "list.xlsx", [header, *rows]))
    assert list(records) == ["PL 99990/0000"]
    assert [(issue.kind, issue.line) for issue in issues.found] == [("REFUSED", 3)]


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    text = (RAW / "mhra_granted" / "2021-09.csv").read_text().replace("PL 29831/0716", "2.98E+08")
    (tmp_path / "a.csv").write_text(text)
    records, issues = read("mhra_granted", tmp_path / "a.csv")
    assert len(records) == 9
    assert [(issue.kind, issue.line) for issue in issues.found] == [("REFUSED", 2)]


def test_the_index_gives_a_record_for_each_licence_and_none_for_further_documents() -> None:
    records, issues = read("mhra_products")
    assert list(records) == ["PL 99991/0001", "PLNI 99991/0001", "PLGB 99992/0007"]
    assert issues.skipped == {"further document of a licence": 1, "document of no licence": 1}
    first = records["PL 99991/0001"]
    assert [each.name for each in first.ingredients] == ["AMOXICILLIN TRIHYDRATE", "CLAVULANATE POTASSIUM"]
    assert (first.strength, first.dosage_form, first.status) == ("250MG/5ML", "ORAL SUSPENSION", "NOT_STATED")
    assert first.date is None, "the day of a document is not the day of the licence"


def test_the_index_is_read_as_array_and_line_by_line_too(tmp_path: Path) -> None:
    documents = json.loads((RAW / "mhra_products" / "page.json").read_text())["value"]
    (tmp_path / "array").write_text(json.dumps(documents))
    (tmp_path / "lines").write_text("\n".join(map(json.dumps, documents)))
    whole = read("mhra_products")[0].keys()
    assert read("mhra_products", tmp_path / "array")[0].keys() == whole
    assert read("mhra_products", tmp_path / "lines")[0].keys() == whole


def test_a_document_of_an_unknown_type_or_shape_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(
        json.dumps(
            [
                {"doc_type": "Xyz", "product_name": "A", "pl_number": ["PL999910001"]},
                {"doc_type": "Spc", "product_name": "A", "pl_number": "PL999910002"},
                {"doc_type": "Spc", "product_name": "A", "pl_number": ["EU/1/07/402"]},
            ]
        )
    )
    records, issues = read("mhra_products", file)
    assert list(records) == ["PL 99991/0001"]
    assert [(issue.kind, issue.line) for issue in issues.found] == [("UNREAD", 1), ("REFUSED", 2), ("REFUSED", 3)]


def test_the_compendium_is_read_as_table_and_as_json(tmp_path: Path) -> None:
    records, issues = read("emc")
    assert issues.found == []
    duo = records["PLGB 99993/0002"]
    assert [each.value for each in duo.identifiers] == ["PLGB 99993/0002", "PLNI 99993/0002"]
    assert [each.name for each in duo.ingredients] == ["Amlodipine besilate", "Valsartan"]
    assert duo.date is not None
    assert (duo.date.value, duo.native["pharmaceuticalForm"]) == ("2024-01-16", "Tablet")
    objects = [
        {
            "name": "Example 10 mg tablets",
            "active_ingredient": "Metformin hydrochloride",
            "form": "Film-coated tablet",
            "holder": "Example Holder Ltd",
            "number": "PL 99993/0001",
            "date_of_first_authorisation": "03/08/2007",
        }
    ]
    (tmp_path / "a.json").write_text(json.dumps(objects))
    assert read("emc", tmp_path / "a.json")[0]["PL 99993/0001"] == records["PL 99993/0001"]


@pytest.mark.parametrize("source", ["mhra_granted", "mhra_products", "emc"])
@pytest.mark.parametrize("text", ['[{"other": 1}]', "a,b\n1,2\n", "<html>blocked</html>", '{"error": 1}', ""])
def test_what_is_of_no_form_is_refused_whole_or_row_by_row(tmp_path: Path, source: str, text: str) -> None:
    (tmp_path / "file").write_text(text)
    with suppress(SourceError):
        records, issues = read(source, tmp_path / "file")
        assert records == {}
        assert issues.found
