"""Shorter readings of a name without doses, forms, "eqv. to", brackets or compartments, by ever weaker rules."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from seed.match.spelling import words

_EQV = re.compile(
    r"\s*[(,]?\s*\b(?:eqv?|equiv(?:alent)?|equivalente?|corresponding|corresp)\b\.?\s*(?:to|a|with)?\b[\s:]*", re.I
)
_DOSE = re.compile(
    r"(?<![\w-])[\d.,]+(?:\s*(?:-|–|to|/|x)\s*[\d.,]+)?\s*(?:mg|mcg|µg|μg|ug|ng|g|gm|kg|ml|l|%|iu|miu|ui|mui|units?|u|mmol|meq|mci|mbq|gbq|ppm|w/w|w/v|mg/ml)\b"
    r"(?:\s*/\s*[\d.,]*\s*(?:m2|m²|m\^2|kg|day|d|h|hr|ml|l|vial|dose|week|tablet|capsule|g)\b)*|(?<![\w-])[\d.,]+\s*%",
    re.I,
)
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_FORM = re.compile(
    r"\b(?:"
    r"oral(?:ly)?|intravenous(?:ly)?|i\.?v\.?|subcutaneous|s\.?c\.?|intramuscular|im|topical|inhaled|"
    r"intranasal|intravitreal|intrathecal|ophthalmic|nasal|rectal|vaginal|transdermal|sublingual|tablets?|"
    r"capsules?|injections?|injectable|for|solutions?|suspension|infusion|cream|gel|ointment|lotion|spray|"
    r"drops?|syrup|patch|powder|inhaler|inhalation|suppository|film[- ]coated|extended[- ]release|"
    r"sustained[- ]release|delayed[- ]release|immediate[- ]release|prolonged[- ]release|"
    r"controlled[- ]release|er|xr|sr|cr|dr|prolonged|release|low[- ]dose|high[- ]dose|single[- ]dose|"
    r"multiple[- ]dose|dose|daily|bid|tid|qd|weekly|monotherapy|monohydrate|therapy|treatment|chemotherapy|"
    r"neoadjuvant|adjuvant|maintenance|induction|standard|generic|only|alone|pills?|product|formulation(?:\s+\d)?|"
    r"eye|concomitant|administration|subcutaneously|test|reference|pediatric|adults?|group|"
    r"once|twice|dosing|escalation|expansion"
    r")\b",
    re.I,
)
_RECOMBINANT = re.compile(r"\brecombinant[\s-]+human\b|\bhuman[\s-]+recombinant\b", re.I)
_SUFFIX = re.compile(r"(?<=\w{5})-[a-z]{4}$", re.I)
_ISOTOPE = re.compile(r"\d{2,3}\s*m?\s*-?[A-Z][a-zA-Z]?|[A-Z][a-zA-Z]?\s*-?\s*\d{2,3}m?")
_NOISE = re.compile(
    r"(?<![\w-])\d*\s*H2O\b|\bin compartment \d+\b|\bas raw material\b|\bmolecule\b|\((?:int|ext)ra-granular[^)]*\)",
    re.I,
)


class Reading(NamedTuple):
    """A shorter reading of a text, the rule that made it and its score."""

    text: str
    method: str
    score: float


def readings(name: str) -> Iterator[Reading]:
    """Yield shorter readings of an ingredient's name: without dose, biosimilar suffix, equivalents, brackets."""
    plain = _DOSE.sub(" ", _NOISE.sub(" ", name)).strip(" ,;.-*")
    if plain and plain != name:
        yield Reading(plain, "WORDING_RULE", 0.92)
    if _RECOMBINANT.search(plain):
        yield Reading(_RECOMBINANT.sub(" ", plain).strip(), "QUALIFIER_RULE", 0.88)
    if _SUFFIX.search(plain):
        yield Reading(_SUFFIX.sub("", plain), "SUFFIX_RULE", 0.9)
    parts = [part.strip(" ()[],") for part in _EQV.split(plain) if part.strip(" ()[],")]
    if len(parts) > 1:
        base = next((part for part in reversed(parts[1:]) if set(words(part)) & set(words(parts[0]))), parts[0])
        for part in dict.fromkeys((base, parts[0])):
            yield Reading(part, "EQUIVALENT_RULE", 0.9)
    halves = [half.strip() for half in plain.split("/")]
    if len(halves) == 2 and halves[0] and set(words(halves[0])) <= set(words(halves[1])):
        yield Reading(halves[0], "EQUIVALENT_RULE", 0.9)
    bare = _BRACKETS.sub(" ", plain).strip(" ,;")
    if bare and bare != plain:
        yield Reading(bare, "BRACKET_RULE", 0.85)


def isotope(text: str) -> bool:
    """Return whether a text in brackets names an isotope: (13C), [I-131]. A drug marked with one is another drug."""
    return _ISOTOPE.fullmatch(text.strip()) is not None


def outside(text: str) -> str:
    """Return the text outside brackets."""
    return _BRACKETS.sub(" ", text)


def bracketed(name: str) -> list[str]:
    """Return the texts in brackets."""
    return [text.strip() for text in _BRACKETS.findall(name) if text.strip()]


def without_form(name: str) -> str:
    """Return an intervention's name without doses, forms, routes and words of treatment.

    >>> without_form("Afatinib 40 MG oral tablet")
    'Afatinib'
    """
    return " ".join(_FORM.sub(" ", _DOSE.sub(" ", name)).split()).strip(" ,;.-–:®™*")
