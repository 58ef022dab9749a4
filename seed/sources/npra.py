"""Malaysia's registered products: NPRA's approved and cancelled lists on data.gov.my, CSV or Parquet.

Shape    reg_no, product, status, description, holder, …, active_ingredient, date_reg: the official field list; the
         cancelled list has seven of the columns and no status
Key      reg_no: MAL, eight digits and letters
Dates    YYYY-MM-DD
Lists    active_ingredient is NAME[500 mg],NAME[530.7 mg], since 2026 NAME[9.9683;g;100;ml]: amount, unit and what
         it is in; a name may hold commas
Form     none printed but in the product's name
Status   PRODUCT APPROVED, CONDITIONAL REGISTRATION; all of the cancelled list is cancelled
Skips    veterinary products
Licence  CC BY 4.0
"""

import re
from collections.abc import Iterator
from pathlib import Path

from graph.agencies import Agency, Native, Scheme
from graph.errors import SourceError, UnmappedValue
from seed.formats.delimited import csv_lines, first_rows
from seed.formats.files import each_file, members
from seed.formats.parquet import is_parquet, parquet_columns, parquet_lines
from seed.records import ApprovalRecord, Identifier, Ingredient, Organisation
from seed.source import Download, Issues, Source
from seed.values.dates import from_iso
from seed.values.organisations import makers
from seed.values.product_names import form_in
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows
from seed.values.text import split_outside, tidy

AGENCY = Agency(
    code="NPRA",
    name="National Pharmaceutical Regulatory Agency",
    short_name="Malaysia NPRA",
    meaning="Malaysia: National Pharmaceutical Regulatory Agency.",
    jurisdiction="Malaysia",
    countries=("MY",),
    url="https://www.npra.gov.my/",
    place=11,
    schemes=(
        Scheme(
            "NPRA_REGISTRATION_NUMBER",
            "Malaysian registration number: MAL and eight digits.",
            re.compile(r"MAL\d{8}[A-Z]*"),
        ),
    ),
    record_type="NpraApproval",
    record="A product registered in Malaysia.",
    holder_role="COMPANY",
    date_kind="APPROVAL",
    fields=(
        Native.holder("company", "Company named by the agency."),
        Native.text("registrationNumber", "Registration number: MAL and eight digits."),
        Native.date("approvalDate", "Date of the approval."),
    ),
)

