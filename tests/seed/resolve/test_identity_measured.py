"""Identity as measured: a hand-checked sample, and every row of the raw lists where they lie beside the repository.

Draw 1 was drawn with random seed 20261124 over the rows of each source, then over the names that no plain rule finds
("hard"), and looked through after the matcher had answered. Draw 2 is blind: `draw_names.py`, seed 20261126, answers
written down before the matcher was asked; three of them were put right afterwards, each with its remark.
`expected` is the drugs' keys, "none" (class, placebo) or "absent" (a substance that no known drug is), "|" between
answers that are equally right; `hints` are the ATC codes or the other names printed beside. Keys are those of the
shipped drugs; since the whole vocabulary is shipped, 20 substances that were absent have theirs.
"""

import csv
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from seed.extract import starter
from seed.match import DrugIndex
from seed.merge.buffer import Buffer
from seed.records import ApprovalRecord, DrugRecord, Ingredient, Intervention, TrialRecord
from seed.resolve.conditions import Conditions
from seed.resolve.organisations import Sponsors
from seed.resolve.resolver import Resolver
from seed.resolve.trial import DRUG_LIKE, drugs_tested
from seed.source import Issues, discover

DATA = Path(__file__).parents[3].parent / "shared" / "data"
LISTS = {
    "sfda": ("sfda", 0.95),
    "drugs_at_fda": ("drugs_at_fda", 0.95),
    "ema": ("ema", 0.92),
    "health_canada_dpd": ("health_canada", 0.92),
    "hsa": ("hsa", 0.85),
    "cima": ("cima/Medicamentos_2020-06.xlsx", 0.85),
}
"""Place of each list and the least share of its ingredient names, by row, that find a drug; all rows count."""


@cache
def known() -> DrugIndex:
    resolver = Resolver(DrugIndex(), Conditions(), Sponsors(), Buffer("2026-01-01T00:00:00.000Z"))
    for source in ("drugbank_vocabulary", "unii", "confirmed_names"):
        for record in starter.read(source)[1]:
            assert isinstance(record, DrugRecord)
            resolver.drug(record, resolver.drug_key(record), source, "hash")
    return resolver.drugs


class Checked(NamedTuple):
    """A name of the sample: the drugs found, and a person's answer; `kind` is drug, none or absent."""

    draw: int
    source: str
    found: set[str]
    kind: str
    right: list[set[str]]


@cache
def sample() -> list[Checked]:
    checked = []
    with (Path(__file__).parents[1] / "hand_checked_names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["source"] == "clinicaltrials":
                others = tuple(filter(None, row["hints"].split("|")))
                found = {match.drug for match in drugs_tested(known(), Intervention("DRUG", row["name"], others))}
            else:
                match = known().ingredient(Ingredient(row["name"]), tuple(row["hints"].split()))
                found = {match.drug} if match else set()
            kind = row["expected"] if row["expected"] in ("none", "absent") else "drug"
            right = [set(keys.split()) for keys in row["expected"].split("|")] if kind == "drug" else []
            checked.append(Checked(int(row["draw"]), row["source"], found, kind, right))
    return checked


@pytest.mark.parametrize(("draw", "least"), [(1, 370), (2, 190)])
def test_what_is_linked_is_right_in_995_of_1000(draw: int, least: int) -> None:
    names = [name for name in sample() if name.draw == draw]
    pairs = [(key, set().union(*name.right)) for name in names for key in name.found]
    wrong = [key for key, right in pairs if key not in right]
    assert len(names) >= least
    assert 1 - len(wrong) / len(pairs) >= 0.995, wrong


@pytest.mark.parametrize("draw", [1, 2])
@pytest.mark.parametrize(
    ("least", "kinds"), [(0.80, {"drug", "absent"}), (0.95, {"drug"})], ids=["all substances", "known drugs"]
)
def test_what_is_named_is_found(draw: int, least: float, kinds: set[str]) -> None:
    tried: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for name in sample():
        if name.draw == draw and name.kind in kinds:
            tried[name.source] += 1
            hit[name.source] += name.found in name.right
    shares = {source: round(hit[source] / tried[source], 3) for source in tried}
    assert sum(hit.values()) / sum(tried.values()) >= least, shares


@pytest.mark.skipif(not DATA.is_dir(), reason="the raw samples are not beside the repository")
@pytest.mark.parametrize("source", LISTS)
def test_names_of_a_whole_list_find_their_drug_by_row(source: str) -> None:
    folder, least = LISTS[source]
    tried = hit = 0
    for record in discover()[source].parse(DATA / folder, Issues()):
        if isinstance(record, ApprovalRecord):
            codes = record.atc_codes if len(record.ingredients) == 1 else ()
            tried += len(record.ingredients)
            hit += sum(known().ingredient(ingredient, codes) is not None for ingredient in record.ingredients)
    assert hit / tried >= least


@pytest.mark.parametrize("source", ["drugs_at_fda", "ema", "health_canada_dpd", "hsa"])
def test_every_seventh_shipped_record_finds_its_drugs(source: str) -> None:
    tried = hit = 0
    for number, record in enumerate(starter.read(source)[1]):
        if isinstance(record, ApprovalRecord) and number % 7 == 0:
            tried += len(record.ingredients)
            hit += sum(known().ingredient(ingredient) is not None for ingredient in record.ingredients)
    assert hit / tried >= 0.85


def test_interventions_of_the_trials_find_their_drugs() -> None:
    tried = hit = 0
    for record in starter.read("clinicaltrials")[1]:
        assert isinstance(record, TrialRecord)
        for intervention in record.interventions:
            if intervention.type in DRUG_LIKE:
                tried += 1
                hit += bool(drugs_tested(known(), intervention))
    assert hit / tried >= 0.60, "placebo, regimens, classes of treatment and codes count as not found"


@pytest.mark.parametrize(
    "name",
    ["Placebo", "PD-1 inhibitors", "SHR-A1921", "Standard Therapy", "metformin placebo", "pegylated mecasermin"],
)
def test_classes_codes_and_placebo_stay_unlinked(name: str) -> None:
    assert drugs_tested(known(), Intervention("DRUG", name)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mecasermin", "mecasermin rinfabate"),
        ("filgrastim", "pegfilgrastim"),
        ("insulin glargine", "insulin aspart"),
        ("ofloxacin", "levofloxacin"),
    ],
)
def test_near_names_stay_two_drugs(one: str, other: str) -> None:
    first, second = known().by_name(one), known().by_name(other)
    assert second is not None
    assert first is None or first.drug != second.drug


def test_a_spanish_name_finds_its_drug() -> None:
    match = known().by_name("IBUPROFENO")
    assert match is not None
    assert match.drug == "drug:DB01050"
