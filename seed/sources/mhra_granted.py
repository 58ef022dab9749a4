"""The UK's granted licences: MHRA's list of a month or fortnight as a table, CSV or workbook.

Shape    PL Number, Grant Date, MA Holder, Licensed Name(s), Active Ingredient, Quantity, Units, Legal Status,
         Territory; MHRA issues PDF tables, so the rows come from an operator's extraction
Key      PL Number: PL, PLGB or PLNI, five digits, four digits
Lists    a product of several ingredients has a row for each, or a line of the cell for each
Dates    dd/mm/yyyy
Status   none printed: listed licences have been granted
Form     none printed but in the name
Agency   the page's column is that of the compendium EMC; MHRA is the authority behind it
Licence  Open Government Licence 3.0
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from seed.formats.files import each_file, members
from seed.formats.workbook import table_lines
from seed.formats.workbook_cells import as_amount, as_text
from seed.records import ApprovalRecord, Identifier, Ingredient, Organisation
from seed.source import Issues, Source
from seed.values.dates import from_day_first
from seed.values.product_names import form_in
from seed.values.row import RawRow, RowReader, read_rows
from seed.values.text import lines, tidy
from seed.values.uk_licences import NUMBER, native_texts, printed_number

_NUMBER = "PL Number"
_LISTS = ("Active Ingredient", "Quantity", "Units")
_HEADER = (_NUMBER, "Grant Date", "MA Holder", "Licensed Name(s)", *_LISTS)
_KINDS = dict.fromkeys(("MA Holder", "Licensed Name(s)", "Active Ingredient", "Units"), as_text)
_KINDS |= {"Quantity": as_amount}
_OUT_OF_SCOPE = {"Legal Status", "Territory"}
_UNITS = {
    "MILLIGRAMS": "mg",
    "MICROGRAMS": "mcg",
    "GRAMS": "g",
    "PERCENT WEIGHT IN VOLUME": "% w/v",
    "PERCENT WEIGHT IN WEIGHT": "% w/w",
    "MILLIGRAMS PER MILLILITRE": "mg/ml",
    "MICROGRAMS PER MILLILITRE": "mcg/ml",
    "MILLIGRAMS PER GRAM": "mg/g",
}
"""Abbreviations of units; another unit stays as printed."""


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per licence, in file order."""

    def read(file: Path) -> Iterator[ApprovalRecord]:
        rows = table_lines(file, _HEADER, issues, title_rows=5, kinds=_KINDS)
        return read_rows(_licences(rows, issues), _licence, issues, _OUT_OF_SCOPE)

    yield from each_file(members(path), issues, read)


def _licences(rows: Iterator[RawRow], issues: Issues) -> Iterator[RawRow]:
    """Merge neighbouring rows of one licence into one row; the list cells gain a line a row."""
    for _, group in groupby(rows, key=lambda line: tidy(line.cells[_NUMBER]).upper()):
        first, *others = group
        for _ in others:
            issues.row()
            issues.skip("further ingredient of a licence")
        lists = {name: "\n".join(line.cells[name] for line in (first, *others)) for name in _LISTS}
        yield RawRow(first.file, first.number, first.index, first.cells | lists, first.whole)


def _licence(row: RawRow, reader: RowReader) -> ApprovalRecord:
    take = row.cells.pop
    number = reader.number("number", printed_number(take(_NUMBER)), NUMBER)
    ingredients = _ingredients(*(lines(take(name)) for name in _LISTS))
    strengths = "; ".join(ingredient.strength for ingredient in ingredients if ingredient.strength)
    names = "; ".join(ingredient.name for ingredient in ingredients)
    holder = reader.text("holderRaw", take("MA Holder"))
    date = reader.date("date", "DATE_DMY", take("Grant Date"), from_day_first)
    name = reader.required("productName", take("Licensed Name(s)"))
    form = form_in(name)
    return ApprovalRecord(
        agency="EMC",
        identifiers=(Identifier("UK_MA_NUMBER", number),),
        native=native_texts(reader, number, names, "LINES_JOINED", name, form),
        product_name=name,
        status=reader.derived("status", "LISTED_AS_GRANTED", "", "AUTHORISED"),
        date=date,
        date_kind="AUTHORISATION" if date else None,
        holder=Organisation(holder, "AUTHORISATION_HOLDER") if holder else None,
        dosage_form=reader.derived("dosageForm", "FORM_IN_NAME", name, form) if form else None,
        strength=reader.derived("strength", "QUANTITY_AND_UNITS", strengths, strengths) if strengths else None,
        ingredients=ingredients,
        row=reader.row(number, index=row.index),
    )


def _ingredients(names: tuple[str, ...], quantities: tuple[str, ...], units: tuple[str, ...]) -> tuple[Ingredient, ...]:
    if not len(names) == len(quantities) == len(units):
        return tuple(map(Ingredient, names))
    return tuple(
        Ingredient(name, f"{quantity} {_UNITS.get(unit.upper(), unit)}")
        for name, quantity, unit in zip(names, quantities, units, strict=True)
    )


SOURCE = Source(
    id="mhra_granted",
    name="Marketing authorisations: lists of granted licences",
    publisher="Medicines and Healthcare products Regulatory Agency, United Kingdom",
    licence="Open Government Licence v3.0",
    licence_url="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    url="https://www.gov.uk/government/collections/marketing-authorisations-lists-of-granted-licences",
    agency="EMC",
    rank=10,
    parse=parse,
)
