"""Every record of the publishers' samples, where they lie beside the repository."""

import json
import shutil
from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from graph.config import Settings
from graph.database.driver import connect
from graph.server.launch import running
from graph.statement import Statement
from seed.bulk import load_bulk
from seed.extract.feeds import given
from seed.records import ApprovalRecord, ConditionRecord, Record, TrialRecord
from seed.source import Issues, discover

SHARED = Path(__file__).parents[3].parent / "shared"
pytestmark = pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the raw samples are not beside the repository")


def _read(source: str, path: str) -> tuple[list[Record], Issues]:
    issues = Issues()
    return list(discover()[source].parse(SHARED / path, issues)), issues


def _approval(records: list[Record], key: str) -> ApprovalRecord:
    [found] = [record for record in records if isinstance(record, ApprovalRecord) and record.row.key == key]
    return found


def test_drugbank_gives_its_15870_drugs() -> None:
    records, issues = _read("drugbank_vocabulary", "data/drugbank")
    assert (len(records), issues.rows, issues.found) == (15_870, 15_870, [])


def test_the_registry_gives_255_studies_of_which_58_state_no_phase() -> None:
    records, issues = _read("clinicaltrials", "data/clinicaltrials")
    assert (len(records), issues.rows, issues.found) == (255, 255, [])
    trials = [record for record in records if isinstance(record, TrialRecord)]
    assert len({trial.nct_id for trial in trials}) == 255
    assert Counter(len(trial.phases) for trial in trials) == {0: 58, 1: 157, 2: 40}


def test_mesh_gives_the_diseases_of_59746_places() -> None:
    records, issues = _read("mesh", "data/conditions/mesh_terms.txt.gz")
    assert issues.rows == 59_746
    assert issues.skipped == {"tree without diseases": 48_029, "another place of a disease in the tree": 6_822}
    assert len(records) == 59_746 - 48_029 - 6_822
    assert [issue.reason for issue in issues.found] == ["the line does not end as the first one: its name may be cut"]
    diseases = {record.row.key: record for record in records if isinstance(record, ConditionRecord)}
    assert [above.name for above in diseases["Bacteremia"].broader] == ["Bacterial Infections", "Sepsis"]


def test_the_disease_ontology_gives_6574_terms_of_19343_names_and_leaves_mesh_alone() -> None:
    records, issues = _read("doid", "data/conditions")
    assert (len(records), issues.rows) == (6_574, 6_574)
    assert [issue.file for issue in issues.found] == ["mesh_terms.txt.gz"]
    diseases = [record for record in records if isinstance(record, ConditionRecord)]
    printed = (SHARED / "data/conditions/doid_term-names.tsv").read_text().splitlines()[1:]
    others = sum(not line.endswith(("\texact-synonym", "\tname")) for line in printed)
    assert (len(printed), others) == (19_343, 464)
    assert sum(len(disease.names) for disease in diseases) <= len(printed) - len(diseases) - others
    xrefs = Counter(xref.source for disease in diseases for xref in disease.xrefs)
    assert xrefs["DOID"] == 6_574
    assert (xrefs["OMIM"], xrefs["MESH"]) == (3_392, 2_179), "MeSH ids that two terms share identify neither"


def test_the_disease_ontology_of_2026_gives_12246_terms_with_their_parents_and_three_subsets() -> None:
    records, issues = _read("doid", "data/whole/doid")
    parts = Counter(record.row.key.partition("/")[2] for record in records)
    assert parts == {"HumanDO": 12_246, "DO_cancer_slim": 729, "DO_infectious_disease_slim": 536, "DO_rare_slim": 3_458}
    assert (issues.found, issues.skipped) == ([], {"obsolete term": 3, "further parent of a term": 50})
    diseases = [record for record in records if isinstance(record, ConditionRecord)]
    assert sum(len(disease.broader) for disease in diseases) == 12_296
    assert discover()["doid"].edition(SHARED / "data/whole/doid") == "2026-07-31"


