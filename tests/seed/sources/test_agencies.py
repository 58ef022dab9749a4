"""What each agency's reader makes of true rows, and of rows that are not as promised."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.records import ApprovalRecord, Record
from seed.source import Issues, discover
from tests.seed.workbook import write_workbook

RAW = Path(__file__).parents[1] / "raw"


def _read(source: str, path: Path | None = None) -> tuple[dict[str, Record], Issues]:
    issues = Issues()
    return {record.row.key: record for record in discover()[source].parse(path or RAW / source, issues)}, issues


def _approval(source: str, key: str) -> ApprovalRecord:
    record = _read(source)[0][key]
    assert isinstance(record, ApprovalRecord)
    return record


def _changed(tmp_path: Path, source: str, file: str, change: Callable[[bytes], bytes]) -> Path:
    folder = tmp_path / source
    shutil.copytree(RAW / source, folder)
    (folder / file).write_bytes(change((folder / file).read_bytes()))
    return folder


def test_health_canada_tells_strength_form_and_market_date_as_its_database_shows_them() -> None:
    increlex = _approval("health_canada_dpd", "02509733")
    assert increlex.strength == "40 MG / 4 ML"
    assert increlex.dosage_form == "Solution - Subcutaneous"
    assert increlex.date is not None
    assert (increlex.date.value, increlex.date.raw, increlex.date_kind) == ("2021-03-01", "01-MAR-2021", "MARKET")
    assert increlex.native == {"din": "02509733"}
    assert increlex.row.raw["status"] == "MARKETED"
    assert increlex.brand_names == ()


def test_health_canada_keeps_what_is_for_people_alone() -> None:
    records, issues = _read("health_canada_dpd")
    assert issues.skipped == {"class Veterinary": 1}
    assert len(records) == issues.rows - 1


def test_health_canada_is_read_with_a_header_row_and_crlf_as_without(tmp_path: Path) -> None:
    header = b"DRUG_CODE,TC_ATC_NUMBER,TC_ATC,TC_ATC_F\r\n"
    narrow = _changed(
        tmp_path,
        "health_canada_dpd",
        "ther.txt",
        lambda data: (
            header + b"".join(b",".join([*line.split(b",")[:2], b'"",""']) + b"\r\n" for line in data.splitlines())
        ),
    )
    assert _read("health_canada_dpd", narrow)[0] == _read("health_canada_dpd")[0]


def test_health_canada_refuses_a_header_row_that_it_does_not_know(tmp_path: Path) -> None:
    folder = _changed(tmp_path, "health_canada_dpd", "form.txt", lambda data: b"CODE,ID,FORM,FORME\n" + data)
    with pytest.raises(SourceError, match="CODE"):
        _read("health_canada_dpd", folder)


def test_health_canada_without_all_its_files_is_refused(tmp_path: Path) -> None:
    folder = _changed(tmp_path, "health_canada_dpd", "form.txt", lambda data: data)
    (folder / "form.txt").unlink()
    with pytest.raises(SourceError, match="form"):
        _read("health_canada_dpd", folder)


def test_an_unknown_status_is_reported_with_its_row_and_kept_raw(tmp_path: Path) -> None:
    folder = _changed(
        tmp_path,
        "health_canada_dpd",
        "status.txt",
        lambda data: data.replace(b'"99902","Y","MARKETED"', b'"99902","Y","LOST"'),
    )
    records, issues = _read("health_canada_dpd", folder)
    [issue] = issues.found
    assert issue.reason == "STATUS has the unknown value 'LOST': add it to the source's table"
    assert (issue.kind, issue.file) == ("UNREAD", "drug.txt")
    assert issue.raw is not None
    assert "02509733" in issue.raw
    record = records["02509733"]
    assert isinstance(record, ApprovalRecord)
    assert (record.status, record.status_raw) == ("NOT_STATED", "LOST")
    assert records.keys() == _read("health_canada_dpd")[0].keys()


def test_drugs_at_fda_joins_application_status_and_first_approval() -> None:
    increlex = _approval("drugs_at_fda", "NDA021839/001")
    assert [(each.scheme, each.value) for each in increlex.identifiers] == [("FDA_APPLICATION_NUMBER", "NDA021839/001")]
    assert increlex.date is not None
    assert (increlex.date.value, increlex.date_kind) == ("2005-08-30", "APPROVAL")
    assert (increlex.status, increlex.status_raw) == ("AUTHORISED", "Prescription")
    assert (increlex.dosage_form, increlex.route) == ("INJECTABLE", "SUBCUTANEOUS")
    assert increlex.brand_names == ("INCRELEX",)
    assert [each.name for each in increlex.ingredients] == ["MECASERMIN RECOMBINANT"]


def test_drugs_at_fda_calls_biologics_biotech_and_gives_each_ingredient_its_strength() -> None:
    assert _approval("drugs_at_fda", "BLA103132/001").drug_type == "BIOTECH"
    mixed = _approval("drugs_at_fda", "NDA004589/004")
    assert mixed.drug_type is None
    assert [(each.name, each.strength) for each in mixed.ingredients] == [
        ("ALCOHOL", "5ML/100ML"),
        ("DEXTROSE", "5GM/100ML"),
    ]
    assert mixed.brand_names == ()


def test_drugs_at_fda_reads_a_tentative_approval_as_no_statement_and_two_ways_of_sale_as_one() -> None:
    assert _approval("drugs_at_fda", "NDA021714/001").status == "NOT_STATED"
    assert _approval("drugs_at_fda", "ANDA202684/001").status_raw == "Prescription; Over-the-counter"


def test_a_note_with_a_line_break_continues_its_submission(tmp_path: Path) -> None:
    def broken(data: bytes) -> bytes:
        lines = data.split(b"\r\n")
        cells = lines[1].split(b"\t")
        cells[6] = b"a note\r\nthat goes on"
        return b"\r\n".join([lines[0], b"\t".join(cells), *lines[2:]])

    records, issues = _read("drugs_at_fda", _changed(tmp_path, "drugs_at_fda", "Submissions.txt", broken))
    assert issues.found == []
    assert records == _read("drugs_at_fda")[0]


def test_drugs_at_fda_knows_its_tables_by_their_headers(tmp_path: Path) -> None:
    folder = tmp_path / "fda"
    folder.mkdir()
    for number, file in enumerate(sorted((RAW / "drugs_at_fda").iterdir())):
        shutil.copy(file, folder / f"{number}.tsv")
    assert _read("drugs_at_fda", folder)[0] == _read("drugs_at_fda")[0]


def test_ema_tells_conditional_from_full_authorisation_and_indicates_for_the_authorised_alone() -> None:
    records, issues = _read("ema")
    approvals = [record for record in records.values() if isinstance(record, ApprovalRecord)]
    assert {record.status for record in approvals} == {"AUTHORISED", "CONDITIONAL", "REFUSED"}
    assert all(not record.indications for record in approvals if record.status == "REFUSED")
    increlex = _approval("ema", "EMEA/H/C/000704")
    assert [link.condition.name for link in increlex.indications] == ["Laron Syndrome"]
    assert increlex.row.url == "https://www.ema.europa.eu/en/medicines/human/EPAR/increlex"
    assert issues.skipped == {"veterinary medicine": 1}


def test_ema_refuses_json_and_spreadsheets_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"data": [{"name": "x"}]}))
    with pytest.raises(SourceError, match="header not understood"):
        _read("ema", tmp_path / "a.json")
    (tmp_path / "a.xlsx").write_bytes(b"<html>blocked</html>")
    with pytest.raises(SourceError, match="not a workbook"):
        _read("ema", tmp_path / "a.xlsx")


def test_hsa_pairs_lines_and_keeps_a_date_that_is_none_as_text(tmp_path: Path) -> None:
    folder = _changed(tmp_path, "hsa", "listing.csv", lambda data: data.replace(b"22/5/1989", b"32/5/1989"))
    records, issues = _read("hsa", folder)
    damaged = records["SIN02866P"]
    assert isinstance(damaged, ApprovalRecord)
    assert damaged.date is not None
    assert (damaged.date.raw, damaged.date.value) == ("32/5/1989", None)
    [issue] = issues.found
    assert (issue.kind, issue.file, issue.line) == ("UNREAD", "listing.csv", 2)
    assert damaged.ingredients[0].strength is None, "two substances, one line of strengths: nobody can tell"
    assert damaged.row.raw["registrant"] == "DRUG HOUSES OF AUSTRALIA PTE. LTD."


def test_an_unknown_column_is_reported_once_and_a_missing_one_stops_the_source(tmp_path: Path) -> None:
    def widen(data: bytes) -> bytes:
        return data.replace(b",strength\r\n", b",strength,colour\r\n").replace(b" ml\r\n", b" ml,x\r\n")

    more = _changed(tmp_path, "hsa", "listing.csv", widen)
    _, issues = _read("hsa", more)
    assert [issue.reason for issue in issues.found if issue.kind == "UNREAD"] == [
        "column 'colour' is neither read nor out of scope"
    ]
    (more / "listing.csv").write_bytes(b"licence_number,product\r\nSIN1,x\r\n")
    with pytest.raises(SourceError, match="licence_number"):
        _read("hsa", more)


def test_ndc_leaves_unfinished_products_out_and_refuses_a_wrong_type(tmp_path: Path) -> None:
    def change(data: bytes) -> bytes:
        whole = json.loads(data)
        first, second = whole["results"]
        third = dict(first, product_ndc="0000-0001", route="ORAL")
        return json.dumps(dict(whole, results=[first, dict(second, finished=False), third])).encode()

    records, issues = _read("openfda_ndc", _changed(tmp_path, "openfda_ndc", "drug-ndc.json", change))
    assert list(records) == ["0002-3229"]
    assert issues.skipped == {"unfinished product": 1}
    assert [issue.line for issue in issues.found] == [3]
    assert "$.route" in issues.found[0].reason


def test_ndc_dates_the_start_of_marketing() -> None:
    strattera = _approval("openfda_ndc", "0002-3229")
    assert strattera.date is not None
    assert (strattera.date.value, strattera.date_kind, strattera.strength) == ("2002-11-26", "MARKET", "40 mg/1")
    assert strattera.native == {"ndcCode": "0002-3229"}


@pytest.mark.parametrize("set_", ["_ap", "_ia", "_dr"])
def test_health_canada_is_read_in_each_of_its_sets_and_whole_with_all_four(set_: str, tmp_path: Path) -> None:
    source = discover()["health_canada_dpd"]
    for file in (RAW / "health_canada_dpd").iterdir():
        shutil.copy(file, tmp_path / f"{file.stem}{set_}.txt")
    assert _read("health_canada_dpd", tmp_path)[0] == _read("health_canada_dpd")[0]
    assert not source.is_complete(tmp_path)
    for each in ("", "_ap", "_ia", "_dr"):
        for file in (RAW / "health_canada_dpd").iterdir():
            shutil.copy(file, tmp_path / f"{file.stem}{each}.txt")
    assert source.is_complete(tmp_path)
    assert _read("health_canada_dpd", tmp_path)[1].rows == 4 * _read("health_canada_dpd")[1].rows
    (tmp_path / f"route{set_}.txt").unlink()
    with pytest.raises(SourceError, match=f"route{set_}"):
        _read("health_canada_dpd", tmp_path)


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
    rows = [[each[name] or "" for name in former.values()] for each in medicines]
    title = [["Medicines", "", "Generated on 12/03/2021 - 06:00"], *([[""]] * 6)]
    write_workbook(tmp_path / "table.xlsx", [*title, list(former), *rows])
    records, issues = _read("ema", tmp_path)
    expected = _read("ema")[0]
    assert records.keys() == expected.keys()
    assert issues.found == []
    for key, record in records.items():
        whole = expected[key]
        for name in set(record.__struct_fields__) - {"row"}:
            assert getattr(record, name) == getattr(whole, name), (key, name)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_hsas_newer_header_and_encoding_give_the_same_records(encoding: str, tmp_path: Path) -> None:
    text = (RAW / "hsa" / "listing.csv").read_bytes().decode("cp1252")
    text = text.replace("DHALUMAG", "DHALUMAG\u00ae")
    newer = text.replace("registration_number", "Licence No.", 1).replace("product_registrant", "License Holder", 1)
    (tmp_path / "older").write_bytes(text.encode("cp1252"))
    (tmp_path / "newer").write_bytes(newer.encode(encoding))
    records, issues = _read("hsa", tmp_path / "newer")
    assert records == _read("hsa", tmp_path / "older")[0]
    assert issues.found == []
    assert any("\u00ae" in str(getattr(record, "product_name", "")) for record in records.values())


def test_health_canada_tells_forms_from_routes_by_what_they_say(tmp_path: Path) -> None:
    folder = _changed(tmp_path, "health_canada_dpd", "form.txt", lambda data: data)
    (folder / "form.txt").rename(folder / "forms")
    (folder / "route.txt").rename(folder / "form.txt")
    (folder / "forms").rename(folder / "route.txt")
    with pytest.raises(SourceError, match=r"form\.txt: 5 of 5 rows name a route of administration.*each other's names"):
        _read("health_canada_dpd", folder)
    (folder / "form.txt").write_bytes((folder / "route.txt").read_bytes())
    with pytest.raises(SourceError, match=r"route\.txt: 0 of 5 rows name a route of administration"):
        _read("health_canada_dpd", folder)
