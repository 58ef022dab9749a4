"""EMA's list of medicines, as JSON and as the former workbook."""

import json
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.records import ApprovalRecord
from tests.seed.samples import RAW, read_approvals
from tests.seed.workbook import write_workbook


def test_ema_tells_conditional_from_full_authorisation_and_indicates_for_the_authorised_alone() -> None:
    records, issues = read_approvals("ema")
    approvals = [record for record in records.values() if isinstance(record, ApprovalRecord)]
    assert {record.status for record in approvals} == {"AUTHORISED", "CONDITIONAL", "REFUSED"}
    assert all(not record.indications for record in approvals if record.status == "REFUSED")
    increlex = read_approvals("ema")[0]["EMEA/H/C/000704"]
    assert [link.condition.name for link in increlex.indications] == ["Laron Syndrome"]
    assert increlex.row.url == "https://www.ema.europa.eu/en/medicines/human/EPAR/increlex"
    assert issues.skipped == {"veterinary medicine": 1}


def test_ema_tells_what_was_never_granted_from_what_was_withdrawn() -> None:
    records, issues = read_approvals("ema", RAW / "ema_statuses")
    assert {record.product_name: (record.status, record.status_raw) for record in records.values()} == {
        "Iloperidone Vanda Pharmaceuticals": ("OPINION", "Opinion under re-examination"),
        "Fubelv": ("OPINION", "Opinion"),
        "CureVac’s COVID-19 vaccine (CVnCoV)": ("APPLICATION_WITHDRAWN", "Withdrawn from rolling review"),
        "Lextemy": ("WITHDRAWN", "Withdrawn"),
        "Graspa": ("APPLICATION_WITHDRAWN", "Application withdrawn"),
        "Vorinostat MSD": ("APPLICATION_WITHDRAWN", "Application withdrawn"),
    }
    assert [issue.reason for issue in issues.found] == ["not an ATC code: 'LX1XX02'"]


def test_ema_refuses_json_and_spreadsheets_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"data": [{"name": "x"}]}))
    with pytest.raises(SourceError, match="header not understood"):
        read_approvals("ema", tmp_path / "a.json")
    (tmp_path / "a.xlsx").write_bytes(b"<html>blocked</html>")
    with pytest.raises(SourceError, match="cannot be read as a workbook"):
        read_approvals("ema", tmp_path / "a.xlsx")


def test_emas_former_sheet_gives_what_its_json_gives(tmp_path: Path) -> None:
    former = {
        "Category": "category",
        "Medicine name": "name_of_medicine",
        "Therapeutic area": "therapeutic_area_mesh",
        "International non-proprietary name (INN) / common name": "international_non_proprietary_name_common_name",
        "Active substance": "active_substance",
        "Product number": "ema_product_number",
        "Patient safety": "patient_safety",
        "Authorisation status": "medicine_status",
        "ATC code": "atc_code_human",
        "Conditional approval": "conditional_approval",
        "Marketing authorisation date": "marketing_authorisation_date",
        "Marketing authorisation holder/company name": "marketing_authorisation_developer_applicant_holder",
        "Condition / indication": "therapeutic_indication",
        "Species": "species_veterinary",
        "First published": "first_published_date",
        "Revision date": "last_updated_date",
        "URL": "medicine_url",
    }
    medicines = json.loads((RAW / "ema" / "medicines.json").read_bytes())["data"]
    rows = [[medicine[name] or "" for name in former.values()] for medicine in medicines]
    title = [["Medicines", "", "Generated on 12/03/2021 - 06:00"], *([[""]] * 6)]
    write_workbook(tmp_path / "table.xlsx", [*title, list(former), *rows])
    records, issues = read_approvals("ema", tmp_path)
    expected = read_approvals("ema")[0]
    assert records.keys() == expected.keys()
    assert issues.found == []
    for key, record in records.items():
        whole = expected[key]
        for name in set(record.__struct_fields__) - {"row"}:
            assert getattr(record, name) == getattr(whole, name), (key, name)
