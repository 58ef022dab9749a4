"""Substances in one cell of CIMA: ", " separates names, but some names contain a comma."""

import re

from seed.values.row import RowReader
from seed.values.text import tidy

_QUALIFIERS = {"REFINADO", "MONOHIDRATO"}
"""Words that follow "ACEITE DE" and "BROMURO DE" after another comma."""
_WITH_COMMA = ("VIBRIO CHOLERAE O1 INABA, BIOTIPO CLASICO (INACTIVADO POR CALOR)",)
"""Names with a comma that no rule recognises."""


def counted(cell: str, count: str, reader: RowReader) -> tuple[str, ...]:
    """Return the substances of a cell, rejoined until their number is `count`; report a mismatch."""
    wanted = int(float(count)) if re.fullmatch(r"\d{1,4}(\.0)?", count.strip()) else None
    if wanted == 1:
        return (tidy(cell),)
    names = _split(cell)
    for join in (_joined_tails, _joined_qualifiers):
        if wanted is not None and len(names) > wanted:
            names = join(names)
    if len(names) != wanted:
        reader.report(f"{len(names)} substances where Nº P. Activos says {count!r}")
    return tuple(names)


def uncounted(cell: str) -> tuple[str, ...]:
    """Return the substances of a cell whose number is not given."""
    return tuple(_joined_qualifiers(_joined_tails(_split(cell))))


def _split(cell: str) -> list[str]:
    text = tidy(cell)
    for name in _WITH_COMMA:
        text = text.replace(name, name.replace(", ", "\0"))
    return [part.replace("\0", ", ") for part in text.split(", ") if part.strip()]


def _joined_tails(names: list[str]) -> list[str]:
    """Join a part that ends in DE to the part before it: DOXILAMINA, HIDROGENOSUCCINATO DE is one name."""
    joined: list[str] = []
    for name in names:
        if joined and (name.endswith(" DE") or name == "DE"):
            joined[-1] += f", {name}"
        else:
            joined.append(name)
    return joined


def _joined_qualifiers(names: list[str]) -> list[str]:
    """Join a qualifier to the part before it: SOJA, ACEITE DE, REFINADO is one name."""
    joined: list[str] = []
    for name in names:
        if joined and joined[-1].endswith(" DE") and name in _QUALIFIERS:
            joined[-1] += f", {name}"
        else:
            joined.append(name)
    return joined
