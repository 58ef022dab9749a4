"""Ids of MeSH descriptors."""

_LAST_SHORT = 66_400
"""Descriptors up to about D066330 have six digits, later ones (D000066888) have nine."""


def descriptor(code: str) -> str:
    """Return a descriptor's id as MeSH writes it: the trial registry pads old ids with zeros. Keep other ids.

    >>> descriptor("D000003920")
    'D003920'
    """
    if not (code.startswith("D") and code[1:].isdecimal()):
        return code
    number = int(code[1:])
    return f"D{number:06}" if number <= _LAST_SHORT else f"D{number:09}"
