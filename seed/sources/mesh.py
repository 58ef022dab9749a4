"""MeSH, the diseases of the US National Library of Medicine: descriptors with their places in the tree.

Shape    ASCII (d2026.bin): blocks of `*NEWRECORD`, `MH = name`, `ENTRY = name|…`, `MN = tree number`, `UI = id`;
         XML (desc2026.xml): DescriptorRecord elements; text: tree number, tab, name, without ids and other names
Key      UI: D046150; in the text form the name, which stands once for each of its tree numbers
Trees    C (diseases) and F03 (mental disorders); a tree number without its last part is that of the disease above.
         C22 (of animals) is left out, and so is F01 (behaviour), in which only a few terms are illnesses
Entries  other names, also of narrower concepts without a descriptor of their own, which are indexed under this one
Skips    descriptors of other trees, qualifiers, supplementary records; further places of a name in the text form
Licence  NLM's terms: free use, NLM to be named as the source; what is read is unchanged but for being a selection
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from graph.errors import SourceError
from seed.formats.files import each_file, first_byte, members, opened_text
from seed.formats.line_blocks import accepted, is_text
from seed.formats.xml_items import xml_items
from seed.records import ConditionRecord, ConditionRef, Name, Xref
from seed.source import Download, Issues, Source
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows, until_damage
from seed.values.text import tidy

_NEW = "*NEWRECORD"
_PLACE = re.compile(r"([A-Z]\d{2}(?:\.\d{3})*)\t([^\t]+)")
_UI = re.compile(r"D\d{6}(?:\d{3})?")
_LINE_CHARACTERS = 100_000
_LISTS = {
    "AllowableQualifier",
    "Concept",
    "ConceptRelation",
    "EntryCombination",
    "PharmacologicalAction",
    "PreviousIndexing",
    "RegistryNumber",
    "RelatedRegistryNumber",
    "SeeRelatedDescriptor",
    "SemanticType",
    "Term",
    "ThesaurusID",
    "TreeNumber",
}
"""Elements of the XML form that may be repeated within their parent."""


def parse(path: Path, issues: Issues) -> Iterator[ConditionRecord]:
    """Yield one record per disease, in file order; each file is read twice, first for its tree."""

    def read(file: Path) -> Iterator[ConditionRecord]:
        tree = _Tree()
        for line in _descriptors(file, Issues()):
            tree.plant(line.cells)
        return read_rows(_descriptors(file, issues), tree.disease, issues)

    yield from each_file(members(path), issues, read)


class _Tree:
    """All diseases by tree number, to find their parents; builds their records."""

    def __init__(self) -> None:
        self._at: dict[str, ConditionRef] = {}
        self._places: dict[str, list[str]] = {}
        self._met: set[str] = set()

    def plant(self, cells: dict[str, Any]) -> None:
        """Add a descriptor's tree numbers."""
        for number in _diseases(cells["trees"]):
            name = tidy(cells["name"])
            self._at[number] = ConditionRef(name, _xrefs(cells["ui"]))
            self._places.setdefault(name, []).append(number)

    def disease(self, row: RawRow, reader: RowReader) -> ConditionRecord:
        """Return the record of one descriptor with all its tree numbers."""
        cells, row.cells = row.cells, {}
        if cells["type"] != "D":
            raise OutOfScope(f"record type {cells['type']}")
        name, ui = reader.required("name", cells["name"]), cells["ui"]
        if ui is not None and not _UI.fullmatch(ui):
            raise SourceError(f"UI is not of its form: {ui!r}")
        if not _diseases(cells["trees"]):
            raise OutOfScope("tree without diseases")
        if ui is None and name in self._met:
            raise OutOfScope("another place of a disease in the tree")
        self._met.add(name)
        numbers = self._places[name]
        names = dict.fromkeys(entry for entry in map(tidy, cells["entries"]) if entry and entry != name)
        return ConditionRecord(
            name=name,
            names=tuple(Name(synonym, "SYNONYM") for synonym in names),
            xrefs=(*_xrefs(ui), *(Xref("MESH_TREE", number) for number in numbers)),
            broader=self._above(name, numbers, reader),
            row=reader.row(ui or name, section=numbers[0], index=row.index),
        )

    def _above(self, name: str, numbers: list[str], reader: RowReader) -> tuple[ConditionRef, ...]:
        above = dict.fromkeys(filter(None, (number.rpartition(".")[0] for number in numbers)))
        for number in above.keys() - self._at.keys():
            reader.report(f"the tree has no {number}")
        refs = dict.fromkeys(self._at[number] for number in above if number in self._at)
        return tuple(ref for ref in refs if ref.name != name)


def _xrefs(ui: str | None) -> tuple[Xref, ...]:
    return (Xref("MESH", ui),) if ui else ()


