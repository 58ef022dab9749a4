"""US National Drug Code directory: openFDA JSON, drug/ndc, bulk file or API answer.

Shape    {"meta": {...}, "results": [{"product_ndc": "15054-1040", "active_ingredients": [...], ...}]}
Key      product_ndc: labeller and product segments, package segment dropped
Dates    YYYYMMDD; the date kept is the start of marketing, the effective date stands in the label file alone
Skips    rows with `finished` false: ingredients for further processing, not products
Licence  CC0-1.0
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from seed.clean.dates import from_compact
from seed.clean.files import members
from seed.clean.json_items import first_item, json_items, typed
from seed.clean.rows import Line, OutOfScope, Said, read_rows
from seed.clean.text import brand, tidy
from seed.records import ApprovalRecord, Identifier, Ingredient, Organisation
from seed.source import Issues, Source

_STATUS = {
    "NDA": "AUTHORISED",
    "NDA AUTHORIZED GENERIC": "AUTHORISED",
    "ANDA": "AUTHORISED",
    "BLA": "AUTHORISED",
    "OTC MONOGRAPH FINAL": "NOT_STATED",
    "OTC MONOGRAPH NOT FINAL": "NOT_STATED",
    "UNAPPROVED DRUG OTHER": "NOT_STATED",
    "UNAPPROVED HOMEOPATHIC": "NOT_STATED",
}
"""Marketing category to status: what is sold without an approval of its own has none."""
_BRANDED = {"NDA", "BLA"}
_OUT_OF_SCOPE = {
    "brand_name_base",
    "brand_name_suffix",
    "dea_schedule",
    "generic_name",
    "listing_expiration_date",
    "marketing_end_date",
    "openfda",
    "packaging",
    "pharm_class",
    "product_id",
    "product_type",
    "spl_id",
}


class _Substance(msgspec.Struct):
    name: str
    strength: str | None = None


class _Product(msgspec.Struct):
    """What is read of a product."""

    product_ndc: str
    finished: bool
    marketing_category: str = ""
    marketing_start_date: str | None = None
    brand_name: str | None = None
    labeler_name: str | None = None
    application_number: str | None = None
    dosage_form: str | None = None
    route: tuple[str, ...] = ()
    active_ingredients: tuple[_Substance, ...] = ()


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per finished product, in file order; the file is streamed."""
    for file in members(path):
        yield from read_rows(json_items(file, "results.item", issues), _finished, issues, _OUT_OF_SCOPE)


def edition(path: Path) -> str | None:
    """The date in the file's meta, as printed: 2020-05-01."""
    return first_item(members(path)[0], "meta.last_updated")


def _finished(line: Line, said: Said) -> ApprovalRecord:
    product = typed(line.cells, _Product)
    for name in _Product.__struct_fields__:
        line.cells.pop(name, None)
    if not product.finished:
        raise OutOfScope("unfinished product")
    return _approval(product, said, line.index)


def _approval(product: _Product, said: Said, index: int) -> ApprovalRecord:
    number, category = said.required("number", product.product_ndc), product.marketing_category
    date = said.date("date", "DATE_COMPACT", product.marketing_start_date, from_compact)
    ingredients = tuple(
        Ingredient(tidy(each.name), tidy(each.strength or "") or None) for each in product.active_ingredients
    )
    holder, name = said.copy("holderRaw", product.labeler_name), said.copy("productName", product.brand_name)
    brand_name = brand(name or "", tuple(each.name for each in ingredients)) if category in _BRANDED else None
    said.copy("applicationNumber", product.application_number)
    return ApprovalRecord(
        agency="FDA",
        identifiers=(Identifier("NDC", number),),
        native={"ndcCode": said.required("ndcCode", number)},
        product_name=name,
        status=said.coded("status", "marketing_category", category, _STATUS),
        status_raw=said.copy("statusRaw", category),
        date=date,
        date_kind="MARKET" if date else None,
        holder=Organisation(holder, "MANUFACTURER") if holder else None,
        dosage_form=said.copy("dosageForm", product.dosage_form),
        route=said.copy("route", "; ".join(product.route)),
        strength=said.copy("strength", "; ".join(each.strength for each in ingredients if each.strength)),
        ingredients=ingredients,
        brand_names=(brand_name,) if brand_name else (),
        drug_type=said.read("drugType", "BLA_IS_BIOTECH", category, "BIOTECH") if category == "BLA" else None,
        row=said.row(number, section="results", index=index),
    )


SOURCE = Source(
    id="openfda_ndc",
    name="National Drug Code directory (openFDA)",
    publisher="US Food and Drug Administration",
    licence="CC0-1.0",
    licence_url="https://open.fda.gov/license/",
    url="https://open.fda.gov/apis/drug/ndc/",
    agency="FDA",
    rank=10,
    parse=parse,
    edition=edition,
)
