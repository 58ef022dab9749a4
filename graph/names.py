"""Normal forms of names and numbers, the same for stored values and for queries."""

import re
import unicodedata
from collections.abc import Mapping

_NO_SIGN = re.compile(r"[\W_]+")


def normalise(name: str) -> str:
    """Return a name with case folded, accents dropped and white space single.

    >>> normalise("  Solución   INYECTABLE ")
    'solucion inyectable'
    """
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name)
        name = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(name.casefold().split())


def normalise_number(number: str) -> str:
    """Return a number in upper case, letters and digits only.

    >>> normalise_number("EMEA/H/C/000704")
    'EMEAHC000704'
    """
    return _NO_SIGN.sub("", number).upper()


def curie(xref: Mapping[str, str]) -> str:
    """Return the id of an Xref node.

    >>> curie({"source": "mesh", "id": "D046150"})
    'MESH:D046150'
    """
    return f"{xref['source'].strip().upper()}:{xref['id'].strip()}"
