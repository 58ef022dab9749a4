"""MedPath's drug page, compared cell by cell."""

from collections import Counter
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.records import ApprovalRecord, DrugRecord, TrialRecord
from tests.seed.samples import RAW, read_records

PAGE = RAW / "medpath_page" / "mecasermin.txt"


def test_the_page_gives_the_drug_with_twelve_agencies() -> None:
    [drug] = [record for record in read_records("medpath_page")[0] if isinstance(record, DrugRecord)]
    assert (drug.generic_name, drug.cas_number, drug.unii) == ("Mecasermin", "68562-41-4", "7GR9I2683O")
    assert (drug.drug_type, drug.drug_type_raw) == ("BIOTECH", "Biotech")
    assert [(name.value, name.kind) for name in drug.names] == [("Increlex", "BRAND")]
    assert [link.condition.name for link in drug.conditions] == ["Primary Insulin-like Growth Factor-1 Deficiency"]
    found = {coverage.agency for coverage in drug.coverage if coverage.state == "FOUND"}
    assert found == {"FDA", "EMA", "TGA", "HEALTH_CANADA", "AEMPS"}
    none = {coverage.agency: coverage.message for coverage in drug.coverage if coverage.state == "NONE_FOUND"}
    assert len(none) == 7
    assert none["HSA"] == "No HSA approvals found for this drug."
    assert drug.row.rules["overview"] == drug.row.rules["indicationText"] == "OWN_WORDS"


def test_the_page_gives_title_date_and_headings_of_the_report() -> None:
    [drug] = [record for record in read_records("medpath_page")[0] if isinstance(record, DrugRecord)]
    [report] = drug.reports
    assert report.published_on == "2025-08-27"
    assert report.title.startswith("A Comprehensive Monograph on Mecasermin")
    assert report.headings == (
        (1, "Introduction and Drug Profile"),
        (2, "Overview of Mecasermin"),
        (2, "Physicochemical and Structural Properties"),
    )


def test_the_page_gives_ten_trials_without_number_or_title() -> None:
    trials = [record for record in read_records("medpath_page")[0] if isinstance(record, TrialRecord)]
    assert Counter(trial.overall_status for trial in trials) == {
        "RECRUITING": 2,
        "COMPLETED": 5,
        "TERMINATED": 2,
        "WITHDRAWN": 1,
    }
    assert Counter(trial.phases for trial in trials) == {
        ("EARLY_PHASE1",): 1,
        ("PHASE1",): 4,
        ("PHASE2",): 1,
        ("NA",): 3,
        (): 1,
    }
    assert all(trial.nct_id is None and trial.brief_title is None for trial in trials)
    assert [(sponsor.name, sponsor.kind) for trial in trials for sponsor in trial.sponsors] == [("Peter Bang", "INDIV")]
    assert {trial.drug_names for trial in trials} == {("Mecasermin",)}
    first = trials[0].study_first_post_date
    assert first is not None
    assert (first.raw, first.value) == ("2019/04/30", "2019-04-30")


def test_the_page_gives_six_approvals_with_blank_cells_blank() -> None:
    approvals = [record for record in read_records("medpath_page")[0] if isinstance(record, ApprovalRecord)]
    rows = [
        (
            approval.agency,
            approval.product_name,
            approval.holder and approval.holder.name,
            approval.status,
            approval.date and approval.date.value,
            approval.date_kind,
            approval.native,
        )
        for approval in approvals
    ]
    assert rows == [
        (
            "FDA",
            None,
            "Ipsen Biopharmaceuticals, Inc.",
            "NOT_STATED",
            "2024-03-20",
            "EFFECTIVE",
            {"ndcCode": "15054-1040"},
        ),
        ("FDA", None, "Eton Pharmaceuticals, Inc.", "NOT_STATED", "2025-05-07", "EFFECTIVE", {"ndcCode": "71863-216"}),
        ("EMA", None, None, "AUTHORISED", "2007-08-02", "ISSUED", {}),
        (
            "TGA",
            "INCRELEX mecasermin 10 mg/mL solution for injection vial",
            None,
            "AUTHORISED",
            "2019-11-22",
            "REGISTRATION",
            {"artgId": "308494", "registrationType": "Medicine"},
        ),
        (
            "HEALTH_CANADA",
            "INCRELEX",
            "ipsen biopharmaceuticals canada inc",
            "NOT_STATED",
            "2021-03-01",
            "MARKET",
            {"din": "02509733"},
        ),
        (
            "AEMPS",
            "INCRELEX 10 mg/ml SOLUCION INYECTABLE",
            None,
            "AUTHORISED",
            None,
            None,
            {
                "registrationNumber": "07402001",
                "pharmaceuticalForm": "SOLUCIÓN INYECTABLE",
                "prescriptionType": "Uso Hospitalario",
            },
        ),
    ]
    assert approvals[4].row.section == "Health Canada Drug Approvals"
    assert approvals[0].row.raw["date"] == "3/20/2024"


def test_a_row_of_the_page_that_fits_no_column_is_reported_and_the_others_load(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_bytes(PAGE.read_bytes().replace(b"71863-216", b"71863 216"))
    records, issues = read_records("medpath_page", tmp_path / "p.txt")
    assert [record.row.key for record in records if record.row.section == "FDA Drug Approvals"] == ["15054-1040"]
    assert len(records) == 16
    assert {issue.kind for issue in issues.found} == {"REFUSED"}
    assert "no cell for 'NDC Code'" in issues.found[0].reason
    assert any("71863 216" in (issue.raw or "") for issue in issues.found)


def test_another_page_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("Not Found\n")
    with pytest.raises(SourceError, match="no block begins with 'Generic Name'"):
        read_records("medpath_page", tmp_path / "p.txt")
