"""How names and numbers are compared: one way for what is written and what is asked."""

import re
import unicodedata
from collections.abc import Mapping

_SPACE = re.compile(r"\s+")
_NO_SIGN = re.compile(r"[\W_]+")


def normalise(name: str) -> str:
    """Case folded, accents dropped, white space single.

    >>> normalise("  Solución   INYECTABLE ")
    'solucion inyectable'
    """
    decomposed = unicodedata.normalize("NFKD", name)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _SPACE.sub(" ", bare.casefold()).strip()


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
