"""The forms of the ontology itself: OBO and JSON, whole or a subset of its terms."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from graph.errors import SourceError
from seed.formats.files import first_byte, opened_text
from seed.formats.json_items import first_item, json_items
from seed.formats.line_blocks import accepted
from seed.source import Issues
from seed.sources.doid.cells import ID, SUBSETS, cells
from seed.values.row import RawRow, until_damage

OBSOLETE = "obsolete term"

_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)" EXACT\b.*')
_MATCH = re.compile(r'skos:(\w+)Match "([^"]+)".*')
_MATCH_PREDICATE = re.compile(r"http://www\.w3\.org/2004/02/skos/core#(\w+)Match")
_STANZAS = {"[Term]", "[Typedef]", "[Instance]"}
_LINE_CHARACTERS = 100_000


def version(file: Path) -> str | None:
    """Return the version that the file names: doid/releases/2026-07-31/subsets/DO_rare_slim.obo."""
    if first_byte(file) == b"{":
        return first_item(file, "graphs.item.meta.version")
    with opened_text(file, "utf-8", newline="\n") as text:
        for line in (text.readline(1000) for _ in range(30)):
            if line.startswith("data-version: "):
                return line.removeprefix("data-version: ").strip().encode("utf-8", "backslashreplace").decode()
    return None


def subset(file: Path) -> str:
    """Return the name of the subset that the file holds, "" for the whole ontology."""
    named, _, name = (version(file) or "").partition(SUBSETS)
    return name.partition(".")[0] or named if name else ""


def stanzas(file: Path, issues: Issues) -> Iterator[RawRow]:
    """Yield the terms of an OBO file."""
    return until_damage(file.name, _read_stanzas(file, issues, subset(file)), issues)


def _read_stanzas(file: Path, issues: Issues, part: str) -> Iterator[RawRow]:
    index, start, line = 0, 0, ""
    stanza: list[str] | None = None
    with opened_text(file, "utf-8-sig", newline="\n") as text:
        for number, line in enumerate(iter(lambda: text.readline(_LINE_CHARACTERS), ""), start=1):
            printed = line.rstrip("\r\n")
            if printed.startswith("["):
                if stanza is not None:
                    index += 1
                    if accepted(file, start, stanza, issues):
                        yield _stanza(file.name, start, index, stanza, part)
                start, stanza = number, [] if printed == "[Term]" else None
                if printed not in _STANZAS:
                    issues.refuse_row("a stanza of no known kind", file=file.name, line=number, raw=printed)
            elif stanza is not None and printed:
                stanza.append(printed)
        if stanza is not None:
            if not line.endswith("\n"):
                issues.report("no line end: the last term may be cut", file=file.name, line=start)
            if accepted(file, start, stanza, issues):
                yield _stanza(file.name, start, index + 1, stanza, part)


def _stanza(name: str, start: int, index: int, lines: list[str], part: str) -> RawRow:
    tags: dict[str, list[str]] = {}
    for line in lines:
        key, _, value = line.partition(": ")
        tags.setdefault(key, []).append(value)
    exact = (_SYNONYM.fullmatch(printed) for printed in tags.get("synonym", ()))
    above = [(found[1], parent.partition(" ! ")[2]) for parent in tags.get("is_a", ()) if (found := ID.match(parent))]
    matches = [found for text in tags.get("property_value", ()) if (found := _MATCH.fullmatch(text))]
    xrefs = [xref.partition(" ")[0] for xref in tags.get("xref", ())]
    term = cells(
        "".join(tags.get("id", [""])),
        "".join(tags.get("name", [""])),
        part=part,
        synonyms=[found[1].replace('\\"', '"') for found in exact if found],
        xrefs=_exact(xrefs, ((found[1], found[2]) for found in matches)),
        parents=[] if part else above,
        skipped=OBSOLETE if tags.get("is_obsolete") == ["true"] else None,
    )
    return RawRow(name, start, index, term, lines)


def nodes(file: Path, issues: Issues) -> Iterator[RawRow]:
    """Yield the terms of a JSON file."""
    above: dict[str, list[tuple[str, str]]] = {}
    part = subset(file)
    for line in json_items(file, "graphs.item.edges.item", Issues()):
        found = ID.fullmatch(str(line.cells.get("obj")))
        if line.cells.get("pred") == "is_a" and found and not part:
            above.setdefault(str(line.cells.get("sub")), []).append((found[1], ""))
    for line in json_items(file, "graphs.item.nodes.item", issues):
        node, meta = line.cells, line.cells.get("meta") or {}
        try:
            synonyms, xrefs, values = (_objects(meta, name) for name in ("synonyms", "xrefs", "basicPropertyValues"))
        except SourceError as error:
            issues.refuse_row(str(error), file=line.file, line=line.number, raw=line.text)
            continue
        exact = [synonym for synonym in synonyms if synonym.get("pred") == "hasExactSynonym"]
        predicates = [(str(value.get("pred")), str(value.get("val"))) for value in values]
        matches = [
            (found[1], code) for predicate, code in predicates if (found := _MATCH_PREDICATE.fullmatch(predicate))
        ]
        line.cells = cells(
            str(node.get("id")),
            str(node.get("lbl") or ""),
            part=part,
            synonyms=[str(synonym.get("val")) for synonym in exact],
            xrefs=_exact([str(xref.get("val")) for xref in xrefs], matches),
            parents=above.get(str(node.get("id")), []),
            skipped=OBSOLETE if meta.get("deprecated") is True else None,
        )
        yield line


def _exact(xrefs: list[str], matches: Iterable[tuple[str, str]]) -> list[str]:
    """Leave out the cross references that a match other than an exact one explains: narrow, broad, close, related."""
    inexact = {code for kind, code in matches if kind != "exact"}
    return [xref for xref in xrefs if xref not in inexact]


def _objects(meta: Any, name: str) -> list[dict[str, Any]]:
    """Return the objects listed under a name. Raises SourceError when it holds something else."""
    found = meta.get(name, []) if isinstance(meta, dict) else [meta]
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise SourceError(f"meta is not an object with a list of {name}")
    return found
