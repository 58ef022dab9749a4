"""What a source is, and how its module tells what it could not read.

A source is one module of `seed/sources/`, or of another package (graph.plugins), with a `SOURCE`. `parse` is lazy and
pure: raw path in, records out, nothing else touched. One bad row or file is reported and the others go on; a source of
which nothing is understood ends in a SourceError.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph import plugins
from seed.records import Record

_KEPT = 10_000
"""Issues of a kind that are kept; what a file of nothing but bad lines has beyond is counted."""
_REASON_CHARACTERS = 1_000
_RAW_CHARACTERS = 300


@dataclass(frozen=True)
class Issue:
    """One thing that was not loaded, or not understood: `kind` is REFUSED, SKIPPED, UNMATCHED or UNREAD."""

    kind: str
    reason: str
    file: str | None = None
    line: int | None = None
    raw: str | None = None


@dataclass
class Issues:
    """Collects issues while a source is read; texts are cut, and always of characters that UTF-8 has.

    `found` holds the first of each kind, `counts` tells how many there were. `file` and `line` are where the row stands
    that was read last.
    """

    found: list[Issue] = field(default_factory=list)
    rows: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    file: str | None = field(default=None, compare=False)
    line: int | None = field(default=None, compare=False)
    _columns: set[tuple[str, str | None]] = field(default_factory=set, compare=False)

    @property
    def refused(self) -> int:
        """How many rows and files were refused."""
        return self.counts.get("REFUSED", 0)

    def row(self, file: str | None = None, line: int | None = None) -> None:
        """Count one row read, and remember where it stands."""
        self.rows += 1
        self.file, self.line = file, line

    def skip(self, reason: str) -> None:
        """Count a row that is out of scope on purpose: a veterinary product, an unfinished one."""
        self.skipped[reason] = self.skipped.get(reason, 0) + 1

    def refuse(self, reason: str, *, file: str | None = None, line: int | None = None, raw: str | None = None) -> None:
        """Report a row that is not as the source promises; the other rows go on."""
        self._note("REFUSED", reason, file, line, raw)

    def refuse_row(
        self, reason: str, *, file: str | None = None, line: int | None = None, raw: str | None = None
    ) -> None:
        """Count a row of which nothing can be read, and report it."""
        self.row(file, line)
        self.refuse(reason, file=file, line=line, raw=raw)

    def report(self, reason: str, *, file: str | None = None, line: int | None = None, raw: str | None = None) -> None:
        """Report something that was not understood in a row that loads."""
        self._note("UNREAD", reason, file, line, raw)

    def unread(self, rest: Mapping[str, Any], *, ignore: Collection[str], file: str | None = None) -> None:
        """Report columns that nobody popped and nobody put out of scope: a new column of a new edition."""
        for name in rest:
            column = name[:_RAW_CHARACTERS], file
            if name not in ignore and column not in self._columns and len(self._columns) < _KEPT:
                self._columns.add(column)
                self.report(f"column {column[0]!r} is neither read nor out of scope", file=file)

    def add(self, others: "Issues") -> None:
        """Take over what was collected elsewhere."""
        for issue in others.found:
            self._note(issue.kind, issue.reason, issue.file, issue.line, issue.raw)
        for kind, times in others.counts.items():
            self.counts[kind] = self.counts.get(kind, 0) + max(times - _KEPT, 0)
        self.rows += others.rows
        for reason, times in others.skipped.items():
            self.skipped[reason] = self.skipped.get(reason, 0) + times

    def _note(self, kind: str, reason: str, file: str | None, line: int | None, raw: str | None) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.counts[kind] <= _KEPT:
            texts = _cut(reason, _REASON_CHARACTERS), file and _cut(file, _RAW_CHARACTERS)
            self.found.append(Issue(kind, *texts, line, raw and _cut(raw, _RAW_CHARACTERS)))


def _cut(text: str, most: int) -> str:
    """The beginning of a text; a lone surrogate, which has no bytes in UTF-8, is written out."""
    return text[:most].encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True)
class Download:
    """Where a publisher issues raw files openly. `hosts` are the only ones asked, redirects included.

    `delay_s` lies between two requests to a host. A list in pages has the name under which an answer holds the `token`
    of the next page, sent back as pageToken; `since` is the query for what was updated from a day on.
    `listed` are the names under which the JSON at the only address tells where the files are now, one within another,
    through all entries of lists.
    """

    urls: tuple[str, ...]
    hosts: tuple[str, ...]
    delay_s: float = 1.0
    token: str | None = None
    since: str | None = None
    listed: tuple[str, ...] = ()


Parse = Callable[[Path, Issues], Iterator[Record]]


@dataclass(frozen=True)
class Source:
    """Facts of one publication. `rank` orders sources that state the same value: the lowest number wins.

    `complete` is true for a whole list: what a later edition lacks is closed, and a drug that is not in an agency's is
    NONE_FOUND there. Where a source is issued both whole and in parts, `complete` tells by the raw files. `trials` is
    true for a source that emits trials and nothing else. `edition` reads the edition from the raw files, as the
    publisher writes it, or None. `download` is None where the files are not openly issued, or nobody has confirmed
    their address.
    """

    id: str
    name: str
    publisher: str
    licence: str
    parse: Parse
    rank: int
    url: str | None = None
    licence_url: str | None = None
    agency: str | None = None
    complete: bool | Callable[[Path], bool] = False
    trials: bool = False
    edition: Callable[[Path], str | None] = lambda path: None
    download: Download | None = None

    def is_complete(self, path: Path) -> bool:
        """True if these raw files are the whole list."""
        return self.complete(path) if callable(self.complete) else self.complete


def discover() -> dict[str, Source]:
    """Every source, by the name of its module, sorted."""
    return {name: module.SOURCE for name, module in plugins.modules().items() if hasattr(module, "SOURCE")}
