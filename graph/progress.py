"""Progress of long work."""

from typing import Protocol


class Progress(Protocol):
    """Called with the name of a step, the amount done and the whole amount (None if unknown)."""

    def __call__(self, label: str, done: int, total: int | None, /) -> None: ...


def silent(label: str, done: int, total: int | None, /) -> None:
    """A progress that shows nothing."""
