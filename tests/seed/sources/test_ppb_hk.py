"""Hong Kong: the register, the lists of names, of licence holders and of ingredients."""

import json
import shutil
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.source import Issues, discover
from tests.seed.samples import RAW, read_approvals

SAMPLE = RAW / "ppb_hk"


def test_a_holder_gets_its_licences_as_printed_by_table_or_loosely_and_the_rule_is_kept() -> None:
    records, issues = read_approvals("ppb_hk")
    assert issues.found == []
    assert issues.skipped == {"veterinary product": 1, "permit met before": 1}
    licences = {
        key: (record.native.get("licenceNo"), record.row.rules.get("licenceNo")) for key, record in records.items()
    }
    assert licences == {
        "HK-90001": ("9001/2A/2001", "HOLDER_BY_TABLE"),
        "HK-90002": ("40/2A/1987; ML-028", "HOLDER_AS_PRINTED"),
        "HK-90004": ("9002/7A/2002", "HOLDER_LOOSELY"),
        "HK-23964": (None, None),
        "HK-90009": (None, None),
    }
    assert [(identifier.scheme, identifier.value) for identifier in records["HK-90002"].identifiers] == [
        ("PPB_REGISTRATION_NO", "HK-90002"),
        ("PPB_LICENCE_NO", "40/2A/1987"),
        ("PPB_LICENCE_NO", "ML-028"),
    ]


def test_form_and_strength_are_read_in_the_name() -> None:
    records, _ = read_approvals("ppb_hk")
    assert {key: (record.dosage_form, record.strength) for key, record in records.items()} == {
        "HK-90001": ("TAB", "500MG"),
        "HK-90002": ("CAP", "100MG"),
        "HK-90004": ("CREAM", "1%W/W"),
        "HK-23964": ("SUSP", "250MG/5ML"),
        "HK-90009": (None, None),
    }
    assert records["HK-90002"].product_name == "EXAMPLE & DUO CAP100MG"


def test_ingredients_are_those_of_the_register_or_of_the_list_of_doses() -> None:
    records, _ = read_approvals("ppb_hk")
    assert [ingredient.name for ingredient in records["HK-90002"].ingredients] == ["AMLODIPINE BESYLATE", "VALSARTAN"]
    assert [(ingredient.name, ingredient.strength) for ingredient in records["HK-23964"].ingredients] == [
        ("paracetamol", "250 mg")
    ]
    assert records["HK-90009"].product_name is None


def test_licences_may_come_as_a_table(tmp_path: Path) -> None:
    shutil.copy(SAMPLE / "DrugList.xml", tmp_path / "register")
    (tmp_path / "list").write_text("List of dealers\nLicence No.,Company Name\n40/2A/1987,LUEN CHEONG HONG LTD\nx,Y\n")
    records, issues = read_approvals("ppb_hk", tmp_path)
    assert records["HK-90001"].native["licenceNo"] == "40/2A/1987"
    assert [issue.raw for issue in issues.found] == ["x: Y"]


def test_a_permit_number_of_another_form_and_an_unknown_element_are_reported(tmp_path: Path) -> None:
    text = (SAMPLE / "DrugList.xml").read_text().replace("HK-90001", "40/2A/1987")
    text = text.replace("<permitNo>HK-90002", "<colour>red</colour><permitNo>HK-90002")
    (tmp_path / "a.xml").write_text(text)
    records, issues = read_approvals("ppb_hk", tmp_path)
    assert "HK-90002" in records
    assert [(issue.kind, issue.reason) for issue in issues.found] == [
        ("REFUSED", r"number is not of the form HK-\d{5}: '40/2A/1987'"),
        ("UNREAD", "column 'colour' is neither read nor out of scope"),
    ]


def test_a_register_without_permit_numbers_is_refused_with_its_elements(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text((SAMPLE / "DrugList.xml").read_text().replace("permitNo", "permit"))
    with pytest.raises(SourceError, match=r"header not understood, \['permitNo'\] missing"):
        read_approvals("ppb_hk", tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><drugList><drug>&c;</drug></drugList>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><drugList><drug>&a;</drug></drugList>',
        "<a>" * 200 + "</a>" * 200,
        "<drugList></drugList>",
        "<html><body>blocked</body></html>",
        '{"a": 1}',
        "[1, 2]",
        "",
    ],
)
def test_bombs_and_files_of_no_form_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "file").write_text(text)
    with pytest.raises(SourceError) as refused:
        read_approvals("ppb_hk", tmp_path / "file")
    assert "passwd" not in str(refused.value)


