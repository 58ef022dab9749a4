"""The Philippines' registered human drugs: an export of the FDA's verification portal, CSV.

Shape    Registration Number, Generic Name, Brand Name, Dosage Strength, Dosage Form, …; some exports begin with a line
         "Updated as of …", some have a column Product Information in front
Key      Registration Number: DRP-10144, BR-088, 1193768
Dates    16 January 2024
Lists    " + " between substances
Missing  "-", "N/A", a space or nothing; "None" or "Unbranded" stands for no brand
Status   none printed: the list holds what is registered
Leaves   packs, pharmacologic category, expiry
Licence  Philippine government work
"""

import re
from collections.abc import Iterator
from pathlib import Path

from graph.agencies import Agency, Native, Scheme
from seed.formats.delimited import csv_lines, first_rows
from seed.formats.files import each_file, members
from seed.records import ApprovalRecord, Identifier, Ingredient, Organisation
from seed.source import Issues, Source
from seed.values.dates import from_day_full_month
from seed.values.row import RawRow, RowReader, read_rows
from seed.values.text import brand, is_name, split_outside, tidy

AGENCY = Agency(
    code="PH_FDA",
    name="Food and Drug Administration of the Philippines",
    short_name="Philippines FDA",
    meaning="Philippines: Food and Drug Administration.",
    jurisdiction="Philippines",
    countries=("PH",),
    url="https://www.fda.gov.ph/",
    place=9,
    schemes=(
        Scheme(
            "PH_FDA_LICENSE_NUMBER",
            "Philippine registration number: DR-XY12345.",
            re.compile(r"[A-Z][A-Z0-9./ -]*\d[A-Z0-9 -]*|\d{4,13}", re.IGNORECASE),
        ),
    ),
    record_type="PhFdaApproval",
    record="A drug registered in the Philippines.",
    holder_role="COMPANY",
    date_kind="APPROVAL",
    fields=(
        Native.holder("company", "Company named by the agency."),
        Native.text("licenseNumber", "Registration number."),
        Native.date("approvalDate", "Date of the approval."),
    ),
)

_HEADER = (
    "Registration Number",
    "Generic Name",
    "Brand Name",
    "Dosage Strength",
    "Dosage Form",
    "Manufacturer",
    "Issuance Date",
)
_OUT_OF_SCOPE = {
    "Product Information",
    "Classification",
    "Packaging",
    "Pharmacologic Category",
    "Country of Origin",
    "Trader",
    "Importer",
    "Distributor",
    "Application Type",
    "Expiry Date",
}
_MISSING = {"-", "N/A", "n/a", "NA"}
_TITLE_ROWS = 5


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per row, in file order."""

    def read(file: Path) -> Iterator[ApprovalRecord]:
        lines = csv_lines(file, _HEADER, issues, title_rows=_TITLE_ROWS)
        return read_rows(lines, _product, issues, _OUT_OF_SCOPE)

    yield from each_file(members(path), issues, read)


def edition(path: Path) -> str | None:
    """Return the day of "Updated as of …", as printed."""
    cells = (cell for file in members(path) for row in first_rows(file, _TITLE_ROWS) for cell in row)
    found = (re.search(r"updated as of:?\s*(.+)", cell, re.IGNORECASE) for cell in cells)
    return next((tidy(match.group(1)) for match in found if match), None)


def _product(row: RawRow, reader: RowReader) -> ApprovalRecord:
    def take(column: str) -> str:
        cell = tidy(row.cells.pop(column))
        return "" if cell in _MISSING else cell

    number = reader.number("number", take("Registration Number"), AGENCY.number)
    generic, branded = take("Generic Name"), take("Brand Name")
    substances = split_outside(generic, " + ", " +", "+ ")
    brand_name = brand(branded, substances)
    strength = reader.text("strength", take("Dosage Strength"))
    date = reader.date("date", "DATE_D_MONTH_Y", take("Issuance Date"), from_day_full_month)
    holder = reader.text("holderRaw", take("Manufacturer"))
    return ApprovalRecord(
        agency="PH_FDA",
        identifiers=(Identifier("PH_FDA_LICENSE_NUMBER", number),),
        native={"licenseNumber": reader.required("licenseNumber", number)},
        product_name=reader.required("productName", branded if is_name(branded) else generic),
        status=reader.derived("status", "LISTED_AS_REGISTERED", "", "AUTHORISED"),
        date=date,
        date_kind="APPROVAL" if date else None,
        holder=Organisation(holder, "COMPANY") if holder else None,
        dosage_form=reader.text("dosageForm", take("Dosage Form")),
        strength=strength,
        ingredients=tuple(Ingredient(name, strength if len(substances) == 1 else None) for name in substances),
        brand_names=(brand_name,) if brand_name else (),
        row=reader.row(number, index=row.index),
    )


SOURCE = Source(
    id="ph_fda",
    name="All drug products, human: verification portal",
    publisher="Food and Drug Administration, Philippines",
    licence="Philippine government work",
    url="https://verification.fda.gov.ph/",
    agency="PH_FDA",
    complete=True,
    rank=10,
    parse=parse,
    edition=edition,
)
