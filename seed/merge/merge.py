"""Merges one row into its record, and writes only where the graph differs.

Survivorship: the source with the lowest rank wins a field; between equals source id and row key decide, so the order of
loads does not matter. A date that cannot be read never replaces one that can. A field that only an outranked row states
is filled from it. Fields are properties, and the groups of links in `OWN_LINKS`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from graph.model import NODES, RELATIONS
from graph.store.evidence import Evidence, FieldEvidence
from seed.merge.buffer import Buffer
from seed.merge.draft import Draft, Link, link
from seed.merge.evidence import evidence_properties, with_drugs
from seed.merge.record_kinds import DRUG_FIELD, OWN_LINKS

Rank = Callable[[str], int]
"""Source id to rank; the lowest number wins."""


@dataclass
class CurrentRecord:
    """A record as the graph holds it, kept up to date while the drafts of one batch are merged."""

    values: dict[str, Any]
    evidence: list[Evidence]
    links: list[Link]


def unchanged(digest: str, source: str, row_key: str, evidence: list[Evidence]) -> bool:
    """Return True if an earlier load merged this row, with this hash, into the record."""
    return any((stated.source, stated.row_key, stated.row_hash) == (source, row_key, digest) for stated in evidence)


def add(draft: Draft, source: str, buffer: Buffer) -> CurrentRecord:
    """Put a new record into the buffer; return it as the graph will hold it."""
    properties = _properties(draft, source, buffer)
    links = list({(row["type"], *_identity(row)): row for row in draft.links}.values())
    values = {"id": draft.key, **draft.defaults, **draft.values}
    buffer.node(draft.label, values, draft.shape)
    for row in links:
        buffer.link(draft.label, row)
    buffer.link(draft.label, link("STATED_IN", draft.key, source, properties, rowKey=draft.row.key))
    return CurrentRecord(values, [_evidence(draft, source, properties)], links)


def merge(draft: Draft, current: CurrentRecord, source: str, rank: Rank, buffer: Buffer) -> str:
    """Merge a row into a record that exists; return CHANGED or UNCHANGED, and bring `current` up to date."""
    properties = _properties(draft, source, buffer)
    previous, others = _split_evidence(draft, current, source)
    # The graph holds one value a field, that of the best row. This row may replace it only if it is the best one now.
    outranked = _outranked(draft, others, source, rank)
    # An earlier edition of this row stated these fields, and no row does now. A field that another row states keeps
    # its value: that row's own value is not stored, so it takes over only when the row is merged again.
    dropped = _fields(previous) - set(properties["fields"]) - _fields(others)
    unreadable = _unreadable_dates(draft, current)
    values_changed = _merge_values(draft, current, outranked | unreadable, dropped - unreadable, buffer)
    links_changed = _merge_links(draft, current, outranked, dropped, buffer)
    evidence = _evidence(draft, source, properties)
    evidence_changed = _merge_evidence(draft, evidence, properties, previous, buffer, links_changed=links_changed)
    current.evidence = [*others, evidence]
    return "CHANGED" if values_changed or links_changed or evidence_changed else "UNCHANGED"


def rename(
    draft: Draft, current: CurrentRecord, stored: FieldEvidence, source: str, rank: Rank, buffer: Buffer
) -> bool:
    """Give a record the drugs of a draft, and nothing else of it; return True if that changes anything.

    `stored` is the row's evidence by field as the graph holds it: its other fields stay as they are.
    """
    previous, others = _split_evidence(draft, current, source)
    outranked = _outranked(draft, others, source, rank) & {DRUG_FIELD}
    draft.links = draft.drugs
    dropped = set[str]() if draft.links else ({DRUG_FIELD} & _fields(previous)) - _fields(others)
    links_changed = _merge_links(draft, current, outranked, dropped, buffer)
    properties = asdict(with_drugs(stored, draft))
    if not links_changed and properties["fields"] == stored.fields and _shared_facts(previous) == draft.shared_facts:
        return False
    row = link("STATED_IN", draft.key, source, {}, rowKey=draft.row.key)
    buffer.change_link(draft.label, {**row, "values": {**properties, "alsoStates": draft.shared_facts or None}})
    _withdraw(previous, draft, source, buffer)
    current.evidence = [*others, _evidence(draft, source, properties)]
    return True


def _properties(draft: Draft, source: str, buffer: Buffer) -> dict[str, Any]:
    """Return the properties of the draft's STATED_IN."""
    properties = evidence_properties(draft.row, draft.digest, draft.fields())
    return {**properties, "alsoStates": draft.shared_facts or None, **buffer.seen(source)}


def _evidence(draft: Draft, source: str, properties: Mapping[str, Any]) -> Evidence:
    return Evidence(source, draft.row.key, draft.digest, tuple(properties["fields"]), tuple(draft.shared_facts))


