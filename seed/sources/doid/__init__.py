"""Human Disease Ontology: names, hierarchy and cross references of diseases.

Shape    OBO (doid.obo): stanzas of [Term] with id, name, synonym, xref, is_a; JSON (doid.json): {"graphs": [{"nodes":
         [...], "edges": [...]}]}; tables (tab-separated, cells may be quoted): id, label, subClassOf (HumanDO.tsv, one
         row a parent); doid, name, type; doid_code, doid_name, resource, resource_id; and a slim's terms
Key      DOID, its digits with leading zeros: 0001816; DOID:0001816/HumanDO where a table or a subset states it
Names    exact synonyms mean the same disease; narrow, broad and related ones do not, and are left out
Parents  by id; in HumanDO.tsv by label. A label that two terms bear is reported, and no parent is chosen
MeSH     a term is equal to a descriptor only where neither has another id in any of the files: else one disease would
         be two. A cross reference marked as other than an exact match does not count
Subset   a file of version doid/releases/…/subsets/… adds names and cross references to its terms. Its hierarchy skips
         the terms that it lacks and is left out. Only OBO and JSON of the whole ontology are the whole list
Slim     a table with only the slim's terms also lists cross references of narrower terms, and is left out
Skips    obsolete terms, terms of other ontologies, and beside HumanDO.tsv names of terms that it lacks
Licence  CC0-1.0
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from graph.errors import SourceError
from seed.formats.files import members, opened_text, understood
from seed.records import ConditionRecord, ConditionRef, Name, Xref
from seed.source import Download, Issues, Source
from seed.sources.doid import ontology, tables
from seed.sources.doid.cells import ID, SUBSETS
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows
from seed.values.text import tidy

_ANY_ID = re.compile(r"[A-Za-z_]+:\S+")
_SCHEMES = {"MSH": "MESH", "UMLS_CUI": "UMLS", "ORDO": "ORPHANET"}
"""Other names of the same vocabularies, used in some editions."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

_Lines = Callable[[Issues], Iterator[RawRow]]
_Reader = Callable[[Path, Issues], Iterator[RawRow]]


@dataclass
class _Equals:
    """The MeSH ids of all terms, to find those that are one to one."""

    _codes: dict[str, set[str]] = field(default_factory=dict)
    _terms: dict[str, set[str]] = field(default_factory=dict)

    def learn(self, cells: dict[str, Any]) -> None:
        """Add the MeSH ids of a term."""
        found = None if cells["skipped"] else ID.fullmatch(cells["id"])
        for xref in filter(None, map(_xref, cells["xrefs"])) if found else ():
            if found and xref.source == "MESH":
                self._codes.setdefault(found[1], set()).add(xref.code)
                self._terms.setdefault(xref.code, set()).add(found[1])

    def holds(self, term: str, xref: Xref) -> bool:
        """Return whether the MeSH id is the only one of the term, and the term its only one."""
        return self._codes[term] == {xref.code} and self._terms[xref.code] == {term}


def parse(path: Path, issues: Issues) -> Iterator[ConditionRecord]:
    """Yield one record per term and form, in file order; MeSH ids that terms share are found first."""
    forms, equals = list(_forms(path, issues)), _Equals()
    for lines in forms:
        for line in lines(Issues()):
            equals.learn(line.cells)
    for lines in forms:
        yield from read_rows(lines(issues), partial(_disease, equals=equals), issues)


def edition(path: Path) -> str | None:
    """Return the version of the whole ontology, else of a subset: releases/2024-05-29; of a table, its name's day."""
    found = list(filter(None, map(_edition, members(path))))
    return min(found, key=lambda version: SUBSETS in version, default=None)


def _edition(file: Path) -> str | None:
    if isinstance(_form_or_none(file), tuple):
        day = _DAY.search(file.name)
        return day[0] if day else None
    return ontology.version(file)