def test_ema_gives_the_human_medicines_of_2433_rows() -> None:
    records, issues = _read("ema", "data/ema")
    assert issues.rows == 2_433
    assert issues.skipped == {"veterinary medicine": 337}
    assert len(records) == 2_433 - 337
    assert [issue.reason for issue in issues.found] == [
        "not an ATC code: 'L01XE3'",
        "not an ATC code: 'LX1XX02'",
        "not an ATC code: 'VO4D'",
    ]
    increlex = _approval(records, "EMEA/H/C/000704")
    assert increlex.date is not None
    assert (increlex.product_name, increlex.date.value, increlex.atc_codes) == ("Increlex", "2007-08-02", ("H01AC03",))


def test_hsa_gives_its_4516_products_and_five_damaged_atc_codes_are_reported() -> None:
    records, issues = _read("hsa", "data/hsa")
    assert (len(records), issues.rows) == (4_516, 4_516)
    assert [issue.kind for issue in issues.found] == ["UNREAD"] * 5


def test_health_canada_gives_the_products_for_people_of_10296() -> None:
    records, issues = _read("health_canada_dpd", "data/health_canada")
    assert issues.rows == 10_296
    assert issues.skipped == {"class Veterinary": 758, "class Disinfectant": 912}
    assert len(records) == 10_296 - 758 - 912
    assert issues.found == []


def test_cima_gives_its_23406_medicines_and_two_of_three_answers_of_the_service() -> None:
    records, issues = _read("cima", "data/cima")
    assert issues.rows == 23_406 + 2 + 25
    assert issues.skipped == {"supply problem": 25}
    assert len(records) == 23_406 + 2
    assert issues.found == []
    approvals = [record for record in records if isinstance(record, ApprovalRecord)]
    assert Counter(record.status_raw for record in approvals) == {
        "Autorizado": 18_804,
        "Anulado": 3_873,
        "Suspenso": 729,
        "aut": 2,
    }
    assert [record.row.key for record in approvals if record.date is None] == ["84333"]
    increlex = _approval(records, "07402001")
    assert increlex.date is not None
    assert (increlex.product_name, increlex.date.value) == ("INCRELEX 10 mg/ml SOLUCION INYECTABLE", "2007-09-25")
    assert increlex.native["prescriptionType"] == "Uso Hospitalario"


def test_sfda_gives_its_5876_products() -> None:
    records, issues = _read("sfda", "data/sfda")
    assert (len(records), issues.rows, issues.found) == (5_876, 5_876, [])
    increlex = _approval(records, "1003221839")
    assert (increlex.product_name, increlex.strength) == ("INCRELEX 40 MG PER 4 ML", "10 mg/ml")
    assert (increlex.atc_codes, increlex.drug_type) == (("H01AC03",), "BIOTECH")


def test_ph_fda_gives_its_41_rows() -> None:
    records, issues = _read("ph_fda", "data/ph_fda")
    assert (len(records), issues.rows, issues.found) == (41, 41, [])
    assert len({record.row.key for record in records}) == 41


def test_the_50_numbers_of_npra_are_of_the_form_that_its_reader_asks_for(tmp_path: Path) -> None:
    rows = (SHARED / "data/npra/registration_numbers_sample.csv").read_text(encoding="utf-8").splitlines()[1:]
    lines = [f"{row.split(',')[0]},A,PRODUCT APPROVED,PRESCRIPTION,H,2001-02-28,X[1 mg]" for row in rows]
    header = "reg_no,product,status,description,holder,date_reg,active_ingredient"
    (tmp_path / "list.csv").write_text("\n".join([header, *lines]), encoding="utf-8")
    issues = Issues()
    assert len(list(discover()["npra"].parse(tmp_path / "list.csv", issues))) == 50
    assert issues.found == []


def test_the_uks_granted_licences_are_nine() -> None:
    records, issues = _read("mhra_granted", "data/mhra")
    assert (len(records), issues.rows, issues.found) == (9, 9, [])
    assert all(isinstance(record, ApprovalRecord) and record.dosage_form for record in records)


def test_hong_kong_gives_468_names_less_the_veterinary_and_the_permits_of_which_only_doses_are_known() -> None:
    records, issues = _read("ppb_hk", "data/ppb_hk")
    assert issues.found == []
    assert issues.rows == 468 + 87 - 3, "three of the 87 permits with doses are among the names"
    assert issues.skipped == {"veterinary product": 40}
    assert len(records) == 468 - 40 + 84
    approvals = [record for record in records if isinstance(record, ApprovalRecord)]
    assert sum(record.product_name is None for record in approvals) == 84
    assert sum(bool(record.ingredients) for record in approvals) == 87
    acetamol = _approval(records, "HK-23964")
    assert (acetamol.product_name, acetamol.strength) == ("ACETAMOL SUSP 250MG/5ML PINK", "250MG/5ML")


