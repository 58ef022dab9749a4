"""Merges one row into its record, and writes only where the graph differs.

Survivorship: the source with the lowest rank wins a field; between equals the newest data wins, then source id and row
key decide, so the order of loads does not matter. A date that cannot be read never replaces one that can. A field that
only an outranked row states is filled from it. Fields are properties, and the fields of own links in `KINDS`.
`dataDate` is no field: it is the date of the best row.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from graph.model import NODES, RELATIONS
from graph.store.evidence import Evidence, FieldEvidence
from seed.merge.buffer import Buffer
from seed.merge.draft import Draft, Link, link
from seed.merge.evidence import evidence_properties, with_drugs
from seed.merge.record_kinds import DRUG_FIELD, KINDS

Rank = Callable[[str], int]
"""Source id to rank; the lowest number wins."""


@dataclass
class CurrentRecord:
    """A record as the graph holds it, kept up to date while the drafts of one batch are merged."""

    values: dict[str, Any]
    evidence: list[Evidence]
    links: list[Link]


def unchanged(digest: str, source: str, row_key: str, evidence: list[Evidence], data_date: str | None = None) -> bool:
    """Return True if an earlier load merged this row, with this hash, of this date or a later one, into the record."""
    return any(
        (stated.source, stated.row_key, stated.row_hash) == (source, row_key, digest)
        and (stated.data_date or "") >= (data_date or "")
        for stated in evidence
    )


def add(draft: Draft, source: str, buffer: Buffer) -> CurrentRecord:
    """Put a new record into the buffer; return it as the graph will hold it."""
    properties = _properties(draft, source, buffer)
    links = list({(row["type"], *_identity(row)): row for row in draft.links}.values())
    values = {"id": draft.key, **draft.defaults, **draft.values}
    if draft.row.data_date:
        values["dataDate"] = draft.row.data_date
    buffer.node(draft.label, values, draft.shape)
    for row in links:
        buffer.link(draft.label, row)
    buffer.link(draft.label, link("STATED_IN", draft.key, source, properties, rowKey=draft.row.key))
    return CurrentRecord(values, [_evidence(draft, source, properties)], links)


def merge(draft: Draft, current: CurrentRecord, source: str, rank: Rank, buffer: Buffer) -> str:
    """Merge a row into a record that exists; return CHANGED or UNCHANGED, and bring `current` up to date.

    A row whose data are older than those of the same row in the graph changes nothing.
    """
    properties = _properties(draft, source, buffer)
    previous, others = _split_evidence(draft, current, source)
    evidence = _evidence(draft, source, properties)
    if previous and previous[0].data_date:
        if previous[0].data_date > (evidence.data_date or previous[0].data_date):
            return "UNCHANGED"
        evidence = replace(evidence, data_date=evidence.data_date or previous[0].data_date)
        properties["dataDate"] = evidence.data_date
    # The graph holds one value a field, that of the best row. This row may replace it only if it is the best one now.
    outranked = _outranked(evidence, others, rank)
    # An earlier edition of this row stated these fields, and no row does now. A field that another row states keeps
    # its value: that row's own value is not stored, so it takes over only when the row is merged again.
    dropped = _fields(previous) - set(properties["fields"]) - _fields(others)
    unreadable = _unreadable_dates(draft, current)
    values_changed = _merge_values(draft, current, outranked | unreadable, dropped - unreadable, buffer)
    links_changed = _merge_links(draft, current, outranked, dropped, buffer)
    evidence_changed = _merge_evidence(draft, evidence, properties, previous, buffer, links_changed=links_changed)
    current.evidence = [*others, evidence]
    _merge_data_date(draft, current, rank, buffer)
    return "CHANGED" if values_changed or links_changed or evidence_changed else "UNCHANGED"


def rename(
    draft: Draft, current: CurrentRecord, stored: FieldEvidence, source: str, rank: Rank, buffer: Buffer
) -> bool:
    """Give a record the drugs of a draft, and nothing else of it; return True if that changes anything.

    `stored` is the row's evidence by field as the graph holds it: its other fields stay as they are.
    """
    previous, others = _split_evidence(draft, current, source)
    evidence = replace(_evidence(draft, source, asdict(stored)), data_date=previous[0].data_date)
    outranked = _outranked(evidence, others, rank) & {DRUG_FIELD}
    draft.links = draft.drugs
    dropped = set[str]() if draft.links else ({DRUG_FIELD} & _fields(previous)) - _fields(others)
    links_changed = _merge_links(draft, current, outranked, dropped, buffer)
    properties = asdict(with_drugs(stored, draft))
    if not links_changed and properties["fields"] == stored.fields and _shared_facts(previous) == draft.shared_facts:
        return False
    row = link("STATED_IN", draft.key, source, {}, rowKey=draft.row.key)
    buffer.change_link(draft.label, {**row, "values": {**properties, "alsoStates": draft.shared_facts or None}})
    _withdraw(previous, draft, source, buffer)
    current.evidence = [*others, replace(evidence, fields=tuple(properties["fields"]))]
    return True


def _properties(draft: Draft, source: str, buffer: Buffer) -> dict[str, Any]:
    """Return the properties of the draft's STATED_IN."""
    properties = evidence_properties(draft.row, draft.digest, draft.fields())
    return {**properties, "alsoStates": draft.shared_facts or None, **buffer.seen(source)}


