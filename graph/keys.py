"""Texts by Python's own 64-bit hash, each with a number: what one process remembers of every row that it has read.

Open addressing in two arrays, at most two thirds full: 24 to 48 bytes a text, however long it is, where a set of
strings takes 150. Of a million texts two share a hash once in forty million loads.
"""

from array import array

_FIRST_BITS = 12
_ALL_BITS = (1 << 64) - 1


class Keys:
    """A map from texts to numbers that never forgets one."""

    def __init__(self) -> None:
        self._count = 0
        self._make(_FIRST_BITS)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, text: str) -> bool:
        return self._hashes[self._slot(_hash(text))] != 0

    def get(self, text: str) -> int | None:
        """The number of this text."""
        slot = self._slot(_hash(text))
        return self._numbers[slot] if self._hashes[slot] else None

    def add(self, text: str, number: int = 0) -> bool:
        """Remember the text with its number; True if it is new."""
        if self._count * 3 > len(self._hashes) * 2:
            self._grow()
        return self._put(_hash(text), number)

    def _make(self, bits: int) -> None:
        self._mask = (1 << bits) - 1
        self._hashes = array("Q", bytes(8 << bits))
        self._numbers = array("Q", bytes(8 << bits))

    def _slot(self, wanted: int) -> int:
        hashes, mask = self._hashes, self._mask
        slot = wanted & mask
        while hashes[slot] not in (0, wanted):
            slot = (slot + 1) & mask
        return slot

    def _put(self, wanted: int, number: int) -> bool:
        slot = self._slot(wanted)
        new = self._hashes[slot] == 0
        self._hashes[slot], self._numbers[slot] = wanted, number
        self._count += new
        return new

    def _grow(self) -> None:
        held = zip(self._hashes, self._numbers, strict=True)
        self._count = 0
        self._make(self._mask.bit_length() + 1)
        for wanted, number in held:
            if wanted:
                self._put(wanted, number)


def _hash(text: str) -> int:
    """Never 0, which marks an empty slot."""
    return hash(text) & _ALL_BITS or 1
