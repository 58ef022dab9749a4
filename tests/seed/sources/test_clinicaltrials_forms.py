"""ClinicalTrials.gov's older forms: classic XML and the site's CSV download, read into the terms of API v2.

The sample holds real studies: some of the classic XML of 2020 and 2023, of downloads of 2025 and 2026, one of API v2.
"""

import gzip
from pathlib import Path

import pytest
from msgspec.structs import replace

from graph.errors import SourceError
from seed.records import NOT_STATED, ConditionRef, Date, Intervention, MeshTerm, Organisation, TrialRecord, row_hash
from seed.source import Issues, discover
from tests.seed.samples import RAW

FORMS = RAW / "clinicaltrials_forms"
WHOLE = Path(__file__).parents[3].parent / "shared" / "data" / "whole" / "trials"
SOURCE = discover()["clinicaltrials"]


def _read(path: Path) -> tuple[dict[str, TrialRecord], Issues]:
    issues, found = Issues(), {}
    for record in SOURCE.parse(path, issues):
        assert isinstance(record, TrialRecord)
        assert record.nct_id is not None
        found[record.nct_id] = record
    return found, issues


def _changed(file: str, folder: Path, *changes: tuple[str, str]) -> Path:
    text = (FORMS / file).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / file).write_text(text, "utf-8")
    return folder / file


@pytest.mark.parametrize(
    ("file", "edition", "studies"),
    [
        ("classic_2020-10-07.xml", "2020-10-07", 1),
        ("classic_2023-02-03.xml", "2023-02-03", 4),
        ("site_download_2025-05-14.csv", "2025-05-14", 4),
        ("site_download_2026-04-25_9_columns.csv", "2026-04-25", 2),
        ("site_download_dates_by_row.csv", "2021-08-11", 1),
        ("v2_NCT04524598.json", "2025-05-07", 1),
    ],
)
def test_each_form_is_known_by_its_content_and_tells_its_date(
    file: str, edition: str, studies: int, tmp_path: Path
) -> None:
    found, issues = _read(FORMS / file)
    assert (len(found), issues.rows, issues.found) == (studies, studies, [])
    assert SOURCE.edition(FORMS / file) == edition
    packed = tmp_path / f"{file}.gz"
    packed.write_bytes(gzip.compress((FORMS / file).read_bytes()))
    assert (_read(packed)[0].keys(), SOURCE.edition(packed)) == (found.keys(), edition)


@pytest.mark.parametrize(
    ("file", "key", "date"),
    [
        ("classic_2020-10-07.xml", "NCT04524598@2020-10-07", "2020-10-07"),
        ("site_download_2026-04-25_9_columns.csv", "NCT04855630@2026-04-25", "2026-04-25"),
        ("site_download_dates_by_row.csv", "NCT03418623@2021-08-11", "2021-08-11"),
        ("v2_NCT04524598.json", "NCT04524598", "2025-05-07"),
    ],
)
def test_a_row_carries_the_date_of_its_data_which_is_not_hashed(file: str, key: str, date: str) -> None:
    [row] = [trial.row for trial in _read(FORMS / file)[0].values() if key.startswith(trial.nct_id or "")]
    assert (row.key, row.data_date) == (key, date)
    trial = TrialRecord(row)
    assert row_hash(trial) == row_hash(TrialRecord(replace(row, data_date="2099-01-01")))


def test_a_date_of_the_data_that_is_unreadable_is_reported_and_the_row_loads(tmp_path: Path) -> None:
    found, issues = _read(_changed("site_download_dates_by_row.csv", tmp_path, ("2021-08-11", "2021-13-11")))
    assert found["NCT03418623"].row.key == "NCT03418623@undated"
    assert [issue.kind for issue in issues.found] == ["UNREAD"]


def test_a_folder_may_hold_all_forms() -> None:
    found, issues = _read(FORMS)
    assert (len(found), issues.rows, issues.found) == (12, 13, [])
    assert SOURCE.edition(FORMS) == "2020-10-07, 2021-08-11, 2023-02-03, 2025-05-07, 2025-05-14, 2026-04-25"


