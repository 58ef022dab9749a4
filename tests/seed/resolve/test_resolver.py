"""Identity: which drug, condition or organisation a name means, and which it does not."""

import pytest

from seed.match import DrugIndex
from seed.merge.buffer import Buffer
from seed.naming import best, slug
from seed.records import (
    ApprovalRecord,
    ConditionRef,
    DrugRecord,
    Ingredient,
    Intervention,
    Name,
    Organisation,
    Row,
    TrialRecord,
    Xref,
)
from seed.resolve.conditions import Conditions
from seed.resolve.organisations import Sponsors
from seed.resolve.resolver import Resolver

DRUGS = {
    "DB01277": ("Mecasermin", "Mecasermina"),
    "DB14751": ("Mecasermin rinfabate",),
    "DB00584": ("Enalapril",),
    "DB09477": ("Enalaprilat",),
    "DB00331": ("Metformin",),
    "DB00316": ("Acetaminophen", "Paracetamol", "shared name"),
    "DB00945": ("Acetylsalicylic acid", "shared name"),
    "DB09153": ("Sodium chloride",),
}


@pytest.fixture
def resolver() -> Resolver:
    found = Resolver(DrugIndex(), Conditions(), Sponsors(), Buffer("2026-01-01T00:00:00.000Z"))
    for code, (generic, *others) in DRUGS.items():
        record = DrugRecord(
            row=Row(code),
            generic_name=generic,
            names=tuple(Name(other, "SYNONYM") for other in others),
            xrefs=(Xref("DRUGBANK", code),),
            unii="7GR9I2683O" if code == "DB01277" else None,
        )
        found.drug(record, found.drug_key(record), "vocabulary", "hash")
    return found


def drugs_of(resolver: Resolver, *interventions: Intervention) -> dict[str, str]:
    record = TrialRecord(row=Row("NCT1"), nct_id="NCT1", overall_status="COMPLETED", interventions=interventions)
    links = resolver.trial(record, "registry", "hash").links
    return {link["end"]: link["values"]["method"] for link in links if link["type"] == "TESTS"}


@pytest.mark.parametrize(
    ("name", "code", "method"),
    [
        ("MECASERMIN", "DB01277", "EXACT_NAME"),
        ("mecasermina", "DB01277", "EXACT_NAME"),
        ("mecasermin rinfabate", "DB14751", "EXACT_NAME"),
        ("Enalaprilat", "DB09477", "EXACT_NAME"),
        ("ENALAPRIL MALEATE", "DB00584", "SALT_RULE"),
        ("Enalaprilat dihydrate", "DB09477", "SALT_RULE"),
        ("acetylsalicylic-acid", "DB00945", "PUNCTUATION_RULE"),
        ("METFORMIN (METFORMIN HYDROCHLORIDE)", "DB00331", "BRACKET_RULE"),
        ("Sodium Chloride", "DB09153", "EXACT_NAME"),
    ],
)
def test_an_ingredient_is_found_by_name_or_rule(resolver: Resolver, name: str, code: str, method: str) -> None:
    match = resolver.drugs.ingredient(Ingredient(name))
    assert match is not None
    assert (match.drug, match.method) == (f"drug:{code}", method)


@pytest.mark.parametrize(
    "name", ["shared name", "Placebo", "rinfabate", "sodium", "mecasermin analogue", "pegylated mecasermin", ""]
)
def test_a_name_that_is_not_one_drugs_matches_nothing(resolver: Resolver, name: str) -> None:
    assert resolver.drugs.ingredient(Ingredient(name)) is None


@pytest.mark.parametrize(
    ("printed", "inn", "code"),
    [
        ("Paracetamoll", "paracetamol", "DB00316"),
        ("product of a plant, purified", "metformin", "DB00331"),
        ("metformin hydrochloride", "enalapril", "DB00331"),
        ("alatrofloxacin mesilate", "metformin", None),
        ("rinfabate", None, None),
    ],
)
def test_the_inn_beside_a_name_finds_its_drug_but_not_another_drugs(
    resolver: Resolver, printed: str, inn: str | None, code: str | None
) -> None:
    match = resolver.drugs.ingredient(Ingredient(printed, inn=inn))
    assert (match and match.drug) == (code and f"drug:{code}")


def test_isotopes_are_told_apart_and_found_however_they_are_written(resolver: Resolver) -> None:
    for code, name in (("DB08913", "Radium Ra 223 dichloride"), ("DB12813", "Radium Ra-223"), ("DB01593", "Radium")):
        resolver.drugs.name(f"drug:{code}", name, main=True)
    written = ("radium (223Ra) dichloride", "RADIUM-223 Ra DICHLORIDE", "Radium dichloride Ra223", "radium (224Ra)")
    found = [resolver.drugs.by_name(name) for name in written]
    assert [match and match.drug for match in found] == ["drug:DB08913", "drug:DB08913", "drug:DB08913", None]


def test_numbers_that_differ_in_a_repeated_digit_are_two_names(resolver: Resolver) -> None:
    resolver.drugs.name("drug:DB1", "Human papillomavirus type 1 antigen", main=True)
    assert resolver.drugs.by_name("human papillomavirus type 11 antigen") is None


