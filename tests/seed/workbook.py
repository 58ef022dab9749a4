"""Writes small XLSX workbooks: strings inline, numbers and dates as a spreadsheet stores them."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import starmap
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | float | date

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="'
    'application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="'
    'application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet {_NS}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    "</styleSheet>",
}


def write_workbook(path: Path, rows: Iterable[Sequence[Cell]]) -> Path:
    """Write the rows into a workbook of one sheet at the path."""
    return write_sheets(path, {"List": rows})


def write_sheets(path: Path, sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> Path:
    """Write the rows of each sheet, by its name, into a workbook at the path."""
    return write_raw(path, {name: "".join(starmap(_row, enumerate(rows, start=1))) for name, rows in sheets.items()})


def write_raw(path: Path, sheets: Mapping[str, str]) -> Path:
    """Write the XML of each sheet's rows as it is."""
    book = related = ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, body) in enumerate(sheets.items(), start=1):
            book += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
            related += f'<Relationship Id="r{number}" Type="{_REL}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            sheet = f"<worksheet {_NS}><sheetData>{body}</sheetData></worksheet>"
            archive.writestr(f"xl/worksheets/sheet{number}.xml", sheet)
        related += f'<Relationship Id="styles" Type="{_REL}/styles" Target="styles.xml"/>'
        archive.writestr("xl/workbook.xml", f'<workbook {_NS} xmlns:r="{_REL}"><sheets>{book}</sheets></workbook>')
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>'
        )
        for name, text in _PARTS.items():
            archive.writestr(name, text)
    return path


def _row(number: int, cells: Sequence[Cell]) -> str:
    return f'<row r="{number}">{"".join(map(_cell, cells))}</row>'


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, date):
        return f'<c s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    return f"<c><v>{value}</v></c>"
