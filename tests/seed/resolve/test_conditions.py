"""Condition texts find their term by a rule that is kept; a text that adds a stage is a narrower condition."""

from pathlib import Path
from typing import Any

import pytest

from seed.match.disease import form, is_disease, unabbreviated, wider
from seed.merge.buffer import Buffer
from seed.records import ApprovalRecord, ConditionRecord, ConditionRef, Name, Row, TrialRecord, Xref
from seed.resolve.conditions import Conditions
from seed.source import Issues, discover

DATA = Path(__file__).parents[3].parent / "shared" / "data"
TERMS = (
    ("D002289", "Carcinoma, Non-Small-Cell Lung", ("Non-small cell lung cancer", "NSCLC")),
    ("D015470", "Leukemia, Myeloid, Acute", ()),
    ("D008175", "Lung Neoplasms", ()),
    ("D009369", "Neoplasms", ()),
    ("D000740", "Anemia", ()),
    ("D000753", "Anemia, Refractory", ()),
)


@pytest.fixture
def conditions() -> Conditions:
    known = Conditions()
    for code, name, others in TERMS:
        names = tuple(Name(other, "SYNONYM") for other in others)
        known.learn(ConditionRecord(Row(code), name, names, (Xref("MESH", code),)))
    return known


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Non-Small Cell Lung Carcinoma", "D002289"),
        ("nsclc", "D002289"),
        ("Non Small Cell Lung Cancers (NSCLC)", "D002289"),
        ("Acute Myeloid Leukaemia", "D015470"),
        ("Acute myeloid leukemia (AML)", "D015470"),
        ("Lung Neoplasm", "D008175"),
    ],
)
def test_a_text_is_the_term_that_it_spells_otherwise(conditions: Conditions, text: str, code: str) -> None:
    assert conditions.resolve(ConditionRef(text), "registry", Buffer("now")) == f"condition:{code}"


@pytest.mark.parametrize(
    "text",
    ["Lung Cancer", "Small Cell Lung Carcinoma", "Lung Carcinoma", "Myeloid Leukemia", "Anemia (CHILD)", "ALL"],
)
def test_a_text_that_says_more_or_less_than_a_term_is_another_condition(conditions: Conditions, text: str) -> None:
    key = conditions.resolve(ConditionRef(text), "registry", Buffer("now"))
    assert key.removeprefix("condition:") not in {code for code, _, _ in TERMS}


def links(buffer: Buffer, type_: str) -> list[dict[str, Any]]:
    return [dict(row) for (type_of_rows, _), rows in buffer.links.items() if type_of_rows == type_ for row in rows]


@pytest.mark.parametrize(
    "text", ["Stage IIIA Non-small Cell Lung Cancer AJCC v8", "NSCLC Stage IV", "NSCLC, Recurrent", "Advanced NSCLC"]
)
def test_a_stage_or_a_course_is_below_its_disease_and_says_by_which_rule(conditions: Conditions, text: str) -> None:
    buffer = Buffer("now")
    key = conditions.resolve(ConditionRef(text), "registry", buffer)
    [above] = links(buffer, "BROADER")
    assert (above["start"], above["end"], above["values"]["rule"]) == (key, "condition:D002289", "STAGE_RULE")
    assert key != "condition:D002289"


def test_a_term_that_a_vocabulary_has_is_no_stage_of_another(conditions: Conditions) -> None:
    buffer = Buffer("now")
    assert conditions.resolve(ConditionRef("Refractory anemia"), "registry", buffer) == "condition:D000753"
    assert links(buffer, "BROADER") == []


@pytest.mark.parametrize("learned", [True, False])
def test_a_text_met_before_its_term_is_the_term_from_then_on(conditions: Conditions, *, learned: bool) -> None:
    before = conditions.resolve(ConditionRef("Scurvy"), "registry", Buffer("now"))
    code = Xref("MESH", "D012614")
    if learned:
        conditions.learn(ConditionRecord(Row("D012614"), "Scurvy", (), (code,)))
    else:
        conditions.resolve(ConditionRef("Scurvy", (code,)), "registry", Buffer("now"))
    after = conditions.resolve(ConditionRef("Scurvy"), "registry", Buffer("now"))
    assert (before, after) == ("condition:scurvy", "condition:D012614")


def test_the_rule_stands_in_the_evidence_of_the_text(conditions: Conditions) -> None:
    buffer = Buffer("now")
    for text in ("Leukaemia, acute myeloid", "Anemia"):
        conditions.resolve(ConditionRef(text), "registry", buffer)
    assert [row["values"]["rules"] for row in links(buffer, "STATED_IN")] == [["WORD_FORM_RULE"], [""]]


