"""China's NMPA: pages of the register in an operator's file. All rows are made up."""

from pathlib import Path

import pytest

from seed.records import Ingredient, Organisation
from tests.seed.samples import RAW, read_approvals


def test_a_page_of_the_chinese_register_tells_the_drug_in_english() -> None:
    product = read_approvals("nmpa")[0]["国药准字H19990005"]
    assert product.ingredients == (Ingredient("Mecasermin"),)
    assert product.holder == Organisation("丁制药有限公司", "COMPANY")
    assert product.native == {"approvalNumber": "国药准字H19990005", "nmpaDrugType": "化学药品"}
    assert product.date is not None
    assert product.date.value == "2015-07-30"


@pytest.mark.parametrize(
    ("english", "substance"),
    [
        ("Cefuroxime Sodium for Injection", "Cefuroxime Sodium"),
        ("Azithromycin Granules for Oral Suspension", "Azithromycin"),
        ("Omeprazole Enteric-coated Capsules", "Omeprazole"),
        ("Ibuprofen Sustained Release Capsules", "Ibuprofen"),
        ("Recombinant Human Interferon α2b for Injection", "Recombinant Human Interferon α2b"),
        ("Glucose and Sodium Chloride Injection", "Glucose and Sodium Chloride"),
        ("Powder for Injection", "Powder for Injection"),
    ],
)
def test_the_substance_stands_before_the_words_of_the_form(tmp_path: Path, english: str, substance: str) -> None:
    page = (RAW / "nmpa" / "page.html").read_text(encoding="utf-8")
    (tmp_path / "page.html").write_text(page.replace("Mecasermin&nbsp; Injection", english), encoding="utf-8")
    [product] = read_approvals("nmpa", tmp_path)[0].values()
    assert product.ingredients == (Ingredient(substance),)


def test_a_code_tells_the_type_of_drug_by_its_letter_and_dashes_are_nothing() -> None:
    product = read_approvals("nmpa")[0]["国药准字S19990003"]
    assert (product.native["nmpaDrugType"], product.drug_type, product.strength) == ("生物制品", "BIOTECH", None)