def complete(path: Path) -> bool:
    """Return whether a file holds the whole ontology with all its facts; tables and subsets add to it."""
    return any(callable(_form_or_none(file)) and not ontology.subset(file) for file in members(path))


def _disease(row: RawRow, reader: RowReader, equals: _Equals) -> ConditionRecord:
    cells, row.cells = row.cells, {}
    found = ID.fullmatch(cells["id"])
    if found is None and ("DOID" in cells["id"] or not _ANY_ID.fullmatch(cells["id"])):
        raise SourceError(f"id is not of its form: {cells['id']!r}")
    if found is None:
        raise OutOfScope("no term of the Disease Ontology")
    if cells["skipped"]:
        raise OutOfScope(cells["skipped"])
    code, part = found[1], f"/{cells['part']}" if cells["part"] else ""
    name = reader.required("name", cells["name"])
    names = dict.fromkeys(synonym for synonym in map(tidy, cells["synonyms"]) if synonym and synonym != name)
    others = [
        xref for xref in map(_xref, cells["xrefs"]) if xref and (xref.source != "MESH" or equals.holds(code, xref))
    ]
    return ConditionRecord(
        name=name,
        names=tuple(Name(synonym, "SYNONYM") for synonym in names),
        xrefs=tuple(dict.fromkeys((Xref("DOID", code), *others))),
        broader=tuple(ConditionRef(text, (Xref("DOID", above),)) for above, text in cells["parents"]),
        row=reader.row(f"DOID:{code}{part}", index=row.index, url=f"https://disease-ontology.org/term/DOID:{code}"),
    )


def _xref(printed: str) -> Xref | None:
    resource, colon, code = printed.partition(":")
    scheme = resource.upper()
    scheme = "SNOMEDCT" if scheme.startswith("SNOMEDCT") else _SCHEMES.get(scheme, scheme)
    return Xref(scheme, code.strip()) if colon and scheme and code.strip() and scheme.isascii() else None


def _forms(path: Path, issues: Issues) -> Iterator[_Lines]:
    """Return the iterators over the files' terms: one an ontology, one for all lists together, one a hierarchy.

    The hierarchy comes last, since it alone has no MeSH ids: a disease is known by those first.
    """
    lists: dict[tuple[str, ...], list[Path]] = {form: [] for form in tables.FORMS}
    for file in understood(members(path), _form, issues):
        form = _form(file)
        if isinstance(form, tuple):
            lists[form].append(file)
        else:
            yield partial(form, file)
    if lists[tables.NAMES]:
        yield partial(tables.terms, lists)
    elif lists[tables.XREFS] or lists[tables.SLIM]:
        raise SourceError(f"{path.name}: no table {list(tables.NAMES)} beside the others")
    for file in lists[tables.HIERARCHY]:
        yield partial(tables.hierarchy, file)


def _form(file: Path) -> tuple[str, ...] | _Reader:
    with opened_text(file, "utf-8-sig", newline="\n") as text:
        first = text.readline(1000).rstrip("\r\n")
    if first.startswith("format-version:"):
        return ontology.stanzas
    if first.lstrip().startswith("{"):
        return ontology.nodes
    header = tuple(first.split("\t"))
    if header not in tables.FORMS:
        raise SourceError(f"{file.name}: header not understood, no form of the Disease Ontology: {first[:300]!r}")
    return header


def _form_or_none(file: Path) -> tuple[str, ...] | _Reader | None:
    try:
        return _form(file)
    except SourceError:
        return None


SOURCE = Source(
    id="doid",
    name="Human Disease Ontology",
    publisher="Disease Ontology, University of Maryland School of Medicine",
    licence="CC0-1.0",
    licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
    url="https://disease-ontology.org/",
    complete=complete,
    rank=7,
    parse=parse,
    edition=edition,
    download=Download(
        urls=("https://raw.githubusercontent.com/DiseaseOntology/HumanDiseaseOntology/main/src/ontology/doid.obo",),
        hosts=("raw.githubusercontent.com",),
    ),
)
