"""The Philippines' FDA: the list of human drug products."""

from pathlib import Path

import pytest

from seed.source import discover
from tests.seed.samples import RAW, read_approvals


def test_ph_fda_reads_an_export_with_its_line_of_title_and_without(tmp_path: Path) -> None:
    records, issues = read_approvals("ph_fda")
    assert issues.found == []
    assert discover()["ph_fda"].edition(RAW / "ph_fda") == "16 March 2026"
    bare = tmp_path / "bare.csv"
    text = (RAW / "ph_fda" / "human_drugs.csv").read_bytes().split(b"\r\n", 1)[1]
    bare.write_bytes(text)
    assert read_approvals("ph_fda", bare)[0] == records
    assert discover()["ph_fda"].edition(bare) is None


def test_ph_fda_splits_substances_and_reads_what_stands_for_nothing(tmp_path: Path) -> None:
    records, _ = read_approvals("ph_fda")
    twinact = records["DRP-10144"]
    assert [ingredient.name for ingredient in twinact.ingredients] == ["Telmisartan", "Amlodipine (as besilate)"]
    assert twinact.brand_names == ("Twinact",)
    assert twinact.date is not None
    assert (twinact.date.value, twinact.date.raw) == ("2024-01-16", "16 January 2024")
    toxoid = records["BR-1025"]
    assert (toxoid.product_name, toxoid.brand_names) == ("Tetanus Toxoid Adsorbed", ())
    holder = records["BR-1045"].holder
    assert holder is not None
    assert holder.name == "Vetter Pharma-Fertigung GmbH & Co. KG"


@pytest.mark.parametrize("printed", ["None", "NONE", "n/a", "Nil", "No Brand Name"])
def test_ph_fda_takes_a_brand_called_none_for_no_brand(tmp_path: Path, printed: str) -> None:
    (tmp_path / "a.csv").write_text(
        "Registration Number,Generic Name,Brand Name,Dosage Strength,Dosage Form,Manufacturer,Issuance Date\n"
        f"DR-XY47728,Cholecalciferol (Vitamin D3),{printed},2000 IU,Softgel Capsule,Phil Inter,15 February 2022\n"
    )
    [product] = read_approvals("ph_fda", tmp_path)[0].values()
    assert (product.product_name, product.brand_names) == ("Cholecalciferol (Vitamin D3)", ())


def test_ph_fda_without_its_first_column_is_read_and_damaged_numbers_are_not(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "Registration Number,Generic Name,Brand Name,Dosage Strength,Dosage Form,Manufacturer,Issuance Date\n"
        "DR-1,Aspirin,-,80 mg,Tablet,N/A,45306\n"
        "1.19E+06,Aspirin,-,80 mg,Tablet,N/A,16 January 2024\n"
    )
    records, issues = read_approvals("ph_fda", file)
    [record] = records.values()
    assert (record.product_name, record.holder) == ("Aspirin", None)
    assert record.date is not None
    assert (record.date.raw, record.date.value) == ("45306", None)
    assert [(issue.kind, issue.line) for issue in issues.found] == [("UNREAD", 2), ("REFUSED", 3)]
