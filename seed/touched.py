"""Which drugs, conditions and organisations a load has touched: only their counts have to be made anew."""

from collections.abc import Iterable

from seed.draft import Buffer

_LABELS = {"drug": "Drug", "condition": "Condition", "sponsor": "Sponsor"}
_INDICATING = ("INDICATED_FOR", "ASSOCIATED_WITH")
_LIMIT = 50_000
"""So many keys of one label, and it is quicker to look at all."""


class Touched:
    """Keys by label; None once a label has too many, which stands for all of them."""

    def __init__(self) -> None:
        self._keys: dict[str, set[str] | None] = {label: set() for label in _LABELS.values()}

    def of(self, label: str) -> list[str] | None:
        """The keys of this label, sorted; None for all."""
        keys = self._keys[label]
        return None if keys is None else sorted(keys)

    def all(self) -> None:
        """Nobody knows what was touched."""
        self._keys = dict.fromkeys(self._keys)

    def add(self, keys: Iterable[str]) -> None:
        """These records, of whatever label, have got or lost something."""
        for key in keys:
            label = _LABELS.get(key.partition(":")[0])
            held = self._keys.get(label) if label else None
            if label and held is not None:
                held.add(key)
                if len(held) > _LIMIT:
                    self._keys[label] = None

    def see(self, buffer: Buffer) -> None:
        """Links of drugs to conditions that belong to no record."""
        for waiting in (buffer.links, buffer.changed_links, buffer.closed_links):
            for (type_, _), rows in waiting.items():
                if type_ in _INDICATING:
                    self.add(key for row in rows for key in (row["start"], row["end"]))
