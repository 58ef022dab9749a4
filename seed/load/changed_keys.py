"""Keys of the nodes that a load changed: only their derived values are renewed, and only they are checked."""

from collections.abc import Iterable

from graph.model import NODES
from seed.merge.buffer import Buffer

_LABELS = {label.lower(): label for label in NODES}
PRODUCTS = "products"
"""Drugs whose names or approvals changed: a trial changes nothing that agencies list."""
_INDICATING = ("INDICATED_FOR", "ASSOCIATED_WITH")
_LIMIT = 50_000
"""Above this number of keys, reading all nodes of the label is quicker."""


def label_of(key: str) -> str | None:
    """Return the label of a node by its key, such as Trial for "trial:NCT00004305"; None for keys without a prefix."""
    return _LABELS.get(key.partition(":")[0])


class ChangedKeys:
    """Changed keys by label. A label with too many is dropped, which stands for all of its nodes."""

    def __init__(self) -> None:
        self._keys: dict[str, set[str]] = {label: set() for label in (*NODES, PRODUCTS)}

    def of_label(self, label: str) -> list[str] | None:
        """Return the sorted keys of a label, or of PRODUCTS; None if all its nodes count as changed."""
        keys = self._keys.get(label)
        return None if keys is None else sorted(keys)

    def by_label(self) -> dict[str, list[str]]:
        """Return the sorted keys by label; a label that is missing counts as changed as a whole."""
        return {label: sorted(keys) for label, keys in self._keys.items()}

    def mark_everything(self) -> None:
        """Count every node as changed."""
        self._keys.clear()

    def add(self, label: str, keys: Iterable[str]) -> None:
        """Add nodes of any label that a record of this label has changed or is linked with."""
        for key in keys if self._keys else ():
            own_label = label_of(key)
            if own_label:
                self._put(own_label, (key,))
                if own_label == "Drug" and label in ("Drug", "Approval"):
                    self._put(PRODUCTS, (key,))

    def _put(self, label: str, keys: Iterable[str]) -> None:
        changed = self._keys.get(label)
        if changed is not None:
            changed.update(keys)
            if len(changed) > _LIMIT:
                del self._keys[label]

    def add_buffer(self, buffer: Buffer) -> None:
        """Add a buffer's nodes, and both ends of links from drugs to conditions: those are no record's own links."""
        for (label, _), new in buffer.nodes.items():
            self._put(label, new)
        for waiting in (buffer.links, buffer.changed_links, buffer.closed_links):
            for (type_, _), rows in waiting.items():
                if type_ in _INDICATING:
                    self.add("Condition", (key for row in rows for key in (row["start"], row["end"])))
