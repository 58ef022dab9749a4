"""One key for all ways to write a disease's name: inverted, in the plural, in another order or spelling.

Carcinoma, Non-Small-Cell Lung; non-small cell lung carcinomas. A stage, a course or a site of spread stays in the key:
it makes a narrower disease, and `wider` returns the wider one.
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
    """Return the key that all names of one disease share.

    >>> form("Carcinoma, Non-Small-Cell Lung") == form("Non-small cell lung carcinomas")
    True
    >>> form("Crohn's disease") == form("Crohn Disease"), form("Lung Neoplasms") == form("Lung Diseases")
    (True, False)
    """
    return " ".join(sorted(_word(word) for word in fold(name).split() if word not in _SILENT))


def unabbreviated(name: str) -> str | None:
    """Return the name without its abbreviation in brackets at the end; None if there is no such abbreviation.

    >>> unabbreviated("Acute Myeloid Leukemia (AML)"), unabbreviated("Anemia (Child)")
    ('Acute Myeloid Leukemia', None)
    """
    found = _ACRONYM.search(name)
    outer = name[: found.start()] if found else ""
    return outer if found and _abbreviates(found[1], outer) else None


def wider(name: str) -> str | None:
    """Return the disease without the stage, course or spread in its name; None if the name has none.

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
    """Return whether `long` begins with the first letter of `short` and contains the others in order."""
    letters = iter(fold(long).replace(" ", ""))
    wanted = [letter for letter in short.casefold().rstrip("s") if letter.isalnum()]
    return fold(long)[:1] == wanted[0] and all(letter in letters for letter in wanted)
