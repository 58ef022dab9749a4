"""Disagreements between two agencies, and differences that are none."""

from collections.abc import Sequence
from typing import Any

import pytest

from seed.derive.compare import ComparedProduct, Finding, disagreements
from seed.values.dosage_forms import kind_of_form
from seed.values.product_names import brand_in

GENERICS = frozenset({"salbutamol", "albuterol", "mecasermin", "clopidogrel"})


def product(id_: str, agency: str, **values: Any) -> ComparedProduct:
    return ComparedProduct(
        **{
            "drug": "drug:1",
            "id": id_,
            "agency": agency,
            "drugs": ["drug:1"],
            "status": "AUTHORISED",
            "product": "Ventolin",
            "form": "TABLET",
            **values,
        }
    )


def found(*products: ComparedProduct, ema_is_whole: bool = True) -> list[Finding]:
    return list(disagreements(products, generics=GENERICS, ema_is_whole=ema_is_whole))


def strengths(left: Sequence[str], right: Sequence[str], **of_right: Any) -> list[tuple[str, str, str]]:
    """Return the findings where the FDA lists one brand in the left strengths and HSA in the right ones."""
    listed = [product(f"a{amount}", "FDA", amounts=[amount]) for amount in left]
    listed += [product(f"b{amount}", "HSA", amounts=[amount], **of_right) for amount in right]
    return [(finding.kind, finding.left_says, finding.right_says) for finding in found(*listed)]


def test_a_brand_without_a_strength_in_common() -> None:
    assert strengths(["0.09 mg/dose"], ["0.1 mg/dose"]) == [("STRENGTH", "0.09 mg/dose", "0.1 mg/dose")]
    assert strengths(["2 mg", "10 mg"], ["4 mg"]) == [("STRENGTH", "2 mg, 10 mg", "4 mg")]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (["10 mg/mL"], ["10 mg/mL"]),
        (["500 mg", "1000 mg"], ["500 mg"]),
        (["5 mg", "10 mg"], ["10 mg", "20 mg"]),
        (["1 %"], ["10 mg/g"]),
        (["38 mg/mL"], ["38.0228 mg/mL"]),
        (["40 mg"], ["10 mg/mL"]),
        (["40 mg"], []),
    ],
)
def test_one_strength_in_common_or_none_to_compare_is_no_disagreement(left: list[str], right: list[str]) -> None:
    assert strengths(left, right) == []


@pytest.mark.parametrize(
    "other",
    [
        {"product": "Volmax"},
        {"product": "Salbutamol Sandoz"},
        {"product": None},
        {"form": "Solution - Intravenous"},
        {"drugs": ["drug:1", "drug:2"]},
    ],
)
def test_strengths_of_other_brands_forms_and_combinations_are_not_compared(other: dict[str, Any]) -> None:
    assert strengths(["2 mg"], ["4 mg"], **other) == []


def test_each_ingredient_is_compared_with_itself() -> None:
    drugs = ["drug:1", "drug:2"]
    for drug, amounts in (("drug:1", ["5 mg"]), ("drug:2", ["50 mg"])):
        listed = [product(agency, agency, drug=drug, drugs=drugs, amounts=amounts) for agency in ("FDA", "HSA")]
        assert found(*listed) == []


def test_a_brand_in_the_same_strength_without_a_form_in_common() -> None:
    [finding] = found(
        product("a", "FDA", amounts=["4 mg"]),
        product("b", "HSA", amounts=["4 mg"], form="CAPSULE", route="ORAL"),
    )
    assert finding == Finding("FORM", "drug:1", "a", "b", "tablet", "capsule")
    assert found(product("a", "FDA", amounts=["4 mg"]), product("b", "HSA", amounts=["8 mg"], form="CAPSULE")) == []
    assert found(product("a", "FDA", amounts=["4 mg"]), product("b", "HSA", amounts=["4 mg"], form="KIT")) == []


EMA = {"product": "Increlex", "date": "2007-08-02", "form": None, "holders": [("Ipsen Pharma", "sponsor:ipsen")]}
SPAIN = {
    "product": "INCRELEX 10 mg/ml SOLUCION INYECTABLE",
    "number": "07402001",
    "form": None,
    "holders": [("Ipsen Pharma", "sponsor:ipsen")],
}


def union(ema: dict[str, Any], *spain: dict[str, Any], linked: bool = True, whole: bool = True) -> list[Finding]:
    """Return the findings for a medicine at EMA and its records in Spain."""
    records = [
        product(f"es{place}", "AEMPS", **{**SPAIN, **values}, same=["eu"] if linked else [])
        for place, values in enumerate(spain)
    ]
    return found(product("eu", "EMA", **{**EMA, **ema}), *records, ema_is_whole=whole)


def test_one_authorisation_seen_alike_is_no_disagreement() -> None:
    assert union({}, {}) == []


def test_two_entities_of_one_group_or_one_name_are_one_holder() -> None:
    assert union({}, {"holders": [("Ipsen Biopharmaceuticals", "sponsor:ipsen")]}) == []
    assert union({}, {"holders": [("IPSEN PHARMA, S.A.", "sponsor:ipsen-pharma-s-a")]}) == []
    assert union({}, {"holders": []}) == []
    [finding] = union({}, {"holders": [("Eton Pharmaceuticals", "sponsor:eton")]})
    assert finding == Finding("HOLDER", "drug:1", "eu", "es0", "Ipsen Pharma", "Eton Pharmaceuticals")


