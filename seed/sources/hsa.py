"""Singapore's therapeutic products: "Listing of Registered Therapeutic Products", CSV, Windows-1252 or UTF-8.

Shape    registration_number, product_name, product_registrant, approval_date, …, active_ingredients, strength
Key      registration_number: SIN02866P
Lists    line breaks inside cells, "&&" in editions since 2026; value n of strength belongs to value n of
         active_ingredients if both have as many
Newer    editions speak of a licence: licence_number, licence_holder, …; they are read under the older names
Dates    d/m/yyyy, YYYY-MM-DD, or YYYY-MM-DD 00:00:00
Roles    product_registrant holds the registration; the manufacturers make, fill, pack or test, the step in brackets
Status   none printed: the listing holds what is registered
Licence  Singapore Open Data Licence 1.0
"""

import re
from collections.abc import Iterator
from pathlib import Path

from graph.agencies import Agency, Native, Scheme
from seed.formats.delimited import csv_lines
from seed.formats.files import each_file, members, text_encoding
from seed.records import ApprovalRecord, Date, Identifier, Ingredient, Organisation
from seed.source import Download, Issues, Scope, Source
from seed.values.dates import from_day_first, from_midnight
from seed.values.organisations import makers
from seed.values.row import RawRow, RowReader, read_rows
from seed.values.text import lines

AGENCY = Agency(
    code="HSA",
    name="Health Sciences Authority",
    short_name="HSA",
    meaning="Singapore: Health Sciences Authority.",
    jurisdiction="Singapore",
    countries=("SG",),
    url="https://www.hsa.gov.sg/",
    place=3,
    schemes=(Scheme("HSA_APPROVAL_NUMBER", "HSA approval number: SIN02866P.", re.compile(r"SIN\d{5}[A-Z]")),),
    record_type="HsaApproval",
    record="A therapeutic product registered in Singapore.",
    holder_role="AUTHORISATION_HOLDER",
    date_kind="APPROVAL",
    fields=(
        Native.holder("registrant", "Company that registered the product."),
        Native.text("approvalNumber", "Approval number: SIN02866P."),
        Native.date("approvalDate", "Date of the approval."),
    ),
)

_HEADER = (
    "registration_number",
    "product_name",
    "product_registrant",
    "approval_date",
    "atc_code",
    "dosage_form",
    "route_of_administration",
    "manufacturer",
    "active_ingredients",
    "strength",
)
_NEWER = {
    "licence_number": "registration_number",
    "licence_no": "registration_number",
    "licence_holder": "product_registrant",
    "registrant": "product_registrant",
    "licence_date": "approval_date",
    "licence_approval_date": "approval_date",
    "approval_d": "approval_date",
    "active_ingredient": "active_ingredients",
    "strengths": "strength",
    "manufacturers": "manufacturer",
    "country_of_manufacture": "country_of_manufacturer",
    "classification": "forensic_classification",
}
"""Column names of newer editions to older ones."""
_OUT_OF_SCOPE = {"forensic_classification", "country_of_manufacturer"}
_NO_ATC = {"na", "n.a", "nil", "-", "pending", "not availabl"}
"""Values of the ATC column for a product without an ATC code."""


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per registered product, in file order."""

    def read(file: Path) -> Iterator[ApprovalRecord]:
        lines = csv_lines(file, _HEADER, issues, encoding=text_encoding(file, "cp1252"), rename=_renamed)
        return read_rows(lines, _product, issues, _OUT_OF_SCOPE)

    yield from each_file(members(path), issues, read)


def _renamed(header: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", header.strip().lower().replace("license", "licence")).strip("_")
    return _NEWER.get(name, name)


def _product(row: RawRow, reader: RowReader) -> ApprovalRecord:
    take = row.cells.pop
    number = reader.number("number", take("registration_number"), AGENCY.number)
    substances, strengths = _values(take("active_ingredients")), _values(take("strength"))
    registrant = reader.text("holderRaw", take("product_registrant"))
    return ApprovalRecord(
        agency="HSA",
        identifiers=(Identifier("HSA_APPROVAL_NUMBER", number),),
        native={"approvalNumber": reader.required("approvalNumber", number)},
        product_name=reader.required("productName", take("product_name")),
        status=reader.derived("status", "LISTED_AS_REGISTERED", "", "AUTHORISED"),
        date=_date(take("approval_date"), reader),
        date_kind="APPROVAL",
        holder=Organisation(registrant, "AUTHORISATION_HOLDER") if registrant else None,
        manufacturers=makers("manufacturers", _values(take("manufacturer")), reader),
        dosage_form=reader.text("dosageForm", take("dosage_form")),
        route=_joined("route", take("route_of_administration"), reader),
        strength=reader.derived("strength", "LINES_JOINED", "; ".join(strengths), "; ".join(strengths)) or None,
        ingredients=_ingredients(substances, strengths),
        atc_codes=reader.atc(code for code in _values(take("atc_code")) if code.casefold() not in _NO_ATC),
        row=reader.row(number, index=row.index),
    )


def _values(cell: str) -> tuple[str, ...]:
    """Return the values of a cell, which stand on lines of their own or, in editions since 2026, between "&&"."""
    return lines(cell.replace("&&", "\n"))


def _date(printed: str, reader: RowReader) -> Date | None:
    if "-" in printed:
        return reader.date("date", "DATE_ISO", printed, from_midnight)
    return reader.date("date", "DATE_DMY", printed, from_day_first)


def _joined(name: str, cell: str, reader: RowReader) -> str | None:
    parts = _values(cell)
    return reader.derived(name, "LINES_JOINED", cell, "; ".join(parts)) if parts else None


def _ingredients(substances: tuple[str, ...], strengths: tuple[str, ...]) -> tuple[Ingredient, ...]:
    if len(substances) == len(strengths):
        return tuple(map(Ingredient, substances, strengths))
    return tuple(map(Ingredient, substances))


SOURCE = Source(
    id="hsa",
    name="Listing of Registered Therapeutic Products",
    publisher="Health Sciences Authority, Singapore",
    licence="Singapore Open Data Licence 1.0",
    licence_url="https://data.gov.sg/open-data-licence",
    agency="HSA",
    scope=Scope("registered therapeutic product", lacks=("CELL_OR_GENE_THERAPY",)),
    complete=True,
    rank=10,
    parse=parse,
    download=Download(
        urls=("https://api-open.data.gov.sg/v1/public/api/datasets/d_767279312753558cbf19d48344577084/poll-download",),
        hosts=("api-open.data.gov.sg", "s3.ap-southeast-1.amazonaws.com"),
        listed=("data", "url"),
    ),
)
