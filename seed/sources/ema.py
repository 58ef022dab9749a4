"""EMA's medicines table: central authorisations and applications, XLSX or JSON.

Shape    XLSX: some rows of title, then a header row of 39 columns; until 2024 of 30 with other names for them (Medicine
         name, Product number, Authorisation status …); JSON: {"meta": {...}, "data": [{...}]}
Columns  the JSON has the sheet's names in snake case; both are read under those
Key      EMA product number, as printed: EMEA/H/C/000704, of some H/C/005084, H/C/002840/N/0049, R/0023
Dates    dd/mm/yyyy
Lists    ";", and " / " in substances
Skips    veterinary medicines
Leaves   the therapeutic indication: a text, not a fact
Licence  reuse with EMA named as the source
"""

import re
from collections.abc import Iterator
from pathlib import Path

from graph.agencies import Agency, Native, Scheme
from graph.errors import SourceError, UnmappedValue
from seed.formats.files import each_file, first_byte, members
from seed.formats.json_items import first_item, json_items
from seed.formats.workbook import first_row, sheet_lines
from seed.formats.workbook_cells import as_text
from seed.naming import fold
from seed.records import ApprovalRecord, ConditionLink, ConditionRef, Identifier, Ingredient, Organisation
from seed.source import Download, Issues, Scope, Source
from seed.values.dates import from_day_first
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows
from seed.values.text import brand, split_outside

_MEMBERS = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
AGENCY = Agency(
    code="EMA",
    name="European Medicines Agency",
    short_name="EMA",
    meaning="European Union: European Medicines Agency.",
    licensing_authority="European Commission",
    jurisdiction="European Union",
    countries=tuple(_MEMBERS.split()),
    url="https://www.ema.europa.eu/",
    place=2,
    schemes=(
        Scheme(
            "EMA_PRODUCT_NUMBER",
            "EMA product number: EMEA/H/C/000704.",
            re.compile(r"(?:EMEA/)?[A-Z](?:/[A-Z0-9-]+)+"),
        ),
    ),
    record_type="EmaApproval",
    record="A centrally authorised medicine.",
    holder_role="AUTHORISATION_HOLDER",
    date_kind="ISSUED",
    fields=(
        Native.holder("marketingAuthorisationHolder", "Holder of the marketing authorisation."),
        Native.date("issuedDate", "Date on which the authorisation was issued."),
    ),
)

_STATUS = {
    "Authorised": "AUTHORISED",
    "Withdrawn": "WITHDRAWN",
    "Application withdrawn": "APPLICATION_WITHDRAWN",
    "Withdrawn from rolling review": "APPLICATION_WITHDRAWN",
    "Refused": "REFUSED",
    "Opinion": "OPINION",
    "Opinion under re-examination": "OPINION",
    "Lapsed": "EXPIRED",
    "Expired": "EXPIRED",
    "Revoked": "REVOKED",
    "Suspended": "SUSPENDED",
}
_CONDITIONAL = {"Authorised": "CONDITIONAL"}
_NO_ATC = {"Not yet assigned"}
_CATEGORY = {"Human", "Veterinary"}
_HOLDER = "marketing_authorisation_developer_applicant_holder"
_INN = "international_non_proprietary_name_common_name"
_READ = {
    "category",
    "name_of_medicine",
    "ema_product_number",
    "medicine_status",
    _INN,
    "active_substance",
    "therapeutic_area_mesh",
    "atc_code_human",
    "conditional_approval",
    _HOLDER,
    "marketing_authorisation_date",
    "medicine_url",
}
_KINDS = dict.fromkeys(_READ - {"marketing_authorisation_date"}, as_text)
_FORMER = {
    "medicine_name": "name_of_medicine",
    "therapeutic_area": "therapeutic_area_mesh",
    "product_number": "ema_product_number",
    "authorisation_status": "medicine_status",
    "atc_code": "atc_code_human",
    "marketing_authorisation_holder_company_name": _HOLDER,
    "url": "medicine_url",
}
"""Column names of the table until 2024 to current ones."""
_OUT_OF_SCOPE = {
    "date_of_refusal_of_marketing_authorisation",
    "human_pharmacotherapeutic_group",
    "vet_pharmacotherapeutic_group",
    "date_of_opinion",
    "decision_date",
    "condition_indication",
    "species",
    "atcvet_code",
    "first_published",
    "revision_date",
    "opinion_status",
    "latest_procedure_affecting_product_information",
    "species_veterinary",
    "patient_safety",
    "atcvet_code_veterinary",
    "pharmacotherapeutic_group_human",
    "pharmacotherapeutic_group_veterinary",
    "therapeutic_indication",
    "accelerated_assessment",
    "additional_monitoring",
    "advanced_therapy",
    "biosimilar",
    "exceptional_circumstances",
    "generic",
    "hybrid",
    "generic_or_hybrid",
    "orphan_medicine",
    "prime_priority_medicine",
    "european_commission_decision_date",
    "start_of_rolling_review_date",
    "start_of_evaluation_date",
    "opinion_adopted_date",
    "withdrawal_of_application_date",
    "refusal_of_marketing_authorisation_date",
    "withdrawal_expiry_revocation_lapse_of_marketing_authorisation_date",
    "suspension_of_marketing_authorisation_date",
    "revision_number",
    "first_published_date",
    "last_updated_date",
}


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per human medicine, in file order."""

    def read(file: Path) -> Iterator[ApprovalRecord]:
        is_json = first_byte(file) == b"{"
        lines = _objects(file, issues) if is_json else sheet_lines(file, _READ, issues, rename=_snake, kinds=_KINDS)
        return read_rows(lines, _medicine, issues, _OUT_OF_SCOPE)

    yield from each_file(members(path), issues, read)


def edition(path: Path) -> str | None:
    """Return when the table was generated, as printed: "22/08/2024 - 15:06", or the JSON's timestamp."""
    for file in members(path):
        if first_byte(file) == b"{":
            return first_item(file, "meta.timestamp")
        return next((cell for cell in first_row(file) if re.match(r"\d{2}/\d{2}/\d{4}", cell)), None)
    return None


