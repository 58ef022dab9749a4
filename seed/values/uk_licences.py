"""UK marketing authorisations: their numbers (PL 12345/0001, PLGB for Great Britain, PLNI for Northern Ireland), and
a licence's texts in the form of the compendium.
"""

import re

from seed.values.row import RowReader

NUMBER = re.compile(r"(?:PLGB|PLNI|PLPI|PL|THR|NR) \d{5}/\d{4}")
"""Licences, those of parallel imports (PLPI), registrations of herbal (THR) and homoeopathic (NR) products."""

_LOOSE = re.compile(r"(PLGB|PLNI|PLPI|PL|THR|NR)[\s:]*(\d{4,5})\s*[/-]?\s*(\d{4})", re.IGNORECASE)


def printed_number(text: str) -> str:
    """Return the number as the authority prints it; return other text unchanged.

    >>> printed_number("PLGB046680429")
    'PLGB 04668/0429'
    >>> printed_number("PL 4668/0429")
    'PL 04668/0429'
    """
    match = _LOOSE.fullmatch(text.strip())
    return f"{match[1].upper()} {int(match[2]):05}/{match[3]}" if match else text


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the distinct numbers in a cell as the authority prints them.

    >>> numbers_in("PL 12345/0001, PLNI 12345/0002")
    ('PL 12345/0001', 'PLNI 12345/0002')
    """
    return tuple(dict.fromkeys(printed_number(found.group()) for found in _LOOSE.finditer(text)))


def native_texts(reader: RowReader, number: str, active: str, rule: str, name: str, form: str | None) -> dict[str, str]:
    """Return a licence's texts in the compendium's form: `rule` derived `active`, the form is read from the name."""
    native = {"maNumber": reader.required("maNumber", number)}
    if active:
        native["activeIngredient"] = reader.derived("activeIngredient", rule, active, active)
    if form:
        native["pharmaceuticalForm"] = reader.derived("pharmaceuticalForm", "FORM_IN_NAME", name, form)
    return native
