"""HSA's listing of therapeutic products, in both of its headers and encodings."""

import re
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.records import ApprovalRecord, Ingredient, Organisation
from tests.seed.samples import RAW, changed_sample, read_approvals

WHOLE = Path(__file__).parents[4] / "shared/data/whole/hsa/listing_of_registered_therapeutic_products_2026-03.csv.gz"


def test_hsa_pairs_lines_and_keeps_a_date_that_is_none_as_text(tmp_path: Path) -> None:
    folder = changed_sample(tmp_path, "hsa", "listing.csv", lambda data: data.replace(b"22/5/1989", b"32/5/1989"))
    records, issues = read_approvals("hsa", folder)
    damaged = records["SIN02866P"]
    assert isinstance(damaged, ApprovalRecord)
    assert damaged.date is not None
    assert (damaged.date.raw, damaged.date.value) == ("32/5/1989", None)
    [issue] = issues.found
    assert (issue.kind, issue.file, issue.line) == ("UNREAD", "listing.csv", 2)
    assert damaged.ingredients[0].strength is None, "two substances, one line of strengths: ambiguous"
    assert damaged.holder == Organisation("DRUG HOUSES OF AUSTRALIA PTE. LTD.", "AUTHORISATION_HOLDER")


def test_an_unknown_column_is_reported_once_and_a_missing_one_stops_the_source(tmp_path: Path) -> None:
    def widen(data: bytes) -> bytes:
        return data.replace(b",strength\r\n", b",strength,colour\r\n").replace(b" ml\r\n", b" ml,x\r\n")

    more = changed_sample(tmp_path, "hsa", "listing.csv", widen)
    _, issues = read_approvals("hsa", more)
    assert [issue.reason for issue in issues.found if issue.kind == "UNREAD"] == [
        "column 'colour' is neither read nor out of scope"
    ]
    (more / "listing.csv").write_bytes(b"licence_number,product\r\nSIN1,x\r\n")
    with pytest.raises(SourceError, match="licence_number"):
        read_approvals("hsa", more)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_hsas_newer_header_and_encoding_give_the_same_records(encoding: str, tmp_path: Path) -> None:
    text = (RAW / "hsa" / "listing.csv").read_bytes().decode("cp1252")
    text = text.replace("DHALUMAG", "DHALUMAG\u00ae")
    newer = text.replace("registration_number", "Licence No.", 1).replace("product_registrant", "License Holder", 1)
    (tmp_path / "older").write_bytes(text.encode("cp1252"))
    (tmp_path / "newer").write_bytes(newer.encode(encoding))
    records, issues = read_approvals("hsa", tmp_path / "newer")
    assert records == read_approvals("hsa", tmp_path / "older")[0]
    assert issues.found == []
    assert any("\u00ae" in str(getattr(record, "product_name", "")) for record in records.values())


def test_values_between_ampersands_are_apart_and_midnights_are_days() -> None:
    """The form of the listing since 2026, on real rows."""
    records, issues = read_approvals("hsa", RAW / "hsa_2026")
    consu = records["SIN02859P"]
    assert consu.ingredients == (Ingredient("CAFFEINE", "30 mg"), Ingredient("SALICYLAMIDE", "250 mg"))
    assert consu.date is not None
    assert (consu.date.raw, consu.date.value) == ("1989-05-22 00:00:00", "1989-05-22")
    assert "B. Braun Melsungen AG" in [made_by.name for made_by in records["SIN13569P"].manufacturers]
    assert all(record.holder and record.holder.role == "AUTHORISATION_HOLDER" for record in records.values())
    assert issues.counts == {}


@pytest.mark.skipif(not WHOLE.is_file(), reason="the listing of 2026 is not beside the repository")
def test_the_registrant_holds_each_of_5485_products_and_no_step_of_making_is_an_organisation() -> None:
    records, issues = read_approvals("hsa", WHOLE)
    assert len(records) == 5_485
    assert {issue.reason.partition(":")[0] for issue in issues.found} == {"not an ATC code"}
    assert all(
        record.holder is not None and record.date is not None and record.date.value for record in records.values()
    )
    assert len({record.holder.name for record in records.values() if record.holder}) < 250
    names = {made_by.name for record in records.values() for made_by in record.manufacturers}
    assert not [name for name in names if re.search(r"[(\[].*\b(packager|testing|release|bulk|solvent)\b", name, re.I)]
    assert {"Pfizer Manufacturing Belgium NV", "DUOPHARMA MANUFACTURING (BANGI) SDN BHD"} <= names
