"""What one record asks of the graph, and the buffer in which such wishes wait for the next batch of writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from graph.model import NODES
from seed.records import Row

Link = dict[str, Any]
"""`type, start, end`, the relation's own keys, and `values`: the row of graph.write, with its type."""

OWN: dict[str, dict[str, str]] = {
    "Agency": {},
    "Drug": {"DESCRIBED_BY": "reports"},
    "Condition": {},
    "Trial": {"TESTS": "drugs", "STUDIES": "conditions", "SPONSORED_BY": "sponsors"},
    "Approval": {"FOR_DRUG": "drugs", "HELD_BY": "holder", "GRANTED_BY": "agency"},
}
"""Links that a record states as a whole, with the field that they are: a later edition replaces them all."""
NAMING = "drugs"
"""The field that the links to drugs are."""


class Draft(msgspec.Struct, array_like=True):
    """A record resolved, as one row states it; `digest` is the row's hash. `defaults` are values of a new node that no
    source states, `links` its own links, `also` what else the row states, as `seed.also` writes it.
    """

    label: str
    key: str
    row: Row
    digest: str
    values: dict[str, Any]
    links: list[Link] = []
    shape: str | None = None
    defaults: dict[str, Any] = {}
    also: list[str] = []

    def said(self) -> dict[str, Any]:
        """What the record states, by field: the values, then of each kind of links the texts as printed."""
        kinds: dict[str, list[str]] = {}
        for each in self.links:
            printed = each["values"].get("rawText") or "; ".join(each["values"].get("rawTexts", ()))
            kinds.setdefault(OWN[self.label][each["type"]], []).append(printed or each["end"])
        if "conditions" in kinds:
            # Whichever texts are one condition, by what is known of them: the row has said the same.
            kinds["conditions"] = sorted({text for each in kinds["conditions"] for text in each.split("; ")})
        return {**self.values, **kinds}

    @property
    def drugs(self) -> list[Link]:
        """The links to the drugs that the record names, in the order of their keys."""
        return sorted(
            (each for each in self.links if OWN[self.label][each["type"]] == NAMING), key=lambda each: str(each["end"])
        )

    @property
    def matches(self) -> list[str]:
        """Each drug that the record names, and the method: "drug:DB01277 EXACT_NAME"."""
        return [f"{each['end']} {each['values']['method']}" for each in self.drugs]


def link(type_: str, start: str, end: str, values: Mapping[str, Any], **keys: str) -> Link:
    """A link; values that are None are left out."""
    return {"type": type_, "start": start, "end": end, **keys, "values": without_nulls(values)}


@dataclass
class Buffer:
    """Rows waiting to be written, each kind once; nodes are written before the links between them."""

    release: str
    editions: dict[str, str | None] = field(default_factory=dict)
    nodes: dict[tuple[str, str | None], dict[str, dict[str, Any]]] = field(default_factory=dict)
    changes: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    links: dict[tuple[str, str], list[Link]] = field(default_factory=dict)
    changed_links: dict[tuple[str, str], list[Link]] = field(default_factory=dict)
    closed_links: dict[tuple[str, str], list[Link]] = field(default_factory=dict)
    size: int = 0

    def seen(self, source: str) -> dict[str, str | None]:
        """When a statement is new that this source makes in this load, and in which edition."""
        return {"edition": self.editions.get(source), "firstSeen": self.release}

    def lose(self, source: str, entries: Iterable[str]) -> None:
        """What a row of this source states no longer, see `seed.also`; noted before it is written that it does not."""
        for entry in entries:
            self.node("Lost", {"id": f"{source} {entry}", "source": source, "entry": entry})

    def node(self, label: str, row: dict[str, Any], shape: str | None = None) -> None:
        """A node to create unless it is there; a second wish for the same key replaces the first."""
        self.nodes.setdefault((label, shape), {})[row[NODES[label].key]] = without_nulls(row)
        self.size += 1

    def change(self, label: str, key: str, values: Mapping[str, Any]) -> None:
        """Properties to set on a node that is there, or waits here to be created; None removes one."""
        for (waiting, _), rows in self.nodes.items():
            if waiting == label and key in rows:
                rows[key] = without_nulls({**rows[key], **values})
                return
        row = self.changes.setdefault(label, {}).setdefault(key, {NODES[label].key: key})
        row.update(values)
        self.size += 1

    def link(self, start: str, row: Link) -> None:
        """A link to create unless it is there; `start` is the label at its start."""
        self.links.setdefault((row["type"], start), []).append(row)
        self.size += 1

    def change_link(self, start: str, row: Link) -> None:
        """Properties to set on a link that is there."""
        self.changed_links.setdefault((row["type"], start), []).append(row)
        self.size += 1

    def close_link(self, start: str, row: Link) -> None:
        """A link that no longer holds."""
        self.closed_links.setdefault((row["type"], start), []).append(row)
        self.size += 1

    def cut(self) -> "Buffer":
        """All that waits, in a buffer of its own; this one is empty then."""
        full = replace(self)
        self.nodes, self.changes, self.links, self.changed_links, self.closed_links = {}, {}, {}, {}, {}
        self.size = 0
        return full


def without_nulls(row: Mapping[str, Any]) -> dict[str, Any]:
    """A copy; few rows have any, and of those alone each value is looked at in Python."""
    if None not in row.values():
        return dict(row)
    return {name: value for name, value in row.items() if value is not None}
