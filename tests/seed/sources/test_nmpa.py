"""China's NMPA: pages of the register in an operator's file. All rows are made up."""

from seed.records import Ingredient, Organisation
from tests.seed.samples import read_approvals


def test_a_page_of_the_chinese_register_tells_the_drug_in_english() -> None:
    product = read_approvals("nmpa")[0]["国药准字H19990005"]
    assert product.ingredients == (Ingredient("Mecasermin"),)
    assert product.holder == Organisation("丁制药有限公司", "COMPANY")
    assert product.native == {"approvalNumber": "国药准字H19990005", "nmpaDrugType": "化学药品"}
    assert product.date is not None
    assert product.date.value == "2015-07-30"


def test_a_code_tells_the_type_of_drug_by_its_letter_and_dashes_are_nothing() -> None:
    product = read_approvals("nmpa")[0]["国药准字S19990003"]
    assert (product.native["nmpaDrugType"], product.drug_type, product.strength) == ("生物制品", "BIOTECH", None)
