"""The UK's electronic Medicines Compendium: a file that an operator supplies, CSV, workbook or JSON.

The compendium is not openly available: it is under the copyright of Datapharm, without bulk reuse. This module reads
files of an operator who may use it; it has not been run on a real file.

Shape    name, active_ingredient, form, holder, number, date_of_first_authorisation: sections 1, 2, 3, 7, 8 and 9 of a
         summary of product characteristics; JSON is an array of such objects; names in any letter case, "_" or space
Key      number: PL 12345/0001; a cell may list several, the first is the key
Dates    dd/mm/yyyy or 16 January 2024
Lists    ";" or a line break between active ingredients
Licence  copyright Datapharm
"""

import re
from collections.abc import Iterator
from pathlib import Path

from graph.agencies import Agency, Native, Scheme
from graph.errors import SourceError
from seed.formats.files import each_file, first_byte, members
from seed.formats.json_items import json_items
from seed.formats.workbook import table_lines
from seed.formats.workbook_cells import as_text
from seed.records import ApprovalRecord, Identifier, Ingredient, Organisation
from seed.source import Issues, Source
from seed.values.dates import PartialDate, from_day_first, from_day_full_month
from seed.values.row import RawRow, RowReader, read_rows
from seed.values.text import lines, split_outside
from seed.values.uk_licences import NUMBER, numbers_in

AGENCY = Agency(
    code="EMC",
    name="electronic Medicines Compendium",
    short_name="UK EMC",
    meaning="United Kingdom: electronic Medicines Compendium.",
    kind="COMPENDIUM",
    licensing_authority="MHRA",
    jurisdiction="United Kingdom",
    countries=("GB",),
    url="https://www.medicines.org.uk/emc",
    place=12,
    schemes=(Scheme("UK_MA_NUMBER", "UK marketing authorisation number: PL 12345/0001.", NUMBER),),
    record_type="EmcRecord",
    record="A medicine of the UK's electronic Medicines Compendium.",
    holder_role="AUTHORISATION_HOLDER",
    date_kind="AUTHORISATION",
    fields=(
        Native.holder("maHolder", "Holder of the marketing authorisation."),
        Native.text("maNumber", "Marketing authorisation number: PL 12345/0001."),
        Native.text("pharmaceuticalForm", "Pharmaceutical form."),
        Native.text("activeIngredient", "Active ingredient as printed."),
        Native.date("authorizationDate", "Date of the authorisation."),
    ),
)

_HEADER = ("name", "active_ingredient", "form", "holder", "number", "date_of_first_authorisation")
_KINDS = dict.fromkeys(_HEADER[:-1], as_text)


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per product, in file order."""

    def read(file: Path) -> Iterator[ApprovalRecord]:
        is_json = first_byte(file) == b"["
        rows = _objects(file, issues) if is_json else table_lines(file, _HEADER, issues, rename=_snake, kinds=_KINDS)
        return read_rows(rows, _product, issues)

    yield from each_file(members(path), issues, read)


def _objects(file: Path, issues: Issues) -> Iterator[RawRow]:
    for line in json_items(file, "item", issues):
        line.cells = {_snake(name): "" if value is None else str(value) for name, value in line.cells.items()}
        if missing := set(_HEADER) - line.cells.keys():
            raise SourceError(f"{file.name}: header not understood, {sorted(missing)} missing: {sorted(line.cells)}")
        yield line


def _snake(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _product(row: RawRow, reader: RowReader) -> ApprovalRecord:
    take = row.cells.pop
    printed = take("number")
    numbers = numbers_in(printed)
    key = reader.number("number", numbers[0] if numbers else printed, NUMBER)
    cell = take("active_ingredient")
    active = reader.text("activeIngredient", cell)
    form = reader.text("pharmaceuticalForm", take("form"))
    names = tuple(part for line in lines(cell) for part in split_outside(line, ";"))
    holder = reader.text("holderRaw", take("holder"))
    date = reader.date("date", "DATE_DMY_OR_D_MONTH_Y", take("date_of_first_authorisation"), _day)
    name = reader.required("productName", take("name"))
    native = {"maNumber": reader.required("maNumber", key)}
    native |= {"activeIngredient": active} if active else {}
    native |= {"pharmaceuticalForm": form} if form else {}
    return ApprovalRecord(
        agency="EMC",
        identifiers=tuple(Identifier("UK_MA_NUMBER", number) for number in numbers),
        native=native,
        product_name=name,
        status=reader.derived("status", "LISTED_IN_COMPENDIUM", "", "AUTHORISED"),
        date=date,
        date_kind="AUTHORISATION" if date else None,
        holder=Organisation(holder, "AUTHORISATION_HOLDER") if holder else None,
        dosage_form=reader.text("dosageForm", form),
        ingredients=tuple(map(Ingredient, names)),
        row=reader.row(key, index=row.index),
    )


def _day(text: str) -> PartialDate:
    return from_day_first(text) if "/" in text else from_day_full_month(text)


SOURCE = Source(
    id="emc",
    name="electronic Medicines Compendium (a file of the operator's)",
    publisher="Datapharm, United Kingdom",
    licence="Copyright Datapharm; not openly available",
    url="https://www.medicines.org.uk/emc",
    agency="EMC",
    rank=30,
    parse=parse,
)
