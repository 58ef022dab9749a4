"""What the graph knows before a load: drugs, conditions and organisations, so that names met again are the same."""

from typing import Any

from graph import library
from graph.driver import Graph
from graph.statement import Statement
from seed.directory import Conditions, Sponsors
from seed.draft import Buffer
from seed.match import DrugIndex
from seed.resolve import Resolver

_TIMEOUT_S = 300.0


async def resolver(graph: Graph, buffer: Buffer) -> Resolver:
    """A resolver that knows every drug, condition and organisation of the graph."""
    known = Resolver(DrugIndex(), Conditions(), Sponsors(), buffer)
    await _drugs(graph, known)
    for row in await _rows(graph, "read/known_conditions"):
        known.conditions.remember(row["id"], row["slug"], row["name"], row["names"], row["ids"], listed=row["listed"])
    for row in await _rows(graph, "read/known_sponsors"):
        known.sponsors.known[row.pop("id")] = row
    return known


async def _drugs(graph: Graph, known: Resolver) -> None:
    for row in await _rows(graph, "read/known_drugs"):
        known.drugs.add(row["id"], unii=row["unii"], cas=row["cas"], inchi_key=row["inchiKey"])
        known.remember_slug(row["id"], row["slug"])
        for code in row["atc"]:
            known.drugs.atc(row["id"], code)
        for name, kind in row["names"]:
            known.drugs.name(row["id"], name, main=kind == "GENERIC")


async def _rows(graph: Graph, name: str) -> list[dict[str, Any]]:
    return await graph.rows(Statement(library.load(name)), timeout_s=_TIMEOUT_S)