def test_an_acid_beside_a_drug_is_its_salt_and_alone_a_drug(resolver: Resolver) -> None:
    resolver.drugs.name("drug:DB01677", "Fumaric acid", main=True)
    found = [resolver.drugs.by_name(name) for name in ("METFORMIN FUMARIC ACID", "fumaric acid")]
    assert [match and match.drug for match in found] == ["drug:DB00331", "drug:DB01677"]


def test_a_unii_goes_before_a_name(resolver: Resolver) -> None:
    match = resolver.drugs.ingredient(Ingredient("Metformin", unii="7GR9I2683O"))
    assert match is not None
    assert (match.drug, match.method, match.score) == ("drug:DB01277", "UNII", 1.0)


def test_the_salt_that_was_dropped_stays_on_the_match(resolver: Resolver) -> None:
    match = resolver.drugs.by_name("metformin hydrochloride")
    assert match is not None
    assert match.salt == "hydrochloride"


def test_a_drug_page_is_the_drug_with_its_unii(resolver: Resolver) -> None:
    page = DrugRecord(row=Row("7GR9I2683O"), generic_name="Mecasermin", unii="7GR9I2683O")
    assert resolver.drug_key(page) == "drug:DB01277"


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("Metformin Hydrochloride and Enalapril Maleate", {"drug:DB00331", "drug:DB00584"}),
        ("METFORMIN, ENALAPRIL, AND PARACETAMOL", {"drug:DB00331", "drug:DB00584", "drug:DB00316"}),
        ("Metformin and Extract", set()),
        ("sodium and metformin", set()),
    ],
)
def test_a_name_that_joins_known_substances_is_all_of_them(resolver: Resolver, printed: str, codes: set[str]) -> None:
    record = ApprovalRecord(
        row=Row("1"), agency="NMPA", status="AUTHORISED", ingredients=(Ingredient(printed, "5 mg"),)
    )
    draft = resolver.approval(record, "approval:NMPA:1", "codes", "hash")
    links = [link for link in draft.links if link["type"] == "FOR_DRUG"]
    assert {link["end"] for link in links} == codes
    assert all("amounts" not in link["values"] or link["values"]["amounts"] is None for link in links)


def test_a_holder_and_the_manufacturers_are_links_of_their_own(resolver: Resolver) -> None:
    record = ApprovalRecord(
        row=Row("SIN1"),
        agency="HSA",
        status="AUTHORISED",
        holder=Organisation("Holder Pte Ltd", "AUTHORISATION_HOLDER"),
        manufacturers=(Organisation("Maker Ltd", "MANUFACTURER"), Organisation("MAKER LIMITED", "MANUFACTURER")),
    )
    links = resolver.approval(record, "approval:HSA:SIN1", "hsa", "hash").links
    assert [
        (link["type"], link["end"], link["role"], link["values"]["rawText"]) for link in links if "role" in link
    ] == [
        ("HELD_BY", "sponsor:holder-pte-ltd", "AUTHORISATION_HOLDER", "Holder Pte Ltd"),
        ("MANUFACTURED_BY", "sponsor:maker-ltd", "MANUFACTURER", "Maker Ltd; MAKER LIMITED"),
    ]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("interferon β-1a", "Interferon beta-1a"),
        ("Recombinant Human Interferon α2b", "Interferon alfa-2b"),
        ("β-carotene", "Beta carotene"),
        ("acetylsalicylic acid (aspirin)", "Acetylsalicylic acid"),
        ("Metformin Lysine Salt Monohydrate", "Metformin"),
    ],
)
def test_greek_letters_and_second_names_are_no_other_drug(resolver: Resolver, printed: str, name: str) -> None:
    for number, known in enumerate(("Interferon beta-1a", "Interferon alfa-2b", "Beta carotene")):
        resolver.drugs.name(f"drug:{number}", known, main=True)
    resolver.drugs.name("drug:DB00945", "Aspirin", main=False)
    found, wanted = resolver.drugs.ingredient(Ingredient(printed)), resolver.drugs.exact(name)
    assert found is not None
    assert wanted is not None
    assert found.drug == wanted.drug


def test_a_plus_between_two_drugs_is_two_drugs(resolver: Resolver) -> None:
    both = {"drug:DB00331": "EXACT_NAME", "drug:DB00584": "EXACT_NAME"}
    assert drugs_of(resolver, Intervention("DRUG", "Metformin + Enalapril")) == both
    assert drugs_of(resolver, Intervention("DRUG", "Metformin＋Enalapril")) == both


def test_the_part_of_a_combination_that_is_known_is_linked_by_a_weaker_rule(resolver: Resolver) -> None:
    assert drugs_of(resolver, Intervention("DRUG", "Metformin + something new")) == {"drug:DB00331": "PART_RULE"}


