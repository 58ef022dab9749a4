"""Answers of the CIMA REST service: JSON, a medicine or presentation, or a page of them."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from graph.errors import SourceError
from seed.formats.files import first_byte
from seed.formats.json_items import json_items, typed
from seed.formats.json_lines import json_objects, top_key
from seed.records import ApprovalRecord, Ingredient
from seed.source import Issues
from seed.sources.cima.record import NUMBER, first_of_each, record
from seed.sources.cima.substances import uncounted
from seed.values.dates import from_spanish_midnight
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows
from seed.values.text import tidy

_STATUS = {"rev": "REVOKED", "susp": "SUSPENDED", "aut": "AUTHORISED"}
"""Keys of states, the latest in a medicine's life first."""


_PACK = re.compile(r"\s*,\s+\d(?:(?!,\s+\d).)*$")
"""The pack at the end of a presentation's name: ", 1 tubo de 30 g"."""


class _Item(msgspec.Struct):
    """A form, a route or a substance; only its name is read."""

    nombre: str


class _Substance(msgspec.Struct):
    nombre: str
    cantidad: str | None = None
    unidad: str | None = None


class _Code(msgspec.Struct):
    codigo: str


class _Medicine(msgspec.Struct):
    """The fields read from an answer of the REST service."""

    nombre: str
    nregistro: str | None = None
    cn: str | None = None
    labtitular: str | None = None
    cpresc: str | None = None
    estado: dict[str, int] = {}
    atcs: tuple[_Code, ...] = ()
    pactivos: str | None = None
    principiosActivos: tuple[_Substance, ...] = ()
    formaFarmaceutica: _Item | None = None
    viasAdministracion: tuple[_Item, ...] = ()
    dosis: str | None = None
    vtm: _Item | None = None
    tipoProblemaSuministro: int | None = None


def medicines(file: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per medicine; skip its further presentations and supply problems."""
    return read_rows(_answers(file, issues), first_of_each(_medicine), issues)


def _answers(file: Path, issues: Issues) -> Iterator[RawRow]:
    if first_byte(file) == b"[":
        return json_items(file, "item", issues)
    match top_key(file, frozenset({"totalFilas", "nregistro", "cn"})):
        case "totalFilas":
            return json_items(file, "resultados.item", issues)
        case "nregistro" | "cn":
            return json_objects(file, issues)
    raise SourceError(f"{file.name}: header not understood: no workbook, no XML, no JSON with nregistro or totalFilas")


def _medicine(row: RawRow, reader: RowReader) -> ApprovalRecord:
    answer = typed(row.cells, _Medicine)
    row.cells.clear()
    if answer.tipoProblemaSuministro is not None:
        raise OutOfScope("supply problem")
    number = reader.number("number", answer.nregistro, NUMBER)
    state = next((key for key in _STATUS if key in answer.estado), str(list(answer.estado)))
    authorised = str(answer.estado["aut"]) if "aut" in answer.estado else None
    return record(
        reader,
        row,
        number,
        name=answer.nombre,
        pack=_PACK if answer.cn else None,
        holder=answer.labtitular,
        status=reader.status("estado", state, _STATUS),
        status_raw=reader.text("statusRaw", state),
        date=reader.date("date", "DATE_EPOCH_MS_SPAIN", authorised, from_spanish_midnight),
        prescription=reader.text("prescriptionType", answer.cpresc),
        atc=[atc.codigo for atc in answer.atcs[-1:]],
        ingredients=_substances(answer),
        form=answer.formaFarmaceutica.nombre if answer.formaFarmaceutica else None,
        routes=[route.nombre for route in answer.viasAdministracion],
        strength=answer.dosis,
    )


def _substances(answer: _Medicine) -> tuple[Ingredient, ...]:
    """Return the listed substances, else those in the text field, else the names of the SNOMED CT concept."""
    if answer.principiosActivos:
        return tuple(
            Ingredient(
                tidy(principiosactivo.nombre),
                tidy(f"{principiosactivo.cantidad or ''} {principiosactivo.unidad or ''}") or None,
            )
            for principiosactivo in answer.principiosActivos
        )
    if answer.pactivos:
        return tuple(map(Ingredient, uncounted(answer.pactivos)))
    return tuple(map(Ingredient, answer.vtm.nombre.split(" + "))) if answer.vtm else ()
