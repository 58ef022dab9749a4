"""Salts, hydrates and qualifiers: words of a name that do not make it another drug."""

from functools import cache
from typing import NamedTuple

from seed import tables
from seed.match.spelling import spell


class Bare(NamedTuple):
    """The words of a name that are kept and those that are dropped."""

    kept: tuple[str, ...]
    dropped: tuple[str, ...]


def without(read: tuple[str, ...], table: str) -> Bare:
    """Drop the words of a table ("salts", their "hydrates", "qualifiers"), unless nothing else would be left."""
    known = _known(table)
    if table == "salts" and _coformers().intersection(read[1:]):
        known |= {"acid"}
    kept = tuple(word for word in read if word not in known)
    return Bare(kept, tuple(word for word in read if word in known)) if kept else Bare(read, ())


def acid(bare: Bare) -> tuple[str, ...] | None:
    """Return the acid of an anion whose cation was dropped: alendronate sodium is a salt of alendronic acid."""
    anions = [word for word in bare.kept if word.endswith("at")]
    if len(anions) != 1 or not cations().intersection(bare.dropped):
        return None
    return (*(word[:-2] + "ic" if word == anions[0] else word for word in bare.kept), "acid")


def elements(read: tuple[str, ...]) -> bool:
    """Return whether all words are names of elements: barium sulfate is no form of barium."""
    return _elements().issuperset(read)


@cache
def _elements() -> frozenset[str]:
    return frozenset(spell(row["word"]) for row in tables.rows("salts") if row["kind"] == "element")


@cache
def _coformers() -> frozenset[str]:
    return frozenset(spell(row["word"]) for row in tables.rows("salts") if row["kind"] == "coformer")


@cache
def _known(table: str) -> frozenset[str]:
    if table == "hydrates":
        return frozenset(spell(row["word"]) for row in tables.rows("salts") if row["kind"] == "hydrate")
    return frozenset(spell(row["word"]) for row in tables.rows(table) if row["kind"] != "element")


@cache
def cations() -> frozenset[str]:
    """Return the words of cations as `spell` writes them."""
    return frozenset(spell(row["word"]) for row in tables.rows("salts") if row["kind"] == "cation")
