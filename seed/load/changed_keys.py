"""Keys that a load has changed: only their derived values are renewed, and only they are checked."""

from collections.abc import Iterable

from graph.model import NODES
from seed.merge.buffer import Buffer

_LABELS = {label.lower(): label for label in NODES}
"""Labels by the kind with which their keys begin: "trial:NCT00004305"."""
PRODUCTS = "products"
"""Drugs of which names or approvals were touched: a trial changes nothing of what agencies list."""
_INDICATING = ("INDICATED_FOR", "ASSOCIATED_WITH")
_LIMIT = 50_000
"""So many keys of one label, and it is quicker to look at all."""


class ChangedKeys:
    """Keys by label; a label that has too many is gone, which stands for all of them."""

    def __init__(self) -> None:
        self._keys: dict[str, set[str]] = {label: set() for label in (*NODES, PRODUCTS)}

    def of_label(self, label: str) -> list[str] | None:
        """The keys of this label, or of the drugs among PRODUCTS, sorted; None for all."""
        keys = self._keys.get(label)
        return None if keys is None else sorted(keys)

    def by_label(self) -> dict[str, list[str]]:
        """The keys of each label of which not all are touched."""
        return {label: sorted(keys) for label, keys in self._keys.items()}

    def mark_everything(self) -> None:
        """Mark everything as changed."""
        self._keys.clear()

    def add(self, label: str, keys: Iterable[str]) -> None:
        """These, of whatever label, have got or lost something by a record of this label."""
        for key in keys if self._keys else ():
            near = _LABELS.get(key.partition(":")[0])
            if near:
                self._put(near, (key,))
                if near == "Drug" and label in ("Drug", "Approval"):
                    self._put(PRODUCTS, (key,))

    def _put(self, label: str, keys: Iterable[str]) -> None:
        held = self._keys.get(label)
        if held is not None:
            held.update(keys)
            if len(held) > _LIMIT:
                del self._keys[label]

    def add_buffer(self, buffer: Buffer) -> None:
        """Add the keys of a buffer: its nodes, and links of drugs to conditions that belong to no record."""
        for (label, _), new in buffer.nodes.items():
            self._put(label, new)
        for waiting in (buffer.links, buffer.changed_links, buffer.closed_links):
            for (type_, _), rows in waiting.items():
                if type_ in _INDICATING:
                    self.add("Condition", (key for row in rows for key in (row["start"], row["end"])))
