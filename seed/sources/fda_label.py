"""US drug labels: openFDA JSON, drug/label, bulk files or API answers. They state since when a label is in force.

Shape    {"meta": {...}, "results": [{"set_id": "…", "effective_time": "20240320", "openfda": {"product_ndc": [...]}}]}
Key      set_id and product_ndc: a label may be of several products
Dates    YYYYMMDD
States   only the effective date of products: name, holder, status and substances are in the NDC directory
Skips    labels that openFDA has not tied to a product
Leaves   the texts of the labels
Licence  CC0-1.0
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import msgspec

from seed.formats.files import each_file, members
from seed.formats.json_items import first_item, json_items, typed
from seed.records import ApprovalRecord, Identifier
from seed.source import Download, Issues, Source
from seed.values.dates import from_compact
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows


class _Openfda(msgspec.Struct):
    product_ndc: tuple[str, ...] = ()


class _Label(msgspec.Struct):
    """The fields read from a label."""

    set_id: str
    effective_time: str
    openfda: _Openfda = msgspec.field(default_factory=_Openfda)


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per product of each label, in file order; files are streamed."""

    def read(file: Path) -> Iterator[ApprovalRecord]:
        return chain.from_iterable(read_rows(json_items(file, "results.item", issues), _products, issues))

    yield from each_file(members(path), issues, read)


def edition(path: Path) -> str | None:
    """Return the date in the first file's meta, as printed."""
    return first_item(members(path)[0], "meta.last_updated")


def _products(row: RawRow, reader: RowReader) -> tuple[ApprovalRecord, ...]:
    label = typed(row.cells, _Label)
    row.cells = {}
    numbers = dict.fromkeys(number.strip() for number in label.openfda.product_ndc if number.strip())
    if not numbers:
        raise OutOfScope("label of no known product")
    date = reader.date("date", "DATE_COMPACT", label.effective_time, from_compact)
    return tuple(
        ApprovalRecord(
            agency="FDA",
            identifiers=(Identifier("NDC", number),),
            native={"ndcCode": number},
            status="NOT_STATED",
            date=date,
            date_kind="EFFECTIVE" if date else None,
            row=reader.row(f"{label.set_id}/{number}", section="results", index=row.index),
        )
        for number in numbers
    )


SOURCE = Source(
    id="fda_label",
    name="Drug labels (openFDA)",
    publisher="US Food and Drug Administration",
    licence="CC0-1.0",
    licence_url="https://open.fda.gov/license/",
    url="https://open.fda.gov/apis/drug/label/",
    agency="FDA",
    rank=5,
    parse=parse,
    edition=edition,
    download=Download(
        urls=("https://api.fda.gov/download.json",),
        hosts=("api.fda.gov", "download.open.fda.gov"),
        listed=("results", "drug", "label", "partitions", "file"),
    ),
)
