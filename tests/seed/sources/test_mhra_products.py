"""MHRA's index of product documents."""

import json
from pathlib import Path

from tests.seed.samples import RAW, read_approvals


def test_the_index_gives_a_record_for_each_licence_and_none_for_further_documents() -> None:
    records, issues = read_approvals("mhra_products")
    assert list(records) == ["PL 99991/0001", "PLNI 99991/0001", "PLGB 99992/0007"]
    assert issues.skipped == {"further document of a licence": 1, "document of no licence": 1}
    first = records["PL 99991/0001"]
    assert [ingredient.name for ingredient in first.ingredients] == ["AMOXICILLIN TRIHYDRATE", "CLAVULANATE POTASSIUM"]
    assert (first.strength, first.dosage_form, first.status) == ("250MG/5ML", "ORAL SUSPENSION", "NOT_STATED")
    assert first.date is None, "the day of a document is not the day of the licence"


def test_the_index_is_read_as_array_and_line_by_line_too(tmp_path: Path) -> None:
    documents = json.loads((RAW / "mhra_products" / "page.json").read_text())["value"]
    (tmp_path / "array").write_text(json.dumps(documents))
    (tmp_path / "lines").write_text("\n".join(map(json.dumps, documents)))
    whole = read_approvals("mhra_products")[0].keys()
    assert read_approvals("mhra_products", tmp_path / "array")[0].keys() == whole
    assert read_approvals("mhra_products", tmp_path / "lines")[0].keys() == whole


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
    records, issues = read_approvals("mhra_products", file)
    assert list(records) == ["PL 99991/0001"]
    assert [(issue.kind, issue.line) for issue in issues.found] == [("UNREAD", 1), ("REFUSED", 2), ("REFUSED", 3)]
