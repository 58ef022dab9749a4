"""Suggestions for a mistyped name."""

from collections.abc import Iterable
from difflib import get_close_matches


def unknown_message(kind: str, name: str, known: Iterable[str]) -> str:
    """Return one line that calls the name unknown and gives the nearest one, or all if none is near.

    >>> unknown_message("source", "emma", ["ema", "hsa"])
    "there is no source 'emma': did you mean ema?"
    """
    names = sorted(known)
    near = get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    end = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
    return f"there is no {kind} {name!r}: {end}"
