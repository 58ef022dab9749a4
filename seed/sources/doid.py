"""Human Disease Ontology: names, hierarchy and cross references of diseases.

Shape    OBO (doid.obo): stanzas of [Term] with id, name, synonym, xref, is_a; JSON (doid.json): {"graphs": [{"nodes":
         [...], "edges": [...]}]}; tables (tab-separated, cells may be quoted): doid, name, type, and doid_code,
         doid_name, resource, resource_id, and the slim's terms
Key      DOID, its digits with leading zeros: 0001816
Names    exact synonyms mean the same disease; narrow, broad and related ones do not, and are left out
MeSH     a term is equal to a descriptor only where neither has another id: else one disease would be two
Slim     a table with only the slim's terms also lists cross references of narrower terms, and is left out
Skips    obsolete terms, terms of other ontologies
Licence  CC0-1.0
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from graph.errors import SourceError
from seed.formats.delimited import csv_lines
from seed.formats.files import first_byte, members, opened_text, understood
from seed.formats.json_items import first_item, json_items
from seed.formats.line_blocks import accepted
from seed.records import ConditionRecord, ConditionRef, Name, Xref
from seed.source import Download, Issues, Source
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows, until_damage
from seed.values.text import tidy

_ID = re.compile(r"(?:DOID:|http://purl\.obolibrary\.org/obo/DOID_)(\d+)")
_ANY_ID = re.compile(r"[A-Za-z_]+:\S+")
_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)" EXACT\b.*')
_NAMES = ("doid", "name", "type")
_XREFS = ("doid_code", "doid_name", "resource", "resource_id")
_SLIM = ("doid", "name", "source", "pathophysiology")
_KINDS = {"name", "exact-synonym", "narrow-synonym", "broad-synonym", "related-synonym"}
_SCHEMES = {"MSH": "MESH", "UMLS_CUI": "UMLS", "ORDO": "ORPHANET"}
"""Other names of the same vocabularies, used in some editions."""
_STANZAS = {"[Term]", "[Typedef]", "[Instance]"}
_LINE_CHARACTERS = 100_000

_Lines = Callable[[Issues], Iterator[RawRow]]


def parse(path: Path, issues: Issues) -> Iterator[ConditionRecord]:
    """Yield one record per term, in file order; shared MeSH ids are found first."""
    for lines in _forms(path, issues):
        meshes = Counter(code for line in lines(Issues()) for code in _meshes(line.cells))
        yield from read_rows(lines(issues), partial(_disease, meshes=meshes), issues)


def edition(path: Path) -> str | None:
    """Return the release that the OBO or JSON form names: releases/2024-05-29."""
    for file in members(path):
        if first_byte(file) == b"{":
            return first_item(file, "graphs.item.meta.version")
        with opened_text(file, "utf-8", newline="\n") as text:
            for line in (text.readline(1000) for _ in range(30)):
                if line.startswith("data-version: "):
                    return line.removeprefix("data-version: ").strip().encode("utf-8", "backslashreplace").decode()
    return None


def _disease(row: RawRow, reader: RowReader, meshes: Counter[str]) -> ConditionRecord:
    cells, row.cells = row.cells, {}
    found = _ID.fullmatch(cells["id"])
    if found is None and ("DOID" in cells["id"] or not _ANY_ID.fullmatch(cells["id"])):
        raise SourceError(f"id is not of its form: {cells['id']!r}")
    if found is None:
        raise OutOfScope("no term of the Disease Ontology")
    if cells["obsolete"]:
        raise OutOfScope("obsolete term")
    name, own = reader.required("name", cells["name"]), _meshes(cells)
    names = dict.fromkeys(synonym for synonym in map(tidy, cells["synonyms"]) if synonym and synonym != name)
    alone = len(own) == 1 and meshes[own[0]] == 1
    others = [xref for xref in map(_xref, cells["xrefs"]) if xref and (alone or xref.source != "MESH")]
    return ConditionRecord(
        name=name,
        names=tuple(Name(synonym, "SYNONYM") for synonym in names),
        xrefs=tuple(dict.fromkeys((Xref("DOID", found[1]), *others))),
        broader=tuple(ConditionRef(text, (Xref("DOID", code),)) for code, text in cells["parents"]),
        row=reader.row(f"DOID:{found[1]}", index=row.index, url=f"https://disease-ontology.org/term/DOID:{found[1]}"),
    )


def _meshes(cells: dict[str, Any]) -> list[str]:
    if cells["obsolete"] or not _ID.fullmatch(cells["id"]):
        return []
    return list(dict.fromkeys(xref.code for xref in map(_xref, cells["xrefs"]) if xref and xref.source == "MESH"))


def _xref(printed: str) -> Xref | None:
    resource, colon, code = printed.partition(":")
    scheme = resource.upper()
    scheme = "SNOMEDCT" if scheme.startswith("SNOMEDCT") else _SCHEMES.get(scheme, scheme)
    return Xref(scheme, code.strip()) if colon and scheme and code.strip() and scheme.isascii() else None


def _forms(path: Path, issues: Issues) -> Iterator[_Lines]:
    """Return the iterators over the files' terms: one an ontology, one for all tables together."""
    tables: dict[tuple[str, ...], list[Path]] = {_NAMES: [], _XREFS: [], _SLIM: []}
    for file in understood(members(path), _form, issues):
        form = _form(file)
        if isinstance(form, tuple):
            tables[form].append(file)
        else:
            yield partial(form, file)
    if tables[_NAMES]:
        yield partial(_terms, tables)
    elif any(tables.values()):
        raise SourceError(f"{path.name}: no table {list(_NAMES)} beside the others")