def _evidence(draft: Draft, source: str, properties: Mapping[str, Any]) -> Evidence:
    stated, facts = tuple(properties["fields"]), tuple(draft.shared_facts)
    return Evidence(source, draft.row.key, draft.digest, stated, facts, draft.row.data_date)


def _split_evidence(draft: Draft, current: CurrentRecord, source: str) -> tuple[list[Evidence], list[Evidence]]:
    """Split the evidence of a record into that of this row, from its last edition, and that of other rows."""
    previous = [stated for stated in current.evidence if (stated.source, stated.row_key) == (source, draft.row.key)]
    return previous, [stated for stated in current.evidence if stated not in previous]


def _outranked(own: Evidence, others: list[Evidence], rank: Rank) -> set[str]:
    """Return the fields that a better-ranked row states."""
    place = _place(own, rank)
    return _fields(other for other in others if _place(other, rank) < place)


def _place(stated: Evidence, rank: Rank) -> tuple[int, tuple[int, ...], str, str]:
    """Return the place of a row among those of a record, the best one first: rank, newest data, source, row key.

    The letters of a date count backwards. The 1 at the end puts a month after its days, and no date last.
    """
    newest_first = (*(-ord(letter) for letter in stated.data_date or ""), 1)
    return rank(stated.source), newest_first, stated.source, stated.row_key


def _merge_data_date(draft: Draft, current: CurrentRecord, rank: Rank, buffer: Buffer) -> None:
    """Give the record the date of its best row that has one."""
    dated = sorted((stated for stated in current.evidence if stated.data_date), key=lambda stated: _place(stated, rank))
    if dated and dated[0].data_date != current.values.get("dataDate"):
        current.values["dataDate"] = dated[0].data_date
        buffer.change(draft.label, draft.key, {"dataDate": dated[0].data_date})


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
    """Replace the record's own links, a field at a time; a field of which the row states none stays unless dropped."""
    changed, kind = False, KINDS.get(draft.label)
    if kind is None:
        return False
    for field in kind.link_fields:
        if field in outranked:
            continue
        wanted = {_identity(row): row for row in draft.links if kind.field_of(row) == field}
        stored = {_identity(row): row for row in current.links if kind.field_of(row) == field}
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
        current.links = [row for row in current.links if kind.field_of(row) != field] + list(wanted.values())
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
    elif previous[0].data_date != evidence.data_date:
        buffer.change_link(draft.label, {**row, "values": {"dataDate": evidence.data_date}})
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