_CANCELLED = ("reg_no", "product", "description", "holder", "manufacturer", "date_reg", "date_end")
_APPROVED = ("reg_no", "product", "status", "description", "holder", "date_reg", "active_ingredient")
_OUT_OF_SCOPE = {
    "ref_no",
    "holder_osa",
    "manufacturer_osa",
    "importer",
    "importer_osa",
    "date_end",
    "mdc_code",
    "generic_name",
}
_STATUS = {"PRODUCT APPROVED": "AUTHORISED", "CONDITIONAL REGISTRATION": "CONDITIONAL"}
_DESCRIPTION = {
    "PRESCRIPTION": None,
    "NON PRESCRIPTION": None,
    "NEW CHEMICAL ENTITY": "SMALL_MOLECULE",
    "BIOLOGICS": "BIOTECH",
    "NATURAL PRODUCT": None,
    "HEALTH SUPPLEMENT": None,
}
"""Type of product to type of drug, where it determines one."""
_DOSE_AND_BASE = 4
"""Parts of a dose that also states what it is in: an amount, its unit, and both of the base."""
_DOSED = re.compile(r"([^\[\]]+)\[([^\[\]]*)\]\s*(?:,|$)")


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per product, in file order."""

    def read(file: Path) -> Iterator[ApprovalRecord]:
        columns = _approved_or_cancelled(file)
        lines = parquet_lines(file, columns, issues) if is_parquet(file) else csv_lines(file, columns, issues)
        return read_rows(lines, _product, issues, _OUT_OF_SCOPE)

    yield from each_file(members(path), issues, read)


def complete(path: Path) -> bool:
    """Return whether the approved list is there: it has all products that may be sold, the cancelled list not."""
    return any(_approved_or_cancelled(file) is _APPROVED for file in members(path))


def _approved_or_cancelled(file: Path) -> tuple[str, ...]:
    """Return the columns to read; a list without status is the cancelled list only if its columns are the same."""
    columns = (
        parquet_columns(file) if is_parquet(file) else [cell.strip() for row in first_rows(file, 1) for cell in row]
    )
    if set(columns) >= set(_APPROVED):
        return _APPROVED
    if set(columns) == set(_CANCELLED):
        return _CANCELLED
    raise SourceError(
        f"{file.name}: header not understood, neither {list(_APPROVED)} nor {list(_CANCELLED)}: {columns}"[:1000]
    )


def _product(row: RawRow, reader: RowReader) -> ApprovalRecord:
    take = row.cells.pop
    kind = tidy(take("description")).upper()
    if kind == "VETERINARY":
        raise OutOfScope("veterinary product")
    if kind not in _DESCRIPTION:
        reader.report(str(UnmappedValue("description", kind)))
    drug_type = _DESCRIPTION.get(kind)
    number = reader.number("number", take("reg_no"), AGENCY.number)
    name = reader.required("productName", take("product"))
    ingredients = _ingredients(take("active_ingredient", ""), reader)
    strengths = "; ".join(ingredient.strength for ingredient in ingredients if ingredient.strength)
    date = reader.date("date", "DATE_ISO", take("date_reg"), from_iso)
    holder = reader.text("holderRaw", take("holder"))
    form = form_in(name)
    printed = tidy(take("status")) if "status" in row.cells else None
    return ApprovalRecord(
        agency="NPRA",
        identifiers=(Identifier("NPRA_REGISTRATION_NUMBER", number),),
        native={"registrationNumber": reader.required("registrationNumber", number)},
        product_name=name,
        status=_status(printed, reader),
        status_raw=reader.text("statusRaw", printed),
        date=date,
        date_kind="APPROVAL" if date else None,
        holder=Organisation(holder, "COMPANY") if holder else None,
        manufacturers=makers("manufacturers", (tidy(take("manufacturer", "")),), reader),
        dosage_form=reader.derived("dosageForm", "FORM_IN_NAME", name, form) if form else None,
        strength=reader.derived("strength", "IN_BRACKETS", strengths, strengths) if strengths else None,
        ingredients=ingredients,
        drug_type=reader.derived("drugType", "DESCRIPTION_TABLE", kind, drug_type) if drug_type else None,
        row=reader.row(number, index=row.index),
    )


def _status(printed: str | None, reader: RowReader) -> str:
    if printed is None:
        return reader.derived("status", "LISTED_AS_CANCELLED", "", "REVOKED")
    return reader.status("status", printed.upper(), _STATUS)


def _ingredients(cell: str, reader: RowReader) -> tuple[Ingredient, ...]:
    """Read NAME[dose] items; text without a dose is a list of names, an unmatched bracket is reported."""
    text = tidy(cell)
    dosed = tuple(Ingredient(tidy(name), _dose(dose)) for name, dose in _DOSED.findall(text))
    rest = _DOSED.sub("", text).strip(" ,")
    if "[" in rest or "]" in rest:
        reader.report(f"active_ingredient: not of the form NAME[dose]: {rest!r}")
    return dosed + tuple(map(Ingredient, split_outside(rest, ",")))


def _dose(text: str) -> str | None:
    """Return the dose in brackets as one text.

    >>> _dose("9.9683;g;100;ml"), _dose("500 mg")
    ('9.9683 g/100 ml', '500 mg')
    """
    parts = [part for part in map(tidy, text.split(";")) if part]
    if len(parts) == _DOSE_AND_BASE:
        return f"{parts[0]} {parts[1]}/{parts[2]} {parts[3]}"
    return " ".join(parts) or None


SOURCE = Source(
    id="npra",
    name="Approved and cancelled pharmaceutical products",
    publisher="National Pharmaceutical Regulatory Agency, Malaysia",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    url="https://data.gov.my/data-catalogue/pharmaceutical_products",
    agency="NPRA",
    complete=complete,
    rank=10,
    parse=parse,
    download=Download(
        urls=("https://storage.data.gov.my/healthcare/pharmaceutical_products.csv",),
        hosts=("storage.data.gov.my",),
    ),
)
