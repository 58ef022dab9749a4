"""Cell text: HTML entities, white space, lists in one cell, brand names and ATC codes."""

import html
import re

NCT_NUMBER = re.compile(r"NCT\d{8}")
"""A study's number at ClinicalTrials.gov."""
_WORD = re.compile(r"[^\W\d_]+")
_ATC = re.compile(r"[A-Z]\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?")
_PLAIN = re.compile(r"[\W_]+")
_NO_NAMES = {
    "", "none", "nil", "na", "nobrand", "nobrandname", "unbranded", "notapplicable", "notavailable", "generic",
}  # fmt: skip
"""Texts that stand for a missing name, in letters alone."""
_FORMER = re.compile(r"\s*\(previously .*\)$")


def tidy(text: str) -> str:
    r"""Return the text on one line without HTML entities: "&nbsp;", line breaks and runs of spaces become one space.

    >>> tidy(" Vetter &amp; Co\n")
    'Vetter & Co'
    """
    return " ".join((html.unescape(text) if "&" in text else text).split())


def lines(cell: str) -> tuple[str, ...]:
    """Return the tidied lines of a cell that lists one thing a line, without blank lines."""
    return tuple(line for line in map(tidy, cell.splitlines()) if line)


def split_outside(text: str, *separators: str) -> tuple[str, ...]:
    """Split at the separators outside round brackets; return the tidied parts without blank ones.

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


def is_name(text: str) -> bool:
    """Return whether a cell for a name holds one: "None", "N/A" or "Unbranded" says that there is none.

    >>> is_name("Increlex"), is_name("None"), is_name("n/a"), is_name("-")
    (True, False, False, False)
    """
    return _PLAIN.sub("", text.casefold()) not in _NO_NAMES


def brand(product: str, ingredients: tuple[str, ...]) -> str | None:
    """Return the product's name if it is a brand: no word of it is the first word of an ingredient.

    A former name in brackets is left out.

    >>> brand("Increlex", ("Mecasermin",))
    'Increlex'
    >>> brand("Clopidogrel Zentiva", ("clopidogrel hydrogen sulfate",)) is None
    True
    """
    name = _FORMER.sub("", product)
    if not is_name(name):
        return None
    words = {word.casefold() for word in _WORD.findall(name)}
    heads = {found[0].casefold() for found in map(_WORD.findall, ingredients) if found}
    return name if words and not words & heads else None


def atc_code(text: str) -> str:
    """Return an ATC code of any level without spaces inside it ("N07B A01").

    Raises ValueError on anything else.
    """
    code = "".join(text.split())
    if not _ATC.fullmatch(code):
        raise ValueError(f"not an ATC code: {text!r}")
    return code
