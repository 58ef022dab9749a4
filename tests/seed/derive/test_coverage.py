"""A whole list lacks a drug only within its scope; elsewhere the drug is not checked, with the reason."""

import pytest

from graph.database.driver import Graph
from seed.derive.coverage import WholeList
from seed.pipeline import load_feeds
from seed.records import ApprovalRecord, Date, DrugRecord, Ingredient, Row, Xref
from seed.source import Scope
from tests.seed.factories import approval, feed, rows

pytestmark = pytest.mark.anyio

FDA = Scope("product of its Center for Drug Evaluation and Research", lacks=("VACCINE", "BLOOD_PRODUCT"))
EMA = Scope("centrally authorised product", since="1995")


def drugs(*names: str) -> list[DrugRecord]:
    return [DrugRecord(Row(f"DB{i}"), name, xrefs=(Xref("DRUGBANK", f"DB{i}"),)) for i, name in enumerate(names)]


async def coverage(graph: Graph, agency: str) -> dict[str, tuple[str, str, str]]:
    found = await rows(
        graph,
        f"MATCH (d:Drug)-[c:COVERED_BY]->(:Agency {{code: '{agency}'}}) "
        "RETURN [d.genericName, c.state, c.rule, c.message] AS it",
    )
    return {name: (state, rule, message) for name, state, rule, message in found}


async def test_a_drug_that_an_unlinked_row_names_is_not_checked(empty_graph: Graph) -> None:
    # EMA's row of Comirnaty: the substance is a description, the INN field names several drugs.
    comirnaty = ApprovalRecord(
        Row("EMEA/H/C/005735"),
        "EMA",
        "AUTHORISED",
        (Ingredient("Single-stranded, 5'-capped messenger RNA", inn="tozinameran;famtozinameran"),),
        product_name="Comirnaty",
    )
    unnamed = ApprovalRecord(Row("EMEA/H/C/000001"), "EMA", "AUTHORISED", product_name="Zinc acetate, Wilzin")
    known = feed("vocabulary", drugs("Tozinameran", "Elasomeran", "Zinc acetate"))
    await load_feeds(empty_graph, [known, feed("ema", [comirnaty, unnamed], agency="EMA", edition="14/03/2026")])
    found = await coverage(empty_graph, "EMA")
    assert found["Tozinameran"][:2] == ("NOT_CHECKED", "NAMED_IN_AN_UNLINKED_ROW")
    assert found["Tozinameran"][2] == (
        'A row that is linked to no drug names it, list of 14/03/2026: "tozinameran;famtozinameran".'
    )
    assert found["Zinc acetate"][:2] == ("NOT_CHECKED", "NAMED_IN_AN_UNLINKED_ROW")
    assert found["Elasomeran"] == ("NONE_FOUND", "NOT_IN_THE_WHOLE_LIST", "EMA: no product, list of 14/03/2026.")


async def test_a_drug_outside_the_scope_of_a_list_is_not_checked(empty_graph: Graph) -> None:
    names = ("Rabies virus vaccine", "Human immune globulin", "Paracetamol", "Newdrug", "Olddrug")
    dated = [
        approval("HSA", "HSA_APPROVAL_NUMBER", "1", "Newdrug", date=Date("2021-05-01", "2021-05-01")),
        approval("HSA", "HSA_APPROVAL_NUMBER", "2", "Olddrug", date=Date("1990-05-01", "1990-05-01")),
    ]
    await load_feeds(
        empty_graph,
        [
            feed("vocabulary", drugs(*names)),
            feed("hsa", dated),
            feed("fda", [], agency="FDA", edition="2019-07-02", scope=FDA),
            feed("ema", [], agency="EMA", edition="14/03/2026 - 06:00", scope=EMA),
        ],
    )
    at_fda, at_ema = await coverage(empty_graph, "FDA"), await coverage(empty_graph, "EMA")
    assert {name: (state, rule) for name, (state, rule, _) in at_fda.items()} == {
        "Rabies virus vaccine": ("NOT_CHECKED", "OUTSIDE_THE_LIST"),
        "Human immune globulin": ("NOT_CHECKED", "OUTSIDE_THE_LIST"),
        "Paracetamol": ("NONE_FOUND", "NOT_IN_THE_WHOLE_LIST"),
        "Newdrug": ("NOT_CHECKED", "YOUNGER_THAN_THE_LIST"),
        "Olddrug": ("NONE_FOUND", "NOT_IN_THE_WHOLE_LIST"),
    }
    assert at_fda["Rabies virus vaccine"][2] == "The list holds no vaccines, list of 2019-07-02."
    assert at_fda["Newdrug"][2] == "First approved on 2021-05-01, after the list of 2019-07-02."
    assert at_ema["Olddrug"][:2] == ("NOT_CHECKED", "OLDER_THAN_THE_LIST")
    assert at_ema["Newdrug"] == (
        "NONE_FOUND",
        "NOT_IN_THE_WHOLE_LIST",
        "EMA: no centrally authorised product, list of 14/03/2026 - 06:00.",
    )


