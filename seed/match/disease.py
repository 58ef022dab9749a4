"""One form for one disease, however its name is written: inverted, in the plural, in another order or spelling.

Carcinoma, Non-Small-Cell Lung; non-small cell lung carcinomas. What a stage, a course or a site of spread adds is not
left out: it makes a narrower disease, and `wider` tells of which.
"""

import re
from functools import lru_cache

from seed.naming import fold

_SILENT = {"s", "of", "the", "and", "in", "with", "to", "by", "nos"}
_SPELLING = (("aemi", "emi"), ("haem", "hem"), ("oede", "ede"), ("oeso", "eso"), ("tumour", "tumor"), ("paed", "ped"))
_ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z0-9-]{1,9})\)\s*$")
_WIDER = re.compile(
    r"\b(?:(?:clinical |pathologic(?:al)? |figo |ann arbor )?stages? (?:[0iv]+[abc]?\d?|[0-4][abc]?)"
    r"(?: ?(?:,|/|-|to|and|or) ?(?:stage )?(?:[0iv]+[abc]?\d?|[0-4][abc]?)(?!\w))*|ajcc v\d|"
    r"(?:locally )?advanced|metastatic|recurrent|relapsed|refractory|relapsed/refractory|unresectable|resectable|"
    r"early[- ]stage|limited[- ]stage|extensive[- ]stage|newly diagnosed|previously (?:un)?treated|in relapse|"
    r"in remission)(?!\w)",
    re.I,
)
_COMMAS = re.compile(r"\s+(?=,)|,\s*(?=,)")


@lru_cache(maxsize=20_000)
def form(name: str) -> str:
    """What the names of one disease share.

    >>> form("Carcinoma, Non-Small-Cell Lung") == form("Non-small cell lung carcinomas")
    True
    >>> form("Crohn's disease") == form("Crohn Disease"), form("Lung Neoplasms") == form("Lung Diseases")
    (True, False)
    """
    return " ".join(sorted(_word(word) for word in fold(name).split() if word not in _SILENT))


def unabbreviated(name: str) -> str | None:
    """The name without the abbreviation of it that stands in brackets at its end; None if none does.

    >>> unabbreviated("Acute Myeloid Leukemia (AML)"), unabbreviated("Anemia (Child)")
    ('Acute Myeloid Leukemia', None)
    """
    found = _ACRONYM.search(name)
    outer = name[: found.start()] if found else ""
    return outer if found and _abbreviates(found[1], outer) else None


def wider(name: str) -> str | None:
    """The disease of which a name tells a stage, a course or a spread; None if it tells none.

    >>> wider("Stage IIIA Non-small Cell Lung Cancer AJCC v8"), wider("Anemia, Refractory, with Excess of Blasts")
    ('Non-small Cell Lung Cancer', 'Anemia, with Excess of Blasts')
    """
    shorter = _WIDER.sub(" ", name)
    if shorter == name:
        return None
    return _COMMAS.sub("", " ".join(shorter.split())).strip(" ,;-/") or None


def _word(word: str) -> str:
    for letters, one in _SPELLING:
        word = word.replace(letters, one)
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _abbreviates(short: str, long: str) -> bool:
    """True if the letters of `short` stand in `long` in this order, the first of them at its start."""
    letters = iter(fold(long).replace(" ", ""))
    wanted = [letter for letter in short.casefold().rstrip("s") if letter.isalnum()]
    return fold(long)[:1] == wanted[0] and all(letter in letters for letter in wanted)
