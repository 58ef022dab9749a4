"""Conditions: the draft of a disease of a vocabulary (MeSH, Disease Ontology).

Each disease becomes a condition, also one that no record names yet. The two vocabularies have some ten thousand
diseases together, and a record of a later load then finds its disease whatever the order of the loads.
"""

from seed.merge.buffer import Buffer
from seed.merge.draft import Draft, link
from seed.records import ConditionRecord
from seed.resolve.conditions import Conditions
from seed.resolve.shared_facts import condition_fact, put_name, put_xref


def draft(record: ConditionRecord, key: str, source: str, digest: str, conditions: Conditions, buffer: Buffer) -> Draft:
    """Return the draft of a disease with its names and identifiers; its broader diseases wait for `put_broader`."""
    shared_facts = [put_name(buffer, "Condition", key, record.name, "GENERIC", source, None)]
    for name in dict.fromkeys(name.value for name in record.names if name.value != record.name):
        shared_facts.append(put_name(buffer, "Condition", key, name, "SYNONYM", source, None))
    for xref in dict.fromkeys(record.xrefs):
        shared_facts.append(put_xref(buffer, "Condition", key, xref.source, xref.code, source))
    shared_facts += dict.fromkeys(condition_fact("BROADER", key, above) for above in record.broader)
    conditions.broader += ((key, above, source) for above in record.broader)
    values = {"name": record.name}
    defaults = {"slug": conditions.address(key, record.name), "drugCount": 0, "trialCount": 0}
    return Draft("Condition", key, record.row, digest, values, defaults=defaults, shared_facts=shared_facts)


def put_broader(conditions: Conditions, buffer: Buffer) -> None:
    """Link diseases to their broader ones, once all are known; one that the vocabulary lacks is left out."""
    for key, above, source in conditions.broader:
        end = conditions.find(above)
        if end is not None and end != key:
            buffer.link("Condition", link("BROADER", key, end, {"sourceIds": [source]}))
    conditions.broader.clear()
