"""Broad kinds of the agencies' dosage forms, such as tablet or injection.

Release, coating and powder before it is dissolved do not change the kind. Forms are read in English and Spanish.
"""

import re
from functools import lru_cache

from graph.names import normalise

_INTO_THE_BODY = (
    r"inject|inyect|infusi|perfusi|intraven|intramusc|subcutan|intraderm|intrathec|intra-?articul|intraperit|intravasc"
    r"|intracut|intracav|intravitr|epidural|infiltra|parenteral|percutan|syringe|jeringa"
)
_KINDS = (
    ("implant", r"implant"),
    ("dialysis fluid", r"dialys|dialis|irrigat|irrigaci"),
    ("injection", _INTO_THE_BODY),
    ("eye medicine", r"ophthalm|\beye\b|oftalm|colirio|conjunctiv|intraocul"),
    ("ear medicine", r"\botic|\bear\b|auric"),
    ("nasal medicine", r"nasal"),
    ("vaginal medicine", r"vagin|pessar"),
    ("rectal medicine", r"rectal|supposit|supositor|enema"),
    ("patch", r"patch|transderm|parche|plaster"),
    ("inhaler", r"inhal|nebuli|respirat|aerosol, metered|endotracheal"),
    ("capsule", r"capsul|\bcaps?\b|softgel"),
    ("tablet", r"tablet|\btabs?\b|caplet|comprimid|\bcaptab|lozenge|troche|pastill|gum, chewing|dragee"),
    (
        "skin medicine",
        r"topical|cutane|cream|ointment|lotion|shampoo|\bgel\b|paste|foam|dermal|crema|pomada|unguent|champu",
    ),
    (
        "oral liquid",
        r"syrup|elixir|linctus|jarabe|mixture|\b(?:solution|suspension|liquid|drops|concentrate|granules?|powder|emulsion"
        r"|solucion|suspensi|polvo|granulado|gotas|sachet|sobre)\b.*\boral|\boral\b.*\b(?:solution|suspension|liquid"
        r"|drops|powder|granules?)\b|solucion oral|suspension oral",
    ),
)
_READERS = tuple((kind, re.compile(words)) for kind, words in _KINDS)


@lru_cache(maxsize=16_384)
def kind_of_form(*printed: str | None) -> str | None:
    """Return the kind for a form, its route and a name that contains the form, read together; None if unknown.

    >>> kind_of_form("TABLET, FILM COATED", "ORAL"), kind_of_form("Powder for solution - Intravenous")
    ('tablet', 'injection')
    >>> kind_of_form("SOLUCIÓN INYECTABLE"), kind_of_form("SOLUTION", None)
    ('injection', None)
    """
    text = normalise(" ".join(filter(None, printed)))
    return next((kind for kind, words in _READERS if words.search(text)), None)
