"""Australia's register (ARTG), from an operator's files: listing, export of a search, public summaries.

Shape    listing (CSV): ARTG_ID, Name, RegistrationDate; export of a search (CSV or workbook): ARTG ID, Product Name,
         Sponsor Name, Active Ingredients; summary (HTML table, or text "label: text" by lines), one entry a file
Key      ARTG number; in the listing it stands again in brackets at the end of the name
Dates    YYYY-MM-DD; the summary d/m/yyyy
Lists    Active Ingredients is "name, Quantity: 250 mg/g; …"; the listing has substances in the name alone:
         BRAND substance strength form container
Skips    devices: in the listing "Sponsor - term" without any strength; elsewhere by the category
Leaves   addresses
Licence  TGA's copyright, not open: an operator loads files that it has the right to use
"""

import re
from collections.abc import Iterator
from pathlib import Path

from graph.agencies import Agency, Native, Scheme
from graph.errors import SourceError, UnmappedValue
from seed.formats.delimited import csv_lines, first_rows
from seed.formats.files import each_file, first_byte, members, opened_text
from seed.formats.html_table import pairs
from seed.formats.line_blocks import is_text
from seed.formats.workbook import is_workbook, sheet_lines
from seed.formats.workbook_cells import as_key, as_text
from seed.records import ApprovalRecord, Identifier, Ingredient, Organisation
from seed.source import Issues, Source
from seed.values.dates import from_day_first, from_iso
from seed.values.product_names import form_in, strength_in
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows
from seed.values.text import tidy

AGENCY = Agency(
    code="TGA",
    name="Therapeutic Goods Administration",
    short_name="TGA",
    meaning="Australia: Therapeutic Goods Administration.",
    jurisdiction="Australia",
    countries=("AU",),
    url="https://www.tga.gov.au/",
    place=6,
    schemes=(
        Scheme("ARTG_ID", "Number in the Australian Register of Therapeutic Goods.", re.compile(r"[1-9]\d{2,5}")),
    ),
    record_type="TgaApproval",
    record="An entry of the Australian Register of Therapeutic Goods.",
    holder_role="LOCAL_SPONSOR",
    date_kind="REGISTRATION",
    fields=(
        Native.text("artgId", "ARTG number: 308494."),
        Native.holder("sponsor", "Australian sponsor of the entry."),
        Native.text("registrationType", "Licence category: Medicine."),
        Native.date("registrationDate", "Start date of the entry."),
    ),
)

