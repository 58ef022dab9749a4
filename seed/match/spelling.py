"""One spelling for one name: British, American, Spanish and French forms of an INN differ by rule.

amlodipine, amlodipino; sulphamethoxazole, sulfamethoxazole; ácido acetilsalicílico, acetylsalicylic acid.
The result is a key for comparison, not a word of any language.
"""

import re
from functools import cache, lru_cache

from seed import tables
from seed.naming import fold

_SILENT = {"de", "del", "of", "the", "para", "as", "y"}
_DOUBLE = re.compile(r"(\D)\1")
_LETTERS = (("ae", "e"), ("oe", "e"), ("ph", "f"), ("y", "i"), ("k", "c"), ("h", ""))
_NUMBER_FIRST = re.compile(r"\b(\d{2,3}m?) ?([a-z]{1,2})\b")
_SYMBOL_FIRST = re.compile(r"\b([a-z]{1,2}) ?(\d{2,3}m?)\b")
_SIGN = re.compile(r"(\d+m?(?!$))([a-z]+)")
_SHORT = 5
"""A word shorter than this keeps its last vowel."""


@lru_cache(maxsize=100_000)
def words(name: str) -> tuple[str, ...]:
    """Return the words of a name as `spell` writes them, in the order printed, "acid" last.

    >>> words("ACETILSALICÍLICO ÁCIDO") == words("Acetylsalicylic acid")
    True
    """
    known = _known()
    read = [known.get(word) or spell(word) for word in isotopes(fold(name)).split() if word not in _SILENT]
    return tuple(sorted(read, key=lambda word: word == "acid"))


def isotopes(folded: str) -> str:
    """Return a folded name with its isotopes as an INN writes them, one word for each.

    >>> isotopes("lutetium lu 177 dotatate"), isotopes("vitamin b 12")
    ('lutetium 177lu dotatate', 'vitamin b 12')
    """
    if not any(map(str.isdigit, folded)):
        return folded
    joined = _NUMBER_FIRST.sub(lambda match_: _isotope(match_, match_[1] + match_[2]), folded)
    return _SYMBOL_FIRST.sub(lambda match_: _isotope(match_, match_[2] + match_[1]), joined)


def with_isotopes(name: str) -> str:
    """Return a name with its isotopes as an INN prints them; a name without isotopes is unchanged.

    >>> with_isotopes("Ioflupane i-123"), with_isotopes("Technetium tc 99m")
    ('Ioflupane (123I)', 'Technetium (99mTc)')
    """
    read = isotopes(fold(name)).split()
    if _isotopes().isdisjoint(read):
        return name
    shown = " ".join(_SIGN.sub(_shown, word) if word in _isotopes() else word for word in read)
    return shown[0].upper() + shown[1:]


def _shown(match_: re.Match[str]) -> str:
    return f"({match_[1]}{match_[2].capitalize()})"


def _isotope(match_: re.Match[str], one: str) -> str:
    return one if one in _isotopes() else match_[0]


def key(read: tuple[str, ...]) -> str:
    """Return a key for the words in any order; words with digits, except isotopes, fix the order.

    >>> key(words("human insulin")) == key(words("Insulina humana"))
    True
    """
    numbered = any(any(map(str.isdigit, word)) and word not in _spelt_isotopes() for word in read)
    return " ".join(read if numbered else sorted(read))


def spell(word: str) -> str:
    """Return the key of one word, equal for all its spellings.

    >>> spell("sulphamethoxazole") == spell("sulfametoxazol")
    True
    """
    for letters, one in _LETTERS:
        word = word.replace(letters, one)
    word = _DOUBLE.sub(r"\1", word)
    return word[:-1] if len(word) >= _SHORT and word[-1] in "aeo" else word


@cache
def _isotopes() -> frozenset[str]:
    """Return the isotopes of medicines as an INN writes them; B 12, RH0 or CD 19 are no isotopes."""
    return frozenset(row["isotope"] for row in tables.rows("isotopes"))


@cache
def _spelt_isotopes() -> frozenset[str]:
    return frozenset(map(spell, _isotopes()))


@cache
def _known() -> dict[str, str]:
    """Return the words that the table translates, to keys of their meaning."""
    return {row["word"]: spell(row["means"]) for row in tables.rows("words")}
