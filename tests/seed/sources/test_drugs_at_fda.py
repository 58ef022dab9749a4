"""Drugs@FDA: joined tables, known by their headers."""

import shutil
from pathlib import Path

from tests.seed.samples import RAW, changed_sample, read_approvals


def test_drugs_at_fda_joins_application_status_and_first_approval() -> None:
    increlex = read_approvals("drugs_at_fda")[0]["NDA021839/001"]
    assert [(identifier.scheme, identifier.value) for identifier in increlex.identifiers] == [
        ("FDA_APPLICATION_NUMBER", "NDA021839/001")
    ]
    assert increlex.date is not None
    assert (increlex.date.value, increlex.date_kind) == ("2005-08-30", "APPROVAL")
    assert (increlex.status, increlex.status_raw) == ("AUTHORISED", "Prescription")
    assert (increlex.dosage_form, increlex.route) == ("INJECTABLE", "SUBCUTANEOUS")
    assert increlex.brand_names == ("INCRELEX",)
    assert [ingredient.name for ingredient in increlex.ingredients] == ["MECASERMIN RECOMBINANT"]


def test_drugs_at_fda_calls_biologics_biotech_and_gives_each_ingredient_its_strength() -> None:
    assert read_approvals("drugs_at_fda")[0]["BLA103132/001"].drug_type == "BIOTECH"
    mixed = read_approvals("drugs_at_fda")[0]["NDA004589/004"]
    assert mixed.drug_type is None
    assert [(ingredient.name, ingredient.strength) for ingredient in mixed.ingredients] == [
        ("ALCOHOL", "5ML/100ML"),
        ("DEXTROSE", "5GM/100ML"),
    ]
    assert mixed.brand_names == ()


def test_drugs_at_fda_tells_a_tentative_approval_and_reads_two_ways_of_sale_as_one() -> None:
    tentative = read_approvals("drugs_at_fda")[0]["NDA021714/001"]
    assert (tentative.status, tentative.status_raw) == ("TENTATIVE_APPROVAL", "None (Tentative Approval)")
    assert read_approvals("drugs_at_fda")[0]["ANDA202684/001"].status_raw == "Prescription; Over-the-counter"


def test_a_note_with_a_line_break_continues_its_submission(tmp_path: Path) -> None:
    def broken(data: bytes) -> bytes:
        lines = data.split(b"\r\n")
        cells = lines[1].split(b"\t")
        cells[6] = b"a note\r\nthat goes on"
        return b"\r\n".join([lines[0], b"\t".join(cells), *lines[2:]])

    records, issues = read_approvals(
        "drugs_at_fda", changed_sample(tmp_path, "drugs_at_fda", "Submissions.txt", broken)
    )
    assert issues.found == []
    assert records == read_approvals("drugs_at_fda")[0]


def test_drugs_at_fda_knows_its_tables_by_their_headers(tmp_path: Path) -> None:
    folder = tmp_path / "fda"
    folder.mkdir()
    for number, file in enumerate(sorted((RAW / "drugs_at_fda").iterdir())):
        shutil.copy(file, folder / f"{number}.tsv")
    assert read_approvals("drugs_at_fda", folder)[0] == read_approvals("drugs_at_fda")[0]
