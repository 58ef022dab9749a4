"""Strengths of one ingredient in canonical units, so that "40 mg in 4 mL" and "10 mg/mL" are equal.

An amount is a number and a unit: "10 mg/mL", "500 mg", "100 IU/mL", "0.025 mg/h", "5 %". Masses are in mg,
radioactivity in MBq; a counted unit (tablet, vial, sachet) is 1, a puff is a dose. A percentage is converted only if
the source states its basis: "1 % w/w" is 10 mg/g, a bare "1 %" stays. Uncertain text yields nothing: ranges, limits,
units of a single assay, several substances in one cell.
"""

import re
from decimal import Context, Decimal
from functools import lru_cache

_NUMBER = r"(?:\d{1,3}(?:, ?\d{3})+(?!\d)(?:\.\d+)?|\d*\.?\d+|\d+,\d+)"
_DIGITS = 6
_CLOSE = 0.01
"""Tolerance for rounded numbers: 200 mg in 5.26 mL is printed as 38 mg/mL."""

_MASS: dict[str, int | str] = {
    "kg": 10**6, "g": 1000, "gm": 1000, "gram": 1000, "mg": 1, "milligram": 1, "mcg": "1e-3", "ug": "1e-3",
    "µg": "1e-3", "μg": "1e-3", "microgram": "1e-3", "ng": "1e-6", "nanogram": "1e-6",
}  # fmt: skip
_BECQUEREL: dict[str, int | str] = {"gbq": 1000, "mbq": 1, "kbq": "1e-3", "ci": 37_000, "mci": 37, "uci": "0.037"}
_UNITS: dict[str, tuple[Decimal, str]] = {
    **{word: (Decimal(factor), "mg") for word, factor in _MASS.items()},
    **{word: (Decimal(factor), "MBq") for word, factor in _BECQUEREL.items()},
    **{
        word: (Decimal(1), "IU") for word in ("iu", "i.u.", "ui", "u.i.", "u", "unit", "usp unit", "international unit")
    },
    "miu": (Decimal(10**6), "IU"),
    "mmol": (Decimal(1), "mmol"),
    "meq": (Decimal(1), "mEq"),
    "ml": (Decimal(1), "mL"),
}
_COUNTED = (
    "tablet|tab|caplet|capsule|cap|suppository|sup|lozenge|film|implant|vial|ampoule|ampule|amp|syringe|syr|pen"
    "|cartridge|sachet|packet|bag|bottle|bot"
)
_PER: dict[str, tuple[Decimal, str]] = {
    **{word: (Decimal(1), "") for word in _COUNTED.split("|")},
    **{
        word: (Decimal(1), "dose")
        for word in ("dose", "actuation", "act", "inhalation", "inh", "spray", "puff", "metered dose")
    },
    "ml": (Decimal(1), "mL"),
    "l": (Decimal(1000), "mL"),
    "g": (Decimal(1), "g"),
    "gm": (Decimal(1), "g"),
    **{word: (Decimal(1), "h") for word in ("h", "hr", "hour")},
    "day": (Decimal(24), "h"),
    **{word: (Decimal(1), "cm2") for word in ("cm2", "cm²", "sq cm")},
    "patch": (Decimal(1), "patch"),
}


def _words(of: dict[str, tuple[Decimal, str]]) -> str:
    return "|".join(f"{re.escape(word)}s?" for word in sorted(of, key=len, reverse=True))


_AMOUNT = re.compile(
    rf"(?P<equal>eq )?(?P<value>{_NUMBER}) ?(?P<unit>{_words(_UNITS)})(?(equal)(?: base)?)"
    rf"(?P<in> ?(?:/|per|in) ?(?P<of>{_NUMBER})? ?(?P<per>{_words(_PER)})?)?"
)
_PERCENT = re.compile(rf"(?P<value>{_NUMBER}) ?%(?: ?/? ?(?P<of>[wv]/[wv]))?")
_EQUAL_PERCENT = re.compile(r"eq (?P<rest>.*%) base")
_PERCENT_OF: dict[str | None, tuple[int | str, str]] = {
    "w/w": (10, "mg/g"),
    "w/v": (10, "mg/mL"),
    "v/v": ("0.01", "mL/mL"),
    None: (1, "%"),
}
_PER_CENT = {"mg/g": 10, "mg/mL": 10, "mL/mL": 0.01}
"""The value of one per cent in these units."""
_VOLUME_FIRST = re.compile(rf"(?P<of>{_NUMBER}) ?ml ?[::] ?(?P<amount>.+)")
_NOTE = re.compile(r"[((](?P<text>[^()()]*)[))]")
_NONE = {"", "n/a"}


