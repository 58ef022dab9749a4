"""How names and numbers are compared: one way for what is written and what is asked."""

import re
import unicodedata
from collections.abc import Mapping

_NO_SIGN = re.compile(r"[\W_]+")


def normalise(name: str) -> str:
    """Case folded, accents dropped, white space single.

    >>> normalise("  Solución   INYECTABLE ")
    'solucion inyectable'
    """
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name)
        name = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(name.casefold().split())


def normalise_number(number: str) -> str:
    """Upper case, letters and digits only.

    >>> normalise_number("EMEA/H/C/000704")
    'EMEAHC000704'
    """
    return _NO_SIGN.sub("", number).upper()


def curie(xref: Mapping[str, str]) -> str:
    """The id of an Xref node.

    >>> curie({"source": "mesh", "id": "D046150"})
    'MESH:D046150'
    """
    return f"{xref['source'].strip().upper()}:{xref['id'].strip()}"
