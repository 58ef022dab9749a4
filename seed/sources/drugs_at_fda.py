"""Drugs@FDA: the data files, a folder of tab-separated tables joined by ApplNo; one approval a product.

Shape    Applications, Products, Submissions, MarketingStatus, MarketingStatus_Lookup; each known by its header
Form     CRLF, no quoting, Windows-1252; a line of Submissions that does not begin with a digit continues the note above
Key      application type and number, product number: NDA021839/001; of six and three digits in every table, so that
         the leading zeros that a spreadsheet drops are known
Dates    YYYY-MM-DD 00:00:00
Date     first approval of the application: its earliest ORIG submission with status AP, for each of its products
Lists    "; " in ActiveIngredient, ";" in Strength; Form is FORM;ROUTE
Licence  public domain
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import SourceError, UnmappedValue
from seed.formats.delimited import header_of, tsv_lines
from seed.formats.files import each_file, members, understood
from seed.records import ApprovalRecord, Identifier, Ingredient, Organisation
from seed.source import Download, Issues, Scope, Source
from seed.values.dates import from_midnight
from seed.values.row import RawRow, RowReader, read_rows
from seed.values.text import brand, split_outside, tidy

_READ = {
    "Applications": ("ApplNo", "ApplType", "SponsorName"),
    "Products": ("ApplNo", "ProductNo", "Form", "Strength", "DrugName", "ActiveIngredient"),
    "Submissions": ("ApplNo", "SubmissionType", "SubmissionStatus", "SubmissionStatusDate"),
    "MarketingStatus": ("MarketingStatusID", "ApplNo", "ProductNo"),
    "MarketingStatus_Lookup": ("MarketingStatusID", "MarketingStatusDescription"),
}
_DIGITS = {"ApplNo": 6, "ProductNo": 3}
_NOT_TOLD_BY = {"MarketingStatus": "TECode"}
"""A column that only another table (TE) has, which also has all columns of this one."""
_OUT_OF_SCOPE = {"ReferenceDrug", "ReferenceStandard"}
_FIRST_APPROVAL = ("ORIG", "AP")
_ROW = re.compile(r"\d")
_BRANDED = {"NDA", "BLA"}
"""Types whose product name may be a brand; a generic is sold under its ingredient's name."""
_TYPE = {"NDA": None, "ANDA": None, "BLA": "BIOTECH"}
_STATUS = {
    "Prescription": "AUTHORISED",
    "Over-the-counter": "AUTHORISED",
    "Discontinued": "WITHDRAWN",
    "None (Tentative Approval)": "TENTATIVE_APPROVAL",
}


@dataclass(frozen=True)
class _Linked:
    """The linked tables: ApplNo to (type, sponsor) and to dates of first approval; (ApplNo, ProductNo) to status."""

    applications: dict[str, tuple[str, str]]
    approved: dict[str, list[str]]
    statuses: dict[tuple[str, str], list[str]]


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per product, in file order. `path` is the folder; all but Products is held in memory."""
    files: dict[str | None, list[Path]] = defaultdict(list)
    for file in understood(members(path), _table, issues):
        files[_table(file)].append(file)
    if missing := _READ.keys() - files.keys():
        raise SourceError(f"{path.name}: no file has the header of {sorted(missing)}")
    linked = _link(files, issues)

    def read(file: Path) -> Iterator[ApprovalRecord]:
        lines = tsv_lines(file, _READ["Products"], issues)
        return read_rows(lines, lambda row, reader: _product(row, reader, linked), issues, _OUT_OF_SCOPE)

    yield from each_file(files["Products"], issues, read)


def _table(file: Path) -> str | None:
    """Return the name of the table, None if it is not read. Raises SourceError for a file that is no table."""
    header = set(header_of(file))
    if len(header) == 1:
        raise SourceError(f"{file.name}: header not understood, no tab-separated table: {sorted(header)}"[:1000])
    for name, columns in _READ.items():
        if header >= set(columns) and _NOT_TOLD_BY.get(name) not in header:
            return name
    return None


def _link(files: dict[str | None, list[Path]], issues: Issues) -> _Linked:
    def rows(name: str) -> Iterator[tuple[str, ...]]:
        return each_file(files[name], issues, lambda file: _rows(file, _READ[name], issues))

    words = {code: word for code, word in rows("MarketingStatus_Lookup")}  # noqa: C416
    statuses, approved = defaultdict(list), defaultdict(list)
    for code, application, product in rows("MarketingStatus"):
        statuses[application, product].append(words.get(code, code))
    for application, kind, status, date in rows("Submissions"):
        if (kind, status) == _FIRST_APPROVAL and date:
            approved[application].append(date)
    return _Linked({number: (kind, sponsor) for number, kind, sponsor in rows("Applications")}, approved, statuses)


def _rows(file: Path, columns: tuple[str, ...], issues: Issues) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a linked table; report a row with an impossible key."""
    for line in tsv_lines(file, columns, issues, begins=_ROW):
        try:
            cells = tuple(_cell(column, line.cells[column]) for column in columns)
        except SourceError as error:
            issues.refuse(str(error), file=line.file, line=line.number, raw=line.text)
            continue
        yield cells


