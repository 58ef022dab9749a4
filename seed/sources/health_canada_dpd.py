"""Canada's Drug Product Database: the data extract, a folder of CSV files joined by DRUG_CODE.

Shape    drug, comp, ingred, form, route, status and ther (.txt), UTF-8, every cell quoted, mostly without a header row:
         such files are recognised by their name and checked by their number of columns, form and route also by their
         values; a header row is read if there
Sets     marketed (drug.txt), approved (drug_ap.txt), cancelled (drug_ia.txt), dormant (drug_dr.txt), each with all its
         files; a folder may hold any of them, and is the whole database with all four
Key      DRUG_IDENTIFICATION_NUMBER (DIN): eight digits, a text
Dates    DD-MON-YYYY
Date     market date: the earliest MARKETED row of status, the day since which it is sold
Strength one an ingredient, as the database shows it: "40 MG / 4 ML"
Skips    veterinary products and disinfectants
Country  of the company, as its address has it
Leaves   the rest of the addresses, French columns, packages, schedules
Licence  Open Government Licence - Canada
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph.agencies import Agency, Native, Scheme
from graph.errors import SourceError, UnmappedValue
from seed.formats.delimited import csv_lines
from seed.formats.files import by_stem
from seed.records import ApprovalRecord, Date, Identifier, Ingredient, Organisation
from seed.source import Download, Issues, Scope, Source
from seed.values.countries import country_code
from seed.values.dates import from_day_month_name
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows
from seed.values.text import tidy

AGENCY = Agency(
    code="HEALTH_CANADA",
    name="Health Canada",
    short_name="Health Canada",
    meaning="Canada: Health Canada, Drug Product Database.",
    jurisdiction="Canada",
    countries=("CA",),
    url="https://www.canada.ca/en/health-canada.html",
    place=7,
    schemes=(Scheme("DIN", "Health Canada drug identification number, eight digits."),),
    record_type="HealthCanadaApproval",
    record="A product of the Drug Product Database.",
    holder_role="COMPANY",
    date_kind="MARKET",
    fields=(
        Native.holder("company", "Company named by the agency."),
        Native.text("din", "Drug identification number, eight digits: 02509733."),
        Native.date("marketDate", "Date since which it is marketed."),
    ),
)

_LAYOUTS = {
    "drug": (
        "DRUG_CODE",
        "PRODUCT_CATEGORIZATION",
        "CLASS",
        "DRUG_IDENTIFICATION_NUMBER",
        "BRAND_NAME",
        "DESCRIPTOR",
        "PEDIATRIC_FLAG",
        "ACCESSION_NUMBER",
        "NUMBER_OF_AIS",
        "LAST_UPDATE_DATE",
        "AI_GROUP_NO",
        "CLASS_F",
        "BRAND_NAME_F",
        "DESCRIPTOR_F",
    ),
    "comp": (
        "DRUG_CODE",
        "MFR_CODE",
        "COMPANY_CODE",
        "COMPANY_NAME",
        "COMPANY_TYPE",
        "ADDRESS_MAILING_FLAG",
        "ADDRESS_BILLING_FLAG",
        "ADDRESS_NOTIFICATION_FLAG",
        "ADDRESS_OTHER",
        "SUITE_NUMBER",
        "STREET_NAME",
        "CITY_NAME",
        "PROVINCE",
        "COUNTRY",
        "POSTAL_CODE",
        "POST_OFFICE_BOX",
        "PROVINCE_F",
        "COUNTRY_F",
    ),
    "ingred": (
        "DRUG_CODE",
        "ACTIVE_INGREDIENT_CODE",
        "INGREDIENT",
        "INGREDIENT_SUPPLIED_IND",
        "STRENGTH",
        "STRENGTH_UNIT",
        "STRENGTH_TYPE",
        "DOSAGE_VALUE",
        "BASE",
        "DOSAGE_UNIT",
        "NOTES",
        "INGREDIENT_F",
        "STRENGTH_UNIT_F",
        "STRENGTH_TYPE_F",
        "DOSAGE_UNIT_F",
    ),
    "form": ("DRUG_CODE", "PHARM_FORM_CODE", "PHARMACEUTICAL_FORM", "PHARMACEUTICAL_FORM_F"),
    "route": ("DRUG_CODE", "ROUTE_OF_ADMINISTRATION_CODE", "ROUTE_OF_ADMINISTRATION", "ROUTE_OF_ADMINISTRATION_F"),
    "status": (
        "DRUG_CODE",
        "CURRENT_STATUS_FLAG",
        "STATUS",
        "HISTORY_DATE",
        "STATUS_F",
        "LOT_NUMBER",
        "EXPIRATION_DATE",
    ),
    "ther": ("DRUG_CODE", "TC_ATC_NUMBER", "TC_ATC", "TC_AHFS_NUMBER", "TC_AHFS", "TC_ATC_F", "TC_AHFS_F"),
}
_READ = {
    "drug": ("DRUG_CODE", "CLASS", "DRUG_IDENTIFICATION_NUMBER", "BRAND_NAME"),
    "comp": ("DRUG_CODE", "COMPANY_NAME", "COUNTRY"),
    "ingred": ("DRUG_CODE", "INGREDIENT", "STRENGTH", "STRENGTH_UNIT", "DOSAGE_VALUE", "DOSAGE_UNIT"),
    "form": ("DRUG_CODE", "PHARMACEUTICAL_FORM"),
    "route": ("DRUG_CODE", "ROUTE_OF_ADMINISTRATION"),
    "status": ("DRUG_CODE", "CURRENT_STATUS_FLAG", "STATUS", "HISTORY_DATE"),
    "ther": ("DRUG_CODE", "TC_ATC_NUMBER"),
}
_OPTIONAL = {"ther"}
"""Files without which a set is read, with a report."""
_WITHOUT_AHFS = ("DRUG_CODE", "TC_ATC_NUMBER", "TC_ATC", "TC_ATC_F")
_OUT_OF_SCOPE = set(_LAYOUTS["drug"]) - set(_READ["drug"])
_CLASS = {"Human": True, "Radiopharmaceutical": True, "Veterinary": False, "Disinfectant": False}
"""Class to whether it is for people, as radiopharmaceuticals are."""
_ROUTES = {
    "BLOCK/INFILTRATION",
    "BUCCAL",
    "DENTAL",
    "DIALYSIS",
    "DISINFECTANT",
    "EPIDURAL",
    "INHALATION",
    "IRRIGATION",
    "NASAL",
    "OPHTHALMIC",
    "ORAL",
    "OTIC",
    "PERCUTANEOUS",
    "RECTAL",
    "SUBCUTANEOUS",
    "SUBLINGUAL",
    "TOPICAL",
    "TRANSDERMAL",
    "URETHRAL",
    "VAGINAL",
}
"""Frequent routes, none of which is a form; further ones begin with INTRA."""
_SETS = {"", "_ap", "_ia", "_dr"}
_STATUS = {
    "MARKETED": "AUTHORISED",
    "APPROVED": "AUTHORISED",
    "DORMANT": "AUTHORISED",
    "AUTHORIZED BY INTERIM ORDER": "CONDITIONAL",
    "AUTHORIZATION BY INTERIM ORDER REVOKED": "REVOKED",
    "CANCELLED PRE MARKET": "WITHDRAWN",
    "CANCELLED POST MARKET": "WITHDRAWN",
    "CANCELLED (SAFETY ISSUE)": "REVOKED",
    "CANCELLED (UNRETURNED ANNUAL)": "REVOKED",
}


@dataclass(frozen=True)
class _Linked:
    """The rows of the other files by DRUG_CODE: the cells read, in the order of _READ without the code."""

    tables: dict[str, dict[str, list[tuple[str, ...]]]]

    def of(self, table: str, code: str) -> list[tuple[str, ...]]:
        return self.tables.get(table, {}).get(code, [])


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per product for people, in the order of the drug file. `path` is the folder.

    Memory holds the cells read of the other files, and one row of the drug file.
    """
    for set_, files in _sets(path).items():
        if missing := sorted(f"{name}{set_}" for name in _LAYOUTS.keys() - files.keys() - _OPTIONAL):
            raise SourceError(f"{path.name}: the extract's files are not all here, missing: {missing}")
        for name in sorted(_OPTIONAL - files.keys()):
            issues.report(f"the file {name}{set_} is not here: products of its set have no ATC codes")
        linked = _Linked({name: _grouped(name, files[name], issues) for name in files if name != "drug"})
        for name in ("form", "route"):
            _check_routes(files[name], linked.tables[name], routes=name == "route")
        products = _table("drug", files["drug"], issues)
        yield from read_rows(products, partial(_product, linked=linked), issues, _OUT_OF_SCOPE)


