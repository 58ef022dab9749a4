"""Names as people write them: folded for comparison, readable in an address, best of several spellings."""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

from graph import names

_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
_NOT_IN_AN_ADDRESS = re.compile(r"[^A-Za-z0-9]+")

_REMEMBERED = 20_000
"""Names that are met again and again are few; all of them would take 100 MB."""

normalise = lru_cache(maxsize=_REMEMBERED)(names.normalise)
"""Case folded, accents dropped, white space single: as in `Name.normalised` and in what is asked."""


@lru_cache(maxsize=_REMEMBERED)
def fold(name: str) -> str:
    """As `normalise`, with punctuation read as white space; a name of nothing else stays as it is.

    >>> fold("Ipsen Biopharmaceuticals, Inc.")
    'ipsen biopharmaceuticals inc'
    """
    plain = normalise(name)
    return " ".join(_NEITHER_LETTER_NOR_DIGIT.sub(" ", plain).split()) or plain


@lru_cache(maxsize=_REMEMBERED)
def slug(name: str) -> str:
    """Lower case and hyphens, the same for names that `fold` alike; other scripts get a hash beside what is left.

    >>> slug("Ipsen Biopharmaceuticals, Inc.")
    'ipsen-biopharmaceuticals-inc'
    """
    folded = fold(name)
    readable = "-".join(_NOT_IN_AN_ADDRESS.sub(" ", folded).split())
    if readable == folded.replace(" ", "-"):
        return readable
    return f"{readable}-{hashlib.sha256(folded.encode()).hexdigest()[:8]}".lstrip("-")


def best(spellings: Iterable[str]) -> str:
    """The spelling to show: mixed case before one case, then the first in order, so that no load order matters."""
    return min(spellings, key=lambda spelling: (spelling.isupper() or spelling.islower(), spelling))
