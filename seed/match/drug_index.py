"""The index of drug names. A name that two drugs share matches neither; weaker rules apply only after stronger ones.

Order   reviewed table, exact name, punctuation, synonym table, spelling, salt, qualifier, wording, ATC code
Scores  1.0 identifier or reviewer, 0.98 exact, then lower as the rules ignore more of the text
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cached_property

from seed import tables
from seed.match.salts import acid, elements, without
from seed.match.spelling import key, words
from seed.match.wording import bracketed, isotope, outside, readings
from seed.naming import fold, normalise
from seed.records import Ingredient

_CACHE = 100_000
_ALIKE = 0.88
"""Minimum share of equal letters for a name to match the drug of the printed ATC code."""
_DESCRIPTION = 4
"""Number of words from which a name is a description: "recombinant human nerve growth factor"."""
_HAND = ("(-)", "(+)", "(−)", "(–)", "(±)", "(+-)", "(+/-)", "-", "+", "±")
"""Signs of chirality: without them, (-)-ofloxacin would be ofloxacin."""
_FIRST = re.compile(r"[\W_]+")
NONE = "none"
"""Mark in the reviewed tables: the name is no drug, or an ambiguous one."""


@dataclass(frozen=True)
class Match:
    """A drug and how it was matched; `salt` holds the words that the salt rule dropped."""

    drug: str
    method: str
    score: float
    salt: str | None = None


@dataclass
class Names:
    """Spellings to drugs; a drug's main name has priority over another drug's synonym."""

    main: dict[str, set[str]] = field(default_factory=dict)
    other: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str, drug: str, *, main: bool) -> None:
        (self.main if main else self.other).setdefault(name, set()).add(drug)

    def find(self, name: str) -> str | None:
        """Return the drug of this name if exactly one has it."""
        drugs = self.main.get(name) or self.other.get(name) or ()
        return next(iter(drugs)) if len(drugs) == 1 else None


class DrugIndex:
    """All known drugs by identifier and name; it grows while drugs are loaded."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.by_unii: dict[str, str] = {}
        self._by_key: dict[tuple[str, str], set[str]] = {}
        self._by_atc: dict[str, set[str]] = {}
        self._shown: dict[str, str] = {}
        self._exact = Names()
        self._loose = Names()
        self._spelt = Names()
        self._found: dict[tuple[str, tuple[str, ...]], Match | None] = {}

    def add(self, drug: str, *, unii: str | None, cas: str | None, inchi_key: str | None) -> None:
        """Add a drug with its identifiers."""
        self.ids.add(drug)
        if unii:
            self.by_unii.setdefault(unii, drug)
        for scheme, code in (("CAS", cas), ("INCHIKEY", inchi_key)):
            if code:
                self._by_key.setdefault((scheme, code), set()).add(drug)

    def first_words(self) -> frozenset[str]:
        """The normalised first words of drug names, without brands."""
        return frozenset(
            _FIRST.split(name, maxsplit=1)[0] for names in (self._exact.main, self._exact.other) for name in names
        )

    def atc(self, drug: str, code: str) -> None:
        """Add an ATC code of a drug; only codes of substances (seven characters) are used."""
        if len(code) == 7:
            self._by_atc.setdefault(code, set()).add(drug)

    def name(self, drug: str, name: str, *, main: bool) -> None:
        """Add a name of a drug."""
        if main:
            self._shown[drug] = name
        self._exact.add(normalise(name), drug, main=main)
        if not name.startswith(_HAND):
            self._loose.add(fold(name), drug, main=main)
            self._spelt.add(key(words(name)), drug, main=main)
        self._found.clear()

    def shown(self, drug: str) -> str | None:
        """Return the main name of a drug."""
        return self._shown.get(drug)

    def by_identifier(self, *, unii: str | None, cas: str | None, inchi_key: str | None) -> Match | None:
        """Return the drug with this UNII, else the only one with this CAS number, else with this InChIKey."""
        if unii and unii in self.by_unii:
            return Match(self.by_unii[unii], "UNII", 1.0)
        for scheme, code in (("CAS", cas), ("INCHIKEY", inchi_key)):
            drugs = self._by_key.get((scheme, code or ""), ())
            if len(drugs) == 1:
                return Match(next(iter(drugs)), scheme, 0.98)
        return None

    def by_name(self, name: str, *, brackets: bool = True, atc: tuple[str, ...] = ()) -> Match | None:
        """Return the drug of this name, exact or by a rule; `brackets` allows readings that leave text out."""
        asked = (name, (str(brackets), *atc))
        if asked not in self._found:
            if len(self._found) >= _CACHE:
                self._found.clear()
            self._found[asked] = self._read(name, brackets=brackets) or self._coded(name, atc)
        return self._found[asked]

    def ingredient(self, printed: Ingredient, atc: tuple[str, ...] = ()) -> Match | None:
        """Return the drug of an ingredient by its UNII if the source prints one, else by name, else by its INN."""
        if printed.unii and printed.unii in self.by_unii:
            return Match(self.by_unii[printed.unii], "UNII", 1.0)
        found = self.by_name(printed.name, atc=atc)
        if found or not printed.inn or not described(printed.name, printed.inn):
            return found
        named = self.by_name(printed.inn)
        return replace(named, method="INN_FIELD", score=min(named.score, 0.9)) if named else None

    def exact(self, name: str) -> Match | None:
        """Return the drug of this name or of a spelling variant; no word is ignored."""
        found = self._as_printed(name)
        return found if found and found.method not in ("SALT_RULE", "QUALIFIER_RULE", "ACID_RULE") else None

    def _read(self, name: str, *, brackets: bool) -> Match | None:
        if fold(name) in self._overrides:
            drug = self._reviewed(self._overrides[fold(name)])
            return Match(drug, "MANUAL", 1.0) if drug else None
        found = self._as_printed(name)
        if found or not brackets:
            return found
        for text, method, score in readings(name):
            found = self._as_printed(text)
            if found and not (method == "BRACKET_RULE" and self._contradicted(name, found)):
                return replace(found, method=method, score=min(score, found.score))
        return None

    def _as_printed(self, name: str) -> Match | None:
        drug = self._exact.find(normalise(name))
        if drug:
            return Match(drug, "EXACT_NAME", 0.98)
        drug = self._loose.find(fold(name))
        if drug:
            return Match(drug, "PUNCTUATION_RULE", 0.95)
        if fold(name) in self._synonyms:
            drug = self._reviewed(self._synonyms[fold(name)])
            return Match(drug, "SYNONYM_TABLE", 0.95) if drug else None
        read = words(name)
        drug = self._find(read)
        return Match(drug, "SPELLING_RULE", 0.93) if drug else self._without_salt(read, name)

    def _without_salt(self, read: tuple[str, ...], name: str) -> Match | None:
        dry = without(read, "hydrates")
        if dry.dropped and (drug := self._find(dry.kept)):
            return Match(drug, "SALT_RULE", 0.92, _printed(name, dry.dropped))
        bare = without(read, "salts")
        salt = _printed(name, bare.dropped)
        if salt and not elements(bare.kept) and (drug := self._find(bare.kept)):
            return Match(drug, "SALT_RULE", 0.9, salt)
        if (acidic := acid(bare)) and (drug := self._find(acidic)):
            return Match(drug, "ACID_RULE", 0.88, salt)
        plain = without(bare.kept, "qualifiers")
        if plain.dropped and (drug := self._find(plain.kept)):
            return Match(drug, "QUALIFIER_RULE", 0.88, salt or None)
        return None

    def _find(self, read: tuple[str, ...]) -> str | None:
        spelt = key(read)
        if spelt in self._respelt:
            return self._reviewed(self._respelt[spelt])
        return self._spelt.find(spelt) if spelt else None

    def _contradicted(self, name: str, found: Match) -> bool:
        """Return whether text in brackets is an isotope or another drug, not this drug's salt or source."""
        return any(map(isotope, bracketed(name))) or any(
            inner
            and inner.drug != found.drug
            and not without(words(text), "salts").dropped
            and not set(words(outside(name))) <= set(words(text))
            for text in bracketed(name)
            if (inner := self._as_printed(text))
        )

    def _coded(self, name: str, atc: tuple[str, ...]) -> Match | None:
        """Return the only drug of a printed ATC code with nearly this name; a code alone is no match."""
        if fold(name) in self._overrides or fold(name) in self._synonyms:
            return None
        read = without(without(words(name), "salts").kept, "qualifiers").kept
        if elements(read):
            return None
        bare = key(read)
        drugs = sorted({drug for code in atc for drug in self._by_atc.get(code, ())})
        alike = [drug for drug in drugs if drug in self._shown and _alike(bare, key(words(self._shown[drug])))]
        return Match(alike[0], "ATC_CONFIRMED", 0.85) if len(alike) == 1 else None

    def _reviewed(self, answer: str) -> str | None:
        if answer == NONE:
            return None
        return answer if answer in self.ids else self._loose.find(fold(answer)) or self._spelt.find(key(words(answer)))

    @cached_property
    def _overrides(self) -> dict[str, str]:
        return {fold(row["name"]): row["drug"] for row in tables.rows("drug_overrides")}

    @cached_property
    def _synonyms(self) -> dict[str, str]:
        return {fold(row["name"]): row["drug"] for row in tables.rows("drug_synonyms")}

    @cached_property
    def _respelt(self) -> dict[str, str]:
        return {key(words(row["name"])): row["drug"] for row in tables.rows("drug_synonyms")}


def described(printed: str, inn: str) -> bool:
    """Return whether an INN may replace the printed name: it is nearly a word of it, or the name is a description.

    EMA gives alatrofloxacin the INN trovafloxacin: the drug that it becomes in the body, which is another one.
    """
    names, inns = words(printed), words(inn)
    shared = any(inn in names or any(_alike(inn, word) for word in names) for inn in inns)
    return shared or len(names) >= _DESCRIPTION


def _printed(name: str, dropped: tuple[str, ...]) -> str:
    """Return the dropped words in the source's spelling."""
    return " ".join(word for word in fold(name).split() if set(words(word)) & set(dropped))


def _alike(one: str, other: str) -> bool:
    """Return whether names have as many words and nearly equal letters: a typo or national ending, no derivative."""
    if len(one.split()) != len(other.split()) or min(len(one), len(other)) < 6:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def strongest(matches: Iterable[Match]) -> dict[str, Match]:
    """Return the best match of each drug, in the order of the drugs' first matches."""
    best: dict[str, Match] = {}
    for match in matches:
        if match.drug not in best or match.score > best[match.drug].score:
            best[match.drug] = match
    return best
