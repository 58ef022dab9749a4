"""The cells of a term, under the same names for every form of the Disease Ontology."""

import re
from typing import Any

ID = re.compile(r"(?:DOID:|http://purl\.obolibrary\.org/obo/DOID_)(\d+)")
SUBSETS = "/subsets/"
"""In the version of an edition that holds a subset of the terms."""


def cells(
    code: str,
    name: str,
    *,
    part: str = "",
    synonyms: list[str] | None = None,
    xrefs: list[str] | None = None,
    parents: list[tuple[str, str]] | None = None,
    skipped: str | None = None,
) -> dict[str, Any]:
    """Return the cells of a term.

    `part` names the table or subset that states it, "" the whole ontology; `parents` are pairs of digits of the id and
    label; `skipped` is the reason to leave the row out.
    """
    return {
        "id": code,
        "name": name,
        "part": part,
        "synonyms": synonyms or [],
        "xrefs": xrefs or [],
        "parents": parents or [],
        "skipped": skipped,
    }