def test_names_with_foreign_bytes_or_of_no_form_are_refused_row_by_row(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(
        b"HK-11111 GOOD TAB 5MG\nHK-22222 BAD \xff\nHK-33333 NUL \0\nnothing\n\nHK-44444 LAST\n"
    )
    records, issues = read_approvals("ppb_hk", tmp_path / "a")
    assert list(records) == ["HK-11111", "HK-44444"]
    assert [issue.line for issue in issues.found] == [2, 3, 4]


def test_only_the_register_is_the_whole_list() -> None:
    source = discover()["ppb_hk"]
    assert source.is_complete(SAMPLE)
    assert not source.is_complete(SAMPLE / "names.txt")


def _doses(folder: Path, *dosages: object) -> tuple[list[str | None], Issues]:
    items = [{"activeIng": "x", "dosage": dosage} for dosage in dosages]
    (folder / "a").write_text(json.dumps({"HK-11111": items, "HK-22222": [{"activeIng": "whole"}]}))
    records, issues = read_approvals("ppb_hk", folder / "a")
    assert [ingredient.name for ingredient in records["HK-22222"].ingredients] == ["whole"]
    return [ingredient.strength for ingredient in records["HK-11111"].ingredients], issues


def test_a_weight_is_written_out_and_none_is_none(tmp_path: Path) -> None:
    weights = ({"weightValue": value, "weightUnit": "mg"} for value in (0.25, 250.0, 1_234_567, 0.000_01))
    strengths, issues = _doses(tmp_path, *weights, {}, None, {"volume": 2.0})
    assert strengths == ["0.25 mg", "250 mg", "1234567 mg", "0.00001 mg", None, None, None]
    assert issues.found == []


@pytest.mark.parametrize(
    "dosage",
    [
        {"weightValue": "0.25", "weightUnit": "mg"},
        {"weightValue": None, "weightUnit": "mg"},
        {"weightValue": True, "weightUnit": "mg"},
        {"weightValue": float("nan"), "weightUnit": "mg"},
        {"weightValue": 10**400, "weightUnit": "mg"},
        {"weightValue": -1, "weightUnit": "mg"},
        {"weightValue": 1, "weightUnit": None},
        {"weightValue": 1},
        "1 mg",
    ],
)
def test_a_weight_that_is_no_number_with_a_unit_is_left_unread_and_reported(tmp_path: Path, dosage: object) -> None:
    strengths, issues = _doses(tmp_path, dosage)
    assert strengths == [None]
    [issue] = issues.found
    assert (issue.kind, issue.file) == ("UNREAD", "a")
    assert issue.raw is not None
    assert issue.raw.startswith("HK-11111: ")


def test_an_ingredient_without_a_name_is_reported(tmp_path: Path) -> None:
    table = {"HK-11111": [{"activeIng": 7}, None], "HK-33333": []}
    (tmp_path / "a").write_text(json.dumps(table))
    records, issues = read_approvals("ppb_hk", tmp_path / "a")
    assert list(records) == ["HK-11111", "HK-33333"]
    assert [issue.reason for issue in issues.found] == ["not an ingredient with a name"] * 2


def test_a_product_whose_elements_are_of_another_form_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    products = (
        "<permitNo>HK-11111</permitNo>",
        "<permitNo><a>HK-22222</a></permitNo>",
        "<permitNo>HK-33333</permitNo><activeIngs>PARACETAMOL</activeIngs>",
        "<permitNo>HK-44444</permitNo><activeIngs/>",
        "",
    )
    drugs = "".join(f"<drug><productName>A</productName><regCertHolderName/>{product}</drug>" for product in products)
    (tmp_path / "a").write_text(f"<drugList>{drugs}</drugList>")
    records, issues = read_approvals("ppb_hk", tmp_path / "a")
    assert list(records) == ["HK-11111", "HK-44444"]
    assert [(issue.line, issue.reason) for issue in issues.found] == [
        (2, "permitNo holds elements instead of text"),
        (3, "activeIngs holds text instead of elements: 'PARACETAMOL'"),
        (5, "number is blank"),
    ]


def test_a_register_in_big5_is_read(tmp_path: Path) -> None:
    product = "<productName>保濟丸 TAB 5MG</productName><regCertHolderName>李眾勝堂</regCertHolderName>"
    text = f"<drugList><drug>{product}<permitNo>HK-11111</permitNo></drug></drugList>"
    (tmp_path / "a.xml").write_bytes(f'<?xml version="1.0" encoding="big5"?>{text}'.encode("big5"))
    record = read_approvals("ppb_hk", tmp_path / "a.xml")[0]["HK-11111"]
    assert record.product_name == "保濟丸 TAB 5MG"
    assert record.holder is not None
    assert record.holder.name == "李眾勝堂"