def _form(file: Path) -> tuple[str, ...] | Callable[[Path, Issues], Iterator[RawRow]]:
    with opened_text(file, "utf-8-sig", newline="\n") as text:
        first = text.readline(1000).rstrip("\r\n")
    if first.startswith("format-version:"):
        return _stanzas
    if first.lstrip().startswith("{"):
        return _nodes
    header = tuple(first.split("\t"))
    if header not in (_NAMES, _XREFS, _SLIM):
        raise SourceError(f"{file.name}: header not understood, no form of the Disease Ontology: {first[:300]!r}")
    return header


def _terms(tables: dict[tuple[str, ...], list[Path]], issues: Issues) -> Iterator[RawRow]:
    """Yield the terms of the table of names, with synonyms and cross references from all their rows."""
    slim = {line.cells["doid"] for file in tables[_SLIM] for line in _table(file, _SLIM, issues)}
    xrefs: dict[str, list[str]] = {}
    for file in tables[_XREFS]:
        if not {line.cells["doid_code"] for line in _table(file, _XREFS, Issues())} <= slim:
            for line in _table(file, _XREFS, issues):
                found = f"{line.cells['resource']}:{line.cells['resource_id']}"
                xrefs.setdefault(line.cells["doid_code"], []).append(found)
    for file in tables[_NAMES]:
        synonyms: dict[str, list[str]] = {}
        for line in _table(file, _NAMES, Issues()):
            if line.cells["type"] == "exact-synonym":
                synonyms.setdefault(line.cells["doid"], []).append(line.cells["name"])
        for line in _table(file, _NAMES, issues):
            kind, code = line.cells["type"], line.cells["doid"]
            if kind not in _KINDS:
                issues.refuse_row(
                    f"type has the unknown value {kind!r}", file=line.file, line=line.number, raw=line.text
                )
            elif kind == "name":
                name = line.cells["name"]
                line.cells = _cells(code, name, synonyms=synonyms.get(code, []), xrefs=xrefs.get(code, []))
                yield line


def _table(file: Path, columns: tuple[str, ...], issues: Issues) -> Iterator[RawRow]:
    return csv_lines(file, columns, issues, delimiter="\t")


def _stanzas(file: Path, issues: Issues) -> Iterator[RawRow]:
    return until_damage(file.name, _read_stanzas(file, issues), issues)


