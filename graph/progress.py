"""What long work tells whoever watches it."""

from typing import Protocol


class Progress(Protocol):
    """Called with what is being done, how much of it is done, and how much there is (None if nobody knows)."""

    def __call__(self, label: str, done: int, total: int | None, /) -> None: ...


def silent(label: str, done: int, total: int | None, /) -> None:
    """A progress that nobody watches."""