def _medicine(row: RawRow, reader: RowReader) -> ApprovalRecord:
    take = row.cells.pop
    category = take("category").strip().capitalize()
    if category not in _CATEGORY:
        raise UnmappedValue("Category", category)
    if category == "Veterinary":
        raise OutOfScope("veterinary medicine")
    number = reader.number("number", take("ema_product_number"), AGENCY.number)
    name = reader.required("productName", take("name_of_medicine"))
    active, inn = take("active_substance"), take(_INN)
    substances = _substances(active, inn)
    printed = take("medicine_status")
    conditional = take("conditional_approval").strip().capitalize() == "Yes" and printed in _CONDITIONAL
    date = reader.date("date", "DATE_DMY", take("marketing_authorisation_date"), from_day_first)
    holder = reader.text("holderRaw", take(_HOLDER))
    url = take("medicine_url") or None
    brand_name = brand(name, substances) if date else None
    areas = split_outside(take("therapeutic_area_mesh"), ";")
    return ApprovalRecord(
        agency="EMA",
        identifiers=(Identifier("EMA_PRODUCT_NUMBER", number),),
        product_name=name,
        status=_status(printed, reader, conditional=conditional),
        status_raw=reader.text("statusRaw", printed),
        date=date,
        date_kind="ISSUED" if date else None,
        holder=Organisation(holder, "AUTHORISATION_HOLDER") if holder else None,
        ingredients=_ingredients(substances, inn),
        brand_names=(brand_name,) if brand_name else (),
        atc_codes=reader.atc(code for code in split_outside(take("atc_code_human"), ";") if code not in _NO_ATC),
        indications=tuple(_indicated(area) for area in areas) if printed == "Authorised" else (),
        row=reader.row(number, section="Medicine", index=row.index, url=url),
    )


def _status(printed: str, reader: RowReader, *, conditional: bool) -> str:
    if conditional:
        return reader.coded("status", "Medicine status", printed, _CONDITIONAL, "STATUS_TABLE_CONDITIONAL")
    return reader.status("Medicine status", printed, _STATUS)


def _substances(active: str, inn: str) -> tuple[str, ...]:
    return split_outside(active if active.strip() else inn, ";", " / ")


def _ingredients(substances: tuple[str, ...], inn: str) -> tuple[Ingredient, ...]:
    """Return each substance with its INN: the product's only one, or the only one with the same first word."""
    inns = split_outside(inn, ";", " / ")
    if len(substances) == len(inns) == 1:
        return (Ingredient(substances[0], inn=inns[0]),)
    heads = {name: fold(name).split()[0] for name in inns}
    of = {
        substance: [name for name, head in heads.items() if head in fold(substance).split()] for substance in substances
    }
    return tuple(
        Ingredient(substance, inn=of[substance][0] if len(of[substance]) == 1 else None) for substance in substances
    )


def _indicated(area: str) -> ConditionLink:
    return ConditionLink("INDICATED_FOR", ConditionRef(area), rule="EMA_THERAPEUTIC_AREA")


def _objects(file: Path, issues: Issues) -> Iterator[RawRow]:
    for line in json_items(file, "data.item", issues):
        if missing := _READ - line.cells.keys():
            raise SourceError(f"{file.name}: header not understood, {sorted(missing)} missing: {sorted(line.cells)}")
        line.cells = {key: "" if value is None else str(value) for key, value in line.cells.items()}
        yield line


def _snake(header: str) -> str:
    """Return the JSON's name of a sheet's column; the sheet spells out "(INN)", the JSON does not."""
    name = re.sub(r"[^a-z0-9]+", "_", header.replace("(INN)", "").lower()).strip("_")
    return _FORMER.get(name, name)


SOURCE = Source(
    id="ema",
    name="Medicines table",
    publisher="European Medicines Agency",
    licence="Reuse allowed with the European Medicines Agency named as the source",
    licence_url="https://www.ema.europa.eu/en/about-us/about-website/legal-notice",
    url="https://www.ema.europa.eu/en/medicines/download-medicine-data",
    agency="EMA",
    scope=Scope("centrally authorised product", lacks=("ALLERGEN",), since="1995"),
    complete=True,
    rank=10,
    parse=parse,
    edition=edition,
    download=Download(
        urls=("https://www.ema.europa.eu/en/documents/report/medicines-output-medicines_json-report_en.json",),
        hosts=("www.ema.europa.eu",),
    ),
)
