"""Progress of long work, on stderr."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from api.cli.output import talk
from graph.progress import Progress

_PLAIN_LINE_EVERY_S = 10.0


@contextmanager
def progress() -> Iterator[Progress]:
    """Show a bar for each kind of work on a terminal, elsewhere a plain line at its start, its end and every 10 s."""
    if not talk.is_terminal:
        yield _Lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=talk, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(label: str, done: int, total: int | None, /) -> None:
            if label not in tasks:
                tasks[label] = bars.add_task(label, total=total)
            bars.update(tasks[label], completed=done, total=total)

        yield show


class _Lines:
    def __init__(self) -> None:
        self._printed_at: dict[str, float] = {}

    def __call__(self, label: str, done: int, total: int | None, /) -> None:
        now = time.monotonic()
        finished = total is not None and done >= total
        if finished or now - self._printed_at.get(label, -_PLAIN_LINE_EVERY_S) >= _PLAIN_LINE_EVERY_S:
            self._printed_at[label] = now
            talk.print(f"{label} {done}" if total is None else f"{label} {done}/{total}", markup=False)