def test_every_licence_of_hong_kong_is_known_by_its_holders_name(tmp_path: Path) -> None:
    holders = json.loads((SHARED / "data/ppb_hk/licence_holders.json").read_text(encoding="utf-8"))
    names = sorted({holder["companyName"] for holder in holders.values()})
    drugs = "".join(
        f"<drug><productName>A</productName><regCertHolderName>{escape(name)}</regCertHolderName>"
        f"<permitNo>HK-{number:05}</permitNo></drug>"
        for number, name in enumerate(names)
    )
    (tmp_path / "DrugList.xml").write_text(f"<drugList>{drugs}</drugList>", encoding="utf-8")
    shutil.copy(SHARED / "data/ppb_hk/licence_holders.json", tmp_path)
    issues = Issues()
    records = list(discover()["ppb_hk"].parse(tmp_path, issues))
    assert issues.found == []
    found = {
        identifier.value
        for record in records
        if isinstance(record, ApprovalRecord)
        for identifier in record.identifiers[1:]
    }
    assert found == holders.keys()
    assert len(found) == 1_173


def test_drugs_at_fda_gives_its_31668_products_but_four_of_unknown_application() -> None:
    records, issues = _read("drugs_at_fda", "data/drugs_at_fda")
    assert issues.rows == 31_668
    assert [issue.reason for issue in issues.found] == [
        f"ApplNo {number} is not in Applications" for number in ("040853", "071403", "077089", "200171")
    ]
    assert len(records) == 31_668 - 4


def test_the_ndc_excerpt_gives_its_five_finished_products() -> None:
    records, issues = _read("openfda_ndc", "data/fda_ndc/openfda_ndc_finished_excerpt.json")
    assert (len(records), issues.rows, issues.found) == (5, 5, [])


def test_the_whole_drug_page_gives_the_drug_ten_trials_and_six_approvals() -> None:
    records, issues = _read("medpath_page", "medpath-page-mecasermin.txt")
    assert Counter(type(record).__name__ for record in records) == {
        "DrugRecord": 1,
        "TrialRecord": 10,
        "ApprovalRecord": 6,
    }
    assert issues.found == []


def test_the_ndc_text_files_are_read_row_by_row_and_one_package_has_no_number() -> None:
    records, issues = _read("fda_ndc", "data/fda_ndc")
    assert records == []
    assert issues.skipped == {"unfinished product": 18_009, "package of an unfinished product": 29_136 - 1}
    assert issues.rows == 18_009 + 29_136
    assert [(issue.file, issue.line) for issue in issues.found] == [
        ("openfda_ndc_finished_excerpt.json", None),
        ("unfinished_package.txt.gz", 14_223),
    ]


def test_tga_gives_the_medicines_of_1137_entries() -> None:
    records, issues = _read("tga", "data/tga")
    assert (issues.rows, issues.skipped, issues.found) == (1_137, {"device": 129}, [])
    assert len(records) == 1_137 - 129
    increlex = _approval(records, "308494")
    assert increlex.product_name == "INCRELEX mecasermin 10 mg/mL solution for injection vial"
    assert [(ingredient.name, ingredient.strength) for ingredient in increlex.ingredients] == [
        ("mecasermin", "10 mg/mL")
    ]


def test_nmpa_gives_the_products_of_a_page_and_25_codes() -> None:
    records, issues = _read("nmpa", "data/nmpa")
    assert (issues.rows, issues.skipped, issues.found) == (26, {"active substance, not a product": 4}, [])
    assert len(records) == 22
    page = _approval(records, "国药准字H21021039")
    assert page.date is not None
    assert (page.ingredients[0].name, page.date.value) == ("Nitrendipine", "2015-07-30")