def complete(path: Path) -> bool:
    """Return whether all four sets are there: together they are the whole database."""
    return _sets(path).keys() >= _SETS


def _sets(path: Path) -> dict[str, dict[str, Path]]:
    """Return the files of each set, by table; ignore files of unknown sets."""
    found: dict[str, dict[str, Path]] = {}
    for stem, file in by_stem(path).items():
        table = next((name for name in _LAYOUTS if stem.startswith(name)), None)
        if table and (set_ := stem.removeprefix(table)) in _SETS:
            found.setdefault(set_, {})[table] = file
    return found or {"": {}}


def _table(name: str, file: Path, issues: Issues) -> Iterator[RawRow]:
    layout = _LAYOUTS[name]
    for line in csv_lines(file, _READ[name], issues, layouts=(layout, _WITHOUT_AHFS) if name == "ther" else (layout,)):
        if line.cells["DRUG_CODE"].isdecimal():
            yield line
        else:
            issues.refuse("DRUG_CODE is no number", file=line.file, line=line.number, raw=line.text)


def _grouped(name: str, file: Path, issues: Issues) -> dict[str, list[tuple[str, ...]]]:
    rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for line in _table(name, file, issues):
        code, *cells = (line.cells[column] for column in _READ[name])
        rows[code].append(tuple(map(tidy, cells)))
    return rows