def _split_evidence(draft: Draft, current: CurrentRecord, source: str) -> tuple[list[Evidence], list[Evidence]]:
    """Split the evidence of a record into that of this row, from its last edition, and that of other rows."""
    previous = [stated for stated in current.evidence if (stated.source, stated.row_key) == (source, draft.row.key)]
    return previous, [stated for stated in current.evidence if stated not in previous]


def _outranked(draft: Draft, others: list[Evidence], source: str, rank: Rank) -> set[str]:
    """Return the fields that a better-ranked row states."""
    own_rank = (rank(source), source, draft.row.key)
    return _fields(other for other in others if (rank(other.source), other.source, other.row_key) < own_rank)


def _fields(evidence: Iterable[Evidence]) -> set[str]:
    return {name for stated in evidence for name in stated.fields}


def _unreadable_dates(draft: Draft, current: CurrentRecord) -> set[str]:
    """Return the fields of dates that the row prints in an unreadable form and the record holds in a readable one."""
    dates = [field for field in NODES[draft.label].properties if field.type == "PARTIAL_DATE"]
    unreadable = [
        field
        for field in dates
        if f"{field.name}Raw" in draft.values
        and draft.values.get(field.name) is None
        and current.values.get(field.name)
    ]
    return {name for field in unreadable for name in (field.name, f"{field.name}Raw")}


def _merge_values(draft: Draft, current: CurrentRecord, outranked: set[str], dropped: set[str], buffer: Buffer) -> bool:
    wanted = {
        name: value for name, value in draft.values.items() if name not in outranked or current.values.get(name) is None
    }
    wanted |= {name: draft.defaults.get(name) for name in dropped if name in current.values}
    changes = {name: value for name, value in wanted.items() if current.values.get(name) != value}
    if changes:
        current.values |= changes
        buffer.change(draft.label, draft.key, changes)
    return bool(changes)


def _merge_links(draft: Draft, current: CurrentRecord, outranked: set[str], dropped: set[str], buffer: Buffer) -> bool:
    """Replace the record's own links, one type at a time; a type without links in the row stays unless dropped."""
    changed = False
    for type_, field in OWN_LINKS[draft.label].items():
        if field in outranked:
            continue
        wanted = {_identity(row): row for row in draft.links if row["type"] == type_}
        stored = {_identity(row): row for row in current.links if row["type"] == type_}
        if not wanted and field not in dropped:
            continue
        for identity, row in wanted.items():
            if identity not in stored:
                buffer.link(draft.label, row)
                changed = True
            elif values := _differing(row["values"], stored[identity]["values"]):
                buffer.change_link(draft.label, {**row, "values": values})
                changed = True
        for identity in stored.keys() - wanted.keys():
            buffer.close_link(draft.label, stored[identity])
            changed = True
        current.links = [row for row in current.links if row["type"] != type_] + list(wanted.values())
    return changed


def _merge_evidence(
    draft: Draft,
    evidence: Evidence,
    properties: Mapping[str, Any],
    previous: list[Evidence],
    buffer: Buffer,
    *,
    links_changed: bool,
) -> bool:
    """Write the row's evidence if it is new or differs; return True if the record counts as changed by that.

    The same row may name other drugs than before, once others are known: then its links change and its hash does not.
    """
    row = link("STATED_IN", draft.key, evidence.source, properties, rowKey=evidence.row_key)
    if not previous:
        buffer.link(draft.label, row)
    elif links_changed or (previous[0].row_hash, previous[0].fields, previous[0].shared_facts) != (
        evidence.row_hash,
        evidence.fields,
        evidence.shared_facts,
    ):
        values = {name: value for name, value in properties.items() if name != "firstSeen"}
        buffer.change_link(draft.label, {**row, "values": values})
        _withdraw(previous, draft, evidence.source, buffer)
    return not previous or _shared_facts(previous) != draft.shared_facts


def _shared_facts(previous: list[Evidence]) -> list[str]:
    return [entry for stated in previous for entry in stated.shared_facts]


def _withdraw(previous: list[Evidence], draft: Draft, source: str, buffer: Buffer) -> None:
    """Withdraw the shared facts that the row stated before and states no longer."""
    buffer.withdraw(source, (entry for entry in _shared_facts(previous) if entry not in draft.shared_facts))


def _identity(row: Link) -> tuple[str, ...]:
    """Return the end and the own keys, which tell apart a record's links of one type."""
    return (row["end"], *(row[key] for key in RELATIONS[row["type"]].keys))


def _differing(wanted: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    """Return the properties to set, None to remove one. `validFrom` is left to the statement that writes."""
    names = wanted.keys() | (stored.keys() - {"validFrom"})
    return {name: wanted.get(name) for name in names if wanted.get(name) != stored.get(name)}