@pytest.mark.long
@pytest.mark.anyio
async def test_all_of_it_makes_one_graph_in_which_mecasermin_has_the_numbers_of_six_agencies(tmp_path: Path) -> None:
    places = {
        **{source: source for source in ("clinicaltrials", "drugs_at_fda", "ema", "hsa", "cima", "ph_fda", "sfda")},
        **{source: source for source in ("tga", "nmpa", "ppb_hk", "fda_ndc")},
        "drugbank_vocabulary": "drugbank",
        "health_canada_dpd": "health_canada",
        "mhra_granted": "mhra",
        "openfda_ndc": "fda_ndc/openfda_ndc_finished_excerpt.json",
        "mesh": "conditions/mesh_terms.txt.gz",
        "doid": "conditions",
    }
    settings = Settings(home=tmp_path, neo4j_uri=None, bolt_port=0)
    wanted = given([], [f"{source}={SHARED / 'data' / place}" for source, place in places.items()])
    report = await load_bulk(settings, wanted, lambda *_: None)
    assert report.failed_checks == {}
    assert {source.source: source.rows for source in report.sources} == {
        "cima": 23_406 + 27,
        "clinicaltrials": 255,
        "doid": 6_574,
        "drugbank_vocabulary": 15_870,
        "drugs_at_fda": 31_668,
        "ema": 2_433,
        "fda_ndc": 18_009 + 29_136,
        "health_canada_dpd": 10_296,
        "hsa": 4_516,
        "mesh": 59_746,
        "mhra_granted": 9,
        "nmpa": 26,
        "openfda_ndc": 5,
        "ph_fda": 41,
        "ppb_hk": 552,
        "sfda": 5_876,
        "tga": 1_137,
    }
    numbers = """MATCH (d:Drug {id: 'drug:DB01277', casNumber: '68562-41-4', unii: '7GR9I2683O'})
MATCH (d)<-[:FOR_DRUG]-(a:Approval)
RETURN a.agencyCode AS agency, a.number AS number ORDER BY agency, number"""
    codes = """MATCH (:Drug {id: 'drug:DB01277'})<-[:FOR_DRUG]-(a:Approval) UNWIND a.atcCodes AS code
RETURN DISTINCT code"""
    async with running(settings) as address, connect(address, timeout_s=60) as graph:
        assert [(row["agency"], row["number"]) for row in await graph.rows(Statement(numbers))] == [
            ("AEMPS", "07402001"),
            ("EMA", "EMEA/H/C/000704"),
            ("FDA", "NDA021839/001"),
            ("HEALTH_CANADA", "02509733"),
            ("SFDA", "1003221839"),
            ("TGA", "308494"),
        ]
        assert [row["code"] for row in await graph.rows(Statement(codes))] == ["H01AC03"]


@pytest.mark.skipif(not (SHARED / "data" / "whole").is_dir(), reason="the whole lists are not beside the repository")
def test_canadas_extract_of_2024_is_read_whole_with_and_without_headers() -> None:
    records, issues = _read("health_canada_dpd", "data/whole/health_canada_2024-07")
    assert issues.rows == 13_308 + 4_094
    assert len(records) + sum(issues.skipped.values()) == 13_308 + 4_094
    missing = "the file ther_ap is not here: products of its set have no ATC codes"
    reasons = [issue.reason for issue in issues.found]
    assert [reason for reason in reasons if not reason.startswith("not an ATC code")] == [missing]
    assert len(reasons) == 3


@pytest.mark.skipif(not (SHARED / "data" / "whole").is_dir(), reason="the whole lists are not beside the repository")
def test_emas_list_of_march_2026_is_read_whole() -> None:
    records, issues = _read("ema", "data/whole/ema/medicines_output_medicines_report_en_2026-03-14.xlsx")
    assert (len(records), issues.rows) == (2_673 - 382, 2_673)
    assert issues.skipped == {"veterinary medicine": 382}
    assert {issue.reason.partition(":")[0] for issue in issues.found} == {"not an ATC code"}


@pytest.mark.skipif(not (SHARED / "data" / "whole").is_dir(), reason="the whole lists are not beside the repository")
def test_drugs_at_fda_is_read_whole_but_for_products_without_an_application(tmp_path: Path) -> None:
    shutil.unpack_archive(SHARED / "data/whole/drugs_at_fda/drugsatfda_2019-07-02.zip", tmp_path)
    issues = Issues()
    records = list(discover()["drugs_at_fda"].parse(tmp_path, issues))
    assert (len(records), issues.rows) == (39_468, 39_473)
    assert len(issues.found) == 5
    assert all(issue.reason.endswith("is not in Applications") for issue in issues.found)