def _check_routes(file: Path, table: dict[str, list[tuple[str, ...]]], *, routes: bool) -> None:
    """Refuse forms in place of routes and vice versa: without headers the files look alike."""
    values = [value.partition(" (")[0].upper() for rows in table.values() for (value,) in rows]
    known = sum(value in _ROUTES or value.startswith("INTRA") for value in values)
    if values and (known * 2 > len(values)) is not routes:
        raise SourceError(
            f"{file.name}: {known} of {len(values)} rows name a route of administration, so it is not the file of "
            f"{'routes' if routes else 'forms'}: the files of forms and routes may have each other's names"
        )


def _product(line: RawRow, reader: RowReader, linked: _Linked) -> ApprovalRecord:
    take = line.cells.pop
    kind = take("CLASS")
    if kind not in _CLASS:
        raise UnmappedValue("CLASS", kind)
    if not _CLASS[kind]:
        raise OutOfScope(f"class {kind}")
    code, din = take("DRUG_CODE"), reader.required("number", take("DRUG_IDENTIFICATION_NUMBER"))
    if not (len(din) == 8 and din.isdecimal()):
        raise SourceError(f"DRUG_IDENTIFICATION_NUMBER is not eight digits: {din!r}")
    status_raw, status = _status(linked.of("status", code), reader)
    date = _marketed(linked.of("status", code), reader)
    ingredients = tuple(Ingredient(row[0], _strength(row)) for row in linked.of("ingred", code))
    return ApprovalRecord(
        agency="HEALTH_CANADA",
        identifiers=(Identifier("DIN", din),),
        native={"din": reader.required("din", din)},
        product_name=reader.required("productName", take("BRAND_NAME")),
        status=status,
        status_raw=status_raw,
        date=date,
        date_kind="MARKET" if date else None,
        holder=_company(linked.of("comp", code), reader),
        dosage_form=_form(linked.of("form", code), linked.of("route", code), reader),
        route=_list("route", [row[0] for row in linked.of("route", code)], reader),
        strength=_list("strength", [ingredient.strength for ingredient in ingredients if ingredient.strength], reader),
        ingredients=ingredients,
        atc_codes=reader.atc(row[0] for row in linked.of("ther", code) if row[0]),
        row=reader.row(din, section="drug", index=line.index),
    )


