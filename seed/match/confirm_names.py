"""Substances confirmed by the sources' own lists: a substance that two authorities name is a drug.

DrugBank's open vocabulary may lack a drug that every agency lists. A name counts by the first rule that holds:

CODE_IN_TWO_LISTS   products of that one ingredient carry the same ATC code of a substance in the lists of two agencies,
                    or in one, and the FDA lists the name; of several codes those that two records carry
LISTED              three lists name it, or two name it often: a drug sold only in combinations (carbidopa) has
                    no code of its own
INN_WITH_CODE       an agency prints it in its field for international non-proprietary names (INN), has no other name
                    for the substance, and gives the product the ATC code of a substance: WHO assigns both
INN_IN_TWO_LISTS    an agency prints it as the INN, and another agency or the sponsor of a trial names it
MESH_TERM           a trial's sponsor names it as a drug and NLM gave that trial the term of the same name: a
                    supplementary concept of MeSH, or a descriptor of a chemical with nothing below it

Names of mixtures, strains, extracts and classes never count, codes of combinations (50 and above) are ignored, and
the last three rules accept only names formed as an INN is. `python -m seed.match.confirm_names RAW` prints the table
`tables/confirmed_names.csv`; `tables/unconfirmed_names.csv` removes names from it, with reasons.
"""

import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from seed import tables
from seed.match.salts import cations, elements, without
from seed.match.spelling import key, with_isotopes, words
from seed.match.wording import readings, without_form
from seed.naming import fold
from seed.records import ApprovalRecord, Ingredient, Record, TrialRecord
from seed.source import Issues, discover
from seed.values.text import tidy

_WITHOUT_CODES = "FDA"
_LISTS = {
    "cima": "cima/Medicamentos_2020-06.xlsx",
    "clinicaltrials": "clinicaltrials",
    "drugs_at_fda": "drugs_at_fda",
    "ema": "ema",
    "health_canada_dpd": "health_canada",
    "hsa": "hsa",
    "sfda": "sfda",
}
"""The lists that are large enough, by source, with their path below RAW; only the presence of a name is used."""
_MESH_TREE = "conditions/mesh_terms.txt.gz"
_ENGLISH = ("EMA", "HEALTH_CANADA", "HSA", "FDA", "NLM", "SFDA")
_NO_SUBSTANCE = re.compile(
    r"\b(extract|tincture|pollen|virus|viral|strain|antigen|serotype|vaccine|allergen|mix\w*|multi\w*|flower|leaf|root|"
    r"bark|seeds?|herb|plasma|cells?|toxoid|solution|buffer|compound|blood|coated|type|conjugate|combination|oil|bacteria|"
    r"mrna|encoding|and|with|from|adjuvanted|protein|proteins|globulin|immunoglobulin|serum|antitoxin|venom|other)\b",
    re.I,
)
_INN = re.compile(
    r"[a-z]{6,}( (alfa|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|pegol|vedotin|deruxtecan|tesirine|govitecan|"
    r"mafodotin|emtansine|ozogamicin|[a-z]{4,}(cel|vec)))?",
    re.I,
)
"""The form of an INN: one word, or two if the second names a variant, a conjugate, a cell or a vector."""
_LONGEST = 3
_COMBINED = 50
_LONG_GROUPS = ("L01XX", "L04AA")
"""Groups so long that codes of 50 and above are substances too."""
_OFTEN = 5


class NameRow(NamedTuple):
    """A row of the table; lists are joined by one space."""

    name: str
    rule: str
    atc: str
    mesh: str
    agencies: str


@dataclass
class Evidence:
    """Evidence for one name: records by ATC code and agency, spellings by agency, ATC codes of it as an INN, MeSH."""

    codes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    spellings: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    as_inn: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    mesh: set[str] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)
    """ATC codes that the lists give to other names too: a code of a class, or a wrong one."""

    def rule(self) -> str | None:
        """The first rule that confirms the name."""
        agencies = self.spellings.keys() - {"NLM"}
        often = [agency for agency in agencies if self.spellings[agency].total() >= _OFTEN]
        if self._in_two_lists():
            return "CODE_IN_TWO_LISTS"
        if len(agencies) >= 3 or len(often) >= 2:
            return "LISTED"
        if not _INN.fullmatch(self.name() or ""):
            return None
        if self._own_codes():
            return "INN_WITH_CODE"
        if self.as_inn and len(self.spellings) >= 2:
            return "INN_IN_TWO_LISTS"
        return "MESH_TERM" if self.mesh else None

    def row(self) -> NameRow | None:
        """Return the row of a confirmed name, with the codes and agencies that confirm it, else None."""
        name, rule = self.name(), self.rule()
        if not name or not rule:
            return None
        if rule == "INN_WITH_CODE":
            codes, agencies = self._own_codes(), set(self.as_inn)
        else:
            codes = self._supported(self._in_two_lists())
            agencies = {agency for code in codes for agency in self.codes[code]} or set(self.spellings)
        agencies |= self.spellings.keys() & {_WITHOUT_CODES, "NLM"}
        return NameRow(name, rule, *(" ".join(sorted(values)) for values in (codes, self.mesh, agencies)))

    def _own_codes(self) -> set[str]:
        """ATC codes that stand with the name as an INN and with no other name."""
        return set().union(*self.as_inn.values()) - self.shared

    def _in_two_lists(self) -> set[str]:
        """ATC codes under which two lists carry the name."""
        fda = _WITHOUT_CODES in self.spellings
        return {code for code, agencies in self.codes.items() if len(agencies) + fda >= 2}

    def _supported(self, codes: set[str]) -> set[str]:
        """The codes that two records carry, or all if none has two: a code of one record may be a typing error."""
        supported = {code for code in codes if self.codes[code].total() >= 2}
        return supported or codes

    def name(self) -> str | None:
        """The most frequent English spelling, capitalised, with isotopes as in an INN: Ioflupane (123I)."""
        found = next((self.spellings[agency] for agency in _ENGLISH if agency in self.spellings), None)
        best = min(found.items(), key=lambda pair: (-pair[1], pair[0]))[0] if found else None
        return best and with_isotopes(best[0].upper() + best[1:])