async def test_coverage_follows_when_a_row_is_linked_or_the_drug_is_found(empty_graph: Graph) -> None:
    row = approval("HSA", "HSA_APPROVAL_NUMBER", "1", "Metforminum", product_name="Glucophage (metformin)")
    await load_feeds(empty_graph, [feed("vocabulary", drugs("Insulin")), feed("hsa", [row], agency="HSA")])
    await load_feeds(empty_graph, [feed("more", drugs("Insulin", "Metformin"))])
    assert (await coverage(empty_graph, "HSA"))["Metformin"][0] == "NOT_CHECKED"
    linked = approval("HSA", "HSA_APPROVAL_NUMBER", "1", "Metformin", product_name="Glucophage (metformin)")
    await load_feeds(empty_graph, [feed("hsa", [linked], agency="HSA", edition="2")])
    found = await coverage(empty_graph, "HSA")
    assert (found["Metformin"][0], found["Insulin"][0]) == ("FOUND", "NONE_FOUND")
    assert found["Insulin"][2] == "HSA: no product, list of 2."


async def test_one_of_two_lists_of_an_agency_answers_for_what_the_other_leaves_out(empty_graph: Graph) -> None:
    lists = [
        feed("drugs_at_fda", [], agency="FDA", edition="2019-07-02", scope=FDA),
        feed("ndc", [], agency="FDA", edition="2026-01-01"),
    ]
    await load_feeds(empty_graph, [feed("vocabulary", drugs("Rabies virus vaccine")), *lists])
    assert (await coverage(empty_graph, "FDA"))["Rabies virus vaccine"] == (
        "NONE_FOUND",
        "NOT_IN_THE_WHOLE_LIST",
        "FDA: no product, list of 2026-01-01.",
    )


@pytest.mark.parametrize(
    ("class_", "name", "codes"),
    [
        ("VACCINE", "Influenza vaccine", []),
        ("VACCINE", "Diphtheria toxoid", []),
        ("VACCINE", "Tozinameran", []),
        ("VACCINE", "Anything", ["J07BB02"]),
        ("BLOOD_PRODUCT", "Hepatitis B immune globulin (human)", []),
        ("CELL_OR_GENE_THERAPY", "Tisagenlecleucel", []),
        ("CELL_OR_GENE_THERAPY", "Onasemnogene abeparvovec", []),
        ("ALLERGEN", "Timothy grass pollen", []),
    ],
)
def test_classes_of_product_are_known_by_name_or_code(class_: str, name: str, codes: list[str]) -> None:
    whole = WholeList("fda", "FDA", None, Scope(lacks=(class_,)))
    outside = whole.outside({"name": name, "first": None, "codes": codes})
    assert outside is not None
    assert outside[0] == "OUTSIDE_THE_LIST"


@pytest.mark.parametrize("name", ["Paracetamol", "Aminosalicylic acid", "Insulin human", "Docetaxel", "Cefaclor"])
def test_other_drugs_are_of_no_such_class(name: str) -> None:
    classes = ("VACCINE", "BLOOD_PRODUCT", "CELL_OR_GENE_THERAPY", "ALLERGEN")
    whole = WholeList("fda", "FDA", None, Scope(lacks=classes))
    assert whole.outside({"name": name, "first": None, "codes": ["N02BE01"]}) is None