def _status(rows: list[tuple[str, ...]], reader: RowReader) -> tuple[str, str]:
    current = [status for flag, status, _ in rows if flag == "Y"]
    if len(current) != 1:
        raise SourceError(f"{len(current)} current rows in status, not one")
    return current[0], reader.status("STATUS", current[0], _STATUS)


def _marketed(rows: list[tuple[str, ...]], reader: RowReader) -> Date | None:
    dates = [_date(printed) for _, status, printed in rows if status == "MARKETED"]
    known = [date for date in dates if date.value]
    if not dates:
        return None
    earliest = min(known, key=lambda date: str(date.value), default=dates[0])
    reader.derived("date", "EARLIEST_MARKETED_DATE_D_MON_Y", earliest.raw, earliest)
    for date in dates:
        if not date.value:
            reader.report(f"status: not a date in the expected form: {date.raw!r}")
    return earliest


def _date(printed: str) -> Date:
    try:
        return Date(printed, from_day_month_name(printed))
    except ValueError:
        return Date(printed)


def _strength(row: tuple[str, ...]) -> str | None:
    """Return the strength as the database shows it: 40 MG / 4 ML; the second part only if it has a unit."""
    _, value, unit, dosage_value, dosage_unit = row
    per = f"{dosage_value} {dosage_unit}".strip()
    amount = f"{value} {unit}".strip()
    return f"{amount} / {per}" if amount and per else amount or None


def _company(rows: list[tuple[str, ...]], reader: RowReader) -> Organisation | None:
    if not rows:
        return None
    name, country = rows[0]
    code = country_code(country)
    return Organisation(
        reader.required("holderRaw", name), "COMPANY", country=code, country_raw=country if code else None
    )


def _form(forms: list[tuple[str, ...]], routes: list[tuple[str, ...]], reader: RowReader) -> str | None:
    """Return form and route as the database shows them: Solution - Subcutaneous."""
    parts = [", ".join(row[0] for row in rows) for rows in (forms, routes) if rows]
    shown = " - ".join(", ".join(row[0].capitalize() for row in rows) for rows in (forms, routes) if rows)
    return reader.derived("dosageForm", "FORM_AND_ROUTE", "; ".join(parts), shown) if parts else None


def _list(name: str, values: list[str], reader: RowReader) -> str | None:
    text = "; ".join(values)
    return reader.derived(name, "ROWS_JOINED", text, text) if len(values) > 1 else reader.text(name, text)


SOURCE = Source(
    id="health_canada_dpd",
    name="Drug Product Database, data extract",
    publisher="Health Canada",
    licence="Open Government Licence - Canada",
    licence_url="https://open.canada.ca/en/open-government-licence-canada",
    url="https://www.canada.ca/en/health-canada/services/drugs-health-products/drug-products/drug-product-database.html",
    agency="HEALTH_CANADA",
    scope=Scope("marketed product"),
    complete=complete,
    rank=10,
    parse=parse,
    download=Download(
        urls=(
            "https://www.canada.ca/content/dam/hc-sc/documents/services/drug-product-database/allfiles.zip",
            "https://www.canada.ca/content/dam/hc-sc/documents/services/drug-product-database/allfiles_ap.zip",
            "https://www.canada.ca/content/dam/hc-sc/documents/services/drug-product-database/allfiles_ia.zip",
            "https://www.canada.ca/content/dam/hc-sc/documents/services/drug-product-database/allfiles_dr.zip",
        ),
        hosts=("www.canada.ca",),
    ),
)
