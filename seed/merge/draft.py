"""The draft of a record: its values and links, resolved, as one row states them."""

from collections.abc import Mapping
from typing import Any

import msgspec

from seed.merge.record_kinds import DRUG_FIELD, OWN_LINKS
from seed.records import Row

Link = dict[str, Any]
"""`type, start, end`, the relation's own keys, and `values`: the row of graph.store.write, with its type."""


class Draft(msgspec.Struct, array_like=True):
    """A record resolved, as one row states it; `digest` is the row's hash. `defaults` are values of a new node that no
    source states, `links` its own links, `also` what else the row states, as `seed.cleanup.withdrawn` writes it.
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
        """Return the stated fields: the values, then the printed text of each kind of links."""
        kinds: dict[str, list[str]] = {}
        for link in self.links:
            printed = link["values"].get("rawText") or "; ".join(link["values"].get("rawTexts", ()))
            kinds.setdefault(OWN_LINKS[self.label][link["type"]], []).append(printed or link["end"])
        if "conditions" in kinds:
            # Whichever texts are one condition, by what is known of them: the row has said the same.
            kinds["conditions"] = sorted({text for kind in kinds["conditions"] for text in kind.split("; ")})
        return {**self.values, **kinds}

    @property
    def drugs(self) -> list[Link]:
        """The links to the drugs that the record names, in the order of their keys."""
        return sorted(
            (link for link in self.links if OWN_LINKS[self.label][link["type"]] == DRUG_FIELD),
            key=lambda link_: str(link_["end"]),
        )

    @property
    def matches(self) -> list[str]:
        """Each drug that the record names, and the method: "drug:DB01277 EXACT_NAME"."""
        return [f"{link_['end']} {link_['values']['method']}" for link_ in self.drugs]


def link(type_: str, start: str, end: str, values: Mapping[str, Any], **keys: str) -> Link:
    """A link; values that are None are left out."""
    return {"type": type_, "start": start, "end": end, **keys, "values": without_nulls(values)}


def without_nulls(row: Mapping[str, Any]) -> dict[str, Any]:
    """A copy; few rows have any, and of those alone each value is looked at in Python."""
    if None not in row.values():
        return dict(row)
    return {name: value for name, value in row.items() if value is not None}
