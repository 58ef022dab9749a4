"""Names of organisations without the steps of making that a list prints beside them."""

import re
from collections.abc import Iterable

from seed.records import Organisation
from seed.values.row import RowReader

_STEP = (
    r"manufactur\w*|mfg|pack(?:ag\w+|er|ers|ing)|test\w*|releas\w*|bulk|fill\w*|formulation|steril\w*|irradiat\w*|"
    r"lyophili\w*|encapsulat\w*|granul\w*|mill\w*|blend\w*|coating|compress\w*|label\w*|inspect\w*|storage|"
    r"solvents?|diluents?|powder|intermediates?|adjuvant|syringes?|extrudate|thawing|qc"
)
_LINKING = (
    r"and|of|for|by|the|primary|secondary|pri|sec|product|production|final|drug|finished|dp|quality|control|assurance|"
    r"site|sites|process\w*|batch|alternate|contract|parametric|terminal|stability|assembly|aseptic|water|injection|"
    r"tablets?|capsules?|vials?"
)
_INSIDE = r"(?:[^()\[\]{}]|\([^()]*\))*"
_BRACKETED = re.compile(rf"\s*[(\[{{](?={_INSIDE}\b(?:{_STEP})\b){_INSIDE}(?:[)\]}}]|$)", re.IGNORECASE)
_STEPS_ALONE = re.compile(rf"(?=.*\b(?:{_STEP})\b)(?:\b(?:{_STEP}|{_LINKING})\b|[\W_])+", re.IGNORECASE)


def maker(text: str) -> str | None:
    """Return the organisation in a cell for a manufacturer; None if it holds steps of making alone.

    >>> maker("Eisai Manufacturing Ltd (Manufacture, QC testing, packing, final release)")
    'Eisai Manufacturing Ltd'
    >>> maker("DUOPHARMA MANUFACTURING (BANGI) SDN BHD"), maker("Primary and Secondary Packager")
    ('DUOPHARMA MANUFACTURING (BANGI) SDN BHD', None)
    """
    name = _BRACKETED.sub("", text).strip(" ,;")
    return None if not name or _STEPS_ALONE.fullmatch(name) else name


def makers(name: str, printed: Iterable[str], reader: RowReader) -> tuple[Organisation, ...]:
    """Return the distinct organisations among the printed manufacturers; record the texts as property `name`."""
    texts = [text for text in printed if text]
    found = dict.fromkeys(filter(None, map(maker, texts)))
    if texts:
        reader.derived(name, "STEPS_DROPPED", "; ".join(texts), found)
    return tuple(Organisation(organisation, "MANUFACTURER") for organisation in found)
