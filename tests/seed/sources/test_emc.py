"""The electronic medicines compendium (emc), as an operator's table or JSON."""

import json
from pathlib import Path

from tests.seed.samples import read_approvals
from tests.seed.workbook import Cell, write_workbook


def test_the_names_of_the_compendium_are_no_days(tmp_path: Path) -> None:
    header = ["name", "active ingredient", "form", "holder", "number", "date of first authorisation"]
    names: list[Cell] = ["A", 45292]
    rows: list[list[Cell]] = [[name, "A", "T", "H", f"PL 99990/000{index}", ""] for index, name in enumerate(names)]
    records, issues = read_approvals("emc", write_workbook(tmp_path / "list.xlsx", [header, *rows]))
    assert list(records) == ["PL 99990/0000"]
    assert [(issue.kind, issue.line) for issue in issues.found] == [("REFUSED", 3)]


def test_the_compendium_is_read_as_table_and_as_json(tmp_path: Path) -> None:
    records, issues = read_approvals("emc")
    assert issues.found == []
    duo = records["PLGB 99993/0002"]
    assert [identifier.value for identifier in duo.identifiers] == ["PLGB 99993/0002", "PLNI 99993/0002"]
    assert [ingredient.name for ingredient in duo.ingredients] == ["Amlodipine besilate", "Valsartan"]
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
    assert read_approvals("emc", tmp_path / "a.json")[0]["PL 99993/0001"] == records["PL 99993/0001"]
