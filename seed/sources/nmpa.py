"""China's approvals, from an operator's files: pages of the domestic-drug table (HTML), national drug codes (CSV).

Shape    page: a table of label and text, one product a file; CSV: 批准文号, 产品名称, 剂型, 规格, 生产单位, and codes
Key      批准文号: 国药准字, a letter (H chemical, Z traditional, S biological, B supplement, T and J of other kinds)
         and eight digits; imports H20170001, HJ20170001
Dates    YYYY-MM-DD
Missing  "----" in half and full width, or nothing
Names    the drug is matched by the English name without its form if the page has one, else by the Chinese name
Skips    原料药: active substances, not products
Leaves   addresses, national codes
Licence  none stated: NMPA publishes no file; an operator loads files that it has the right to use
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from graph.agencies import Agency, Native, Scheme
from graph.errors import SourceError
from seed.formats.delimited import csv_lines
from seed.formats.files import each_file, first_byte, members
from seed.formats.html_table import pairs
from seed.records import ApprovalRecord, Identifier, Ingredient, Organisation
from seed.source import Issues, Source
from seed.values.dates import from_iso
from seed.values.product_names import form_in
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows
from seed.values.text import tidy

AGENCY = Agency(
    code="NMPA",
    name="National Medical Products Administration",
    short_name="NMPA",
    meaning="China: National Medical Products Administration.",
    jurisdiction="China",
    countries=("CN",),
    url="https://www.nmpa.gov.cn/",
    place=4,
    schemes=(
        Scheme(
            "NMPA_APPROVAL_NUMBER",
            "NMPA approval number: 国药准字 and nine characters.",
            re.compile(r"(?:国药准字)?[HZSBTJF][CJ]?\d{8}"),
        ),
    ),
    record_type="NmpaApproval",
    record="A drug approved in China.",
    holder_role="COMPANY",
    date_kind="APPROVAL",
    fields=(
        Native.holder("company", "Company named by the agency."),
        Native.text("approvalNumber", "Approval number: 国药准字 and nine characters."),
        Native.text("nmpaDrugType", "Chemical, traditional or biological, in the agency's words."),
        Native.date("approvalDate", "Date of the approval."),
    ),
)

_COLUMNS = ("批准文号", "产品名称", "剂型", "规格", "生产单位")
_OUT_OF_SCOPE = {
    "药品编码",
    "药品编码备注",
    "生产地址",
    "原批准文号",
    "药品本位码",
    "药品本位码备注",
    "相关数据库查询",
    "",
}
_KIND = {"H": "化学药品", "Z": "中药", "S": "生物制品"}
"""Letter of the number to the agency's own term for the type of drug."""
_BIOTECH = {"生物制品"}
_SUBSTANCE = {"原料药"}
_FORM_WORDS = re.compile(
    r"(?:[\s,]+(?:for|powders?|concentrated|lyophili[sz]ed|sterile|(?:sustained|controlled|extended|delayed|prolonged|"
    r"modified)[- ]release|enteric[- ]coated|film[- ]coated|enteric|coated|dry|buccal|hard|soft))+\s*$",
    re.IGNORECASE,
)
"""Words of the form before its noun, which the English names put behind the substance."""


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per product, in file order."""

    def read(file: Path) -> Iterator[ApprovalRecord]:
        lines = _page(file) if first_byte(file) == b"<" else csv_lines(file, _COLUMNS, issues)
        return read_rows(lines, _product, issues, _OUT_OF_SCOPE)

    yield from each_file(members(path), issues, read)


def _page(file: Path) -> Iterator[RawRow]:
    cells = pairs(file)
    if missing := set(_COLUMNS) - cells.keys():
        raise SourceError(f"{file.name}: header not understood, {sorted(missing)} missing: {sorted(cells)}"[:1000])
    yield RawRow(file.name, 1, 1, dict(cells), dict(cells))


def _product(row: RawRow, reader: RowReader) -> ApprovalRecord:
    take = partial(_taken, row)
    number = reader.number("number", take("批准文号"), AGENCY.number)
    form = reader.text("dosageForm", take("剂型"))
    if form in _SUBSTANCE:
        raise OutOfScope("active substance, not a product")
    chinese, english = reader.required("productName", take("产品名称")), take("英文名称")
    company = take("上市许可持有人") or take("生产单位")
    row.cells.pop("生产单位", None)
    holder = reader.text("holderRaw", company)
    kind = _kind(take("产品类别"), number, reader)
    date = reader.date("date", "DATE_ISO", take("批准日期"), from_iso)
    brand_name = take("商品名")
    biotech = kind in _BIOTECH
    return ApprovalRecord(
        agency="NMPA",
        identifiers=(Identifier("NMPA_APPROVAL_NUMBER", number),),
        native={"approvalNumber": number} | ({"nmpaDrugType": kind} if kind else {}),
        product_name=chinese,
        status=reader.derived("status", "LISTED_AS_APPROVED", "", "AUTHORISED"),
        date=date,
        date_kind="APPROVAL" if date else None,
        holder=Organisation(holder, "COMPANY") if holder else None,
        dosage_form=form,
        strength=reader.text("strength", take("规格")),
        ingredients=(Ingredient(_substance(english) if english else chinese),),
        brand_names=(brand_name,) if brand_name else (),
        drug_type=reader.derived("drugType", "KIND_TABLE", str(kind), "BIOTECH") if biotech else None,
        row=reader.row(number, index=row.index),
    )


def _taken(row: RawRow, column: str) -> str:
    cell = tidy(row.cells.pop(column, ""))
    return "" if set(cell) <= set("-－—") else cell


def _kind(printed: str, number: str, reader: RowReader) -> str | None:
    if printed:
        return reader.text("nmpaDrugType", printed)
    letter = number.removeprefix("国药准字")[0]
    return reader.derived("nmpaDrugType", "LETTER_OF_NUMBER", number, _KIND[letter]) if letter in _KIND else None


def _substance(name: str) -> str:
    """Return the English name without its form.

    >>> _substance("Nitrendipine Tablets"), _substance("Azithromycin Granules for Oral Suspension")
    ('Nitrendipine', 'Azithromycin')
    """
    while (form := form_in(name)) and (rest := _FORM_WORDS.sub("", name[: name.rindex(form)]).strip(" ,")):
        name = rest
    return name


SOURCE = Source(
    id="nmpa",
    name="Domestic drugs and national drug codes (operator's file)",
    publisher="National Medical Products Administration, China",
    licence="No open licence: only for files that the operator may use",
    url="https://www.nmpa.gov.cn/datasearch/home-index.html",
    agency="NMPA",
    rank=10,
    parse=parse,
)
