"""The forms that are tables: the hierarchy (HumanDO), and the lists of names, of cross references and of a slim."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from seed.formats.delimited import csv_lines
from seed.source import Issues
from seed.sources.doid.cells import cells
from seed.values.row import RawRow

HIERARCHY = ("id", "label", "subClassOf")
NAMES = ("doid", "name", "type")
XREFS = ("doid_code", "doid_name", "resource", "resource_id")
SLIM = ("doid", "name", "source", "pathophysiology")
FORMS = (HIERARCHY, NAMES, XREFS, SLIM)
"""The header of each table."""

_KINDS = {"name", "exact-synonym", "narrow-synonym", "broad-synonym", "related-synonym"}
_ROOT = ("4", "disease")
"""Digits of the id and label of the ontology's root, which has no row in the hierarchy."""


def hierarchy(file: Path, issues: Issues) -> Iterator[RawRow]:
    """Yield the terms of the hierarchy, each at the first of its rows; a row has one parent, by its label.

    A label that two terms bear, or none, is reported, and the term lacks that parent.
    """
    bearers, parents = _labels_and_parents(file)
    seen = set()
    for line in _table(file, HIERARCHY, issues):
        code, label = line.cells["id"], line.cells["label"]
        if code in seen:
            line.cells = cells(code, label, part="HumanDO", skipped="further parent of a term")
        else:
            seen.add(code)
            above = []
            for parent in parents[code]:
                found = bearers.get(parent, ())
                if len(found) == 1:
                    above.append((found[0].removeprefix("DOID:"), parent))
                elif parent == _ROOT[1] and not found:
                    above.append(_ROOT)
                elif parent:
                    borne = f"{len(found)} terms bear" if found else "no term bears"
                    reason = f"parent not known: {borne} the label {parent!r}"
                    issues.report(reason, file=line.file, line=line.number, raw=line.text)
            line.cells = cells(code, label, part="HumanDO", parents=above)
        yield line


def _labels_and_parents(file: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the ids of the terms of each label, and the labels of the parents of each id."""
    bearers: dict[str, list[str]] = {}
    parents: dict[str, list[str]] = {}
    for line in _table(file, HIERARCHY, Issues()):
        code, label, parent = (line.cells[column] for column in HIERARCHY)
        if code not in parents:
            bearers.setdefault(label, []).append(code)
        parents.setdefault(code, []).append(parent)
    return bearers, parents


def labels(files: list[Path]) -> dict[str, str]:
    """Return the label of each id in these hierarchies."""
    return {line.cells["id"]: line.cells["label"] for file in files for line in _table(file, HIERARCHY, Issues())}


def terms(tables: Mapping[tuple[str, ...], list[Path]], issues: Issues) -> Iterator[RawRow]:
    """Yield the terms of the lists of names, with synonyms and cross references from all their rows.

    Beside a hierarchy a term has its label there, and its name in the list, which may be older, is a synonym.
    """
    xrefs, known = _xrefs(tables, issues), labels(tables[HIERARCHY])
    for file in tables[NAMES]:
        synonyms = _synonyms(file)
        for line in _table(file, NAMES, issues):
            kind, code, name = line.cells["type"], line.cells["doid"], line.cells["name"]
            if kind not in _KINDS:
                reason = f"type has the unknown value {kind!r}"
                issues.refuse_row(reason, file=line.file, line=line.number, raw=line.text)
            elif kind == "name":
                retired = "term that the hierarchy has no more" if known and code not in known else None
                line.cells = cells(
                    code,
                    known.get(code, name),
                    part="names",
                    synonyms=[name, *synonyms.get(code, ())],
                    xrefs=xrefs.get(code, []),
                    skipped=retired,
                )
                yield line


def _synonyms(file: Path) -> dict[str, list[str]]:
    synonyms: dict[str, list[str]] = {}
    for line in _table(file, NAMES, Issues()):
        if line.cells["type"] == "exact-synonym":
            synonyms.setdefault(line.cells["doid"], []).append(line.cells["name"])
    return synonyms


def _xrefs(tables: Mapping[tuple[str, ...], list[Path]], issues: Issues) -> dict[str, list[str]]:
    """Return the cross references of each id; a list of the slim's terms alone repeats those of narrower terms."""
    slim = {line.cells["doid"] for file in tables[SLIM] for line in _table(file, SLIM, issues)}
    xrefs: dict[str, list[str]] = {}
    for file in tables[XREFS]:
        if not {line.cells["doid_code"] for line in _table(file, XREFS, Issues())} <= slim:
            for line in _table(file, XREFS, issues):
                found = f"{line.cells['resource']}:{line.cells['resource_id']}"
                xrefs.setdefault(line.cells["doid_code"], []).append(found)
    return xrefs


def _table(file: Path, columns: tuple[str, ...], issues: Issues) -> Iterator[RawRow]:
    return csv_lines(file, columns, issues, delimiter="\t")