def test_a_vocabularys_record_joins_the_drug_that_agencies_named_before(resolver: Resolver) -> None:
    early = DrugRecord(row=Row("ibuprofen"), generic_name="Ibuprofen")
    key = resolver.drug_key(early)
    resolver.drug(early, key, "confirmed_names", "hash")
    later = DrugRecord(row=Row("DB01050"), generic_name="Ibuprofen", xrefs=(Xref("DRUGBANK", "DB01050"),))
    assert key == "drug:ibuprofen" == resolver.drug_key(later)


def test_another_name_of_an_intervention_finds_its_drug(resolver: Resolver) -> None:
    assert drugs_of(resolver, Intervention("DRUG", "Arm A", ("paracetamol",))) == {"drug:DB00316": "EXACT_NAME"}


@pytest.mark.parametrize(
    "intervention",
    [
        Intervention("DRUG", "Placebo"),
        Intervention("DRUG", "Metformin (placebo)"),
        Intervention("DRUG", "Something new + SHR-A1921"),
        Intervention("PROCEDURE", "Metformin"),
    ],
)
def test_an_intervention_that_is_no_known_drug_stays_unlinked(resolver: Resolver, intervention: Intervention) -> None:
    assert drugs_of(resolver, intervention) == {}


def test_a_text_equal_to_a_mesh_terms_name_is_that_term() -> None:
    conditions, buffer = Conditions(), Buffer("now")
    conditions.know(ConditionRef("Laron Syndrome", (Xref("MESH", "D046150"),)))
    assert conditions.resolve(ConditionRef("laron  syndrome"), "ema", buffer) == "condition:D046150"
    assert conditions.resolve(ConditionRef("Dwarfism"), "ema", buffer) == "condition:dwarfism"


def test_an_organisation_is_one_whatever_its_case_and_punctuation_but_no_suffix_is_dropped() -> None:
    sponsors, buffer = Sponsors(), Buffer("now")
    names = ("IPSEN BIOPHARMACEUTICALS INC", "Ipsen Biopharmaceuticals, Inc.", "Ipsen Biopharmaceuticals")
    keys = [sponsors.resolve(Organisation(name, "COMPANY"), "source", buffer) for name in names]
    assert keys[0] == keys[1] != keys[2]
    assert sponsors.known[keys[0]]["name"] == "Ipsen Biopharmaceuticals, Inc."


def test_names_of_other_scripts_have_an_address_of_their_own() -> None:
    assert slug("国药集团") != slug("国药控股")
    assert slug("Ipsen, S.A.") == slug("IPSEN S A") == "ipsen-s-a"


def test_the_best_spelling_is_in_mixed_case() -> None:
    assert best(("INCRELEX", "increlex", "Increlex")) == "Increlex"


def test_words_with_which_substances_begin_are_known(resolver: Resolver) -> None:
    words = resolver.drugs.first_words()
    assert {"mecasermin", "mecasermina", "acetaminophen", "acetylsalicylic", "sodium"} <= words
    assert not {"rinfabate", "chloride", "increlex"} & words


@pytest.mark.parametrize(
    ("agency", "ingredients", "strength", "product", "read"),
    [
        ("FDA", [("Mecasermin", "40MG/4ML (10MG/ML)")], None, None, {"DB01277": ["10 mg/mL"]}),
        ("HEALTH_CANADA", [("Mecasermin", None)], "40 MG / 4 ML", None, {"DB01277": ["10 mg/mL"]}),
        ("TGA", [("Mecasermin", None)], None, "INCRELEX 10 mg/mL solution vial", {"DB01277": ["10 mg/mL"]}),
        ("AEMPS", [("Metformin", None)], None, "DIANBEN 0,85 g COMPRIMIDOS", {"DB00331": ["850 mg"]}),
        # each ingredient its own strength, never the product's
        (
            "FDA",
            [("Enalapril", "5MG"), ("Metformin", "1GM")],
            "5MG; 1GM",
            None,
            {"DB00584": ["5 mg"], "DB00331": ["1000 mg"]},
        ),
        ("HSA", [("Enalapril", None), ("Metformin", None)], "5 mg", "X 5 mg", {"DB00584": None, "DB00331": None}),
        # two salts of one drug: how much that is together, neither says
        ("FDA", [("Metformin", "1MG"), ("Metformin hydrochloride", "2MG")], None, None, {"DB00331": None}),
        ("FDA", [("Metformin", "10-20 mg")], None, None, {"DB00331": None}),
    ],
)
def test_the_amount_of_each_drug_in_a_product_is_read(
    resolver: Resolver,
    agency: str,
    ingredients: list[tuple[str, str | None]],
    strength: str | None,
    product: str | None,
    read: dict[str, list[str] | None],
) -> None:
    record = ApprovalRecord(
        row=Row("1"),
        agency=agency,
        status="AUTHORISED",
        ingredients=tuple(Ingredient(*ingredient) for ingredient in ingredients),
        strength=strength,
        product_name=product,
    )
    links = resolver.approval(record, "approval:1", "source", "hash").links
    found = {link["end"]: link["values"].get("amounts") for link in links if link["type"] == "FOR_DRUG"}
    assert found == {f"drug:{code}": value for code, value in read.items()}
