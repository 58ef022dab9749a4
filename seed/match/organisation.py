"""The legal entity behind an organisation's name, for any spelling of its legal form and any trading name.

"Limited" is "Ltd", "S.p.A." is "SpA": `organisation_words.csv` has these rules, `organisation_names.csv` the names that
no rule covers. A name without a legal form never equals one with it: the group table joins those.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property

from seed import tables
from seed.naming import fold

_ON_BEHALF = re.compile(r"(?P<trading>.+?)[\s,(]+(?:o/b|on behalf of)\s+(?P<legal>.+)", re.IGNORECASE)
_DIVISION_OF = re.compile(
    r"(?P<trading>.+?)[\s,(]+(?:an?\s+)?div(?:\.|ision)?\s+(?:of|de)\s+(?:/de\s+)?(?P<legal>.+)", re.IGNORECASE
)
_TRADING_AS = re.compile(
    r"(?P<legal>.+?)[\s,(]+(?:t/a|d/b/a|dba|trading as|doing business as)\s+(?P<trading>.+)", re.IGNORECASE
)
_DIVISION = re.compile(r"(?P<legal>.+?)\s+-\s+(?P<trading>.+ division)", re.IGNORECASE)
_CARE_OF = re.compile(r"\s+c/o\s.*", re.IGNORECASE)
_ALWAYS_SHORT = frozenset({"gmbh", "kft", "kgaa", "lda", "ltda", "psc", "pte", "ulc"})
"""Legal forms with only one known spelling."""
_LONGEST = 300
"""Length limit of a name in characters; a longer text is left unchanged."""
_FORMS = (_ON_BEHALF, _DIVISION_OF, _TRADING_AS, _DIVISION)


@dataclass(frozen=True)
class ParsedName:
    """The legal entity in a text, its trading name there, and the rule that read them, if any."""

    legal: str
    trading: str | None = None
    rule: str = ""

    @cached_property
    def key(self) -> str:
        """The folded legal name, equal for all its spellings."""
        if len(self.legal) > _LONGEST:
            return fold(self.legal)
        folded = _read(self.legal)
        return _same().get(folded, folded)


def parse_name(text: str) -> ParsedName:
    """Read one printed name. A text is split only if the legal part has a legal form: otherwise it is one name.

    >>> parse_name("Glaxo Operations UK Ltd (trading as Glaxo Wellcome Operations)")
    ParsedName(legal='Glaxo Operations UK Ltd', trading='Glaxo Wellcome Operations', rule='TRADING_NAME_RULE')
    >>> parse_name("Merck Sharp and Dohme B.V.").key, parse_name("ADVANCE PHARMACEUTICAL COMPANY LIMITED").key
    ('merck sharp dohme bv', 'advance pharmaceutical co ltd')
    """
    if len(text) > _LONGEST:
        return ParsedName(text)
    plain = _CARE_OF.sub("", text)
    for form in _FORMS:
        match = form.fullmatch(plain)
        if match and _has_form(match["legal"]):
            legal, trading = _closed(match["legal"]), _closed(match["trading"])
            is_same = ParsedName(legal).key == ParsedName(trading).key
            return ParsedName(legal, None if is_same else trading, "TRADING_NAME_RULE")
    return ParsedName(plain, None, "" if ParsedName(plain).key == fold(text) else "LEGAL_FORM_RULE")


def _read(text: str) -> str:
    """Fold the text and replace its words by the table."""
    rules, words = _rules(), fold(text).split()
    read: list[str] = []
    while words:
        length = next((size for size in (4, 3, 2, 1) if _applies(rules, words, size, at_start=not read)), 0)
        word = rules[tuple(words[:length])][0] if length else words[0]
        read += [word] if word else []
        words = words[length or 1 :]
    return " ".join(read)


def _applies(rules: dict[tuple[str, ...], tuple[str, str]], words: list[str], size: int, *, at_start: bool) -> bool:
    found = rules.get(tuple(words[:size])) if len(words) >= size else None
    if found is None:
        return False
    place, rest = found[1], words[size:]
    if place == "start":
        return at_start and bool(rest)
    return (place == "any" and not (at_start and not rest)) or (place == "end" and not at_start and _are_forms(rest))


def _are_forms(words: list[str]) -> bool:
    """Return whether all words are legal forms: "Alcon Couvreur N.V./S.A."."""
    return all(word in _forms() or word in _letters() for word in words)


def _has_form(text: str) -> bool:
    return any(word in _forms() for word in _read(text).split())


def _closed(text: str) -> str:
    """Strip separators and an unmatched closing bracket."""
    text = text.strip(" ,;-")
    return text.removesuffix(")").strip() if text.count(")") > text.count("(") else text


@cache
def _rules() -> dict[tuple[str, ...], tuple[str, str]]:
    """Return the table: words as written to their meaning and place."""
    return {tuple(row["written"].split()): (row["means"], row["place"]) for row in tables.rows("organisation_words")}


@cache
def _forms() -> frozenset[str]:
    found = {row["means"] for row in tables.rows("organisation_words") if row["reason"].startswith("legal form")}
    return frozenset(found | _ALWAYS_SHORT)


@cache
def _letters() -> frozenset[str]:
    """Return the single letters of legal forms written with full stops."""
    return frozenset(word for written in _rules() for word in written if len(written) > 1 and len(word) == 1)


@cache
def _same() -> dict[str, str]:
    """Return the names that a reviewer has found to be equal."""
    return {_read(row["name"]): _read(row["means"]) for row in tables.rows("organisation_names")}
