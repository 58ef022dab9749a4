"""What the graph knows before a load: drugs, conditions and organisations, so that names met again are the same."""

import asyncio
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
    asked = ("read/known_drugs", "read/known_conditions", "read/known_sponsors")
    drugs, conditions, sponsors = await asyncio.gather(*(_rows(graph, name) for name in asked))
    known = Resolver(DrugIndex(), Conditions(), Sponsors(), buffer)
    _know_drugs(known, drugs)
    for id_, slug, name, term in conditions:
        names, ids, listed = term or ([], [], False)
        known.conditions.remember(id_, slug, name, names, ids, listed=listed)
    for id_, name, class_, country in sponsors:
        known.sponsors.known[id_] = {"name": name, "class": class_, "country": country}
    return known


def _know_drugs(known: Resolver, rows: list[list[Any]]) -> None:
    for id_, slug, unii, cas, inchi_key, atc, names in rows:
        known.drugs.add(id_, unii=unii, cas=cas, inchi_key=inchi_key)
        known.remember_slug(id_, slug)
        for code in atc:
            known.drugs.atc(id_, code)
        for name, kind in names:
            known.drugs.name(id_, name, main=kind == "GENERIC")


async def _rows(graph: Graph, name: str) -> list[list[Any]]:
    rows: list[list[Any]] = await graph.read(Statement(library.load(name)), timeout_s=_TIMEOUT_S)
    return rows
