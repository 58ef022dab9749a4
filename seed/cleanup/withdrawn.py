"""Withdraws facts that records share (names, identifiers, conditions of a drug) with the last row that states them.

Such a link knows its sources, and the row's statement knows the link: "HAS_NAME:BRAND drug:DB01277 Increlex". Of a
condition stands there its id in a vocabulary or the text, as the source has it: what that means may change. When a row
states one no longer and no other row of its source does, the source leaves the link, and the last one ends it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from graph import cypher_files
from graph.database.driver import Graph
from graph.statement import Statement
from seed.load.loader import Loader
from seed.load.store import GraphStore
from seed.merge.draft import link
from seed.merge.shared_fact import SharedFact
from seed.resolve.conditions import Conditions

_BATCH = 500
"""Drugs and conditions at once: some drugs have thousands of products."""
_TIMEOUT_S = 300.0
_TO_CONDITIONS = ("INDICATED_FOR", "ASSOCIATED_WITH", "BROADER")
_SHARED = {"HAS_NAME": "Name", "HAS_XREF": "Xref"}
_LABELS = {"drug": "Drug", "condition": "Condition"}

_Meant = tuple[str, str | None, str]
"""Type, kind of name, and key of the end."""


async def end_withdrawn(graph: Graph, loader: Loader) -> None:
    """End what rows have stated and no row states any longer."""
    await loader.flush()
    text, conditions = cypher_files.load("read/lost"), loader.resolver.conditions
    while found := await graph.rows(Statement(text, {"size": _BATCH}), timeout_s=_TIMEOUT_S):
        entries = (entry for row in found for entry in (*row["lost"], *row["stated"]))
        await loader.known.conditions(_texts(entries), loader.resolver)
        near: dict[str, list[str]] = {"Name": [], "Xref": []}
        for row in found:
            start = row["start"]
            gone = _meant(row["lost"], start, conditions) - _meant(row["stated"], start, conditions)
            for type_, kind, end, sources in row["held"]:
                if (type_, kind, end) in gone:
                    _end(type_, kind, start, end, [source for source in sources if source != row["source"]], loader)
                    if label := _SHARED.get(type_):
                        near[label].append(end)
        await loader.flush()
        loader.written += await GraphStore(graph).close_unused(near, loader.buffer.release)
        ids = [id_ for row in found for id_ in row["ids"]]
        loader.written += await graph.write(Statement(cypher_files.load("write/looked_at"), {"ids": ids}))


def _texts(entries: Iterable[str]) -> Iterator[str]:
    """Return the names of conditions in these facts."""
    for entry in entries:
        fact = SharedFact.parse(entry)
        if fact.type in _TO_CONDITIONS:
            yield fact.end


def _meant(entries: Iterable[str], start: str, conditions: Conditions) -> set[_Meant]:
    """The links of this node that the entries are, as far as their ends are known."""
    found = set()
    for entry in entries:
        fact = SharedFact.parse(entry)
        key = conditions.called(fact.end) if fact.type in _TO_CONDITIONS else fact.end
        if fact.start == start and key is not None:
            found.add((fact.type, fact.kind, key))
    return found


def _end(type_: str, kind: str | None, start: str, end: str, sources: list[str], loader: Loader) -> None:
    label = _LABELS[start.partition(":")[0]]
    keys: dict[str, Any] = {"kind": kind} if kind else {}
    row = link(type_, start, end, {"sourceIds": sources}, **keys)
    if sources:
        loader.buffer.change_link(label, row)
    else:
        loader.buffer.close_link(label, row)
    loader.changed_keys.add(label, (start, end))