def test_classic_xml_prints_in_words_what_api_v2_has_as_codes() -> None:
    trial = _read(FORMS / "classic_2023-02-03.xml")[0]["NCT00000105"]
    assert (trial.overall_status, trial.status_raw, trial.study_type) == ("TERMINATED", "Terminated", "OBSERVATIONAL")
    assert (trial.why_stopped, trial.phases) == ("Replaced by another study.", ())
    assert (trial.enrollment_count, trial.enrollment_type) == (112, "ACTUAL")
    assert trial.start_date == Date("July 2002", "2002-07")
    assert trial.study_first_post_date == Date("November 4, 1999", "1999-11-04")
    assert trial.sponsors == (Organisation("Masonic Cancer Center, University of Minnesota", "LEAD_SPONSOR", "OTHER"),)
    assert trial.interventions[0] == Intervention(
        "BIOLOGICAL", "Intracel KLH Vaccine", ("KLH BCI-ImmuneActivator(TM)", "IntraCel")
    )
    assert trial.url == "https://clinicaltrials.gov/study/NCT00000105"


def test_classic_xml_states_combined_phases_collaborators_and_mesh_terms() -> None:
    found, _ = _read(FORMS / "classic_2023-02-03.xml")
    combined, aided, silent = (found[nct_id] for nct_id in ("NCT00000102", "NCT00000104", "NCT00494039"))
    assert combined.phases == ("PHASE1", "PHASE2")
    assert combined.intervention_mesh == (MeshTerm("Nifedipine"),)
    assert combined.conditions[:2] == (
        ConditionRef("Congenital Adrenal Hyperplasia"),
        ConditionRef("Adrenal Hyperplasia, Congenital"),
    )
    assert aided.sponsors[1] == Organisation("HRSA/Maternal and Child Health Bureau", "COLLABORATOR", "FED")
    assert (silent.overall_status, silent.status_raw) == ("UNKNOWN", "Unknown status")
    assert (silent.sponsors[0].kind, silent.phases) == ("FED", ("PHASE3",))


def test_classic_xml_and_api_v2_state_one_study_alike() -> None:
    former = _read(FORMS / "classic_2020-10-07.xml")[0]["NCT04524598"]
    present = _read(FORMS / "v2_NCT04524598.json")[0]["NCT04524598"]
    for name in ("brief_title", "official_title", "url", "study_type", "phases", "phase_raw", "sponsors"):
        assert getattr(former, name) == getattr(present, name), name
    assert former.interventions == present.interventions
    assert former.start_date is not None
    assert present.start_date is not None
    assert former.start_date.value == present.start_date.value
    assert (former.overall_status, present.overall_status) == ("RECRUITING", "COMPLETED")
    assert (former.enrollment_type, present.enrollment_type) == ("ESTIMATED", "ACTUAL")


def test_one_study_a_file_is_read_and_results_contacts_and_sites_are_left_out(tmp_path: Path) -> None:
    more = (
        "<location><facility><name>a</name></facility></location><location/><overall_official><last_name>b</last_name>"
        "</overall_official><clinical_results><group/><group/></clinical_results></clinical_study>"
    )
    whole = _changed(
        "classic_2020-10-07.xml",
        tmp_path,
        ("<clinical_studies>", ""),
        ("</clinical_studies>", ""),
        ("</clinical_study>", more),
    )
    found, issues = _read(whole)
    assert found == _read(FORMS / "classic_2020-10-07.xml")[0]
    assert issues.found == []


def test_an_element_that_is_new_in_classic_xml_is_reported(tmp_path: Path) -> None:
    _, issues = _read(_changed("classic_2020-10-07.xml", tmp_path, ("<phase>", "<new/><phase>")))
    assert [issue.reason for issue in issues.found] == ["column 'new' is neither read nor out of scope"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("NCT00000102</nct_id>", "XYZ102</nct_id>", "nctId is not of the form"),
        ("<overall_status>Completed", "<overall_status>Paused", "PAUSED"),
        ("Phase 1/Phase 2", "Phase 1/Phase 7", "PHASE_7"),
        ('<enrollment type="Actual">112', '<enrollment type="Actual">many', "enrollment is no number: 'many'"),
        ("<intervention_name>Nifedipine", "<intervention_name>", "intervention_name is blank"),
    ],
)
def test_a_study_with_a_bad_value_is_refused_and_the_others_load(
    old: str, new: str, reason: str, tmp_path: Path
) -> None:
    before = len(_read(FORMS / "classic_2023-02-03.xml")[0])
    found, issues = _read(_changed("classic_2023-02-03.xml", tmp_path, (old, new)))
    assert issues.found
    assert all(reason in issue.reason for issue in issues.found)
    assert len(found) == before - issues.refused


