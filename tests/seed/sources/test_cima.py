"""The forms of CIMA: search export, nomenclator, REST service."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.records import ApprovalRecord
from seed.source import Issues, discover
from tests.seed.samples import RAW, read_approvals
from tests.seed.workbook import Cell, write_workbook

HEADER = (
    "Nº Registro",
    "Medicamento",
    "Laboratorio",
    "Fecha Aut.",
    "Estado",
    "Fecha Estado",
    "Cód. ATC",
    "Principios Activos",
    "Nº P. Activos",
    "¿Comercializado?",
    "Observaciones",
)


def _read(path: Path = RAW / "cima") -> tuple[dict[str, ApprovalRecord], Issues]:
    return read_approvals("cima", path)


def _row(
    number: Cell, substances: str, count: float, day: Cell = "25/09/2007", status: str = "Autorizado"
) -> list[Cell]:
    return [number, "EJEMPLO", "Ipsen Pharma", day, status, day, "H01AC03", substances, count, "SI", "Uso Hospitalario"]


def _names(record: ApprovalRecord) -> list[str]:
    return [ingredient.name for ingredient in record.ingredients]


@pytest.mark.parametrize(
    ("cell", "count", "names"),
    [
        ("AGUA, MECASERMINA", 2, ["AGUA", "MECASERMINA"]),
        ("DOXILAMINA, HIDROGENOSUCCINATO DE", 1, ["DOXILAMINA, HIDROGENOSUCCINATO DE"]),
        ("INDIO (I111), PENTETATO DE, PENTETICO ACIDO", 2, ["INDIO (I111), PENTETATO DE", "PENTETICO ACIDO"]),
        (
            "ZINC, SOJA, ACEITE DE, REFINADO, OLIVA, ACEITE DE, REFINADO",
            3,
            ["ZINC", "SOJA, ACEITE DE, REFINADO", "OLIVA, ACEITE DE, REFINADO"],
        ),
        ("CELULAS HUMANAS, EXPANDIDAS EX VIVO, MADRE", 1, ["CELULAS HUMANAS, EXPANDIDAS EX VIVO, MADRE"]),
    ],
)
def test_substances_are_as_many_as_the_export_counts(tmp_path: Path, cell: str, count: int, names: list[str]) -> None:
    records, issues = _read(write_workbook(tmp_path / "a.xlsx", [HEADER, _row("07402001", cell, count)]))
    assert issues.found == []
    assert _names(records["07402001"]) == names


def test_substances_that_cannot_be_told_apart_are_reported(tmp_path: Path) -> None:
    records, issues = _read(write_workbook(tmp_path / "a.xlsx", [HEADER, _row("1", "UNO, DOS, TRES", 2)]))
    assert _names(records["1"]) == ["UNO", "DOS", "TRES"]
    assert [issue.reason for issue in issues.found] == ["3 substances where Nº P. Activos says '2.0'"]


def test_a_number_cell_has_lost_its_zeros_and_a_date_cell_is_no_text(tmp_path: Path) -> None:
    rows = [HEADER, _row(7402001.0, "A", 1), _row("2", "A", 1, date(2007, 9, 25)), _row("3", "A", 1, 39350.0)]
    records, issues = _read(write_workbook(tmp_path / "a.xlsx", rows))
    assert records.keys() == {"2", "3"}
    assert all(record.date and record.date.value is None for record in records.values())
    assert [(issue.kind, issue.line) for issue in issues.found] == [("REFUSED", 2), ("UNREAD", 3), ("UNREAD", 4)]
    assert "digits may be lost: '7402001.0'" in issues.found[0].reason


def test_a_state_of_no_table_is_reported_and_kept_as_printed(tmp_path: Path) -> None:
    rows = [HEADER, _row("1", "A", 1, status="Perdido"), _row("2", "A", 1, status="Anulado")]
    records, issues = _read(write_workbook(tmp_path / "a.xlsx", rows))
    assert [(record.status, record.status_raw) for record in records.values()] == [
        ("NOT_STATED", "Perdido"),
        ("REVOKED", "Anulado"),
    ]
    assert [(issue.kind, issue.reason) for issue in issues.found] == [
        ("UNREAD", "Estado has the unknown value 'Perdido': add it to the source's table")
    ]


def test_a_workbook_with_other_columns_is_refused_with_its_header(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"header not understood.*Registro Nuevo"):
        _read(write_workbook(tmp_path / "a.xlsx", [["Registro Nuevo", "Medicamento"], ["1", "A"]]))


def test_a_header_may_stand_below_a_title(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Listado de medicamentos"], [], list(HEADER), _row("1", "A", 1)]
    assert _read(write_workbook(tmp_path / "a.xlsx", rows))[0].keys() == {"1"}


def test_the_nomenclator_is_decoded_by_its_dictionaries_and_one_pack_stands_for_a_medicine() -> None:
    records, issues = _read()
    effervescent = records["90001"]
    assert effervescent.holder is not None
    assert effervescent.holder.name == "Laboratorio Ejemplo, S.A."
    assert [(ingredient.name, ingredient.strength) for ingredient in effervescent.ingredients] == [
        ("ACETILSALICILICO ACIDO", "400 mg"),
        ("ASCORBICO ACIDO", "240 mg"),
    ]
    assert (effervescent.dosage_form, effervescent.route) == ("COMPRIMIDO EFERVESCENTE", "VÍA ORAL")
    assert (effervescent.status_raw, effervescent.native["prescriptionType"]) == ("Autorizado", "Sin Receta")
    night = records["00123002"]
    assert (night.status, night.native["prescriptionType"], _names(night)) == (
        "REVOKED",
        "Uso Hospitalario",
        ["DOXILAMINA, HIDROGENOSUCCINATO DE"],
    )
    assert issues.skipped == {"further pack of a medicine": 2}
    assert "Inventada" not in repr(records), "addresses are not read"


def test_days_of_the_rest_service_are_spanish_not_utc() -> None:
    records, _ = _read()
    aspirin = records["51347"]
    assert aspirin.date is not None
    assert (aspirin.date.value, aspirin.date.raw) == ("1973-06-01", "107737200000")
    assert aspirin.atc_codes == ("N02BA51",)
    assert records["79717"].product_name == "ACTYNOX 50%/50% GAS COMPRIMIDO MEDICINAL", "without its pack"
    suspended = records["90007"]
    assert (suspended.status, suspended.status_raw) == ("SUSPENDED", "susp")
    assert _names(suspended) == ["ácido acetilsalicílico", "ácido ascórbico"]
    assert suspended.route == "VÍA ORAL; VÍA SUBLINGUAL"


def test_the_nomenclator_without_a_dictionary_is_refused_naming_it(tmp_path: Path) -> None:
    for file in (RAW / "cima").glob("*.xml"):
        shutil.copy(file, tmp_path / file.name)
    (tmp_path / "DICCIONARIO_LABORATORIOS.xml").unlink()
    with pytest.raises(SourceError, match="aemps_prescripcion_laboratorios"):
        _read(tmp_path)


def test_a_page_among_the_nomenclators_files_is_reported(tmp_path: Path) -> None:
    for file in (RAW / "cima").glob("*.xml"):
        shutil.copy(file, tmp_path / file.name)
    whole, _ = _read(tmp_path)
    (tmp_path / "extra.xml").write_text("<html><body>blocked</body></html>")
    records, issues = _read(tmp_path)
    assert records == whole
    assert [(issue.kind, issue.file) for issue in issues.found] == [("REFUSED", "extra.xml")]
    assert "header not understood" in issues.found[0].reason


def test_a_code_that_a_dictionary_lacks_is_reported(tmp_path: Path) -> None:
    for file in (RAW / "cima").glob("*.xml"):
        shutil.copy(file, tmp_path / file.name)
    main = tmp_path / "Prescripcion.xml"
    main.write_text(main.read_text().replace("<laboratorio_titular>2<", "<laboratorio_titular>7<"))
    records, issues = _read(tmp_path)
    assert records["00123002"].holder is None
    assert [issue.reason for issue in issues.found] == [
        "laboratorio_titular has the unknown value '7': its dictionary lacks it"
    ]


def test_only_the_nomenclator_is_the_whole_list() -> None:
    source = discover()["cima"]
    assert source.is_complete(RAW / "cima")
    assert not source.is_complete(RAW / "cima" / "medicamento.json")
    assert source.edition(RAW / "cima") == "2026-01-11"
    assert source.edition(RAW / "cima" / "medicamento.json") is None


@pytest.mark.parametrize("text", ['{"error": "not found"}', "<html><body>blocked</body></html>", "", "a,b\n1,2\n"])
def test_what_is_of_no_form_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "answer").write_text(text)
    with pytest.raises(SourceError):
        _read(tmp_path / "answer")


@pytest.mark.parametrize(
    ("printed", "made", "reason"),
    [
        (r"<atc>.*?</atc>", "<atc>N02BA51</atc>", "atc holds text instead of elements"),
        ("<cod_atc>N02BA51</cod_atc>", "<cod_atc><x>1</x></cod_atc>", "cod_atc holds elements instead of text"),
        ("<cod_sitreg>1</cod_sitreg>", "<cod_sitreg><x>1</x></cod_sitreg>", "cod_sitreg holds elements"),
    ],
)
def test_a_pack_whose_elements_are_of_another_form_is_refused(
    tmp_path: Path, printed: str, made: str, reason: str
) -> None:
    for file in (RAW / "cima").glob("*.xml"):
        shutil.copy(file, tmp_path / file.name)
    main = tmp_path / "Prescripcion.xml"
    text, times = re.subn(printed, made, main.read_text(), count=1)
    assert times == 1
    main.write_text(text)
    records, issues = _read(tmp_path)
    assert records
    [issue] = issues.found
    assert (issue.kind, issue.file) == ("REFUSED", "Prescripcion.xml")
    assert reason in issue.reason


def test_a_row_of_a_dictionary_of_another_form_is_refused(tmp_path: Path) -> None:
    for file in (RAW / "cima").glob("*.xml"):
        shutil.copy(file, tmp_path / file.name)
    names = tmp_path / "DICCIONARIO_LABORATORIOS.xml"
    code = "<codigolaboratorio>2</codigolaboratorio>"
    names.write_text(names.read_text().replace(code, "<codigolaboratorio><x>2</x></codigolaboratorio>"))
    _, issues = _read(tmp_path)
    assert "codigolaboratorio holds elements instead of text" in [issue.reason for issue in issues.found]
