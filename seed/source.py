"""The interface of sources, and their reports of rows and files that could not be read.

A source is one module of `seed/sources/`, or of another package (graph.plugins), with a `SOURCE`. `parse` is lazy and
pure: it takes a raw path and yields records. A bad row or file is reported and reading goes on; a source that cannot be
read at all raises SourceError.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph import plugins
from seed.records import Record

_KEPT = 10_000
"""Maximum of issues kept per kind; a file of only bad lines has more, which are only counted."""
_REASON_CHARACTERS = 1_000
_RAW_CHARACTERS = 300


@dataclass(frozen=True)
class Issue:
    """One row or value that was not loaded, or not understood: `kind` is REFUSED, SKIPPED, UNMATCHED or UNREAD."""

    kind: str
    reason: str
    file: str | None = None
    line: int | None = None
    raw: str | None = None


@dataclass
class Issues:
    """Collects issues while a source is read; their texts are cut and always valid in UTF-8.

    `found` holds the first issues of each kind, `counts` the number of all. `file` and `line` are the position of the
    row read last.
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
        """The number of rows and files refused."""
        return self.counts.get("REFUSED", 0)

    def row(self, file: str | None = None, line: int | None = None) -> None:
        """Count one row read, and store its position."""
        self.rows += 1
        self.file, self.line = file, line

    def skip(self, reason: str) -> None:
        """Count a row that is out of scope on purpose: a veterinary product, an unfinished one."""
        self.skipped[reason] = self.skipped.get(reason, 0) + 1

    def refuse(self, reason: str, *, file: str | None = None, line: int | None = None, raw: str | None = None) -> None:
        """Report a row that does not have the source's form; reading goes on."""
        self._note("REFUSED", reason, file, line, raw)

    def refuse_row(
        self, reason: str, *, file: str | None = None, line: int | None = None, raw: str | None = None
    ) -> None:
        """Count and report an unreadable row."""
        self.row(file, line)
        self.refuse(reason, file=file, line=line, raw=raw)

    def report(self, reason: str, *, file: str | None = None, line: int | None = None, raw: str | None = None) -> None:
        """Report a value that was not understood in a row that loads."""
        self._note("UNREAD", reason, file, line, raw)

    def unread(self, rest: Mapping[str, Any], *, ignore: Collection[str], file: str | None = None) -> None:
        """Report columns that were neither read nor declared out of scope: new columns of a new edition."""
        for name in rest:
            column = name[:_RAW_CHARACTERS], file
            if name not in ignore and column not in self._columns and len(self._columns) < _KEPT:
                self._columns.add(column)
                self.report(f"column {column[0]!r} is neither read nor out of scope", file=file)

    def add(self, others: "Issues") -> None:
        """Add the issues of another collection."""
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
    """Return the beginning of a text; escape lone surrogates, which UTF-8 cannot encode."""
    return text[:most].encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True)
class Download:
    """The addresses of openly issued raw files. `hosts` are the only hosts asked, redirects included.

    `delay_s` is the delay between two requests to a host. For a list in pages, `token` is the key of the next page's
    token in an answer, sent back as pageToken; `since` is the query for records updated from a day on. `listed` is the
    path of keys, through all entries of lists, to the current file addresses in the JSON at the only address.
    """

    urls: tuple[str, ...]
    hosts: tuple[str, ...]
    delay_s: float = 1.0
    token: str | None = None
    since: str | None = None
    listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scope:
    """Content of an agency's whole list; a drug outside it is NOT_CHECKED there, not NONE_FOUND.

    `products` is the singular noun of its entries, for sentences: "marketed product". `lacks` are the classes of
    product that it leaves out (seed/tables/product_classes.csv). `since` is the first day of its procedure, ISO 8601:
    drugs approved before are authorised by others.
    """

    products: str = "product"
    lacks: tuple[str, ...] = ()
    since: str | None = None


Parse = Callable[[Path, Issues], Iterator[Record]]


@dataclass(frozen=True)
class Source:
    """Facts of one publication. `rank` orders sources that state the same value: the lowest number wins.

    `complete` is true for a whole list: rows missing from a later edition are closed, and a drug missing from an
    agency's list is NONE_FOUND there, within the `scope` of the list. For a source issued both whole and in parts,
    `complete` decides by the raw files. `trials` is true for a source of trials only. `edition` reads the edition from
    the raw files, as the publisher writes it, or None. `download` is None where the files are not openly issued, or
    their address is not confirmed.
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
    scope: Scope = Scope()
    complete: bool | Callable[[Path], bool] = False
    trials: bool = False
    edition: Callable[[Path], str | None] = lambda path: None
    download: Download | None = None

    def is_complete(self, path: Path) -> bool:
        """Return whether these raw files are the whole list."""
        return self.complete(path) if callable(self.complete) else self.complete


def discover() -> dict[str, Source]:
    """Return all sources by module name, sorted."""
    return {name: module.SOURCE for name, module in plugins.modules().items() if hasattr(module, "SOURCE")}