def _diseases(trees: list[str]) -> list[str]:
    return [tree for tree in trees if (tree[:1] == "C" and tree[:3] != "C22") or tree[:3] == "F03"]


def _descriptors(file: Path, issues: Issues) -> Iterator[RawRow]:
    """Yield the rows of a file in any of the three forms, under the same names."""
    form = _form(file)
    if form is _blocks or form is _places:
        yield from until_damage(file.name, form(file, issues), issues)
        return
    for line in form(file, issues):
        line.cells = _of_xml(line.cells)
        yield line


def _form(file: Path) -> Callable[[Path, Issues], Iterator[RawRow]]:
    if first_byte(file) == b"<":
        return _records
    with opened_text(file, "utf-8-sig", newline="\n") as text:
        first = text.readline(1000).rstrip("\r\n")
    if first == _NEW:
        return _blocks
    if _PLACE.fullmatch(first):
        return _places
    raise SourceError(f"{file.name}: neither a MeSH descriptor file nor its tree, begins with {first[:200]!r}")


def _records(file: Path, issues: Issues) -> Iterator[RawRow]:
    required = ("DescriptorUI", "DescriptorName")
    return xml_items(file, "DescriptorRecord", required, issues, lists=_LISTS, dtd=True)


def _of_xml(record: dict[str, Any]) -> dict[str, Any]:
    def inside(value: Any, *names: str) -> list[Any]:
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        return value if isinstance(value, list) else [] if value is None else [value]

    def texts(value: Any, *names: str) -> list[str]:
        return [text for text in inside(value, *names) if isinstance(text, str)]

    concepts = inside(record, "ConceptList", "Concept")
    terms = [term for concept in concepts for term in inside(concept, "TermList", "Term")]
    return {
        "type": "D",
        "ui": "".join(texts(record, "DescriptorUI")),
        "name": "".join(texts(record, "DescriptorName", "String")),
        "entries": [text for term in terms for text in texts(term, "String")],
        "trees": texts(record, "TreeNumberList", "TreeNumber"),
    }


def _blocks(file: Path, issues: Issues) -> Iterator[RawRow]:
    index, start = 0, 1
    block: list[str] = []
    with opened_text(file, "utf-8-sig", newline="\n") as text:
        for number, line in enumerate(iter(lambda: text.readline(_LINE_CHARACTERS), ""), start=1):
            printed = line.rstrip("\r\n")
            if printed == _NEW and number > 1:
                index += 1
                if accepted(file, start, block, issues):
                    yield _block(file.name, start, index, block)
                block, start = [], number
            elif printed and printed != _NEW:
                block.append(printed)
        if accepted(file, start, block, issues):
            yield _block(file.name, start, index + 1, block)


def _block(name: str, start: int, index: int, lines: list[str]) -> RawRow:
    fields: dict[str, list[str]] = {}
    for line in lines:
        key, _, value = line.partition(" = ")
        fields.setdefault(key, []).append(value.strip())
    entries = [value.split("|")[0] for key in ("ENTRY", "PRINT ENTRY") for value in fields.get(key, ())]
    cells = {
        "type": "".join(fields.get("RECTYPE", ["D"])),
        "ui": "".join(fields.get("UI", [""])),
        "name": "".join(fields.get("MH", [""])),
        "entries": entries,
        "trees": fields.get("MN", []),
    }
    return RawRow(name, start, index, cells, lines)


def _places(file: Path, issues: Issues) -> Iterator[RawRow]:
    ending = ""
    with opened_text(file, "utf-8-sig", newline="\n") as text:
        for number, line in enumerate(iter(lambda: text.readline(_LINE_CHARACTERS), ""), start=1):
            printed = line.rstrip("\r\n")
            place = _PLACE.fullmatch(printed)
            if place is None or not is_text(printed):
                issues.refuse_row("not a tree number, a tab and a name", file=file.name, line=number, raw=printed)
                continue
            ending = ending or line[len(printed) :]
            if line[len(printed) :] != ending:
                reason = "the line does not end as the first one: its name may be cut"
                issues.report(reason, file=file.name, line=number)
            cells = {"type": "D", "ui": None, "name": tidy(place[2]), "entries": [], "trees": [place[1]]}
            yield RawRow(file.name, number, number, cells, [printed])


SOURCE = Source(
    id="mesh",
    name="Medical Subject Headings: diseases",
    publisher="US National Library of Medicine",
    licence="NLM terms: free use with the National Library of Medicine named as the source",
    licence_url="https://www.nlm.nih.gov/databases/download/terms_and_conditions_mesh.html",
    url="https://www.nlm.nih.gov/mesh/",
    rank=5,
    parse=parse,
    download=Download(
        urls=("https://nlmpubs.nlm.nih.gov/projects/mesh/MESH_FILES/asciimesh/d2026.bin",),
        hosts=("nlmpubs.nlm.nih.gov",),
    ),
)
