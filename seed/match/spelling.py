"""One spelling for one name: British, American, Spanish and French forms of an INN differ by rule.

amlodipine, amlodipino; sulphamethoxazole, sulfamethoxazole; ácido acetilsalicílico, acetylsalicylic acid.
The result is a key for comparison and no word of any language.
"""

import re
from functools import cache, lru_cache

from seed import tables
from seed.naming import fold

_SILENT = {"de", "del", "of", "the", "para", "as", "y"}
_DOUBLE = re.compile(r"(.)\1")
_LETTERS = (("ae", "e"), ("oe", "e"), ("ph", "f"), ("y", "i"), ("k", "c"), ("h", ""))
_SHORT = 5
"""A word shorter than this keeps its last vowel."""


@lru_cache(maxsize=100_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in the one spelling, in the order printed, "acid" last.

    >>> words("ACETILSALICÍLICO ÁCIDO") == words("Acetylsalicylic acid")
    True
    """
    known = _known()
    read = [known.get(word) or spell(word) for word in fold(name).split() if word not in _SILENT]
    return tuple(sorted(read, key=lambda word: word == "acid"))


def key(read: tuple[str, ...]) -> str:
    """What names of the same words share, whatever their order; where digits stand, the order is kept.

    >>> key(words("human insulin")) == key(words("Insulina humana"))
    True
    """
    return " ".join(read if any(map(str.isdigit, "".join(read))) else sorted(read))


def spell(word: str) -> str:
    """One word in the one spelling.

    >>> spell("sulphamethoxazole") == spell("sulfametoxazol")
    True
    """
    for letters, one in _LETTERS:
        word = word.replace(letters, one)
    word = _DOUBLE.sub(r"\1", word)
    return word[:-1] if len(word) >= _SHORT and word[-1] in "aeo" else word


@cache
def _known() -> dict[str, str]:
    """Words that the table translates, spelt."""
    return {row["word"]: spell(row["means"]) for row in tables.rows("words")}
