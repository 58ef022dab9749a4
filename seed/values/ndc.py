"""A product of the US National Drug Code directory: one record for its text files and for openFDA's JSON."""

import re
from dataclasses import dataclass

from seed.records import ApprovalRecord, Identifier, Ingredient, Organisation
from seed.values.dates import from_compact
from seed.values.row import RowReader
from seed.values.text import brand

NUMBER = re.compile(r"\d{4,5}-\d{3,4}")
"""Labeller and product; a spreadsheet turns some into dates or powers of ten."""

_STATUS = {
    "NDA": "AUTHORISED",
    "NDA AUTHORIZED GENERIC": "AUTHORISED",
    "ANDA": "AUTHORISED",
    "BLA": "AUTHORISED",
    "EMERGENCY USE AUTHORIZATION": "CONDITIONAL",
    "OTC MONOGRAPH DRUG": "OTC_MONOGRAPH",
    "OTC MONOGRAPH FINAL": "OTC_MONOGRAPH",
    "OTC MONOGRAPH NOT FINAL": "OTC_MONOGRAPH",
    "UNAPPROVED DRUG FOR USE IN DRUG SHORTAGE": "UNAPPROVED",
    "UNAPPROVED DRUG OTHER": "UNAPPROVED",
    "UNAPPROVED HOMEOPATHIC": "UNAPPROVED",
    "UNAPPROVED MEDICAL GAS": "UNAPPROVED",
}
"""Marketing category to status."""
_BRANDED = {"NDA", "BLA"}


@dataclass(frozen=True)
class NdcProduct:
    """The fields of a product in the directory."""

    number: str
    category: str
    name: str | None
    labeller: str | None
    application: str | None
    started: str | None
    dosage_form: str | None
    routes: str
    ingredients: tuple[Ingredient, ...]


def approval(product: NdcProduct, reader: RowReader, *, section: str, index: int) -> ApprovalRecord:
    """Return the record, dated by the start of marketing: only the label file has the effective date."""
    number, category = reader.number("number", product.number, NUMBER), product.category.upper()
    date = reader.date("date", "DATE_COMPACT", product.started, from_compact)
    holder, name = reader.text("holderRaw", product.labeller), reader.text("productName", product.name)
    brand_name = (
        brand(name or "", tuple(ingredient.name for ingredient in product.ingredients))
        if category in _BRANDED
        else None
    )
    reader.text("applicationNumber", product.application)
    return ApprovalRecord(
        agency="FDA",
        identifiers=(Identifier("NDC", number),),
        native={"ndcCode": reader.required("ndcCode", number)},
        product_name=name,
        status=reader.status("marketing_category", category, _STATUS),
        status_raw=reader.text("statusRaw", product.category),
        date=date,
        date_kind="MARKET" if date else None,
        holder=Organisation(holder, "MANUFACTURER") if holder else None,
        dosage_form=reader.text("dosageForm", product.dosage_form),
        route=reader.text("route", product.routes),
        strength=reader.text(
            "strength", "; ".join(ingredient.strength for ingredient in product.ingredients if ingredient.strength)
        ),
        ingredients=product.ingredients,
        brand_names=(brand_name,) if brand_name else (),
        drug_type=reader.derived("drugType", "BLA_IS_BIOTECH", category, "BIOTECH") if category == "BLA" else None,
        row=reader.row(number, section=section, index=index),
    )