@lru_cache(maxsize=65_536)
def amounts(text: str, *, decimal_comma: bool = False) -> tuple[str, ...]:
    """Return the distinct amounts of one ingredient in the text, sorted; none unless all can be read.

    With `decimal_comma`, as in Spain, "0,5" is a half and "1.000" a thousand. A volume alone is no amount of an
    ingredient.

    >>> amounts("40 mg in 4 mL"), amounts("40MG/4ML (10MG/ML)"), amounts("EQ 10MG BASE,EQ 20MG BASE")
    (('10 mg/mL',), ('10 mg/mL',), ('10 mg', '20 mg'))
    >>> amounts("10-20 mg"), amounts("500 mg/125 mg"), amounts("5000 TCID50")
    ((), (), ())
    """
    found: set[str] = set()
    for part in _parts(_plain(text, decimal_comma)):
        read = _read(part)
        if read is None:
            return ()
        if read.endswith(" mL"):
            continue
        found.add(read)
    return tuple(sorted(found))


def same(one: str, other: str) -> bool | None:
    """Return whether two amounts are equal but for rounding; None if their units cannot be compared.

    >>> same("5 %", "50 mg/g"), same("38 mg/mL", "38.0228 mg/mL"), same("10 mg", "10 mg/mL")
    (True, True, None)
    """
    (a, unit), (b, other_unit) = _parted(one), _parted(other)
    if unit != other_unit:
        if unit == "%" and other_unit in _PER_CENT:
            a *= _PER_CENT[other_unit]
        elif other_unit == "%" and unit in _PER_CENT:
            b *= _PER_CENT[unit]
        else:
            return None
    return abs(a - b) <= _CLOSE * max(a, b)


def _parted(amount: str) -> tuple[float, str]:
    number, _, unit = amount.partition(" ")
    return float(number), unit


def _plain(text: str, decimal_comma: bool) -> str:
    low = " ".join(text.casefold().split())
    if decimal_comma:
        low = re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", "", low)
        low = re.sub(r"(?<=\d),(?=\d)", ".", low)
    return low


def _parts(text: str) -> list[str]:
    """Split a list of amounts; a comma separates them after a unit, not within a number."""
    listed = re.split(r" ?; ?|(?<=[^\d\s]) ?, ?", text)
    return [part for part in map(str.strip, listed) if part not in _NONE]


def _read(part: str) -> str | None:
    """Read one amount; None if text in brackets states another number in the same unit."""
    notes = [_amount(found["text"].strip()) for found in _NOTE.finditer(part)]
    read = _amount(_NOTE.sub("", part).strip())
    for note in filter(None, notes):
        if read and same(note, read) is False:
            return None
    return read


def _amount(text: str) -> str | None:
    if first := _VOLUME_FIRST.fullmatch(text):
        text = f"{first['amount']}/{first['of']} ml"
    if equal := _EQUAL_PERCENT.fullmatch(text):
        text = equal["rest"]
    if found := _PERCENT.fullmatch(text):
        per_cent, unit = _PERCENT_OF.get(found["of"], (0, ""))
        return _printed(_number(found["value"]) * Decimal(per_cent), unit)
    if not (found := _AMOUNT.fullmatch(text)):
        return None
    factor, unit = _known(_UNITS, found["unit"])
    value = _number(found["value"]) * factor
    if found["per"] is None:
        # openFDA writes "500 mg/1" for one tablet; any other number without a unit has no meaning.
        return _printed(value, unit) if found["in"] is None or found["of"] == "1" else None
    size, per = _known(_PER, found["per"])
    if per in ("", "dose", "patch") and found["of"] not in (None, "1"):
        return None
    if per == "g" and found["unit"] in ("kg", "g", "gm") and found["of"] is None:
        return None
    total = _number(found["of"] or "1") * size
    return _printed(value / total, f"{unit}/{per}" if per else unit) if total else None


def _known(of: dict[str, tuple[Decimal, str]], word: str) -> tuple[Decimal, str]:
    return of[word] if word in of else of[word.removesuffix("s")]


def _number(text: str) -> Decimal:
    """Read a number: a comma before three digits separates thousands, unless the number begins with 0.

    >>> _number("1,000"), _number("0,125"), _number(".5")
    (Decimal('1000'), Decimal('0.125'), Decimal('0.5'))
    """
    bare = text.replace(" ", "")
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", bare):
        return Decimal(bare.replace(",", ""))
    return Decimal(bare.replace(",", "."))


def _printed(value: Decimal, unit: str) -> str | None:
    """Print six significant digits without an exponent; None for 0, which is no strength."""
    if value <= 0:
        return None
    rounded = Context(prec=_DIGITS).plus(value)
    return f"{rounded.normalize():f} {unit}"
