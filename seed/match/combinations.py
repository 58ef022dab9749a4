"""Drugs in a text that names several, as trials print them: "A 40 mg + B", "Arm 1: A，B or C". A part counts only if
all of it is a drug's name; classes, codes, placebo and words of treatment are never read as a drug.
"""

import re
from dataclasses import replace

from seed.match.drug_index import DrugIndex, Match
from seed.match.salts import cations, elements
from seed.match.spelling import words
from seed.match.wording import bracketed, without_form
from seed.records import Ingredient

_LABEL = re.compile(
    r"^\s*(?:arm|group|cohort|part|drug|regimen|experimental|control|stage|phase|biological)\b[^:：]*[:：]\s*", re.I
)
_BETWEEN = re.compile(
    r"[+/,;&＋，；、]|\b(?:and|or|plus|with|followed by|combined|combination|in|versus|vs|then|combine)\b", re.I
)
_JOINED = re.compile(r",?\s+and\s+|\s*[,&+/＋，、]\s*", re.I)
_NO_DRUG = re.compile(
    r"\b(?:placebo|sham|vehicle|dummy|matching|matched|without|anti|inhibitors?|analogues?|antagonists?|agonists?)\b",
    re.I,
)
_SHORTEST = 4


def drugs_of(index: DrugIndex, text: str) -> list[Match]:
    """Return the drug that the text names, else the distinct drugs of its parts."""
    whole = _one(index, _LABEL.sub("", text))
    if whole:
        return [whole]
    inner, outer = bracketed(text), _LABEL.sub("", text)
    if any(map(_NO_DRUG.search, inner)):
        return []
    for part in inner:
        outer = re.sub(r"\s*[(\[]" + re.escape(part) + r"[)\]]", " ", outer)
    parts = [part for part in _BETWEEN.split(outer) if part.strip()]
    found = {match.drug: match for part in parts if (match := _one(index, part))}
    if len(found) == len(parts) > 1:
        return list(found.values())
    if not found and not _NO_DRUG.search(text):
        by_drug = {match.drug: match for part in inner if (match := _one(index, part))}
        found = by_drug if len(by_drug) == 1 else {}
    return [replace(match, method="PART_RULE", score=min(match.score, 0.88)) for match in found.values()]


def parted(index: DrugIndex, printed: Ingredient, atc: tuple[str, ...] = ()) -> tuple[Ingredient, ...]:
    """Return the substances that one printed name joins ("X and Y"), if it is no name itself and each of them is one.

    An element or a cation is no such substance: "magnesium and aluminium hydroxide" is not magnesium.
    """
    parts = [part.strip() for part in _JOINED.split(printed.name) if part.strip()]
    if len(parts) == 1 or index.ingredient(printed, atc):
        return (printed,)
    ions = cations()
    known = all(
        index.by_name(part, brackets=False) and not elements(words(part)) and not ions.issuperset(words(part))
        for part in parts
    )
    return tuple(map(Ingredient, parts)) if known else (printed,)


def _one(index: DrugIndex, part: str) -> Match | None:
    if _NO_DRUG.search(part) or len(part.strip()) < _SHORTEST:
        return None
    found = index.by_name(part.strip(), brackets=False)
    if found:
        return found
    plain = without_form(part)
    if plain == part or len(plain) < _SHORTEST:
        return None
    shorter = index.by_name(plain, brackets=False)
    return replace(shorter, method="WORDING_RULE", score=min(shorter.score, 0.92)) if shorter else None
