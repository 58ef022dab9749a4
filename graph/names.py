"""Normal forms of names and numbers, the same for stored values and for queries."""

import re
import unicodedata
from collections.abc import Mapping

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho",
    "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_LETTER = re.compile(rf"(?<![{''.join(_GREEK)}])(?!μ(?:g|l|m|mol)\b)([{''.join(_GREEK)}])(?![{''.join(_GREEK)}])")
"""A Greek letter alone: not one in a Greek word, not the prefix of a unit (μg)."""
_NO_SIGN = re.compile(r"[\W_]+")


def normalise(name: str) -> str:
    """Return a name with case folded, accents dropped, white space single and lone Greek letters written out.

    >>> normalise("  Solución   INYECTABLE "), normalise("β-Carotene"), normalise("Interferon α2b")
    ('solucion inyectable', 'beta-carotene', 'interferon alpha 2b')
    """
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name)
        name = "".join(character for character in decomposed if not unicodedata.combining(character))
        name = _LETTER.sub(_spelt, name.casefold())
    return " ".join(name.casefold().split())


def _spelt(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return f"{' ' if before.isalnum() else ''}{_GREEK[found[0]]}{' ' if after.isalnum() else ''}"


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