def test_states_are_compared_for_the_whole_authorisation() -> None:
    assert union({}, {"status": "REVOKED"}, {"status": "AUTHORISED"}) == []
    assert union({"status": "WITHDRAWN"}, {"status": "REVOKED"}) == []
    assert union({"status": "NOT_STATED"}, {"status": "REVOKED"}) == []
    assert union({}, {"status": "REVOKED"}, {"status": "NOT_STATED"}) == []
    [gone] = union({"status": "WITHDRAWN"}, {"status": "REVOKED"}, {"status": "AUTHORISED"})
    assert (gone.kind, gone.right, gone.left_says, gone.right_says) == ("STATUS", "es1", "WITHDRAWN", "AUTHORISED")
    [ended] = union({}, {"status": "REVOKED"}, {"status": "SUSPENDED"})
    assert (ended.kind, ended.right, ended.right_says) == ("STATUS", "es0", "REVOKED")


def test_a_former_name_still_in_use_is_said() -> None:
    [finding] = union({"product": "Nodetrip (previously Xeristar)"}, {"product": "XERISTAR 30 mg CAPSULAS"})
    assert (finding.kind, finding.left_says, finding.right_says) == ("NAME", "Nodetrip", "Xeristar")
    assert union({"product": "Nodetrip (previously Xeristar)"}, {"product": "NODETRIP 30 mg CAPSULAS"}) == []


def test_the_year_in_the_unions_number_is_compared_with_the_date() -> None:
    [finding] = union({"date": "2015-03-04"}, {}, linked=False)
    assert (finding.kind, finding.left, finding.left_says, finding.right_says) == ("DATE", "eu", "2015-03-04", "2007")


def test_a_medicine_of_the_union_that_ema_does_not_list_is_missing_once() -> None:
    spain = [{"product": "Otra 1 mg"}, {"product": "Otra 2 mg", "number": "07402002"}]
    [finding] = union({"date": "1999-01-01"}, *spain, linked=False)
    assert finding == Finding("MISSING_COUNTERPART", "drug:1", "es0", "agency:EMA", "07402001", "EMA")
    # EMA's list was not looked through; it has a medicine of that substance and year under a name in another language;
    # the number is Spain's own; the record is of a combination, looked at from its first drug alone.
    assert union({"date": "1999-01-01"}, *spain, linked=False, whole=False) == []
    assert union({"product": "Lacosamide Accord"}, {"product": "LACOSAMIDA ACCORD 50 MG"}, linked=False) == []
    assert union({"date": "1999-01-01"}, {"product": "Otra", "number": "65432"}, linked=False) == []
    assert union({"date": "1999-01-01"}, {"product": "Otra", "drugs": ["drug:0", "drug:1"]}, linked=False) == []


@pytest.mark.parametrize(
    ("name", "brand"),
    [
        ("Increlex", "increlex"),
        ("INCRELEX 10 mg/ml SOLUCION INYECTABLE", "increlex"),
        ("INCRELEX mecasermin 10 mg/mL solution for injection vial", "increlex"),
        ("VENTOLIN HFA", "ventolin hfa"),
        ("VENTOLIN TABLETS 2 MG", "ventolin"),
        ("BINOCRIT, 2000 UI/1 ml, SOLUCION", "binocrit"),
        ("Nodetrip (previously Xeristar)", "nodetrip"),
        ("ANGELIQ", "angeliq"),
        ("SALBUTAMOL SANDOZ", None),
        ("TEVA-SALBUTAMOL", None),
        ("SANDOZ salbutamol 2 mg", "sandoz"),
        ("500 mg", None),
        ("", None),
    ],
)
def test_a_brand_is_what_stands_before_strength_and_form(name: str, brand: str | None) -> None:
    assert brand_in(name, GENERICS) == brand


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        (("TABLET, FILM COATED", "ORAL"), "tablet"),
        (("Tablet (orally disintegrating) - Oral",), "tablet"),
        (("CAPSULE, DELAYED REL PELLETS", "ORAL"), "capsule"),
        (("INJECTABLE", "INJECTION"), "injection"),
        (("Powder for solution - Intravenous",), "injection"),
        (("SOLUCIÓN INYECTABLE",), "injection"),
        (("SOLUTION", "SUBCUTANEOUS"), "injection"),
        (("FOR SUSPENSION", "ORAL"), "oral liquid"),
        (("Syrup - Oral",), "oral liquid"),
        (("AEROSOL, METERED", "INHALATION"), "inhaler"),
        (("SPRAY, METERED", "NASAL"), "nasal medicine"),
        (("OINTMENT", "OPHTHALMIC"), "eye medicine"),
        (("INJECTION, SOLUTION", "INTRAOCULAR"), "injection"),
        (("VIAL", None), None),
        (("OINTMENT", "TOPICAL"), "skin medicine"),
        (("FILM, EXTENDED RELEASE", "TRANSDERMAL"), "patch"),
        (("CREAM", "VAGINAL"), "vaginal medicine"),
        (("SOLUTION", None), None),
        ((None,), None),
    ],
)
def test_forms_of_all_agencies_are_a_few_kinds(printed: tuple[str | None, ...], kind: str | None) -> None:
    assert kind_of_form(*printed) == kind
