"""One record against what the graph holds: what has to be created, changed or closed, and nothing else.

The source with the lowest rank wins a field, then source id and row key decide, so the order of loads does not matter.
A field that only a losing source states is filled from it. Fields are properties and the groups of links of `OWN`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from graph.model import RELATIONS
from graph.store.evidence import Evidence, FieldEvidence
from seed.merge.buffer import Buffer
from seed.merge.draft import DRUG_FIELD, OWN_LINKS, Draft, Link, link
from seed.merge.evidence import evidence, with_drugs

Rank = Callable[[str], int]
"""Source id to rank; the lowest number wins."""


@dataclass
class CurrentRecord:
    """A record as the graph holds it, kept up to date while the drafts of one batch are merged."""

    values: dict[str, Any]
    stated: list[Evidence]
    links: list[Link]


def unchanged(draft_hash: str, source: str, row_key: str, stated: list[Evidence]) -> bool:
    """True if this very row was read before, into this record."""
    return any(
        (evidence.source, evidence.row_key, evidence.row_hash) == (source, row_key, draft_hash) for evidence in stated
    )


def add(draft: Draft, source: str, buffer: Buffer) -> CurrentRecord:
    """Put a record that is not there into the buffer."""
    proof = _proof(draft, source, buffer)
    links = list({(own["type"], *_identity(own)): own for own in draft.links}.values())
    held = CurrentRecord({"id": draft.key, **draft.defaults, **draft.values}, [_statement(draft, source, proof)], links)
    buffer.node(draft.label, held.values, draft.shape)
    for own in links:
        buffer.link(draft.label, own)
    buffer.link(draft.label, link("STATED_IN", draft.key, source, proof, rowKey=draft.row.key))
    return held


def merge(draft: Draft, held: CurrentRecord, source: str, rank: Rank, buffer: Buffer) -> str:
    """Put into the buffer what the draft changes; returns CHANGED or UNCHANGED and updates `held`."""
    proof = _proof(draft, source, buffer)
    mine, others = _statements(draft, held, source)
    lost = _lost(draft, others, source, rank)
    dropped = _fields(mine) - set(proof["fields"]) - _fields(others)
    changed = _values(draft, held, lost, dropped, buffer)
    linked = _links(draft, held, lost, dropped, buffer)
    now = _statement(draft, source, proof)
    said = _evidence(draft, now, proof, mine, buffer, linked=linked)
    held.stated = [*others, now]
    return "CHANGED" if changed or linked or said else "UNCHANGED"


def rename(draft: Draft, held: CurrentRecord, proof: FieldEvidence, source: str, rank: Rank, buffer: Buffer) -> bool:
    """Give a record the drugs of a draft of which nothing else counts; True if that changes anything.

    `proof` is what the graph holds of the row's statement.
    """
    mine, others = _statements(draft, held, source)
    lost = _lost(draft, others, source, rank) & {DRUG_FIELD}
    draft.links = draft.drugs
    dropped = set[str]() if draft.links else ({DRUG_FIELD} & _fields(mine)) - _fields(others)
    linked = _links(draft, held, lost, dropped, buffer)
    now = asdict(with_drugs(proof, draft))
    if not linked and now["fields"] == proof.fields and _also(mine) == draft.also:
        return False
    row = link("STATED_IN", draft.key, source, {}, rowKey=draft.row.key)
    buffer.change_link(draft.label, {**row, "values": {**now, "alsoStates": draft.also or None}})
    _lose(mine, draft, source, buffer)
    held.stated = [*others, _statement(draft, source, now)]
    return True


def _proof(draft: Draft, source: str, buffer: Buffer) -> dict[str, Any]:
    """Properties of the draft's STATED_IN."""
    proof = evidence(draft.row, draft.digest, draft.said())
    return {**proof, "alsoStates": draft.also or None, **buffer.seen(source)}


def _statement(draft: Draft, source: str, proof: Mapping[str, Any]) -> Evidence:
    return Evidence(source, draft.row.key, draft.digest, tuple(proof["fields"]), tuple(draft.also))


def _statements(draft: Draft, held: CurrentRecord, source: str) -> tuple[list[Evidence], list[Evidence]]:
    """What this row has stated of the record, and what others state."""
    mine = [evidence for evidence in held.stated if (evidence.source, evidence.row_key) == (source, draft.row.key)]
    return mine, [evidence_ for evidence_ in held.stated if evidence_ not in mine]


def _lost(draft: Draft, others: list[Evidence], source: str, rank: Rank) -> set[str]:
    """Fields of which another statement goes before this one."""
    me = (rank(source), source, draft.row.key)
    return _fields(other for other in others if (rank(other.source), other.source, other.row_key) < me)


def _fields(stated: Iterable[Evidence]) -> set[str]:
    return {name for evidence in stated for name in evidence.fields}


def _values(draft: Draft, held: CurrentRecord, lost: set[str], dropped: set[str], buffer: Buffer) -> bool:
    wished = {name: value for name, value in draft.values.items() if name not in lost or held.values.get(name) is None}
    wished |= {name: draft.defaults.get(name) for name in dropped if name in held.values}
    changes = {name: value for name, value in wished.items() if held.values.get(name) != value}
    if changes:
        held.values |= changes
        buffer.change(draft.label, draft.key, changes)
    return bool(changes)


def _links(draft: Draft, held: CurrentRecord, lost: set[str], dropped: set[str], buffer: Buffer) -> bool:
    changed = False
    for type_, kind in OWN_LINKS[draft.label].items():
        if kind in lost:
            continue
        wished = {_identity(own): own for own in draft.links if own["type"] == type_}
        there = {_identity(own): own for own in held.links if own["type"] == type_}
        if not wished and kind not in dropped:
            continue
        for identity, each in wished.items():
            if identity not in there:
                buffer.link(draft.label, each)
                changed = True
            elif values := _differing(each["values"], there[identity]["values"]):
                buffer.change_link(draft.label, {**each, "values": values})
                changed = True
        for identity in there.keys() - wished.keys():
            buffer.close_link(draft.label, there[identity])
            changed = True
        held.links = [own for own in held.links if own["type"] != type_] + list(wished.values())
    return changed


def _evidence(
    draft: Draft, now: Evidence, proof: Mapping[str, Any], mine: list[Evidence], buffer: Buffer, *, linked: bool
) -> bool:
    """Write the statement if it is new or says something else: the same row may name other drugs than before."""
    row = link("STATED_IN", draft.key, now.source, proof, rowKey=now.row_key)
    if not mine:
        buffer.link(draft.label, row)
    elif linked or (mine[0].row_hash, mine[0].fields, mine[0].also) != (now.row_hash, now.fields, now.also):
        values = {name: value for name, value in proof.items() if name != "firstSeen"}
        buffer.change_link(draft.label, {**row, "values": values})
        _lose(mine, draft, now.source, buffer)
    return not mine or _also(mine) != draft.also


def _also(mine: list[Evidence]) -> list[str]:
    """What the row has stated also."""
    return [entry for evidence_ in mine for entry in evidence_.also]


def _lose(mine: list[Evidence], draft: Draft, source: str, buffer: Buffer) -> None:
    buffer.lose(source, (entry for entry in _also(mine) if entry not in draft.also))


def _identity(row: Link) -> tuple[str, ...]:
    return (row["end"], *(row[key] for key in RELATIONS[row["type"]].keys))


def _differing(wished: dict[str, Any], there: dict[str, Any]) -> dict[str, Any]:
    names = wished.keys() | (there.keys() - {"validFrom"})
    return {name: wished.get(name) for name in names if wished.get(name) != there.get(name)}
