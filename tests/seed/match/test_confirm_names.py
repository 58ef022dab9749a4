"""Two authorities confirm a name as a substance of its own, by a rule that is kept; never a class or a mixture."""

import pytest

from seed.match.confirm_names import broad_terms, collect, rows
from seed.records import ApprovalRecord, Ingredient, Intervention, MeshTerm, Record, Row, TrialRecord

TREE = [
    ("D03", "Heterocyclic Compounds"),
    ("D03.1", "Newtinib"),
    ("D12", "Proteins"),
    ("D12.1", "Antibodies"),
    ("E02", "Radiotherapy"),
]


def product(agency: str, *names: str, codes: tuple[str, ...] = (), inn: str | None = None) -> ApprovalRecord:
    ingredients = tuple(Ingredient(name, inn=inn) for name in names)
    return ApprovalRecord(Row("1"), agency, "AUTHORISED", ingredients=ingredients, atc_codes=codes)


def trial(name: str, term: str, code: str, *other_names: str) -> TrialRecord:
    drug = Intervention("DRUG", name, other_names)
    return TrialRecord(Row("NCT1"), "COMPLETED", interventions=(drug,), intervention_mesh=(MeshTerm(term, code),))


def confirmed(*records: Record) -> list[tuple[str, str]]:
    return [(row.name, row.rule) for row in rows(collect(records, frozenset(broad_terms(TREE))))]


def test_one_code_in_two_lists_confirms_a_name_and_its_salt() -> None:
    both = product("EMA", "newtinib mesylate", codes=("L01EX99",)), product("AEMPS", "NEWTINIB", codes=("L01EX99",))
    assert confirmed(*both) == []
    both = product("EMA", "newtinib mesylate", codes=("L01EX29",)), product("AEMPS", "NEWTINIB", codes=("L01EX29",))
    assert confirmed(*both) == [("Newtinib", "CODE_IN_TWO_LISTS")]


def test_an_inn_with_a_code_of_its_own_confirms_a_name() -> None:
    [row] = rows(collect([product("EMA", "newtinib mesylate", codes=("L01EX29",), inn="newtinib")]))
    assert row == ("Newtinib", "INN_WITH_CODE", "L01EX29", "", "EMA")


@pytest.mark.parametrize(
    "record",
    [
        product("EMA", "newtinib", codes=("L01EX29",)),
        product("EMA", "newtinib", codes=("L01EX",), inn="newtinib"),
        product("EMA", "newtinib", "oldtinib", codes=("L01EX29",), inn="newtinib"),
        product("EMA", "oldtinib", codes=("L01EX29",), inn="newtinib"),
        product("EMA", "purified plant extract", codes=("L01EX29",), inn="purified plant extract"),
    ],
    ids=["no INN", "code of a class", "a combination", "another substance", "not built as an INN"],
)
def test_less_than_an_inn_with_its_code_confirms_nothing(record: ApprovalRecord) -> None:
    assert confirmed(record) == []


def test_a_code_that_another_name_has_confirms_nothing() -> None:
    one, other = (product("EMA", name, codes=("L01FX06",), inn=name) for name in ("amivantamab", "dinutuximab beta"))
    assert confirmed(one, other) == []


def test_an_inn_that_another_agency_lists_is_confirmed_without_a_code() -> None:
    records = product("EMA", "newtinib", inn="newtinib"), product("HEALTH_CANADA", "NEWTINIB")
    assert confirmed(*records) == [("Newtinib", "INN_IN_TWO_LISTS")]


def test_a_trials_drug_that_nlm_gives_the_term_of_its_name_is_confirmed_with_the_terms_id() -> None:
    [row] = rows(collect([trial("Newtinib 40 mg tablets", "newtinib", "C000625192")]))
    assert row == ("Newtinib", "MESH_TERM", "", "C000625192", "NLM")
    assert confirmed(trial("SHR-1", "Newtinib", "D000099999", "newtinib")) == [("Newtinib", "MESH_TERM")]


@pytest.mark.parametrize(
    ("name", "term", "code"),
    [
        ("Antibodies", "Antibodies", "D000906"),
        ("Proteins", "Proteins", "D011506"),
        ("Radiotherapy", "Radiotherapy", "D011878"),
        ("HM781-36B", "HM781-36B", "C557213"),
        ("Oldtinib", "newtinib", "C000625192"),
    ],
)
def test_classes_treatments_codes_and_another_name_are_not_confirmed(name: str, term: str, code: str) -> None:
    tree = [*TREE, ("D12.1.1", "Antibodies, Monoclonal")]
    assert rows(collect([trial(name, term, code)], frozenset(broad_terms(tree)))) == []
