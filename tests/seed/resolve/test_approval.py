"""Numbers that differ only in punctuation are one at most agencies, but two at agencies that distinguish them."""

from pathlib import Path

import pytest

from graph.database.driver import Graph
from graph.statement import Statement
from seed.pipeline import load
from tests.seed.workbook import Cell, write_workbook

pytestmark = pytest.mark.anyio

CIMA = ["Nº Registro", "Medicamento", "Laboratorio", "Fecha Aut.", "Estado", "Cód. ATC", "Principios Activos"]
SFDA = ["RegisterNumber", "TradeName", "ScientificName", "Strength", "StrengthUnit", "Status"]


async def _names(graph: Graph) -> list[str]:
    rows = await graph.rows(Statement("MATCH (a:Approval) RETURN a.productName AS name ORDER BY name"), timeout_s=30)
    return [row["name"] for row in rows]


async def test_spain_means_its_hyphens(empty_graph: Graph, tmp_path: Path) -> None:
    header = [*CIMA, "Nº P. Activos", "Observaciones"]
    rows: list[list[Cell]] = [
        [number, name, "Importador", "01/02/2003", "Autorizado", "A02BC02", "PANTOPRAZOL", 1.0, "Sin Receta"]
        for number, name in (("R-6898", "ANAGASTRA"), ("R6898", "PANTECTA"))
    ]
    report = await load(empty_graph, ["cima"], write_workbook(tmp_path / "a.xlsx", [header, *rows]))
    assert (report.sources[0].rows, report.sources[0].added) == (2, 2)
    assert await _names(empty_graph) == ["ANAGASTRA", "PANTECTA"]


async def test_saudi_arabia_means_its_hyphens(empty_graph: Graph, tmp_path: Path) -> None:
    rows = [[number, number, "METFORMIN", "500", "mg", "Valid"] for number in ("1-113-10", "11-13-10")]
    report = await load(empty_graph, ["sfda"], write_workbook(tmp_path / "a.xlsx", [SFDA, *rows]))
    assert report.sources[0].added == 2
    assert await _names(empty_graph) == ["1-113-10", "11-13-10"]


async def test_the_united_kingdom_does_not_mean_its_spaces(empty_graph: Graph, tmp_path: Path) -> None:
    header = "PL Number,Grant Date,MA Holder,Licensed Name(s),Active Ingredient,Quantity,Units"
    row = "PL {},03/09/2021,H,EXAMPLE TABLETS,METFORMIN,500,MILLIGRAMS"
    (tmp_path / "a.csv").write_text("\n".join([header, row.format("12345/0001")]))
    (tmp_path / "b.csv").write_text("\n".join([header, row.format("12345 / 0001")]))
    report = await load(empty_graph, ["mhra_granted"], tmp_path)
    assert report.sources[0].added == 1
