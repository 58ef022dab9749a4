"""Names folded for comparison, slugs for addresses, and the best of several spellings."""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

from graph import names

_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
_NOT_IN_AN_ADDRESS = re.compile(r"[^A-Za-z0-9]+")

_REMEMBERED = 20_000
"""Size of the cache: frequent names are few, and all names would take 100 MB."""

normalise = lru_cache(maxsize=_REMEMBERED)(names.normalise)
"""Folds case, drops accents and collapses white space, as in `Name.normalised` and in queries."""


@lru_cache(maxsize=_REMEMBERED)
def fold(name: str) -> str:
    """Normalise with punctuation as white space; a name of punctuation only is unchanged.

    >>> fold("Ipsen Biopharmaceuticals, Inc.")
    'ipsen biopharmaceuticals inc'
    """
    plain = normalise(name)
    return " ".join(_NEITHER_LETTER_NOR_DIGIT.sub(" ", plain).split()) or plain


@lru_cache(maxsize=_REMEMBERED)
def slug(name: str) -> str:
    """Return lower case with hyphens, equal for names of one `fold`; other scripts get a hash added.

    >>> slug("Ipsen Biopharmaceuticals, Inc.")
    'ipsen-biopharmaceuticals-inc'
    """
    folded = fold(name)
    readable = "-".join(_NOT_IN_AN_ADDRESS.sub(" ", folded).split())
    if readable == folded.replace(" ", "-"):
        return readable
    return f"{readable}-{hashlib.sha256(folded.encode()).hexdigest()[:8]}".lstrip("-")


def best(spellings: Iterable[str]) -> str:
    """Return the spelling to show: mixed case first, then sort order, so that load order does not matter."""
    return min(spellings, key=lambda spelling: (spelling.isupper() or spelling.islower(), spelling))
