"""Which substances the agencies' own lists confirm: a name with one ATC code in two of them is a drug.

DrugBank's open vocabulary may lack a drug that every agency lists. A name counts as confirmed if products of that one
ingredient carry the same ATC code of a substance in the lists of two agencies, or in one, and the FDA lists the name.
What is sold beside others only (carbidopa) has no code of its own: there the name must stand in three lists.
Names of mixtures, strains and extracts never count, and codes of combinations (50 and above) say nothing.
`python -m seed.confirm RAW` prints the table `tables/confirmed_names.csv`; `tables/unconfirmed_names.csv` strikes
names out of it, each with its reason.
"""

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from seed import tables
from seed.match.salts import cations, without
from seed.match.spelling import key, words
from seed.match.wording import readings
from seed.naming import fold
from seed.records import ApprovalRecord, Record
from seed.source import Issues, discover

_WITHOUT_CODES = "FDA"
_LISTS = {
    "cima": "cima/Medicamentos_2020-06.xlsx",
    "drugs_at_fda": "drugs_at_fda",
    "ema": "ema",
    "health_canada_dpd": "health_canada",
    "hsa": "hsa",
}
"""The lists of open licence that are large enough, by source, with their place below RAW."""
_ENGLISH = ("EMA", "HEALTH_CANADA", "HSA", "FDA")
_NO_SUBSTANCE = re.compile(
    r"\b(extract|tincture|pollen|virus|viral|strain|antigen|serotype|vaccine|allergen|mix\w*|multi\w*|flower|leaf|root|"
    r"bark|seeds?|herb|plasma|cells?|toxoid|solution|buffer|compound|blood|coated|type|conjugate|combination|oil|bacteria|"
    r"mrna|encoding|and|with|from|adjuvanted|protein|proteins|globulin|immunoglobulin|serum|antitoxin|venom|other)\b",
    re.I,
)
_LONGEST = 3
_COMBINED = 50
_OFTEN = 5


@dataclass
class Evidence:
    """What the lists say of one name: agencies by ATC code, spellings by agency."""

    codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    spellings: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def confirmed(self) -> list[str]:
        """ATC codes under which two lists carry the name."""
        fda = _WITHOUT_CODES in self.spellings
        return sorted(code for code, agencies in self.codes.items() if len(agencies) + fda >= 2)

    def listed(self) -> bool:
        """True if three lists name it, alone or beside others, or two do so again and again."""
        often = [agency for agency, names in self.spellings.items() if names.total() >= _OFTEN]
        return len(self.spellings) >= 3 or len(often) >= 2

    def name(self) -> str | None:
        """The most frequent English spelling, with a capital."""
        found = next((self.spellings[agency] for agency in _ENGLISH if agency in self.spellings), None)
        best = min(found.items(), key=lambda pair: (-pair[1], pair[0]))[0] if found else None
        return best and best[0].upper() + best[1:]


def collect(records: Iterable[Record]) -> dict[str, Evidence]:
    """Evidence by name in the one spelling, from products of one ingredient."""
    found: dict[str, Evidence] = defaultdict(Evidence)
    for record in records:
        if not isinstance(record, ApprovalRecord):
            continue
        for name in {parent(each.name) for each in record.ingredients}:
            evidence = found[key(words(name))]
            evidence.spellings[record.agency][name.lower()] += 1
            for code in record.atc_codes if len(record.ingredients) == 1 else ():
                if len(code) == 7 and int(code[5:]) < _COMBINED:
                    evidence.codes[code].add(record.agency)
    return found


def parent(name: str) -> str:
    """The name without salt, dose, brackets and equivalents; one that begins with its cation is whole as it stands."""
    shorter = [each.text for each in readings(name)]
    text = shorter[-1] if shorter else name
    read = words(text)
    kept = without(without(read, "salts").kept, "qualifiers").kept
    if kept == read or read[0] in cations():
        return text
    return " ".join(word for word in fold(text).split() if words(word) and words(word)[0] in kept) or fold(text)


def rows(found: dict[str, Evidence]) -> list[tuple[str, str, str]]:
    """Name, ATC codes and agencies of what is confirmed, by name."""
    struck = {fold(row["name"]) for row in tables.rows("unconfirmed_names")}
    table = []
    for evidence in found.values():
        name, codes = evidence.name(), evidence.confirmed()
        if name and (codes or evidence.listed()) and _is_substance(name) and fold(name) not in struck:
            agencies = {agency for code in codes for agency in evidence.codes[code]} or set(evidence.spellings)
            agencies |= evidence.spellings.keys() & {_WITHOUT_CODES}
            table.append((name, " ".join(codes), " ".join(sorted(agencies))))
    return sorted(table)


def _is_substance(name: str) -> bool:
    return not _NO_SUBSTANCE.search(name) and len(name) > 3 and len(name.split()) <= _LONGEST and name[0].isalpha()


if __name__ == "__main__":
    lists = ((discover()[name], Path(sys.argv[1]) / folder) for name, folder in _LISTS.items())
    records = (record for source, path in lists for record in source.parse(path, Issues()))
    csv.writer(sys.stdout, lineterminator="\n").writerows([("name", "atc", "agencies"), *rows(collect(records))])
