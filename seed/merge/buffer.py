"""Writes that wait for the next batch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graph.model import NODES
from seed.merge.draft import Link, without_nulls


@dataclass
class Buffer:
    """Rows that wait to be written. `nodes` are keyed by label and shape, links by type and label of their start.

    `size` counts the rows. Nodes are written first, so links find both their ends.
    """

    release: str
    editions: dict[str, str | None] = field(default_factory=dict)
    nodes: dict[tuple[str, str | None], dict[str, dict[str, Any]]] = field(default_factory=dict)
    changes: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    links: dict[tuple[str, str], list[Link]] = field(default_factory=dict)
    changed_links: dict[tuple[str, str], list[Link]] = field(default_factory=dict)
    closed_links: dict[tuple[str, str], list[Link]] = field(default_factory=dict)
    size: int = 0

    def seen(self, source: str) -> dict[str, str | None]:
        """Return the edition and the release that new evidence of this source gets."""
        return {"edition": self.editions.get(source), "firstSeen": self.release}

    def withdraw(self, source: str, entries: Iterable[str]) -> None:
        """Note that a row withdrew these shared facts.

        The notes are nodes, so they are written before the row's evidence: a load killed in between leaves them to the
        next one.
        """
        for entry in entries:
            self.node("Lost", {"id": f"{source} {entry}", "source": source, "entry": entry})

    def node(self, label: str, row: dict[str, Any], shape: str | None = None) -> None:
        """Add a node to create unless it exists; a second row for the same key replaces the first."""
        self.nodes.setdefault((label, shape), {})[row[NODES[label].key]] = without_nulls(row)
        self.size += 1

    def change(self, label: str, key: str, values: Mapping[str, Any]) -> None:
        """Set properties on a node that exists or waits to be created; None removes one."""
        for (waiting, _), rows in self.nodes.items():
            if waiting == label and key in rows:
                rows[key] = without_nulls({**rows[key], **values})
                return
        row = self.changes.setdefault(label, {}).setdefault(key, {NODES[label].key: key})
        row.update(values)
        self.size += 1

    def link(self, start: str, row: Link) -> None:
        """Add a link to create unless it exists; `start` is the label at its start."""
        self.links.setdefault((row["type"], start), []).append(row)
        self.size += 1

    def change_link(self, start: str, row: Link) -> None:
        """Set properties on a link that exists."""
        self.changed_links.setdefault((row["type"], start), []).append(row)
        self.size += 1

    def close_link(self, start: str, row: Link) -> None:
        """End a link that no longer holds."""
        self.closed_links.setdefault((row["type"], start), []).append(row)
        self.size += 1

    def cut(self) -> "Buffer":
        """Move everything that waits into a new buffer and return that; this one is empty then."""
        full = replace(self)
        self.nodes, self.changes, self.links, self.changed_links, self.closed_links = {}, {}, {}, {}, {}
        self.size = 0
        return full
