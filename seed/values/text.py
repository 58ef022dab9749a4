"""Texts of cells: entities, white space, lists in one cell, and names that are more than an ingredient's name."""

import html
import re

NCT_NUMBER = re.compile(r"NCT\d{8}")
"""A study's number at ClinicalTrials.gov."""
_WORD = re.compile(r"[^\W\d_]+")
_ATC = re.compile(r"[A-Z]\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?")
_FORMER = re.compile(r"\s*\(previously .*\)$")


def tidy(text: str) -> str:
    r"""One line without HTML entities: "&nbsp;", line breaks and runs of spaces become one space.

    >>> tidy(" Vetter &amp; Co\n")
    'Vetter & Co'
    """
    return " ".join((html.unescape(text) if "&" in text else text).split())


def lines(cell: str) -> tuple[str, ...]:
    """The lines of a cell that lists several things below one another, tidied, blank ones left out."""
    return tuple(line for line in map(tidy, cell.splitlines()) if line)


def split_outside(text: str, *separators: str) -> tuple[str, ...]:
    """Split at the separators that stand outside round brackets; parts are tidied, blank ones left out.

    >>> split_outside("TRIPLE SULFA (A;B); C", ";")
    ('TRIPLE SULFA (A;B)', 'C')
    """
    parts, depth, start, position = [], 0, 0, 0
    while position < len(text):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        found = next(
            (separator for separator in separators if depth == 0 and text.startswith(separator, position)), None
        )
        if found is None:
            position += 1
            continue
        parts.append(text[start:position])
        start = position = position + len(found)
    return tuple(part for part in map(tidy, [*parts, text[start:]]) if part)


def brand(product: str, ingredients: tuple[str, ...]) -> str | None:
    """The product's name if it is a brand: it shares no word with an ingredient's first word.

    A former name in brackets is left out.

    >>> brand("Increlex", ("Mecasermin",))
    'Increlex'
    >>> brand("Clopidogrel Zentiva", ("clopidogrel hydrogen sulfate",)) is None
    True
    """
    name = _FORMER.sub("", product)
    words = {word.casefold() for word in _WORD.findall(name)}
    heads = {found[0].casefold() for found in map(_WORD.findall, ingredients) if found}
    return name if words and not words & heads else None


def atc_code(text: str) -> str:
    """An ATC code of any level, spaces inside it dropped ("N07B A01").

    Raises ValueError on anything else.
    """
    code = "".join(text.split())
    if not _ATC.fullmatch(code):
        raise ValueError(f"not an ATC code: {text!r}")
    return code
