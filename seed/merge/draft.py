"""The draft of a record: its values and links, resolved, as one row states them."""

from collections.abc import Mapping
from typing import Any

import msgspec

from seed.merge.record_kinds import DRUG_FIELD, KINDS, OWN_LINKS
from seed.records import Row

Link = dict[str, Any]
"""A row of `graph.store.write` with its type: `type`, `start`, `end`, the relation's own keys, and `values`."""


class Draft(msgspec.Struct, array_like=True):
    """A resolved record as one row states it.

    `digest` is the row's hash, `links` are the record's own links, `shape` is a further label. `defaults` are values of
    a new node that no source states. `shared_facts` are entries of `seed.merge.shared_fact`.
    """

    label: str
    key: str
    row: Row
    digest: str
    values: dict[str, Any]
    links: list[Link] = []
    shape: str | None = None
    defaults: dict[str, Any] = {}
    shared_facts: list[str] = []

    def fields(self) -> dict[str, Any]:
        """Return the stated fields by name: the values, then for each field of links the texts as printed."""
        texts: dict[str, list[str]] = {}
        for link in self.links:
            printed = link["values"].get("rawText") or "; ".join(link["values"].get("rawTexts", ()))
            texts.setdefault(KINDS[self.label].field_of(link), []).append(printed or link["end"])
        if "conditions" in texts:
            # Texts that mean one condition share a link, and which ones do depends on the vocabularies loaded. Split
            # and sorted, the field is the same in every load of the row.
            texts["conditions"] = sorted({text for joined in texts["conditions"] for text in joined.split("; ")})
        return {**self.values, **texts}

    @property
    def drugs(self) -> list[Link]:
        """Links to the drugs that the record names, in the order of their keys."""
        return sorted(
            (row for row in self.links if OWN_LINKS[self.label][row["type"]] == DRUG_FIELD),
            key=lambda row: str(row["end"]),
        )

    @property
    def matches(self) -> list[str]:
        """Each drug that the record names, and the method: "drug:DB01277 EXACT_NAME"."""
        return [f"{row['end']} {row['values']['method']}" for row in self.drugs]


def link(type_: str, start: str, end: str, values: Mapping[str, Any], **keys: str) -> Link:
    """Return a link without the values that are None."""
    return {"type": type_, "start": start, "end": end, **keys, "values": without_nulls(values)}


def without_nulls(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy without None. Few rows hold any, so `in` looks first: it is faster than a loop in Python."""
    if None not in row.values():
        return dict(row)
    return {name: value for name, value in row.items() if value is not None}