def test_a_form_that_two_terms_share_is_that_of_mesh_and_of_neither_within_it() -> None:
    known = Conditions()
    for scheme, code, name in (("MESH", "D1", "Cramp, Leg"), ("DOID", "2", "Leg cramps"), ("MESH", "D3", "Arms Itch")):
        known.learn(ConditionRecord(Row(code), name, (), (Xref(scheme, code),)))
    assert known.resolve(ConditionRef("Cramps of the leg"), "registry", Buffer("now")) == "condition:D1"
    known.learn(ConditionRecord(Row("D4"), "Itch, arm", (), (Xref("MESH", "D4"),)))
    assert known.resolve(ConditionRef("itches arm"), "registry", Buffer("now")) not in ("condition:D3", "condition:D4")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lung Neoplasms", "Lung Diseases"),
        ("Diabetes Mellitus, Type 1", "Diabetes Mellitus, Type 2"),
        ("Hepatitis B", "Hepatitis C"),
        ("Hypertension", "Hypotension"),
        ("Non-Hodgkin lymphoma", "Hodgkin lymphoma"),
        ("Acute leukemia", "Chronic leukemia"),
    ],
)
def test_near_names_of_different_diseases_have_different_forms(one: str, other: str) -> None:
    assert form(one) != form(other)


def test_only_an_abbreviation_of_the_name_and_only_a_stage_are_left_out() -> None:
    assert unabbreviated("Small Cell Lung Carcinoma (SCLC)") == "Small Cell Lung Carcinoma"
    assert unabbreviated("Diabetes (INSIPIDUS)") is None
    texts = [reading.text for reading in wider("Advanced Lung Cancer, Metastatic")]
    assert texts[:3] == ["lung cancer metastatic", "advanced lung cancer", "lung cancer"]
    assert [reading.text for reading in wider("Lung Cancer")] == ["cancer"]


@pytest.mark.skipif(not DATA.is_dir(), reason="the raw samples are not beside the repository")
def test_texts_of_trials_and_areas_of_ema_find_a_term_or_one_above_it() -> None:
    conditions, buffer = Conditions(), Buffer("now")
    trials = list(discover()["clinicaltrials"].parse(DATA / "clinicaltrials", Issues()))
    refs = {"trials": [ref for record in trials if isinstance(record, TrialRecord) for ref in record.conditions]}
    products = discover()["ema"].parse(DATA / "ema", Issues())
    areas = [
        indication for record in products if isinstance(record, ApprovalRecord) for indication in record.indications
    ]
    refs["ema"] = [area.condition for area in areas]
    for ref in refs["trials"]:
        conditions.know(ref)
    terms = set(conditions.by_code.values())
    for source, path in (("mesh", "conditions/mesh_terms.txt.gz"), ("doid", "conditions")):
        for record in discover()[source].parse(DATA / path, Issues()):
            assert isinstance(record, ConditionRecord)
            terms.add(conditions.learn(record))
    keys = {name: [conditions.resolve(ref, name, buffer) for ref in texts] for name, texts in refs.items()}
    below = {row["start"] for row in links(buffer, "BROADER") if row["end"] in terms}
    joined = {name: sum(key in terms for key in found) / len(found) for name, found in keys.items()}
    reached = {name: sum(key in terms or key in below for key in found) / len(found) for name, found in keys.items()}
    assert joined["trials"] >= 0.81, joined
    assert reached["trials"] >= 0.85, reached
    assert joined["ema"] >= 0.92, joined


def tree() -> Conditions:
    """MeSH's headings as its tree in text form has them, without ids."""
    known = Conditions()
    for number, name in enumerate(
        ("Neoplasms", "Breast Neoplasms", "Carcinoma, Non-Small-Cell Lung", "Alzheimer Disease")
    ):
        known.learn(ConditionRecord(Row(name), name, (), (Xref("MESH_TREE", f"C{number:02}"),)))
    return known


def doid(code: str, name: str, *others: str, mesh: str | None = None) -> ConditionRecord:
    xrefs = (Xref("DOID", code), Xref("MESH", mesh)) if mesh else (Xref("DOID", code),)
    return ConditionRecord(Row(f"DOID:{code}"), name, tuple(Name(other, "SYNONYM") for other in others), xrefs)


@pytest.mark.parametrize(
    ("term", "heading"),
    [
        (doid("10652", "Alzheimer's disease", mesh="D000544"), "alzheimer-disease"),
        (doid("1612", "breast cancer"), "breast-neoplasms"),
        (doid("162", "cancer", mesh="D009369"), "neoplasms"),
        (
            doid("3908", "lung non-small cell carcinoma", "non-small cell lung carcinoma", mesh="D002289"),
            "carcinoma-non-small-cell-lung",
        ),
    ],
)
def test_a_term_with_an_id_is_the_heading_without_one_whose_name_agrees(term: ConditionRecord, heading: str) -> None:
    known = tree()
    assert known.learn(term) == f"condition:{heading}"
    assert known.find_text(f"DOID:{term.row.key.removeprefix('DOID:')}") == f"condition:{heading}"


def test_a_heading_that_a_trial_names_with_its_id_has_that_id_in_either_order() -> None:
    ref = ConditionRef("Breast Neoplasms", (Xref("MESH", "D001943"),))
    known = tree()
    known.know(ref)
    assert known.find(ref) == known.find_text("breast neoplasms") == "condition:breast-neoplasms"
    before = Conditions()
    before.know(ref)
    key = before.learn(ConditionRecord(Row("Breast Neoplasms"), "Breast Neoplasms", (), (Xref("MESH_TREE", "C04"),)))
    assert key == "condition:D001943"
    assert before.learn(doid("1612", "breast cancer")) == key