def _read_stanzas(file: Path, issues: Issues) -> Iterator[RawRow]:
    index, start, line = 0, 0, ""
    stanza: list[str] | None = None
    with opened_text(file, "utf-8-sig", newline="\n") as text:
        for number, line in enumerate(iter(lambda: text.readline(_LINE_CHARACTERS), ""), start=1):
            printed = line.rstrip("\r\n")
            if printed.startswith("["):
                if stanza is not None:
                    index += 1
                    if accepted(file, start, stanza, issues):
                        yield _stanza(file.name, start, index, stanza)
                start, stanza = number, [] if printed == "[Term]" else None
                if printed not in _STANZAS:
                    issues.refuse_row("a stanza of no known kind", file=file.name, line=number, raw=printed)
            elif stanza is not None and printed:
                stanza.append(printed)
        if stanza is not None:
            if not line.endswith("\n"):
                issues.report("no line end: the last term may be cut", file=file.name, line=start)
            if accepted(file, start, stanza, issues):
                yield _stanza(file.name, start, index + 1, stanza)


def _stanza(name: str, start: int, index: int, lines: list[str]) -> RawRow:
    tags: dict[str, list[str]] = {}
    for line in lines:
        key, _, value = line.partition(": ")
        tags.setdefault(key, []).append(value)
    exact = (_SYNONYM.fullmatch(printed) for printed in tags.get("synonym", ()))
    above = [(found[1], parent.partition(" ! ")[2]) for parent in tags.get("is_a", ()) if (found := _ID.match(parent))]
    cells = _cells(
        "".join(tags.get("id", [""])),
        "".join(tags.get("name", [""])),
        synonyms=[found[1].replace('\\"', '"') for found in exact if found],
        xrefs=[xref.partition(" ")[0] for xref in tags.get("xref", ())],
        parents=above,
        obsolete=tags.get("is_obsolete") == ["true"],
    )
    return RawRow(name, start, index, cells, lines)


def _nodes(file: Path, issues: Issues) -> Iterator[RawRow]:
    above: dict[str, list[tuple[str, str]]] = {}
    for line in json_items(file, "graphs.item.edges.item", Issues()):
        found = _ID.fullmatch(str(line.cells.get("obj")))
        if line.cells.get("pred") == "is_a" and found:
            above.setdefault(str(line.cells.get("sub")), []).append((found[1], ""))
    for line in json_items(file, "graphs.item.nodes.item", issues):
        node, meta = line.cells, line.cells.get("meta") or {}
        try:
            synonyms, xrefs = _objects(meta, "synonyms"), _objects(meta, "xrefs")
        except SourceError as error:
            issues.refuse_row(str(error), file=line.file, line=line.number, raw=line.text)
            continue
        exact = [synonym for synonym in synonyms if synonym.get("pred") == "hasExactSynonym"]
        line.cells = _cells(
            str(node.get("id")),
            str(node.get("lbl") or ""),
            synonyms=[str(synonym.get("val")) for synonym in exact],
            xrefs=[str(xref.get("val")) for xref in xrefs],
            parents=above.get(str(node.get("id")), []),
            obsolete=meta.get("deprecated") is True,
        )
        yield line


def _objects(meta: Any, name: str) -> list[dict[str, Any]]:
    """Return the objects listed under a name. Raises SourceError when it holds something else."""
    found = meta.get(name, []) if isinstance(meta, dict) else [meta]
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise SourceError(f"meta is not an object with a list of {name}")
    return found


def _cells(
    code: str,
    name: str,
    *,
    synonyms: list[str],
    xrefs: list[str],
    parents: list[tuple[str, str]] | None = None,
    obsolete: bool = False,
) -> dict[str, Any]:
    return {
        "id": code,
        "name": name,
        "synonyms": synonyms,
        "xrefs": xrefs,
        "parents": parents or [],
        "obsolete": obsolete,
    }


SOURCE = Source(
    id="doid",
    name="Human Disease Ontology",
    publisher="Disease Ontology, University of Maryland School of Medicine",
    licence="CC0-1.0",
    licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
    url="https://disease-ontology.org/",
    complete=True,
    rank=7,
    parse=parse,
    edition=edition,
    download=Download(
        urls=("https://raw.githubusercontent.com/DiseaseOntology/HumanDiseaseOntology/main/src/ontology/doid.obo",),
        hosts=("raw.githubusercontent.com",),
    ),
)