def test_a_download_with_all_columns_states_what_its_cells_hold() -> None:
    found, _ = _read(FORMS / "site_download_2025-05-14.csv")
    trial = found["NCT06951867"]
    assert (trial.overall_status, trial.study_type, trial.phases) == ("NOT_YET_RECRUITING", "OBSERVATIONAL", ())
    assert trial.sponsors == (
        Organisation("AstraZeneca", "LEAD_SPONSOR", "INDUSTRY"),
        Organisation("IQVIA Pvt. Ltd", "COLLABORATOR"),
    )
    assert trial.conditions == (ConditionRef("Cardiovascular Events"), ConditionRef("MACE"))
    assert trial.interventions == (Intervention("DRUG", "Tezepelumab"),)
    assert (trial.enrollment_count, trial.enrollment_type) == (95_574, None)
    assert trial.completion_date == Date("2029-05-31", "2029-05-31")
    assert {study.phases for study in found.values()} == {(), ("PHASE1",), ("PHASE1", "PHASE2")}


def test_a_bar_within_a_name_does_not_split_it() -> None:
    trial = _read(FORMS / "site_download_2026-04-25_9_columns.csv")[0]["NCT04295889"]
    assert trial.interventions == (
        Intervention("DIAGNOSTIC_TEST", "Approach A (PeeSpot urine collection device)."),
        Intervention("DIAGNOSTIC_TEST", "Approach B (ACR | EU Test kit)."),
    )


def test_a_column_that_was_not_chosen_and_a_blank_cell_state_nothing(tmp_path: Path) -> None:
    without_status = _read(FORMS / "site_download_dates_by_row.csv")[0]["NCT03418623"]
    assert (without_status.overall_status, without_status.status_raw) == (NOT_STATED, None)
    assert "overallStatus" not in without_status.row.raw
    (tmp_path / "download.csv").write_text("NCT Number,Conditions\nNCT03418623,\n")
    trial = _read(tmp_path)[0]["NCT03418623"]
    assert trial == TrialRecord(row=trial.row, nct_id="NCT03418623", url="https://clinicaltrials.gov/study/NCT03418623")
    assert SOURCE.edition(tmp_path) is None


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("NCT06951867,", "6951867,", "nctId is not of the form"),
        ("NOT_YET_RECRUITING", "PAUSED", "PAUSED"),
        ("DRUG: Tezepelumab", "POTION: Tezepelumab", "POTION"),
        (",95574,", ",many,", "enrollment is no number: 'many'"),
        (",PHASE1,", ",PHASE7,", "PHASE7"),
    ],
)
def test_a_row_with_a_bad_cell_is_refused_and_the_others_load(old: str, new: str, reason: str, tmp_path: Path) -> None:
    before = len(_read(FORMS / "site_download_2025-05-14.csv")[0])
    found, issues = _read(_changed("site_download_2025-05-14.csv", tmp_path, (old, new)))
    assert issues.found
    assert all(reason in issue.reason for issue in issues.found)
    assert len(found) == before - issues.refused


@pytest.mark.parametrize("text", ["Name,Phase\na,1\n", "<html><body>404</body></html>"])
def test_another_table_or_page_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text(text)
    with pytest.raises(SourceError, match="header not understood"):
        _read(tmp_path / "file")


@pytest.mark.skipif(not WHOLE.is_dir(), reason="the whole lists of trials are not here")
@pytest.mark.parametrize(
    ("file", "studies", "without_status"),
    [
        ("classic_xml_2020-10-07.xml.gz", 3_460, 0),
        ("classic_xml_2023-02-03.xml.gz", 6_782, 0),
        ("site_download_2025-05-14.csv.gz", 996, 0),
        ("site_download_2026-04.csv.gz", 172, 0),
        ("site_download_2026-04-25_9_columns.csv.gz", 3_952, 0),
        ("site_download_form_2021_to_2026.csv.gz", 17_280, 3_198),
    ],
)
def test_whole_files_are_read_without_a_refusal(file: str, studies: int, without_status: int) -> None:
    found, issues = _read(WHOLE / file)
    assert (len(found), issues.rows, issues.found) == (studies, studies, [])
    assert sum(trial.overall_status == NOT_STATED for trial in found.values()) == without_status