def _cell(column: str, printed: str) -> str:
    """Return the cell; a key gets its leading zeros back. Raises SourceError for an impossible key."""
    cell = printed.strip()
    if column not in _DIGITS:
        return cell
    if not (cell.isascii() and cell.isdecimal() and len(cell) <= _DIGITS[column]):
        raise SourceError(f"{column} is no number of {_DIGITS[column]} digits: {cell!r}")
    return cell.zfill(_DIGITS[column])


def _product(row: RawRow, reader: RowReader, linked: _Linked) -> ApprovalRecord:
    take = row.cells.pop
    printed = take("ApplNo"), take("ProductNo")
    application, product = map(_cell, ("ApplNo", "ProductNo"), printed)
    if application not in linked.applications:
        raise SourceError(f"ApplNo {application} is not in Applications")
    kind, sponsor = linked.applications[application]
    if kind not in _TYPE:
        raise UnmappedValue("ApplType", kind)
    number = reader.derived(
        "number", "TYPE_APPLICATION_PRODUCT", " ".join((kind, *printed)), f"{kind}{application}/{product}"
    )
    name = reader.required("productName", take("DrugName"))
    active = split_outside(take("ActiveIngredient"), ";")
    form, route = _form(take("Form"), reader)
    strength = _strength(take("Strength"), reader)
    status_raw, status = _status(linked.statuses.get((application, product), []), reader)
    date = reader.date(
        "date", "FIRST_APPROVAL_OF_APPLICATION", min(linked.approved.get(application, []), default=None), from_midnight
    )
    holder = reader.text("holderRaw", sponsor)
    brand_name = brand(name, active) if kind in _BRANDED else None
    return ApprovalRecord(
        agency="FDA",
        identifiers=(Identifier("FDA_APPLICATION_NUMBER", number),),
        product_name=name,
        status=status,
        status_raw=status_raw,
        date=date,
        date_kind="APPROVAL" if date else None,
        holder=Organisation(holder, "MANUFACTURER") if holder else None,
        dosage_form=form,
        route=route,
        strength=strength,
        ingredients=_ingredients(active, strength),
        brand_names=(brand_name,) if brand_name else (),
        drug_type=reader.derived("drugType", "BLA_IS_BIOTECH", kind, _TYPE[kind]) if _TYPE[kind] else None,
        row=reader.row(number, section="Products", index=row.index),
    )


def _form(cell: str, reader: RowReader) -> tuple[str | None, str | None]:
    """Split FORM;ROUTE; with more or fewer semicolons, the cell is the form and the route is unknown."""
    parts = tuple(map(tidy, cell.split(";")))
    if len(parts) != 2:
        return reader.text("dosageForm", cell), None
    return reader.derived("dosageForm", "FORM_ROUTE", cell, parts[0]) or None, reader.derived(
        "route", "FORM_ROUTE", cell, parts[1]
    ) or None


def _strength(cell: str, reader: RowReader) -> str | None:
    """Return the strength without the note that follows two asterisks in some cells."""
    strength, note, _ = cell.partition("**")
    return (
        reader.derived("strength", "NOTE_DROPPED", cell, tidy(strength)) or None
        if note
        else reader.text("strength", cell)
    )


def _status(words: list[str], reader: RowReader) -> tuple[str | None, str]:
    """Return the printed and the coded status; a product sold both ways has two rows, which are equal here."""
    readings = {reader.coded("status", "MarketingStatusDescription", word, _STATUS) for word in words}
    if not words:
        return None, "NOT_STATED"
    if len(readings) > 1:
        raise SourceError(f"MarketingStatus contradicts itself: {words}")
    return reader.text("statusRaw", "; ".join(words)), readings.pop()


def _ingredients(active: tuple[str, ...], strength: str | None) -> tuple[Ingredient, ...]:
    strengths = split_outside(strength or "", ";")
    if len(active) == len(strengths):
        return tuple(map(Ingredient, active, strengths))
    return tuple(map(Ingredient, active))


SOURCE = Source(
    id="drugs_at_fda",
    name="Drugs@FDA data files",
    publisher="US Food and Drug Administration",
    licence="Public domain",
    url="https://www.fda.gov/drugs/drug-approvals-and-databases/drugsfda-data-files",
    agency="FDA",
    scope=Scope(
        "product of the FDA's Center for Drug Evaluation and Research",
        lacks=("VACCINE", "BLOOD_PRODUCT", "CELL_OR_GENE_THERAPY", "ALLERGEN"),
    ),
    complete=True,
    rank=10,
    parse=parse,
    download=Download(
        urls=("https://www.fda.gov/media/89850/download",),
        hosts=("www.fda.gov",),
    ),
)
