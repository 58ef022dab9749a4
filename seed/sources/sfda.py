"""Saudi Arabia's registered drugs: the list in the Council of Health Insurance formulary, SFDA's workbooks; CSV, XLSX.

Shape    RegisterNumber, Scientific Name, Trade Name, Strength, StrengthUnit, …; the formulary's list has 39 columns,
         with typing errors that are part of the format; the workbooks write TradeName, Manufacturer_Name, Status, …:
         names are compared by letters and digits alone
Key      RegisterNumber: 1003221839, 443-149-16
Lists    "," between substances, strengths and units, in the same order; some names hold a comma: the strengths count
Dates    none in the formulary's list
Status   Authorization Status: Valid, Suspended
Leaves   prices, agents, packs, storage, GTIN
Licence  published for public use; no formal licence found
"""

import re
from collections.abc import Iterator
from pathlib import Path

from graph.agencies import Agency, Native, Scheme
from seed.formats.files import each_file, members
from seed.formats.workbook import table_lines
from seed.formats.workbook_cells import as_amount, as_key, as_text
from seed.records import ApprovalRecord, Identifier, Ingredient, Organisation
from seed.source import Issues, Source
from seed.values.organisations import makers
from seed.values.row import RawRow, RowReader, read_rows
from seed.values.text import split_outside, tidy

AGENCY = Agency(
    code="SFDA",
    name="Saudi Food and Drug Authority",
    short_name="Saudi SFDA",
    meaning="Saudi Arabia: Saudi Food and Drug Authority.",
    jurisdiction="Saudi Arabia",
    countries=("SA",),
    url="https://www.sfda.gov.sa/",
    place=10,
    schemes=(
        # 1-113-10 and 11-13-10 are two products.
        Scheme(
            "SFDA_LICENSE_NUMBER",
            "Saudi registration number.",
            re.compile(r"H?\d{9,10}|\d{1,4}-\d{1,4}-\d{2}"),
            punctuated=True,
        ),
    ),
    record_type="SfdaApproval",
    record="A drug registered in Saudi Arabia.",
    holder_role="COMPANY",
    date_kind="APPROVAL",
    fields=(
        Native.holder("company", "Company named by the agency."),
        Native.text("licenseNumber", "Register number."),
        Native.date("approvalDate", "Date of the approval."),
    ),
)

