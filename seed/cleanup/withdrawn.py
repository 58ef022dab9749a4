"""Ends shared facts (names, identifiers, conditions) with the last row that states them.

The link of a shared fact lists its sources, and the evidence of a row lists its shared facts as
`seed.merge.shared_fact` writes them. A condition stands there as the source states it, by id or text, because the
condition which that means may change. When a row withdraws a fact and no other row of its source states it, the source
is removed from the link; without sources the link ends.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from graph import cypher_files
from graph.database.driver import Graph
from graph.statement import Statement
from seed.load.changed_keys import label_of
from seed.load.loader import Loader
from seed.load.store import GraphStore
from seed.merge.draft import link
from seed.merge.shared_fact import SharedFact
from seed.resolve.conditions import Conditions

_BATCH = 500
"""Drugs and conditions read at once: some drugs have thousands of products."""
_TIMEOUT_S = 300.0
_TO_CONDITIONS = ("INDICATED_FOR", "ASSOCIATED_WITH", "BROADER")
_SHARED = {"HAS_NAME": "Name", "HAS_XREF": "Xref"}

_LinkKey = tuple[str, str | None, str]
"""Type, kind of name, and key of the end: a link among those of one node."""


async def end_withdrawn(graph: Graph, loader: Loader) -> None:
    """End the facts that rows withdrew and that no row of the source states any longer."""
    await loader.flush()
    text, conditions = cypher_files.load("read/lost"), loader.resolver.conditions
    while found := await graph.rows(Statement(text, {"size": _BATCH}), timeout_s=_TIMEOUT_S):
        entries = (entry for row in found for entry in (*row["lost"], *row["stated"]))
        await loader.lookup.learn_conditions(_condition_names(entries), loader.resolver)
        ends: dict[str, list[str]] = {"Name": [], "Xref": []}
        for row in found:
            start = row["start"]
            gone = _link_keys(row["lost"], start, conditions) - _link_keys(row["stated"], start, conditions)
            for type_, kind, end, sources in row["held"]:
                if (type_, kind, end) in gone:
                    _end(type_, kind, start, end, [source for source in sources if source != row["source"]], loader)
                    if label := _SHARED.get(type_):
                        ends[label].append(end)
        await loader.flush()
        loader.written += await GraphStore(graph).close_unused(ends, loader.buffer.release)
        ids = [id_ for row in found for id_ in row["ids"]]
        loader.written += await graph.write(Statement(cypher_files.load("write/looked_at"), {"ids": ids}))


def _condition_names(entries: Iterable[str]) -> Iterator[str]:
    """Yield the conditions in these facts, as their rows state them."""
    for entry in entries:
        fact = SharedFact.parse(entry)
        if fact.type in _TO_CONDITIONS:
            yield fact.end


def _link_keys(entries: Iterable[str], start: str, conditions: Conditions) -> set[_LinkKey]:
    """Return the links of this node that the entries mean; conditions that are not known are left out."""
    found = set()
    for entry in entries:
        fact = SharedFact.parse(entry)
        key = conditions.find_text(fact.end) if fact.type in _TO_CONDITIONS else fact.end
        if fact.start == start and key is not None:
            found.add((fact.type, fact.kind, key))
    return found


def _end(type_: str, kind: str | None, start: str, end: str, sources: list[str], loader: Loader) -> None:
    label = label_of(start)
    assert label is not None  # a shared fact starts at a drug or a condition
    keys: dict[str, Any] = {"kind": kind} if kind else {}
    row = link(type_, start, end, {"sourceIds": sources}, **keys)
    if sources:
        loader.buffer.change_link(label, row)
    else:
        loader.buffer.close_link(label, row)
    loader.changed_keys.add(label, (start, end))
