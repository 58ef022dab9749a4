"""The UK's product documents: answers of MHRA's product search index, JSON.

Shape    {"value": [{...}]} as the index answers, a bare array, or one object a line; each is a document (Spc, Pil, Par)
         with product_name, substance_name[], pl_number[], territory, title, created
Key      each number of pl_number, written without its slash: PLGB046680429 is PLGB 04668/0429
Dates    created is the document's day, not the licence's: left out
Status   none stated: reports stay in the index after a licence has ended
Skips    further documents of a licence; documents of no licence
Agency   the page's column is that of the compendium EMC; MHRA is the authority behind it
Licence  Open Government Licence 3.0
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from graph.errors import SourceError, UnmappedValue
from seed.formats.files import each_file, first_byte, members
from seed.formats.json_items import json_items, typed
from seed.formats.json_lines import json_objects, top_key
from seed.records import ApprovalRecord, Identifier, Ingredient
from seed.source import Issues, Source
from seed.values.product_names import form_in, strength_in
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows
from seed.values.text import tidy
from seed.values.uk_licences import NUMBER, native_texts, printed_number

_DOC_TYPES = {"Spc", "Pil", "Par"}


class _Document(msgspec.Struct):
    """The fields read from a document."""

    doc_type: str
    product_name: str | None = None
    title: str | None = None
    substance_name: tuple[str, ...] = ()
    pl_number: tuple[str, ...] = ()


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per licence, of its first document, in file order."""
    seen: set[str] = set()

    def read(file: Path) -> Iterator[ApprovalRecord]:
        lines = (licence for line in _documents(file, issues) for licence in _licences(line))
        return read_rows(lines, lambda row, reader: _licence(row, reader, seen), issues)

    yield from each_file(members(path), issues, read)


def _documents(file: Path, issues: Issues) -> Iterator[RawRow]:
    if first_byte(file) == b"[":
        return json_items(file, "item", issues)
    match top_key(file, frozenset({"value", "doc_type", "product_name", "pl_number"})):
        case "value":
            return json_items(file, "value.item", issues)
        case None:
            raise SourceError(f"{file.name}: header not understood: no JSON with value or doc_type")
    return json_objects(file, issues)


def _licences(row: RawRow) -> Iterator[RawRow]:
    """Yield the document once for each of its licences, or once if they are unknown."""
    numbers = row.cells.get("pl_number")
    if not isinstance(numbers, list):
        yield row
        return
    for number in numbers or [None]:
        cells = row.cells | {"pl_number": [number] if number else []}
        yield RawRow(row.file, row.number, row.index, cells, row.whole)


def _licence(row: RawRow, reader: RowReader, seen: set[str]) -> ApprovalRecord:
    document = typed(row.cells, _Document)
    row.cells.clear()
    if document.doc_type not in _DOC_TYPES:
        reader.report(str(UnmappedValue("doc_type", document.doc_type)))
    if not document.pl_number:
        raise OutOfScope("document of no licence")
    number = reader.number("number", printed_number(document.pl_number[0]), NUMBER)
    if number in seen:
        raise OutOfScope("further document of a licence")
    seen.add(number)
    name = reader.required("productName", document.product_name or document.title)
    substances = tuple(filter(None, map(tidy, document.substance_name)))
    form, strength = form_in(name), strength_in(name)
    active = "; ".join(substances)
    return ApprovalRecord(
        agency="EMC",
        identifiers=(Identifier("UK_MA_NUMBER", number),),
        native=native_texts(reader, number, active, "LIST_JOINED", name, form),
        product_name=name,
        status="NOT_STATED",
        dosage_form=reader.derived("dosageForm", "FORM_IN_NAME", name, form) if form else None,
        strength=reader.derived("strength", "STRENGTH_IN_NAME", name, strength) if strength else None,
        ingredients=tuple(map(Ingredient, substances)),
        row=reader.row(number, index=row.index),
    )


SOURCE = Source(
    id="mhra_products",
    name="MHRA Products: search index",
    publisher="Medicines and Healthcare products Regulatory Agency, United Kingdom",
    licence="Open Government Licence v3.0",
    licence_url="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    url="https://products.mhra.gov.uk/",
    agency="EMC",
    rank=20,
    parse=parse,
)