def collect(records: Iterable[Record], classes: frozenset[str] = frozenset()) -> dict[str, Evidence]:
    """Collect the evidence by spelling key. `classes` are folded MeSH terms that are no single substance."""
    found: dict[str, Evidence] = defaultdict(Evidence)
    for record in records:
        if isinstance(record, ApprovalRecord):
            _of_approval(record, found)
        elif isinstance(record, TrialRecord):
            _of_trial(record, found, classes)
    _compare_codes(found)
    return found


def _compare_codes(found: dict[str, Evidence]) -> None:
    """Set `shared`: the ATC codes of a name that other names have too."""
    names: dict[str, set[str]] = defaultdict(set)
    for name, evidence in found.items():
        for code in evidence.codes.keys() | set().union(*evidence.as_inn.values()):
            names[code].add(name)
    for evidence in found.values():
        evidence.shared = {code for code in set().union(*evidence.as_inn.values()) if len(names[code]) > 1}


def _of_approval(record: ApprovalRecord, found: dict[str, Evidence]) -> None:
    printed = {key(words(parent(ingredient.name))): ingredient for ingredient in record.ingredients}
    codes = [code for code in record.atc_codes if _of_substance(code)]
    for name, ingredient in printed.items():
        found[name].spellings[record.agency][parent(ingredient.name).lower()] += 1
        if inn := _inn(ingredient):
            proper = found[key(words(inn))]
            proper.spellings[record.agency][inn.lower()] += key(words(inn)) != name
            proper.as_inn[record.agency].update(codes if len(printed) == 1 else ())
        for code in codes if len(printed) == 1 else ():
            found[name].codes[code][record.agency] += 1


def _inn(ingredient: Ingredient) -> str | None:
    """Return the INN without its salt, if the substance's printed name contains it or is a description."""
    inn = parent(tidy(ingredient.inn or ""))
    named = set(words(inn)) <= set(words(parent(ingredient.name))) or len(words(ingredient.name)) > _LONGEST
    return inn if named and _INN.fullmatch(inn) else None


def _of_substance(code: str) -> bool:
    return len(code) == 7 and (int(code[5:]) < _COMBINED or code.startswith(_LONG_GROUPS))


def _of_trial(record: TrialRecord, found: dict[str, Evidence], classes: frozenset[str]) -> None:
    drugs = [intervention for intervention in record.interventions if intervention.type in ("DRUG", "BIOLOGICAL")]
    named = {key(words(without_form(name))) for drug in drugs for name in (drug.name, *drug.other_names)}
    for term in record.intervention_mesh:
        name = key(words(term.name))
        if name in named and term.code and fold(term.name) not in classes and term.code[0] in "CD":
            found[name].mesh.add(term.code)
            found[name].spellings["NLM"][tidy(term.name).lower()] += 1


def parent(name: str) -> str:
    """Return the name without salt, dose, brackets and equivalents; names of a cation or element keep the salt."""
    shorter = [reading.text for reading in readings(name)]
    text = shorter[-1] if shorter else name
    read = words(text)
    kept = without(without(read, "salts").kept, "qualifiers").kept
    if kept == read or read[0] in cations() or elements(kept):
        return text
    return " ".join(word for word in fold(text).split() if words(word) and words(word)[0] in kept) or fold(text)


def rows(found: dict[str, Evidence]) -> list[NameRow]:
    """Return the rows of the confirmed names, sorted by name."""
    struck = {fold(row["name"]) for row in tables.rows("unconfirmed_names")}
    made = (evidence.row() for evidence in found.values())
    return sorted(row for row in made if row and _is_substance(row.name) and fold(row.name) not in struck)


def _is_substance(name: str) -> bool:
    return not _NO_SUBSTANCE.search(name) and len(name) > 3 and len(name.split()) <= _LONGEST and name[0].isalpha()


def broad_terms(tree: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the folded terms of (number, term) pairs that are no single substance: not chemicals, or parents."""
    places = list(tree)
    above = {number.rpartition(".")[0] for number, _ in places}
    return (fold(term) for number, term in places if number in above or not number.startswith("D"))


def _tree(file: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            number, _, term = line.rstrip("\n").partition("\t")
            yield number, term


if __name__ == "__main__":
    raw = Path(sys.argv[1])
    lists = ((discover()[name], raw / folder) for name, folder in _LISTS.items())
    records = (record for source, path in lists for record in source.parse(path, Issues()))
    evidence_by_name = collect(records, frozenset(broad_terms(_tree(raw / _MESH_TREE))))
    csv.writer(sys.stdout, lineterminator="\n").writerows([NameRow._fields, *rows(evidence_by_name)])
