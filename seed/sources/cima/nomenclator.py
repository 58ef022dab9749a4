"""The XML nomenclator: Prescripcion.xml, one `prescription` a pack, and dictionaries that decode its numbers."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from graph.errors import SourceError
from seed.clean.dates import from_iso
from seed.clean.rows import Line, Said, read_rows
from seed.clean.text import tidy
from seed.clean.xml_items import first_text, xml_items
from seed.records import ApprovalRecord, Ingredient
from seed.source import Issues
from seed.sources.cima.record import NUMBER, STATUS, first_of_each, record

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
"""Outermost element of a dictionary: its element, the element of the code, the element of what it means."""
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
"""Flags of the XML, in the words of the search export; the first that is set speaks."""


def medicines(files: Mapping[str, Path], issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per medicine, of its first pack; `files` are named by their outermost element."""
    wanted = {MAIN, *_DICTIONARIES}
    if missing := wanted - files.keys():
        raise SourceError(f"the nomenclator's files are not all here, missing {sorted(missing)}: {sorted(files)}")
    decode = {root: _dictionary(files[root], *names, issues) for root, names in _DICTIONARIES.items()}
    packs = xml_items(files[MAIN], "prescription", ("nro_definitivo", "des_nomco"), issues, lists=_REPEATED)
    yield from read_rows(packs, first_of_each(lambda line, said: _medicine(line, said, decode)), issues)


def _dictionary(file: Path, item: str, code: str, meaning: str, issues: Issues) -> dict[str, str]:
    lines = xml_items(file, item, (code, meaning), issues, lists=_REPEATED)
    return {line.cells[code]: line.cells[meaning] for line in lines if {code, meaning} <= line.cells.keys()}


def _medicine(line: Line, said: Said, decode: dict[str, dict[str, str]]) -> ApprovalRecord:
    pack = dict(line.cells)
    line.cells.clear()
    number = said.number("number", pack.get("nro_definitivo"), NUMBER)
    laboratories, substances, states, forms, routes = (decode[root] for root in _DICTIONARIES)
    made, atc = pack.get("formasfarmaceuticas") or {}, pack.get("atc") or {}
    state = states.get(pack.get("cod_sitreg", ""), pack.get("cod_sitreg", "")).capitalize()
    flags = "; ".join(f"{name} {pack.get(name, '')}" for name in _PRESCRIBED)
    prescribed = next((text for name, text in _PRESCRIBED.items() if pack.get(name) == "1"), "Sin Receta")
    return record(
        said,
        line,
        number,
        name=pack.get("des_nomco"),
        holder=_decoded(laboratories, "laboratorio_titular", pack.get("laboratorio_titular"), said),
        status=said.status("cod_sitreg", state, STATUS),
        status_raw=said.copy("statusRaw", state),
        date=said.date("date", "DATE_ISO", pack.get("fecha_autorizacion"), from_iso),
        prescription=said.read("prescriptionType", "PRESCRIPTION_FLAGS", flags, prescribed),
        atc=[atc.get("cod_atc", "")],
        ingredients=tuple(
            Ingredient(name, tidy(f"{each.get('dosis_pa', '')} {each.get('unidad_dosis_pa', '')}") or None)
            for each in made.get("composicion_pa", ())
            if (name := _decoded(substances, "cod_principio_activo", each.get("cod_principio_activo"), said))
        ),
        form=_decoded(forms, "cod_forfar", made.get("cod_forfar"), said),
        routes=[
            route
            for each in made.get("viasadministracion", ())
            if (route := _decoded(routes, "cod_via_admin", each.get("cod_via_admin"), said))
        ],
        strength=pack.get("des_dosific"),
    )


def _decoded(dictionary: dict[str, str], column: str, code: str | None, said: Said) -> str | None:
    """What a dictionary says of a code; a code it lacks is reported and left out."""
    if code and code not in dictionary:
        said.report(f"{column} has the unknown value {code!r}: its dictionary lacks it")
    return tidy(dictionary.get(code or "", "")) or None


def day(file: Path) -> str | None:
    """The day of the nomenclator, as its header prints it."""
    return first_text(file, "listprescriptiondate", "prescription")
