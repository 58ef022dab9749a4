"""The search export of CIMA: XLSX, one row a medicine, 15 columns."""

from collections.abc import Iterator
from pathlib import Path

from seed.formats.workbook import sheet_lines
from seed.formats.workbook_cells import Kind, as_key, as_text
from seed.records import ApprovalRecord, Ingredient
from seed.source import Issues
from seed.sources.cima.record import NUMBER, STATUS, record
from seed.sources.cima.substances import counted
from seed.values.dates import from_day_first
from seed.values.row import RawRow, RowReader, read_rows
from seed.values.text import tidy

_HEADER = (
    "Nº Registro",
    "Medicamento",
    "Laboratorio",
    "Fecha Aut.",
    "Estado",
    "Cód. ATC",
    "Principios Activos",
    "Nº P. Activos",
    "Observaciones",
)
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("Medicamento", "Laboratorio", "Principios Activos"), as_text),
    "Nº Registro": as_key(NUMBER),
}
_OUT_OF_SCOPE = {
    "Fecha Estado",
    "¿Comercializado?",
    "¿Triangulo Amarillo?",
    "¿Sustituible?",
    "¿Afecta conducción?",
    "¿Problemas de suministro?",
}


def medicines(file: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per medicine."""
    return read_rows(sheet_lines(file, _HEADER, issues, kinds=_KINDS), _medicine, issues, _OUT_OF_SCOPE)


def _medicine(row: RawRow, reader: RowReader) -> ApprovalRecord:
    take = row.cells.pop
    number = reader.number("number", take("Nº Registro"), NUMBER)
    status = tidy(take("Estado")).capitalize()
    names = counted(take("Principios Activos"), take("Nº P. Activos"), reader)
    return record(
        reader,
        row,
        number,
        name=take("Medicamento"),
        holder=take("Laboratorio"),
        status=reader.status("Estado", status, STATUS),
        status_raw=reader.text("statusRaw", status),
        date=reader.date("date", "DATE_DMY", take("Fecha Aut."), from_day_first),
        prescription=reader.text("prescriptionType", take("Observaciones")),
        atc=[take("Cód. ATC")],
        ingredients=tuple(map(Ingredient, names)),
    )
