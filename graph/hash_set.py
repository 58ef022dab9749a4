"""A compact set, and map, of strings, stored as Python's own 64-bit hashes: the memory of one process for rows read.

Open addressing in arrays, at most three quarters full: 11 to 22 bytes a string of any length, and as much again for its
number in the map. A Python set takes 150. Two of a million strings share a hash once in forty million loads.
"""

from array import array

_FIRST_BITS = 12
_ALL_BITS = (1 << 64) - 1


class HashSet:
    """A set of strings from which none can be removed."""

    def __init__(self) -> None:
        self._count = 0
        self._make(_FIRST_BITS)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, text: str) -> bool:
        return self._hashes[self._slot(_hash(text))] != 0

    def add(self, text: str) -> bool:
        """Add a string; True if it is new."""
        return self._enter(text)[1]

    def _enter(self, text: str) -> tuple[int, bool]:
        """Add a string; return its slot and whether it is new."""
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
        old = self._hashes
        self._make(self._mask.bit_length() + 1)
        for wanted in filter(None, old):
            self._hashes[self._slot(wanted)] = wanted


class HashMap(HashSet):
    """A map from strings to numbers from which none can be removed."""

    def get(self, text: str) -> int | None:
        """Return the number of a string, or None if it is not here."""
        slot = self._slot(_hash(text))
        return self._numbers[slot] if self._hashes[slot] else None

    def put(self, text: str, number: int) -> bool:
        """Set the number of a string; True if the string is new."""
        slot, new = self._enter(text)
        self._numbers[slot] = number
        return new

    def _make(self, bits: int) -> None:
        super()._make(bits)
        self._numbers = array("Q", bytes(8 << bits))

    def _grow(self) -> None:
        old = self._hashes, self._numbers
        self._make(self._mask.bit_length() + 1)
        for wanted, number in zip(*old, strict=True):
            if wanted:
                slot = self._slot(wanted)
                self._hashes[slot], self._numbers[slot] = wanted, number


def _hash(text: str) -> int:
    """Return the hash of a string, never 0: that marks an empty slot."""
    return hash(text) & _ALL_BITS or 1
