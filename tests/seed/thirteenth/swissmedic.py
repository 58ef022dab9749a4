"""Switzerland's authorised medicines: an agency that MedPath does not ship, all of it in this one module.

Shape    Authorisation Number, Name, Holder, Active Substance, First Authorisation, Dispensing Category, Status: CSV
Key      authorisation number: five digits
Dates    dd.mm.yyyy
"""

import re
from collections.abc import Iterator
from pathlib import Path

from graph.agencies import Agency, Native, Scheme
from seed.formats.delimited import csv_lines
from seed.formats.files import members
from seed.records import ApprovalRecord, Identifier, Ingredient, Organisation
from seed.source import Issues, Source
from seed.values.dates import PartialDate, from_day_first
from seed.values.row import RawRow, RowReader, read_rows

AGENCY = Agency(
    code="SWISSMEDIC",
    name="Swiss Agency for Therapeutic Products",
    short_name="Swissmedic",
    meaning="Switzerland: Swissmedic.",
    jurisdiction="Switzerland",
    countries=("CH", "LI"),
    url="https://www.swissmedic.ch/",
    schemes=(Scheme("SWISSMEDIC_NUMBER", "Swiss authorisation number, five digits.", re.compile(r"\d{5}")),),
    record_type="SwissmedicApproval",
    record="A medicine authorised in Switzerland.",
    holder_role="AUTHORISATION_HOLDER",
    date_kind="AUTHORISATION",
    fields=(
        Native.holder("authorisationHolder", "Holder of the Swiss authorisation."),
        Native.text("authorisationNumber", "Authorisation number: 57812."),
        Native.text("dispensingCategory", "Category in which it is dispensed: A, B, D or E."),
        Native.date("firstAuthorisation", "Date of the first authorisation."),
    ),
)
_HEADER = ("Authorisation Number", "Name", "Holder", "Active Substance", "First Authorisation", "Status")
_STATUS = {"authorised": "AUTHORISED", "suspended": "SUSPENDED"}


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per medicine, in file order."""
    for file in members(path):
        yield from read_rows(csv_lines(file, _HEADER, issues), _medicine, issues)


def _medicine(row: RawRow, reader: RowReader) -> ApprovalRecord:
    take = row.cells.pop
    number = reader.number("number", take("Authorisation Number"), AGENCY.number)
    holder, category = reader.text("holderRaw", take("Holder")), reader.text("dispensingCategory", take("Category"))
    status, date = take("Status"), reader.date("date", "DATE_D_M_Y_DOTS", take("First Authorisation"), _day)
    return ApprovalRecord(
        agency=AGENCY.code,
        identifiers=(Identifier("SWISSMEDIC_NUMBER", number),),
        native={"authorisationNumber": reader.required("authorisationNumber", number)}
        | ({"dispensingCategory": category} if category else {}),
        product_name=reader.required("productName", take("Name")),
        status=reader.coded("status", "Status", status, _STATUS),
        status_raw=reader.text("statusRaw", status),
        date=date,
        date_kind=AGENCY.date_kind if date else None,
        holder=Organisation(holder, AGENCY.holder_role) if holder else None,
        ingredients=tuple(Ingredient(name.strip()) for name in take("Active Substance").split(";")),
        row=reader.row(number, index=row.index),
    )


def _day(text: str) -> PartialDate:
    return from_day_first(text.replace(".", "/"))


SOURCE = Source(
    id="swissmedic",
    name="List of authorised medicines (form made up for this test)",
    publisher="Swissmedic",
    licence="made up for this test",
    agency=AGENCY.code,
    complete=True,
    rank=10,
    parse=parse,
)