def test_one_term_is_one_heading_and_one_heading_one_term() -> None:
    known = tree()
    assert known.learn(doid("1612", "breast cancer")) == "condition:breast-neoplasms"
    assert known.learn(doid("3", "tumor of the breast")) == "condition:DOID_3"
    other = Conditions()
    other.learn(doid("4", "lump", "Bump", "Hump"))
    keys = {other.learn(ConditionRecord(Row(name), name, (), (Xref("MESH_TREE", "C1"),))) for name in ("Bump", "Hump")}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        ("NSCLC", "Carcinoma, Non-Small-Cell Lung", "REVIEWED_NAME"),
        ("Cancer", "Neoplasms", "REVIEWED_NAME"),
        ("Cancer of the Breast", "Breast Neoplasms", "NEOPLASM_RULE"),
        ("Alzheimer's Disease (AD)", "Alzheimer Disease", "ABBREVIATION_RULE"),
        ("AD - Alzheimer's Disease", "Alzheimer Disease", "ABBREVIATION_RULE"),
    ],
)
def test_an_everyday_word_is_its_term_and_the_evidence_says_by_which_rule(text: str, name: str, rule: str) -> None:
    known, buffer = tree(), Buffer("now")
    assert known.resolve(ConditionRef(text), "registry", buffer) == known.find_text(name)
    assert [row["values"]["rules"] for row in links(buffer, "STATED_IN")] == [[rule]]


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        ("Recurrent NSCLC", "Carcinoma, Non-Small-Cell Lung", "STAGE_RULE"),
        ("Locally Advanced or Metastatic Breast Cancer", "Breast Neoplasms", "STAGE_RULE"),
        ("Breast Neoplasms, Male", "Breast Neoplasms", "STAGE_RULE"),
        ("Stage IIIA Non-small Cell Lung Cancer AJCC v8", "Carcinoma, Non-Small-Cell Lung", "STAGE_RULE"),
        ("KRAS-mutant Non-small Cell Lung Cancer", "Carcinoma, Non-Small-Cell Lung", "HEAD_RULE"),
        ("Alzheimer's Disease With Psychosis", "Alzheimer Disease", "HEAD_RULE"),
        ("Advanced Solid Tumors", "Neoplasms", "STAGE_RULE"),
        ("Solid Tumors", "Neoplasms", "REVIEWED_NAME"),
    ],
)
def test_a_text_that_adds_to_a_term_is_below_it(text: str, name: str, rule: str) -> None:
    known, buffer = tree(), Buffer("now")
    key = known.resolve(ConditionRef(text), "registry", buffer)
    [above] = links(buffer, "BROADER")
    assert (above["start"], above["end"], above["values"]["rule"]) == (key, known.find_text(name), rule)


@pytest.mark.parametrize(
    "text",
    [
        "Risk of Alzheimer Disease",
        "Breast Cancer Prevention",
        "Tumors Excluding Breast Cancer",
        "Non-Alzheimer Disease",
        "Peyronie Disease",
        "Healthy Volunteers",
    ],
)
def test_a_text_that_makes_something_else_of_a_term_is_not_below_it(text: str) -> None:
    known, buffer = tree(), Buffer("now")
    known.learn(ConditionRecord(Row("Disease"), "Disease", (), (Xref("MESH_TREE", "C23"),)))
    known.resolve(ConditionRef(text), "registry", buffer)
    ends = {row["end"] for row in links(buffer, "BROADER")}
    assert ends.isdisjoint({known.find_text(name) for name in ("Alzheimer Disease", "Breast Neoplasms", "Disease")})


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Healthy Volunteers", False),
        ("Volunteers, Healthy Male", False),
        ("Immunization", False),
        ("Colonoscopy", False),
        ("Total Knee Arthroplasty", False),
        ("Mastectomy", False),
        ("EGFR Gene Mutation", False),
        ("Haemophilia A With Inhibitors", True),
        ("Medulloblastoma, PTCH1 Mutation", True),
        ("Healthy Carrier State", True),
        ("Asthma", True),
    ],
)
def test_the_reviewed_table_says_what_is_no_disease(text: str, *, disease: bool) -> None:
    assert is_disease(text) is disease


def test_the_narrowest_term_above_a_text_is_found() -> None:
    readings = [reading.text for reading in wider("Metastatic Castration-resistant Prostate Cancer")]
    assert readings.index("castration resistant prostate cancer") < readings.index("prostate cancer")
    assert "phase chronic leukemia" not in {reading.text for reading in wider("Accelerated Phase Chronic Leukemia")}


def test_a_text_that_is_no_disease_is_marked_and_a_term_is_not() -> None:
    known, buffer = tree(), Buffer("now")
    for text in ("Healthy Volunteers", "Solid Tumors", "Neoplasms"):
        known.resolve(ConditionRef(text), "registry", buffer)
    marks = {row["name"]: row.get("isDisease") for row in buffer.nodes["Condition", None].values()}
    assert marks == {"Healthy Volunteers": False, "Solid Tumors": None}
