"""Form, strength and brand within a product's name, as printed there."""

import re
from collections.abc import Container

from graph.names import normalise

_COATED = r"(?:(?:FILM|ENTERIC|SUGAR)[- ]COATED|(?:SUSTAINED|PROLONGED|EXTENDED|MODIFIED)[- ]RELEASE)"
_KIND = (
    r"(?:CHEWABLE|EFFERVESCENT|DISPERSIBLE|ORODISPERSIBLE|SUBLINGUAL|GASTRO-RESISTANT|HARD|SOFT|ORAL|EYE|EAR|NASAL"
    r"|TOPICAL|VAGINAL|RECTAL|INTRAVENOUS)"
)
_FORM = (
    r"TABLETS?|CAPLETS?|CAPSULES?|SOFTGELS?|LOZENGES?|PASTILLES?|GRANULES?|SACHETS?|SYRUP|ELIXIR|LINCTUS|MIXTURE"
    r"|SUSPENSION|SOLUTION|EMULSION|DROPS|CREAM|OINTMENT|GEL|LOTION|SHAMPOO|FOAM|PASTE|SPRAY|INHALER|INJECTION"
    r"|INFUSION|SUPPOSITOR(?:Y|IES)|PESSAR(?:Y|IES)|PATCH(?:ES)?|POWDER|IMPLANT|LIQUID|TABS?|CAPS?|SUSP|SOLN|INJ|OINT|SYR"
)
_FORMS = re.compile(
    rf"(?<![A-Z])(?:{_COATED} )?(?:{_KIND} )?(?:{_FORM})(?![A-Z])"
    r"(?: FOR (?:[A-Z]+ FOR )?(?:INJECTION|INFUSION|SUSPENSION|SOLUTION)(?![A-Z]))?",
    re.IGNORECASE,
)
_AMOUNT = r"\d[\d,]*(?:\.\d+)?"
_UNIT = r"(?:MG|MCG|UG|µG|MICROGRAMS?|G|KG|ML|L|IU|I\.U\.|UNITS?|MIU|MMOL|MEQ|MBQ|KBQ|U|%(?: ?[WV]/[WV])?)"
_LISTED = rf"(?:(?:{_AMOUNT} ?[/+] ?)+|(?<![A-Z]){_AMOUNT} ?[-–] ?)?"
"""Amounts in front that share the unit of the last one: 97/103 mg, 10-20 mg."""
_STRENGTHS = re.compile(
    rf"(?<![\d.,]){_LISTED}{_AMOUNT} ?{_UNIT}(?:(?: ?/ ?(?:{_AMOUNT} ?)?(?:{_UNIT}|DOSE|ACTUATION|PUFF|VIAL|HOUR|H))"
    rf"|(?: ?[/+] ?{_AMOUNT} ?{_UNIT}))*(?!\w)",
    re.IGNORECASE,
)
_SPANISH = r"COMPRIMIDOS?|CAPSULAS?|SOLUCION|POLVO|JARABE|CREMA|POMADA|COLIRIO|PARCHES?|CONCENTRADO|GRANULADO|GOTAS"
_TAIL = re.compile(rf"\d|[(\[,;/+]|{_FORMS.pattern}|(?<![A-Z])(?:{_SPANISH})(?![A-Z])", re.IGNORECASE)
"""The end of the brand in a product's name: a number, a bracket, a list or a form."""


def form_in(name: str) -> str | None:
    """Return the last dosage form in the name.

    >>> form_in("CIBINQO 50 MG FILM-COATED TABLETS")
    'FILM-COATED TABLETS'
    >>> form_in("ACETAMOL SUSP 250MG/5ML PINK")
    'SUSP'
    >>> form_in("BOKEY ENTERIC-MICROENCAPSULATED CAP100MG")
    'CAP'
    """
    return next(reversed([found.group() for found in _FORMS.finditer(name)]), None)


def strength_in(name: str) -> str | None:
    """Return the strengths in the name, joined by "; ".

    >>> strength_in("ACETAMOL SUSP 250MG/5ML PINK")
    '250MG/5ML'
    >>> strength_in("MUZOMU SPRAY 1%W/W WITH 2.5MG+3 G/DOSE")
    '1%W/W; 2.5MG+3 G/DOSE'
    >>> strength_in("VANNAIR PRESSURIZED METERED-DOSE INHALER 160/4.5MCG/DOSE")
    '160/4.5MCG/DOSE'
    >>> strength_in("ASPIRIN BP") is None
    True
    """
    return "; ".join(found.group() for found in _STRENGTHS.finditer(name)) or None


def brand_in(name: str, generics: Container[str]) -> str | None:
    """Return the normalised brand at the start of the name; None if the product is named by a substance.

    `generics` are the first words of substance names. A substance in small letters may follow a brand in capitals, as
    Australia prints it.

    >>> brand_in("INCRELEX mecasermin 10 mg/mL solution for injection vial", {"mecasermin"})
    'increlex'
    >>> brand_in("Increlex", {"mecasermin"}), brand_in("SANDOZ METFORMIN 500 MG", {"metformin"})
    ('increlex', None)
    """
    end = next((found.start() for found in _TAIL.finditer(name)), len(name))
    words = re.findall(r"[^\W_]+", name[:end])
    for place, word in enumerate(words):
        if normalise(word) in generics:
            if not (place and word.islower() and all(other.isupper() for other in words[:place])):
                return None
            words = words[:place]
            break
    return normalise(" ".join(words)) or None
