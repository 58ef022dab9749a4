"""The XML nomenclator: Prescripcion.xml, one `prescription` a pack, and dictionaries that decode its numbers."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from graph.errors import SourceError
from seed.formats.xml_items import first_text, pop_object, pop_objects, pop_text, xml_items
from seed.records import ApprovalRecord, Ingredient
from seed.source import Issues
from seed.sources.cima.record import NUMBER, STATUS, first_of_each, record
from seed.values.dates import from_iso
from seed.values.row import RawRow, RowReader, read_rows
from seed.values.text import tidy

MAIN = "aemps_prescripcion"
_DICTIONARIES = {
    "aemps_prescripcion_laboratorios": ("laboratorios", "codigolaboratorio", "laboratorio"),
    "aemps_prescripcion_principios_activos": ("principiosactivos", "nroprincipioactivo", "principioactivo"),
    "aemps_prescripcion_situacion_registro": (
        "situacionesregistro",
        "codigosituacionregistro",
        "situacionregistro",
    ),
    "aemps_prescripcion_formas_farmaceuticas": (
        "formasfarmaceuticas",
        "codigoformafarmaceutica",
        "formafarmaceutica",
    ),
    "aemps_prescripcion_vias_administracion": ("viasadministracion", "codigoviaadministracion", "viaadministracion"),
}
"""Root element of a dictionary to its elements for an entry, the code and the meaning."""
_REPEATED = {
    "composicion_pa",
    "viasadministracion",
    "excipientes",
    "interacciones_atc",
    "duplicidades",
    "desaconsejados_geriatria",
    "biomarcadores",
    "problemassuministro",
    "notaseguridad",
    "imagenes",
    "lista_cod_nacionales_inactivos",
    "gtin",
}
_PRESCRIBED = {
    "sw_uso_hospitalario": "Uso Hospitalario",
    "sw_diagnostico_hospitalario": "Diagnóstico Hospitalario",
    "sw_receta": "Medicamento Sujeto A Prescripción Médica",
}
"""Flags of the XML, in the words of the search export; the first flag set counts."""


def medicines(files: Mapping[str, Path], issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per medicine, of its first pack; `files` are keyed by root element."""
    wanted = {MAIN, *_DICTIONARIES}
    if missing := wanted - files.keys():
        raise SourceError(f"the nomenclator's files are not all here, missing {sorted(missing)}: {sorted(files)}")
    decode = {root: _dictionary(files[root], *names, issues) for root, names in _DICTIONARIES.items()}
    packs = xml_items(files[MAIN], "prescription", ("nro_definitivo", "des_nomco"), issues, lists=_REPEATED)
    yield from read_rows(packs, first_of_each(lambda row, reader: _medicine(row, reader, decode)), issues)


def _dictionary(file: Path, item: str, code: str, meaning: str, issues: Issues) -> dict[str, str]:
    found = {}
    for line in xml_items(file, item, (code, meaning), issues, lists=_REPEATED):
        if not {code, meaning} <= line.cells.keys():
            continue
        try:
            found[pop_text(line.cells, code)] = pop_text(line.cells, meaning)
        except SourceError as error:
            issues.refuse(str(error), file=line.file, line=line.number, raw=line.text)
    return found


def _medicine(row: RawRow, reader: RowReader, decode: dict[str, dict[str, str]]) -> ApprovalRecord:
    pack, row.cells = row.cells, {}
    number = reader.number("number", pop_text(pack, "nro_definitivo"), NUMBER)
    laboratories, substances, states, forms, routes = (decode[root] for root in _DICTIONARIES)
    made, state = pop_object(pack, "formasfarmaceuticas"), pop_text(pack, "cod_sitreg")
    state = states.get(state, state).capitalize()
    flags = {name: pop_text(pack, name) for name in _PRESCRIBED}
    printed = "; ".join(f"{name} {flag}" for name, flag in flags.items())
    prescribed = next((text for name, text in _PRESCRIBED.items() if flags[name] == "1"), "Sin Receta")
    return record(
        reader,
        row,
        number,
        name=pop_text(pack, "des_nomco"),
        holder=_decoded(laboratories, "laboratorio_titular", pack, reader),
        status=reader.status("cod_sitreg", state, STATUS),
        status_raw=reader.text("statusRaw", state),
        date=reader.date("date", "DATE_ISO", pop_text(pack, "fecha_autorizacion"), from_iso),
        prescription=reader.derived("prescriptionType", "PRESCRIPTION_FLAGS", printed, prescribed),
        atc=[pop_text(pop_object(pack, "atc"), "cod_atc")],
        ingredients=tuple(
            Ingredient(
                name, tidy(f"{pop_text(ingredient, 'dosis_pa')} {pop_text(ingredient, 'unidad_dosis_pa')}") or None
            )
            for ingredient in pop_objects(made, "composicion_pa")
            if (name := _decoded(substances, "cod_principio_activo", ingredient, reader))
        ),
        form=_decoded(forms, "cod_forfar", made, reader),
        routes=[
            route
            for object_ in pop_objects(made, "viasadministracion")
            if (route := _decoded(routes, "cod_via_admin", object_, reader))
        ],
        strength=pop_text(pack, "des_dosific"),
    )


def _decoded(dictionary: dict[str, str], column: str, cells: dict[str, Any], reader: RowReader) -> str | None:
    """Return the meaning of a column's code; report and leave out an unknown code."""
    code = pop_text(cells, column)
    if code and code not in dictionary:
        reader.report(f"{column} has the unknown value {code!r}: its dictionary lacks it")
    return tidy(dictionary.get(code, "")) or None


def day(file: Path) -> str | None:
    """Return the day of the nomenclator, as its header prints it."""
    return first_text(file, "listprescriptiondate", "prescription")
