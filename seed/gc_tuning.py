"""Python's search for cycles, which costs what reads many records a fifth of its time and finds nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_EVERY = 400_000
_NEVER = 1_000_000


@contextmanager
def rare_garbage_collection() -> Iterator[None]:
    """Look for cycles after every 400,000 new objects instead of every 700, and only among what is new.

    What has lived long is what the load remembers: to look through it once takes half a second.
    """
    before = gc.get_threshold()
    gc.set_threshold(_EVERY, before[1], _NEVER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
