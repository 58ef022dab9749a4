"""Report of a load by source: a table for people, one object for scripts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.database.driver import Written
from seed.extract.feeds import Feed
from seed.source import Issue


@dataclass
class SourceReport:
    """One source of one load.

    `kept` counts records that the edition lacks and that stay, since rows were refused or the edition looks like a part
    of the list (`partial`). `unmatched` counts ingredient and intervention names without a drug. `refused` are the
    issues kept with their texts; `refused_now` counts all refused rows and files, `refused_before` those of a starter
    file.
    """

    source: str
    edition: str | None = None
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0
    kept: int = 0
    partial: bool = False
    matched: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    unmatched: Counter[str] = field(default_factory=Counter)
    refused: list[Issue] = field(default_factory=list)
    refused_now: int = 0
    skipped_before: int = 0
    refused_before: int = 0
    up_to_date: bool = False

    @property
    def has_changes(self) -> bool:
        """Return True if the source has added or changed any record so far."""
        return bool(self.added or self.changed)

    @property
    def is_refused(self) -> bool:
        """Return True if the source gave rows and every one of them was refused."""
        return self.refused_now > 0 and not (self.added or self.changed or self.unchanged)

    def skip_whole(self, counted: Mapping[str, Any]) -> None:
        """Report that the same files were loaded before, with the values that `counted` returned then."""
        self.rows, self.unchanged, self.up_to_date = counted["rows"], counted["records"] or counted["rows"], True
        self.skipped_before, self.refused_before = counted["skipped"] or 0, counted["refused"] or 0

    def counted(self) -> dict[str, int]:
        """Return the properties stored on the source once the load is closed."""
        counts = self.counts()
        records = self.added + self.changed + self.unchanged
        return {"rows": self.rows, "records": records, "skipped": counts["skipped"], "refused": counts["refused"]}

    def close(self, feed: Feed, matched: int, unmatched: Counter[str] | None) -> None:
        """Take over the counts of the feed, once all of it was read."""
        self.rows = feed.rows or feed.issues.rows
        self.skipped_before = 0
        self.matched, self.unmatched = matched, unmatched or Counter()
        self.skipped = {**feed.skipped, **feed.issues.skipped}
        self.refused, self.refused_now, self.refused_before = feed.issues.found, feed.issues.refused, feed.refused

    @property
    def match_rate(self) -> float | None:
        """Share of the names in all rows that were matched to a drug; None without names."""
        names_read = self.matched + self.unmatched.total()
        return self.matched / names_read if names_read else None

    def counts(self) -> dict[str, Any]:
        """Return the object that `--json` prints for this source."""
        names = ("source", "edition", "rows", "added", "changed", "unchanged", "closed")
        return {name: getattr(self, name) for name in names} | {
            "skipped": self.skipped_before + sum(self.skipped.values()),
            "unmatched": self.unmatched.total(),
            "refused": self.refused_before + self.refused_now,
        }


@dataclass
class LoadReport:
    """One load: its release (None if nothing changed), the counts of its writes, and the checks that failed.

    `relinked` counts records of earlier loads that name drugs of this load; `joined` counts conditions of earlier loads
    that are diseases of a vocabulary now.
    """

    release: str | None = None
    relinked: int = 0
    joined: int = 0
    written: Written = field(default_factory=Written)
    sources: list[SourceReport] = field(default_factory=list)
    failed_checks: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0

    def counts(self) -> dict[str, Any]:
        """Return the value that `--json` prints: the object of the only source, or a list of them."""
        sources = [source.counts() for source in self.sources]
        return sources[0] if len(sources) == 1 else {"sources": sources}

    def remarks(self) -> Iterator[str]:
        """Yield notes beyond the counts, a line each."""
        for source in self.sources:
            if source.up_to_date:
                yield f"{source.source}: these files were loaded before, nothing has changed"
            if source.is_refused:
                reason = source.refused[0].reason if source.refused else "see the report"
                yield f"{source.source}: nothing loaded, {source.refused_now} rows or files refused; first: {reason}"
            if source.partial:
                yield (
                    f"{source.source}: {source.kept} missing records stay, because so many suggest that the files are "
                    "only a part of the list; --complete confirms that the files are the whole list"
                )
            elif source.kept:
                yield f"{source.source}: {source.kept} missing records stay, because rows were refused"
        if self.relinked:
            yield f"{self.relinked} records loaded earlier name drugs that this load added"
        if self.joined:
            yield f"{self.joined} conditions named earlier are now diseases of a vocabulary"

    def table(self) -> str:
        """Return a table with one line for each source."""
        head = ("source", "rows", "added", "changed", "unchanged", "closed", "skipped", "unmatched", "refused")
        lines = [tuple(str(source.counts()[name]) for name in head) for source in self.sources]
        return "\n".join(_columns([head, *lines]))


def _columns(rows: list[tuple[str, ...]]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
        yield "  ".join(cells).rstrip()
