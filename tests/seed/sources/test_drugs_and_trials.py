"""Drug identity, the registry, and the drug page whose every cell is known."""

import json
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.records import ApprovalRecord, DrugRecord, Record, TrialRecord, Xref
from seed.source import Issues, discover

RAW = Path(__file__).parents[1] / "raw"
PAGE = RAW / "medpath_page" / "mecasermin.txt"


def _read(source: str, path: Path | None = None) -> tuple[list[Record], Issues]:
    issues = Issues()
    return list(discover()[source].parse(path or RAW / source, issues)), issues


def test_drugbank_gives_identifiers_and_synonyms() -> None:
    drugs = {record.row.key: record for record in _read("drugbank_vocabulary")[0]}
    mecasermin = drugs["DB01277"]
    assert isinstance(mecasermin, DrugRecord)
    assert (mecasermin.cas_number, mecasermin.unii, mecasermin.inchi_key) == ("68562-41-4", "7GR9I2683O", None)
    assert mecasermin.xrefs[0] == Xref("DRUGBANK", "DB01277")
    assert "Mecasermina" in {name.value for name in mecasermin.names}
    assert mecasermin.drug_type is None


def test_drugbank_refuses_an_identifier_that_a_spreadsheet_has_damaged(tmp_path: Path) -> None:
    [file] = (RAW / "drugbank_vocabulary").iterdir()
    (tmp_path / "v.csv").write_bytes(file.read_bytes().replace(b"7GR9I2683O", b"7.0E+09"))
    records, issues = _read("drugbank_vocabulary", tmp_path / "v.csv")
    assert len(records) == 3
    assert [issue.reason for issue in issues.found] == ["UNII is not of its form: '7.0E+09'"]


def test_a_study_without_phases_states_none_and_a_combined_phase_is_two() -> None:
    trials = [record for record in _read("clinicaltrials")[0] if isinstance(record, TrialRecord)]
    assert {len(trial.phases) for trial in trials} >= {0, 2}
    for trial in trials:
        assert trial.row.raw["nctId"] == trial.nct_id
        assert trial.sponsors[0].role == "LEAD_SPONSOR"
        assert trial.url == f"https://clinicaltrials.gov/study/{trial.nct_id}"


def test_mesh_terms_carry_their_number_and_ancestors_only_where_they_are_sure() -> None:
    trials = [record for record in _read("clinicaltrials")[0] if isinstance(record, TrialRecord)]
    for trial in trials:
        terms = [each for each in trial.conditions if each.xrefs]
        assert all(each.xrefs[0].source == "MESH" for each in terms)
        assert len(terms) == 1 or not any(each.ancestors for each in terms)


def test_a_study_of_unknown_status_is_reported_and_the_others_load(tmp_path: Path) -> None:
    studies = json.loads((RAW / "clinicaltrials" / "ctg-studies.json").read_bytes())
    studies[0]["protocolSection"]["statusModule"]["overallStatus"] = "PAUSED"
    (tmp_path / "s.json").write_text(json.dumps([*studies, 7, {"protocolSection": {}}]))
    records, issues = _read("clinicaltrials", tmp_path / "s.json")
    assert len(records) == 1
    assert [issue.line for issue in issues.found] == [1, 3, 4]
    assert issues.rows == 4


def test_a_new_module_of_the_registry_is_reported(tmp_path: Path) -> None:
    studies = json.loads((RAW / "clinicaltrials" / "ctg-studies.json").read_bytes())
    studies[0]["protocolSection"]["newModule"] = {}
    (tmp_path / "s.json").write_text(json.dumps(studies))
    _, issues = _read("clinicaltrials", tmp_path / "s.json")
    assert [issue.reason for issue in issues.found] == [
        "column 'protocolSection.newModule' is neither read nor out of scope"
    ]


def test_memory_does_not_grow_with_the_number_of_studies(tmp_path: Path) -> None:
    study = json.dumps(json.loads((RAW / "clinicaltrials" / "ctg-studies.json").read_bytes())[0])
    (tmp_path / "s.json").write_text(f"[{','.join([study] * 3000)}]")
    tracemalloc.start()
    assert sum(1 for _ in discover()["clinicaltrials"].parse(tmp_path / "s.json", Issues())) == 3000
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 2_000_000, "the file has some 10 MB"


def test_the_page_gives_the_drug_with_twelve_agencies() -> None:
    [drug] = [record for record in _read("medpath_page")[0] if isinstance(record, DrugRecord)]
    assert (drug.generic_name, drug.cas_number, drug.unii) == ("Mecasermin", "68562-41-4", "7GR9I2683O")
    assert (drug.drug_type, drug.drug_type_raw) == ("BIOTECH", "Biotech")
    assert [(name.value, name.kind) for name in drug.names] == [("Increlex", "BRAND")]
    assert [link.condition.name for link in drug.conditions] == ["Primary Insulin-like Growth Factor-1 Deficiency"]
    found = {each.agency for each in drug.coverage if each.state == "FOUND"}
    assert found == {"FDA", "EMA", "TGA", "HEALTH_CANADA", "AEMPS"}
    none = {each.agency: each.message for each in drug.coverage if each.state == "NONE_FOUND"}
    assert len(none) == 7
    assert none["HSA"] == "No HSA approvals found for this drug."
    assert drug.row.rules["overview"] == drug.row.rules["indicationText"] == "OWN_WORDS"


def test_the_page_gives_title_date_and_headings_of_the_report() -> None:
    [drug] = [record for record in _read("medpath_page")[0] if isinstance(record, DrugRecord)]
    [report] = drug.reports
    assert report.published_on == "2025-08-27"
    assert report.title.startswith("A Comprehensive Monograph on Mecasermin")
    assert report.headings == (
        (1, "Introduction and Drug Profile"),
        (2, "Overview of Mecasermin"),
        (2, "Physicochemical and Structural Properties"),
    )


def test_the_page_gives_ten_trials_without_number_or_title() -> None:
    trials = [record for record in _read("medpath_page")[0] if isinstance(record, TrialRecord)]
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
    assert [(each.name, each.kind) for trial in trials for each in trial.sponsors] == [("Peter Bang", "INDIV")]
    assert {trial.drug_names for trial in trials} == {("Mecasermin",)}
    first = trials[0].study_first_post_date
    assert first is not None
    assert (first.raw, first.value) == ("2019/04/30", "2019-04-30")


def test_the_page_gives_six_approvals_with_blank_cells_blank() -> None:
    approvals = [record for record in _read("medpath_page")[0] if isinstance(record, ApprovalRecord)]
    told = [
        (
            each.agency,
            each.product_name,
            each.holder and each.holder.name,
            each.status,
            each.date and each.date.value,
            each.date_kind,
            each.native,
        )
        for each in approvals
    ]
    assert told == [
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
    records, issues = _read("medpath_page", tmp_path / "p.txt")
    assert [record.row.key for record in records if record.row.section == "FDA Drug Approvals"] == ["15054-1040"]
    assert len(records) == 16
    assert {issue.kind for issue in issues.found} == {"REFUSED"}
    assert "no cell of 'NDC Code'" in issues.found[0].reason
    assert any("71863 216" in (issue.raw or "") for issue in issues.found)


def test_another_page_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("Not Found\n")
    with pytest.raises(SourceError, match="no block begins with 'Generic Name'"):
        _read("medpath_page", tmp_path / "p.txt")