_NAMES = {
    "artg_id": "number",
    "licence_id": "number",
    "artg_entry": "number",
    "name": "name",
    "product_name": "name",
    "licence_name": "name",
    "registrationdate": "date",
    "start_date": "date",
    "artg_start_date": "date",
    "sponsor_name": "sponsor",
    "sponsor": "sponsor",
    "active_ingredients": "substances",
    "licence_category": "category",
    "product_category": "category",
    "status": "status",
    "licence_status": "status",
}
"""Field names of all forms to one name."""
_STATUS = {
    "A": "AUTHORISED",
    "Active": "AUTHORISED",
    "C": "WITHDRAWN",
    "Cancelled": "WITHDRAWN",
    "S": "SUSPENDED",
    "Suspended": "SUSPENDED",
}
_OUT_OF_SCOPE = {"licence_class", "manufacturer", "manufacturers", "approval_area", "product_type", "gmdn_term"}
_MEDICINES = {"Medicine", "Medicines", "Biological", "Biologicals"}
_REQUIRED = ("number", "name")
_KINDS = dict.fromkeys(("name", "sponsor", "substances", "category", "status"), as_text) | {
    "number": as_key(AGENCY.number)
}
_JOINED = ("and", "with", "&", "+", "/")
"""Words between a substance that was read and the next one, which may then begin with a capital."""
_QUANTITY = re.compile(r",\s*Quantity:\s*")
_AMOUNT = re.compile(
    r"\d[\d.,]*(?:\s*/\s*\d[\d.,]*)*\s*(?:mg|g|kg|microgram|micrograms|mcg|mL|IU|units?|mmol|MBq|GBq|%)"
    r"(?:\s*/\s*(?:[\d.]+\s*)?(?:mg|g|mL|L|dose|actuation|h|hour|hours|day))?(?![a-z])",
    re.IGNORECASE,
)
_PAGE_CHARACTERS = 1 << 20


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per medicine, in file order."""

    def read(file: Path) -> Iterator[ApprovalRecord]:
        return read_rows(_lines(file, issues), _entry, issues, _OUT_OF_SCOPE)

    yield from each_file(members(path), issues, read)


def _lines(file: Path, issues: Issues) -> Iterator[RawRow]:
    if is_workbook(file):
        return sheet_lines(file, _REQUIRED, issues, rename=_renamed, kinds=_KINDS)
    if first_byte(file) == b"<":
        return _summary(file, pairs(file))
    header = [_renamed(cell) for row in first_rows(file, 1) for cell in row]
    if set(_REQUIRED) <= set(header):
        return csv_lines(file, _REQUIRED, issues, rename=_renamed)
    return _summary(file, _labelled(file))


def _renamed(label: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")
    return _NAMES.get(name, name)


def _labelled(file: Path) -> dict[str, str]:
    with opened_text(file, "utf-8-sig", newline="\n") as text:
        page = text.read(_PAGE_CHARACTERS)
    if not is_text(page):
        raise SourceError(f"{file.name}: not text in the expected encoding")
    found = (line.partition(":") for line in page.splitlines())
    return {label.strip(): value.strip() for label, colon, value in found if colon}


def _summary(file: Path, labelled: dict[str, str]) -> Iterator[RawRow]:
    """Yield the entry of a summary without unmapped fields, above all contacts."""
    cells = {_renamed(label): text for label, text in labelled.items() if _renamed(label) in _NAMES.values()}
    if missing := set(_REQUIRED) - cells.keys():
        raise SourceError(f"{file.name}: header not understood, {sorted(missing)} missing: {sorted(labelled)}"[:1000])
    yield RawRow(file.name, 1, 1, dict(cells), dict(cells))


def _entry(row: RawRow, row_reader: RowReader) -> ApprovalRecord:
    number = row_reader.number("number", row.cells.pop("number"), AGENCY.number)
    name = row_reader.required("productName", row.cells.pop("name"))
    name = row_reader.derived("productName", "NUMBER_DROPPED", name, name.removesuffix(f"({number})").strip())
    kind = tidy(row.cells.pop("category", ""))
    if "Device" in kind:
        raise OutOfScope("device")
    if kind and kind not in _MEDICINES:
        raise UnmappedValue("category", kind)
    if not kind and "substances" not in row.cells and " - " in name and strength_in(name) is None:
        raise OutOfScope("device")
    printed = tidy(row.cells.pop("status", ""))
    date_printed = row.cells.pop("date", "")
    reader, rule = (from_day_first, "DATE_DMY") if "/" in date_printed else (from_iso, "DATE_ISO")
    date = row_reader.date("date", rule, date_printed, reader)
    sponsor = row_reader.text("holderRaw", row.cells.pop("sponsor", ""))
    listed = row.cells.pop("substances", None)
    ingredients = _named(name) if listed is None else _dosed(listed)
    strengths = _strengths(name, ingredients)
    return ApprovalRecord(
        agency="TGA",
        identifiers=(Identifier("ARTG_ID", number),),
        native={"artgId": number} | ({"registrationType": kind} if kind else {}),
        product_name=name,
        status=row_reader.status("status", printed, _STATUS) if printed else _listed(row_reader),
        status_raw=row_reader.text("statusRaw", printed),
        date=date,
        date_kind="REGISTRATION" if date else None,
        holder=Organisation(sponsor, "LOCAL_SPONSOR") if sponsor else None,
        strength=row_reader.derived("strength", "IN_NAME" if listed is None else "QUANTITY", strengths, strengths)
        if strengths
        else None,
        ingredients=ingredients,
        row=row_reader.row(number, index=row.index),
    )


def _strengths(name: str, ingredients: tuple[Ingredient, ...]) -> str | None:
    """Return the strengths of all ingredients; those of the name where an ingredient has none of its own."""
    read = [ingredient.strength for ingredient in ingredients if ingredient.strength]
    if read and len(read) == len(ingredients):
        return "; ".join(read)
    return strength_in(name) or "; ".join(read) or None


def _listed(reader: RowReader) -> str:
    return reader.derived("status", "LISTED_AS_REGISTERED", "", "AUTHORISED")


def _dosed(cell: str) -> tuple[Ingredient, ...]:
    """Read "name, Quantity: 250 mg/g; …"."""
    parts = (_QUANTITY.split(part, 1) for part in map(tidy, cell.split(";")) if part)
    return tuple(Ingredient(part[0].strip(), part[1].strip() if len(part) > 1 else None) for part in parts)


def _named(name: str) -> tuple[Ingredient, ...]:
    """Return the words in small letters before each strength, without salts in brackets.

    A name written in another way yields no substance, because the brand could only be guessed.
    """
    pieces, amounts = _AMOUNT.split(name), [found.group() for found in _AMOUNT.finditer(name)]
    found: list[Ingredient] = []
    for piece, amount in zip(pieces, amounts, strict=False):
        words = re.sub(r"([+/])", r" \1 ", re.sub(r"\([^()]*\)", " ", piece)).split()
        start = next((place for place in range(len(words), 0, -1) if not _is_small(words[place - 1])), 0)
        if found and words and words[0] in _JOINED:
            start = 1
        elif any(word[0].isalpha() and _is_small(word) for word in words[:start]):
            continue
        parts = [part.strip(" ,") for part in re.split(r"\b(?:and|with)\b|[,+/&]", " ".join(words[start:]))]
        parts = [part for part in parts if part and form_in(part) is None]
        found += [Ingredient(part, tidy(amount) if len(parts) == 1 else None) for part in parts]
    return tuple(found)


def _is_small(word: str) -> bool:
    """Return whether a word is in small letters, or a sign between two such words."""
    return word in "+/" or (word[0].isalpha() and word == word.lower())


SOURCE = Source(
    id="tga",
    name="Australian Register of Therapeutic Goods (operator's file)",
    publisher="Therapeutic Goods Administration, Australia",
    licence="TGA copyright, not open: only for files that the operator may use",
    url="https://www.tga.gov.au/resources/artg",
    agency="TGA",
    rank=10,
    parse=parse,
)
