"""US National Drug Code directory: FDA's text files of products and packages, finished and unfinished.

Shape    product.txt: PRODUCTID, PRODUCTNDC, PRODUCTTYPENAME, PROPRIETARYNAME, …; package.txt: PRODUCTID, PRODUCTNDC,
         NDCPACKAGECODE, PACKAGEDESCRIPTION; tab-separated, Windows-1252, no quoting: a quotation mark is data
Key      PRODUCTNDC: labeller and product segments; a package's number begins with that of its product
Dates    YYYYMMDD; the date kept is the start of marketing
Lists    "; " between substances, strengths and units, in the same order
Skips    unfinished products (their file has no PROPRIETARYNAME): ingredients for further processing; packages, after
         a check that their product is there: a record has only the number of the product
Licence  public domain
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from graph.errors import SourceError
from seed.formats.delimited import header_of, tsv_lines
from seed.formats.files import each_file, members, understood
from seed.records import ApprovalRecord, Ingredient
from seed.source import Download, Issues, Source
from seed.values.ndc import NdcProduct, approval
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows
from seed.values.text import tidy

_UNFINISHED = (
    "PRODUCTID",
    "PRODUCTNDC",
    "PRODUCTTYPENAME",
    "NONPROPRIETARYNAME",
    "DOSAGEFORMNAME",
    "STARTMARKETINGDATE",
    "MARKETINGCATEGORYNAME",
    "LABELERNAME",
    "SUBSTANCENAME",
    "ACTIVE_NUMERATOR_STRENGTH",
    "ACTIVE_INGRED_UNIT",
)
_FINISHED = (*_UNFINISHED, "PROPRIETARYNAME", "PROPRIETARYNAMESUFFIX", "ROUTENAME", "APPLICATIONNUMBER")
_PACKAGE = ("PRODUCTID", "PRODUCTNDC", "NDCPACKAGECODE", "PACKAGEDESCRIPTION")
_FORMS = (_FINISHED, _UNFINISHED, _PACKAGE)
_OUT_OF_SCOPE = {
    "PRODUCTTYPENAME",
    "NONPROPRIETARYNAME",
    "PROPRIETARYNAMESUFFIX",
    "ENDMARKETINGDATE",
    "PHARM_CLASSES",
    "DEASCHEDULE",
    "NDC_EXCLUDE_FLAG",
    "LISTING_RECORD_CERTIFIED_THROUGH",
    "PACKAGEDESCRIPTION",
    "NDCPACKAGECODE",
    "PRODUCTNDC",
    "SAMPLE_PACKAGE",
}


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per finished product, in file order; products are read before packages."""
    files = sorted(understood(members(path), _form, issues), key=lambda file: _FORMS.index(_form(file)))
    products: dict[str, bool] = {}

    def read(file: Path) -> Iterator[ApprovalRecord]:
        form = _form(file)
        build = partial(_package if form is _PACKAGE else _product, products=products)
        return read_rows(tsv_lines(file, form, issues), build, issues, _OUT_OF_SCOPE)

    yield from each_file(files, issues, read)


def _form(file: Path) -> tuple[str, ...]:
    columns = {cell.strip() for cell in header_of(file)}
    for form in _FORMS:
        if columns >= set(form):
            return form
    raise SourceError(
        f"{file.name}: header not understood, neither of products nor of packages: {sorted(columns)}"[:1000]
    )


def _package(row: RawRow, reader: RowReader, products: dict[str, bool]) -> ApprovalRecord:
    product, number = row.cells.pop("PRODUCTID"), row.cells["PRODUCTNDC"]
    if product not in products:
        raise SourceError(f"a package of {number}, which is not among the products")
    if not row.cells["NDCPACKAGECODE"].startswith(number):
        raise SourceError(f"NDCPACKAGECODE does not begin with {number}")
    raise OutOfScope("package of a product" if products[product] else "package of an unfinished product")


def _product(row: RawRow, reader: RowReader, products: dict[str, bool]) -> ApprovalRecord:
    take = row.cells.pop
    finished = "PROPRIETARYNAME" in row.cells
    products[take("PRODUCTID")] = finished
    if not finished:
        raise OutOfScope("unfinished product")
    substances = _list(take("SUBSTANCENAME"))
    amounts, units = _list(take("ACTIVE_NUMERATOR_STRENGTH")), _list(take("ACTIVE_INGRED_UNIT"))
    strengths = [" ".join(pair) for pair in zip(amounts, units, strict=False)]
    if not len(substances) == len(amounts) == len(units):
        strengths = [""] * len(substances)
        if amounts or units:
            reader.report(f"{len(substances)} substances, {len(amounts)} strengths and {len(units)} units")
    product = NdcProduct(
        number=take("PRODUCTNDC"),
        category=take("MARKETINGCATEGORYNAME").strip(),
        name=take("PROPRIETARYNAME"),
        labeller=take("LABELERNAME"),
        application=take("APPLICATIONNUMBER"),
        started=take("STARTMARKETINGDATE"),
        dosage_form=take("DOSAGEFORMNAME"),
        routes=take("ROUTENAME"),
        ingredients=tuple(
            Ingredient(*pair) for pair in zip(substances, (strength or None for strength in strengths), strict=True)
        ),
    )
    return approval(product, reader, section="product", index=row.index)


def _list(cell: str) -> list[str]:
    return [part for part in map(tidy, cell.split("; ")) if part]


def complete(path: Path) -> bool:
    """Return whether the file of finished products is there: it is the whole list, the others are not."""
    return any(set(_FINISHED) <= {cell.strip() for cell in header_of(file)} for file in members(path))


SOURCE = Source(
    id="fda_ndc",
    name="National Drug Code directory (text files)",
    publisher="US Food and Drug Administration",
    licence="Public domain",
    url="https://www.fda.gov/drugs/drug-approvals-and-databases/national-drug-code-directory",
    agency="FDA",
    complete=complete,
    rank=11,
    parse=parse,
    download=Download(
        urls=("https://www.accessdata.fda.gov/cder/ndctext.zip",),
        hosts=("www.accessdata.fda.gov",),
    ),
)
