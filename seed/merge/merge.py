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
from seed.merge.draft import Draft, Link, link
from seed.merge.evidence import evidence, with_drugs
from seed.merge.record_kinds import DRUG_FIELD, OWN_LINKS

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
    properties = _proof(draft, source, buffer)
    links = list({(own["type"], *_identity(own)): own for own in draft.links}.values())
    held = CurrentRecord(
        {"id": draft.key, **draft.defaults, **draft.values}, [_statement(draft, source, properties)], links
    )
    buffer.node(draft.label, held.values, draft.shape)
    for own in links:
        buffer.link(draft.label, own)
    buffer.link(draft.label, link("STATED_IN", draft.key, source, properties, rowKey=draft.row.key))
    return held


def merge(draft: Draft, held: CurrentRecord, source: str, rank: Rank, buffer: Buffer) -> str:
    """Put into the buffer what the draft changes; returns CHANGED or UNCHANGED and updates `held`."""
    properties = _proof(draft, source, buffer)
    previous, others = _statements(draft, held, source)
    outranked = _outranked(draft, others, source, rank)
    dropped = _fields(previous) - set(properties["fields"]) - _fields(others)
    changed = _values(draft, held, outranked, dropped, buffer)
    linked = _links(draft, held, outranked, dropped, buffer)
    new_evidence = _statement(draft, source, properties)
    evidence_changed = _evidence(draft, new_evidence, properties, previous, buffer, linked=linked)
    held.stated = [*others, new_evidence]
    return "CHANGED" if changed or linked or evidence_changed else "UNCHANGED"


def rename(
    draft: Draft, held: CurrentRecord, properties: FieldEvidence, source: str, rank: Rank, buffer: Buffer
) -> bool:
    """Give a record the drugs of a draft of which nothing else counts; True if that changes anything.

    `proof` is what the graph holds of the row's statement.
    """
    previous, others = _statements(draft, held, source)
    outranked = _outranked(draft, others, source, rank) & {DRUG_FIELD}
    draft.links = draft.drugs
    dropped = set[str]() if draft.links else ({DRUG_FIELD} & _fields(previous)) - _fields(others)
    linked = _links(draft, held, outranked, dropped, buffer)
    new_evidence = asdict(with_drugs(properties, draft))
    if not linked and new_evidence["fields"] == properties.fields and _shared_facts(previous) == draft.shared_facts:
        return False
    row = link("STATED_IN", draft.key, source, {}, rowKey=draft.row.key)
    buffer.change_link(draft.label, {**row, "values": {**new_evidence, "alsoStates": draft.shared_facts or None}})
    _withdraw(previous, draft, source, buffer)
    held.stated = [*others, _statement(draft, source, new_evidence)]
    return True


def _proof(draft: Draft, source: str, buffer: Buffer) -> dict[str, Any]:
    """Properties of the draft's STATED_IN."""
    properties = evidence(draft.row, draft.digest, draft.fields())
    return {**properties, "alsoStates": draft.shared_facts or None, **buffer.seen(source)}


def _statement(draft: Draft, source: str, properties: Mapping[str, Any]) -> Evidence:
    return Evidence(source, draft.row.key, draft.digest, tuple(properties["fields"]), tuple(draft.shared_facts))


def _statements(draft: Draft, held: CurrentRecord, source: str) -> tuple[list[Evidence], list[Evidence]]:
    """Split the evidence of the record into that of this row and that of others."""
    previous = [evidence for evidence in held.stated if (evidence.source, evidence.row_key) == (source, draft.row.key)]
    return previous, [evidence_ for evidence_ in held.stated if evidence_ not in previous]


def _outranked(draft: Draft, others: list[Evidence], source: str, rank: Rank) -> set[str]:
    """Fields of which another statement goes before this one."""
    me = (rank(source), source, draft.row.key)
    return _fields(other for other in others if (rank(other.source), other.source, other.row_key) < me)


def _fields(stated: Iterable[Evidence]) -> set[str]:
    return {name for evidence in stated for name in evidence.fields}


def _values(draft: Draft, held: CurrentRecord, outranked: set[str], dropped: set[str], buffer: Buffer) -> bool:
    wanted = {
        name: value for name, value in draft.values.items() if name not in outranked or held.values.get(name) is None
    }
    wanted |= {name: draft.defaults.get(name) for name in dropped if name in held.values}
    changes = {name: value for name, value in wanted.items() if held.values.get(name) != value}
    if changes:
        held.values |= changes
        buffer.change(draft.label, draft.key, changes)
    return bool(changes)


def _links(draft: Draft, held: CurrentRecord, outranked: set[str], dropped: set[str], buffer: Buffer) -> bool:
    changed = False
    for type_, kind in OWN_LINKS[draft.label].items():
        if kind in outranked:
            continue
        wanted = {_identity(own): own for own in draft.links if own["type"] == type_}
        there = {_identity(own): own for own in held.links if own["type"] == type_}
        if not wanted and kind not in dropped:
            continue
        for identity, link_row in wanted.items():
            if identity not in there:
                buffer.link(draft.label, link_row)
                changed = True
            elif values := _differing(link_row["values"], there[identity]["values"]):
                buffer.change_link(draft.label, {**link_row, "values": values})
                changed = True
        for identity in there.keys() - wanted.keys():
            buffer.close_link(draft.label, there[identity])
            changed = True
        held.links = [own for own in held.links if own["type"] != type_] + list(wanted.values())
    return changed


def _evidence(
    draft: Draft,
    new_evidence: Evidence,
    properties: Mapping[str, Any],
    previous: list[Evidence],
    buffer: Buffer,
    *,
    linked: bool,
) -> bool:
    """Write the statement if it is new or says something else: the same row may name other drugs than before."""
    row = link("STATED_IN", draft.key, new_evidence.source, properties, rowKey=new_evidence.row_key)
    if not previous:
        buffer.link(draft.label, row)
    elif linked or (previous[0].row_hash, previous[0].fields, previous[0].shared_facts) != (
        new_evidence.row_hash,
        new_evidence.fields,
        new_evidence.shared_facts,
    ):
        values = {name: value for name, value in properties.items() if name != "firstSeen"}
        buffer.change_link(draft.label, {**row, "values": values})
        _withdraw(previous, draft, new_evidence.source, buffer)
    return not previous or _shared_facts(previous) != draft.shared_facts


def _shared_facts(previous: list[Evidence]) -> list[str]:
    """Return the shared facts that the row stated before."""
    return [entry for evidence_ in previous for entry in evidence_.shared_facts]


def _withdraw(previous: list[Evidence], draft: Draft, source: str, buffer: Buffer) -> None:
    buffer.withdraw(source, (entry for entry in _shared_facts(previous) if entry not in draft.shared_facts))


def _identity(row: Link) -> tuple[str, ...]:
    return (row["end"], *(row[key] for key in RELATIONS[row["type"]].keys))


def _differing(wanted: dict[str, Any], there: dict[str, Any]) -> dict[str, Any]:
    names = wanted.keys() | (there.keys() - {"validFrom"})
    return {name: wanted.get(name) for name in names if wanted.get(name) != there.get(name)}
