"""Health Canada's Drug Product Database: joined tables, in each of its sets and forms."""

import shutil
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.records import ApprovalRecord
from seed.source import discover
from tests.seed.samples import RAW, changed_sample, read_approvals


def test_health_canada_tells_strength_form_and_market_date_as_its_database_shows_them() -> None:
    increlex = read_approvals("health_canada_dpd")[0]["02509733"]
    assert increlex.strength == "40 MG / 4 ML"
    assert increlex.dosage_form == "Solution - Subcutaneous"
    assert increlex.date is not None
    assert (increlex.date.value, increlex.date.raw, increlex.date_kind) == ("2021-03-01", "01-MAR-2021", "MARKET")
    assert increlex.native == {"din": "02509733"}
    assert increlex.row.raw["status"] == "MARKETED"
    assert increlex.brand_names == ()


def test_health_canada_tells_the_country_of_the_company() -> None:
    holders = [record.holder for record in read_approvals("health_canada_dpd")[0].values() if record.holder]
    found = {(holder.country, holder.country_raw) for holder in holders}
    assert ("CA", "CANADA") in found
    assert all(code and printed for code, printed in found)


def test_health_canada_leaves_a_country_out_that_the_table_lacks(tmp_path: Path) -> None:
    folder = changed_sample(
        tmp_path, "health_canada_dpd", "comp.txt", lambda data: data.replace(b'"CANADA"', b'"ATLANTIS"')
    )
    holders = [record.holder for record in read_approvals("health_canada_dpd", folder)[0].values() if record.holder]
    assert {"ATLANTIS"}.isdisjoint(holder.country_raw for holder in holders)
    assert None in {holder.country for holder in holders}


def test_health_canada_keeps_what_is_for_people_alone() -> None:
    records, issues = read_approvals("health_canada_dpd")
    assert issues.skipped == {"class Veterinary": 1}
    assert len(records) == issues.rows - 1


def test_health_canada_is_read_with_a_header_row_and_crlf_as_without(tmp_path: Path) -> None:
    header = b"DRUG_CODE,TC_ATC_NUMBER,TC_ATC,TC_ATC_F\r\n"
    narrow = changed_sample(
        tmp_path,
        "health_canada_dpd",
        "ther.txt",
        lambda data: (
            header + b"".join(b",".join([*line.split(b",")[:2], b'"",""']) + b"\r\n" for line in data.splitlines())
        ),
    )
    assert read_approvals("health_canada_dpd", narrow)[0] == read_approvals("health_canada_dpd")[0]


def test_health_canada_refuses_a_header_row_that_it_does_not_know(tmp_path: Path) -> None:
    folder = changed_sample(tmp_path, "health_canada_dpd", "form.txt", lambda data: b"CODE,ID,FORM,FORME\n" + data)
    with pytest.raises(SourceError, match="CODE"):
        read_approvals("health_canada_dpd", folder)


def test_health_canada_without_all_its_files_is_refused(tmp_path: Path) -> None:
    folder = changed_sample(tmp_path, "health_canada_dpd", "form.txt", lambda data: data)
    (folder / "form.txt").unlink()
    with pytest.raises(SourceError, match="form"):
        read_approvals("health_canada_dpd", folder)


def test_an_unknown_status_is_reported_with_its_row_and_kept_raw(tmp_path: Path) -> None:
    folder = changed_sample(
        tmp_path,
        "health_canada_dpd",
        "status.txt",
        lambda data: data.replace(b'"99902","Y","MARKETED"', b'"99902","Y","LOST"'),
    )
    records, issues = read_approvals("health_canada_dpd", folder)
    [issue] = issues.found
    assert issue.reason == "STATUS has the unknown value 'LOST': add it to the source's table"
    assert (issue.kind, issue.file) == ("UNREAD", "drug.txt")
    assert issue.raw is not None
    assert "02509733" in issue.raw
    record = records["02509733"]
    assert isinstance(record, ApprovalRecord)
    assert (record.status, record.status_raw) == ("NOT_STATED", "LOST")
    assert records.keys() == read_approvals("health_canada_dpd")[0].keys()


@pytest.mark.parametrize("set_", ["_ap", "_ia", "_dr"])
def test_health_canada_is_read_in_each_of_its_sets_and_whole_with_all_four(set_: str, tmp_path: Path) -> None:
    source = discover()["health_canada_dpd"]
    for file in (RAW / "health_canada_dpd").iterdir():
        shutil.copy(file, tmp_path / f"{file.stem}{set_}.txt")
    assert read_approvals("health_canada_dpd", tmp_path)[0] == read_approvals("health_canada_dpd")[0]
    assert not source.is_complete(tmp_path)
    for suffix in ("", "_ap", "_ia", "_dr"):
        for file in (RAW / "health_canada_dpd").iterdir():
            shutil.copy(file, tmp_path / f"{file.stem}{suffix}.txt")
    assert source.is_complete(tmp_path)
    assert read_approvals("health_canada_dpd", tmp_path)[1].rows == 4 * read_approvals("health_canada_dpd")[1].rows
    (tmp_path / f"route{set_}.txt").unlink()
    with pytest.raises(SourceError, match=f"route{set_}"):
        read_approvals("health_canada_dpd", tmp_path)


def test_health_canada_tells_forms_from_routes_by_what_they_say(tmp_path: Path) -> None:
    folder = changed_sample(tmp_path, "health_canada_dpd", "form.txt", lambda data: data)
    (folder / "form.txt").rename(folder / "forms")
    (folder / "route.txt").rename(folder / "form.txt")
    (folder / "forms").rename(folder / "route.txt")
    with pytest.raises(SourceError, match=r"form\.txt: 5 of 5 rows name a route of administration.*each other's names"):
        read_approvals("health_canada_dpd", folder)
    (folder / "form.txt").write_bytes((folder / "route.txt").read_bytes())
    with pytest.raises(SourceError, match=r"route\.txt: 0 of 5 rows name a route of administration"):
        read_approvals("health_canada_dpd", folder)
