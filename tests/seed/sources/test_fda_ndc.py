"""The text files of FDA's NDC directory."""

import json
import shutil
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.records import Ingredient
from tests.seed.samples import RAW, read_approvals


def test_substances_strengths_and_units_are_lists_in_the_same_order() -> None:
    product = read_approvals("fda_ndc")[0]["0143-9924"]
    assert product.ingredients == (
        Ingredient("AMOXICILLIN", "875 mg/1"),
        Ingredient("CLAVULANATE POTASSIUM", "125 mg/1"),
    )


def test_the_text_file_gives_what_the_json_gives(tmp_path: Path) -> None:
    listed = {
        "product_ndc": "15054-1040",
        "finished": True,
        "marketing_category": "BLA",
        "marketing_start_date": "20060103",
        "brand_name": "Increlex",
        "labeler_name": "Ipsen Biopharmaceuticals, Inc.",
        "application_number": "BLA021839",
        "dosage_form": "INJECTION, SOLUTION",
        "route": ["SUBCUTANEOUS"],
        "active_ingredients": [{"name": "MECASERMIN", "strength": "40 mg/4mL"}],
    }
    (tmp_path / "ndc.json").write_text(json.dumps({"results": [listed]}))
    [of_json] = read_approvals("openfda_ndc", tmp_path)[0].values()
    of_text = read_approvals("fda_ndc")[0]["15054-1040"]
    assert of_text.row.raw == of_json.row.raw
    for name in set(of_text.__struct_fields__) - {"row"}:
        assert getattr(of_text, name) == getattr(of_json, name), name


def test_what_file_it_is_tells_its_header_alone(tmp_path: Path) -> None:
    for number, file in enumerate(sorted((RAW / "fda_ndc").iterdir())):
        shutil.copy(file, tmp_path / f"{number}.dat")
    assert read_approvals("fda_ndc", tmp_path)[0] == read_approvals("fda_ndc")[0]
    assert read_approvals("fda_ndc", tmp_path)[1].skipped == read_approvals("fda_ndc")[1].skipped


def test_a_package_without_product_and_an_unknown_category_are_reported(tmp_path: Path) -> None:
    shutil.copytree(RAW / "fda_ndc", tmp_path / "ndc")
    (tmp_path / "ndc" / "unfinished_product.txt").unlink()
    product = tmp_path / "ndc" / "product.txt"
    product.write_bytes(product.read_bytes().replace(b"\tANDA\t", b"\tNEW KIND\t"))
    records, issues = read_approvals("fda_ndc", tmp_path / "ndc")
    reasons = {(issue.kind, issue.file) for issue in issues.found}
    assert reasons == {("UNREAD", "product.txt"), ("REFUSED", "package.txt")}
    assert (records["0143-9924"].status, records["0143-9924"].status_raw) == ("NOT_STATED", "NEW KIND")


def test_another_table_is_refused_with_the_header_met(tmp_path: Path) -> None:
    (tmp_path / "product.txt").write_text("ApplNo\tProductNo\n1\t2\n")
    with pytest.raises(SourceError, match="ApplNo"):
        read_approvals("fda_ndc", tmp_path)
