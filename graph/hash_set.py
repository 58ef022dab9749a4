"""Texts by Python's own 64-bit hash: what one process remembers of every row that it has read.

Open addressing in arrays, at most three quarters full: 11 to 22 bytes a text, however long it is, and as much again for
its number, where a set of strings takes 150. Of a million texts two share a hash once in forty million loads.
"""

from array import array

_FIRST_BITS = 12
_ALL_BITS = (1 << 64) - 1


class HashSet:
    """A set of texts that never forgets one."""

    def __init__(self) -> None:
        self._count = 0
        self._make(_FIRST_BITS)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, text: str) -> bool:
        return self._hashes[self._slot(_hash(text))] != 0

    def add(self, text: str) -> bool:
        """Remember the text; True if it is new."""
        return self._enter(text)[1]

    def _enter(self, text: str) -> tuple[int, bool]:
        """The slot of the text, which is there from now on, and whether it is new."""
        if self._count * 4 > len(self._hashes) * 3:
            self._grow()
        wanted = _hash(text)
        slot = self._slot(wanted)
        new = self._hashes[slot] == 0
        if new:
            self._hashes[slot] = wanted
            self._count += 1
        return slot, new

    def _make(self, bits: int) -> None:
        self._mask = (1 << bits) - 1
        self._hashes = array("Q", bytes(8 << bits))

    def _slot(self, wanted: int) -> int:
        hashes, mask = self._hashes, self._mask
        slot = wanted & mask
        while hashes[slot] not in (0, wanted):
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        held = self._hashes
        self._make(self._mask.bit_length() + 1)
        for wanted in filter(None, held):
            self._hashes[self._slot(wanted)] = wanted


class HashMap(HashSet):
    """A map from texts to numbers that never forgets one."""

    def get(self, text: str) -> int | None:
        """The number of this text."""
        slot = self._slot(_hash(text))
        return self._numbers[slot] if self._hashes[slot] else None

    def put(self, text: str, number: int) -> bool:
        """Remember the text with its number, whatever that was before; True if it is new."""
        slot, new = self._enter(text)
        self._numbers[slot] = number
        return new

    def _make(self, bits: int) -> None:
        super()._make(bits)
        self._numbers = array("Q", bytes(8 << bits))

    def _grow(self) -> None:
        held = self._hashes, self._numbers
        self._make(self._mask.bit_length() + 1)
        for wanted, number in zip(*held, strict=True):
            if wanted:
                slot = self._slot(wanted)
                self._hashes[slot], self._numbers[slot] = wanted, number


def _hash(text: str) -> int:
    """Never 0, which marks an empty slot."""
    return hash(text) & _ALL_BITS or 1
