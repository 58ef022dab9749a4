"""US National Drug Code directory: openFDA JSON, drug/ndc, bulk file or API answer.

Shape    {"meta": {...}, "results": [{"product_ndc": "15054-1040", "active_ingredients": [...], ...}]}
Key      product_ndc: labeller and product segments, package segment dropped
Dates    YYYYMMDD; the date kept is the start of marketing, only the label file has the effective date
Skips    rows with `finished` false: ingredients for further processing, not products
Licence  CC0-1.0
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from seed.formats.files import each_file, members
from seed.formats.json_items import first_item, json_items, typed
from seed.records import ApprovalRecord, Ingredient
from seed.source import Download, Issues, Source
from seed.values.ndc import NdcProduct, approval
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows
from seed.values.text import tidy

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


class _Listed(msgspec.Struct):
    """The fields read from a product."""

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

    def read(file: Path) -> Iterator[ApprovalRecord]:
        return read_rows(json_items(file, "results.item", issues), _finished, issues, _OUT_OF_SCOPE)

    yield from each_file(members(path), issues, read)


def edition(path: Path) -> str | None:
    """Return the date in the file's meta, as printed: 2020-05-01."""
    return first_item(members(path)[0], "meta.last_updated")


def _finished(row: RawRow, reader: RowReader) -> ApprovalRecord:
    product = typed(row.cells, _Listed)
    for name in _Listed.__struct_fields__:
        row.cells.pop(name, None)
    if not product.finished:
        raise OutOfScope("unfinished product")
    found = NdcProduct(
        number=product.product_ndc,
        category=product.marketing_category,
        name=product.brand_name,
        labeller=product.labeler_name,
        application=product.application_number,
        started=product.marketing_start_date,
        dosage_form=product.dosage_form,
        routes="; ".join(product.route),
        ingredients=tuple(
            Ingredient(tidy(ingredient.name), tidy(ingredient.strength or "") or None)
            for ingredient in product.active_ingredients
        ),
    )
    return approval(found, reader, section="results", index=row.index)


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
    download=Download(
        urls=("https://download.open.fda.gov/drug/ndc/drug-ndc-0001-of-0001.json.zip",),
        hosts=("download.open.fda.gov",),
    ),
)