_ALIASES = {
    "registernumberlicensenumber": "registernumber",
    "registrationnumber": "registernumber",
    "registerno": "registernumber",
    "manufacturername": "manufacturename",
    "status": "authorizationstatus",
    "authorizationstate": "authorizationstatus",
    "doesageform": "pharmaceuticalform",
    "dosageform": "pharmaceuticalform",
    "routeofadministration": "administrationroute",
    "atccode": "atccode1",
}
_READ = ("registernumber", "scientificname", "tradename", "strength", "strengthunit", "authorizationstatus")
_OPTIONAL = (
    "drugtype",
    "pharmaceuticalform",
    "administrationroute",
    "atccode1",
    "atccode2",
    "marketingcompany",
    "manufacturename",
)
_KINDS = dict.fromkeys((*_READ, *_OPTIONAL), as_text) | {
    "registernumber": as_key(AGENCY.number),
    "strength": as_amount,
}
_OUT_OF_SCOPE = {
    "referencenumber",
    "oldregisternumber",
    "producttype",
    "subtype",
    "scientificdescriptioncoderoot",
    "pharmaceuticalformcoderoot",
    "size",
    "sizeunit",
    "packagetypes",
    "packagesize",
    "legalstatus",
    "productcontrol",
    "distributearea",
    "publicprice",
    "shelflife",
    "storageconditions",
    "storageconditionarabic",
    "marketingcountry",
    "manufacturecountry",
    "manufacturercountry",
    "secondrypackagemanufacture",
    "mainagent",
    "secosndagent",
    "secondagent",
    "thirdagent",
    "descriptioncode",
    "lastupdate",
    "gtin",
}
_STATUS = {"Valid": "AUTHORISED", "Suspended": "SUSPENDED", "Cancelled": "REVOKED", "Withdrawn": "WITHDRAWN"}
_DRUG_TYPE = {"Biological": "BIOTECH"}
_ATC = re.compile(r"^Q(?=[A-Z]\d{2})|(?<=[A-Z0-9]) ?-.*")
"""Additions of the list to an ATC code: the Q of a veterinary code, a name after a hyphen."""


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per registered product, in file order."""

    def read(file: Path) -> Iterator[ApprovalRecord]:
        lines = table_lines(file, _READ, issues, rename=_squeezed, kinds=_KINDS)
        return read_rows(lines, _product, issues, _OUT_OF_SCOPE)

    yield from each_file(members(path), issues, read)


def _squeezed(name: str) -> str:
    key = "".join(filter(str.isalnum, name)).casefold()
    return _ALIASES.get(key, key)


def _product(row: RawRow, reader: RowReader) -> ApprovalRecord:
    cells = row.cells
    take = cells.pop
    for name in _OPTIONAL:
        cells.setdefault(name, "")
    number = reader.number("number", take("registernumber"), AGENCY.number)
    strengths = _strengths(take("strength"), take("strengthunit"))
    kind, status = tidy(take("drugtype")), tidy(take("authorizationstatus"))
    made_by = tidy(take("manufacturename"))
    holder = reader.text("holderRaw", take("marketingcompany")) or reader.text("holderRaw", made_by)
    return ApprovalRecord(
        agency="SFDA",
        identifiers=(Identifier("SFDA_LICENSE_NUMBER", number),),
        native={"licenseNumber": reader.required("licenseNumber", number)},
        product_name=reader.required("productName", take("tradename")),
        status=reader.status("Authorization Status", status, _STATUS),
        status_raw=reader.text("statusRaw", status),
        holder=Organisation(holder, "COMPANY") if holder else None,
        manufacturers=makers("manufacturers", (made_by,), reader),
        dosage_form=reader.text("dosageForm", take("pharmaceuticalform")),
        route=reader.text("route", take("administrationroute")),
        strength=reader.derived("strength", "LISTS_PAIRED", "; ".join(strengths), "; ".join(strengths)) or None,
        ingredients=_ingredients(take("scientificname"), strengths, reader),
        atc_codes=reader.atc(_ATC.sub("", code) for code in map(tidy, (take("atccode1"), take("atccode2"))) if code),
        drug_type=reader.derived("drugType", "DRUG_TYPE_TABLE", kind, _DRUG_TYPE[kind]) if kind in _DRUG_TYPE else None,
        row=reader.row(number, index=row.index),
    )


def _strengths(amounts: str, units: str) -> tuple[str, ...]:
    """Return amounts with their units: 0.9 and % make "0.9 %". Lists of different length stay unchanged."""
    many, of = tidy(amounts).split(","), tidy(units).split(",")
    if len(many) == len(of):
        return tuple(filter(None, (tidy(f"{amount} {unit}") for amount, unit in zip(many, of, strict=True))))
    return tuple(filter(None, [tidy(f"{amounts} {units}")]))


def _ingredients(cell: str, strengths: tuple[str, ...], reader: RowReader) -> tuple[Ingredient, ...]:
    """Return the substances, with their strengths if there are as many of both.

    Commas separate substances, except within brackets; a comma before a space separates only if the number of
    strengths then fits.
    """
    names = tuple(name.replace("\0", ", ") for name in split_outside(cell.replace(", ", "\0"), ","))
    if len(names) != len(strengths) and len(parts := split_outside(cell, ",")) == len(strengths):
        names = parts
    if len(names) == len(strengths):
        return tuple(map(Ingredient, names, strengths))
    if strengths:
        reader.report(f"{len(names)} substances, {len(strengths)} strengths")
    return tuple(map(Ingredient, names))


SOURCE = Source(
    id="sfda",
    name="Registered human drugs",
    publisher="Saudi Food and Drug Authority; Council of Health Insurance",
    licence="Published for public use; no formal licence found",
    url="https://www.sfda.gov.sa/en/drugs-list",
    agency="SFDA",
    rank=10,
    parse=parse,
)
