"""The records of a load, from the starter files of this package or from a source's raw files."""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec
from msgspec.structs import replace

from graph.errors import SettingsError, SourceError
from seed.extract import starter
from seed.extract.archives import unpacked
from seed.formats.files import content_hash
from seed.records import Record, TrialRecord, decode, encode, hexadecimal, undated
from seed.source import Issues, Source, discover

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""A NUL escaped in JSON; after an escaped backslash the same six characters are text."""


@dataclass
class Feed:
    """One source to be loaded. `records` starts anew at each call; `complete` is true if the files are a whole edition.

    `path` is the path of its raw files, None for starter files.

    `confirmed` is set by the operator: then any number of vanished rows is accepted.

    `rows`, `skipped` and `refused` are the counts from the making of a starter file.
    """

    source: Source
    edition: str | None
    content_hash: str
    complete: bool
    records: Callable[[], Iterator[Record]]
    issues: Issues = field(default_factory=Issues)
    total: int | None = None
    rows: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    confirmed: bool = False
    path: Path | None = None


def feeds(names: Sequence[str] | None, path: Path | None, issues: Issues | None = None) -> list[Feed]:
    """Return the sources to load, by rank. Without a path, use their starter files, all of them if `names` is None.

    Raises SettingsError for an unknown name, for a path with no or several sources, for a source without starter file.
    """
    known = discover()
    for name in names or ():
        if name not in known:
            raise SettingsError(f"there is no source {name!r}; known are {', '.join(known)}")
    if path is not None:
        if names is None or len(names) != 1:
            raise SettingsError("a path needs exactly one source: name the source that reads it")
        return [_raw(known[names[0]], path, issues or Issues())]
    shipped = starter.names()
    for name in names or ():
        if name not in shipped:
            raise SettingsError(f"{name} is not in the starter data: give the path of its files")
    found = [_starter(name, known[name]) for name in (shipped if names is None else names)]
    return sorted(found, key=lambda feed: (feed.source.rank, feed.source.id))


def given(names: Sequence[str], paths: Sequence[str]) -> list[Feed]:
    """Return the feeds of a command. A path belongs to the only source named, is SOURCE=PATH, or a folder of sources.

    Raises SettingsError as `feeds` does, and for a folder that holds none.
    """
    if not paths:
        return feeds(list(names) or None, None)
    found = [feed for name, path in _sources_and_paths(names, paths) for feed in feeds([name], path)]
    return sorted(found, key=lambda feed: (feed.source.rank, feed.source.id))


@contextmanager
def unpacked_feeds(
    names: Sequence[str], paths: Sequence[str], scratch: Path, *, edition: str | None = None, complete: bool = False
) -> Iterator[list[Feed]]:
    """Open the feeds as `given` does; unpack archives below `scratch` for the duration of the block.

    `edition` counts for files that do not state theirs. `complete` is the operator's word that all files are whole
    editions: it sets `complete` and `confirmed` of every feed.

    Raises SettingsError as `given` does, and for an edition with several sources.
    """
    with ExitStack() as stack:
        found = _unpacked(names, paths, scratch, stack) if paths else given(names, paths)
        if edition is not None and len(found) != 1:
            raise SettingsError("--edition needs exactly one source")
        yield [
            dataclasses.replace(
                feed, edition=feed.edition or edition, complete=feed.complete or complete, confirmed=complete
            )
            for feed in found
        ]


def dated(records: Iterable[Record], source: Source, edition: str | None) -> Iterator[Record]:
    """Yield the records; a trial whose row states no date of its data has that of the edition, if it is one day."""
    day = edition if source.trials and edition and _DAY.fullmatch(edition) else None
    for record in records:
        if day and isinstance(record, TrialRecord) and record.row.data_date is None:
            record = replace(record, row=replace(record.row, data_date=day))
        yield record


def _unpacked(names: Sequence[str], paths: Sequence[str], scratch: Path, stack: ExitStack) -> list[Feed]:
    found = []
    for name, path in _sources_and_paths(names, paths):
        issues = Issues()
        files = stack.enter_context(unpacked(path, scratch, issues)) if path.exists() else path
        found += feeds([name], files, issues)
    return sorted(found, key=lambda feed: (feed.source.rank, feed.source.id))


def _sources_and_paths(names: Sequence[str], paths: Sequence[str]) -> list[tuple[str, Path]]:
    if len(names) == 1 and len(paths) == 1:
        return [(names[0], Path(paths[0]))]
    if names:
        raise SettingsError("for several sources give --path SOURCE=PATH for each, and no names before it")
    pairs = [pair for path in paths for pair in _pairs(path)]
    if len({name for name, _ in pairs}) < len(pairs):
        raise SettingsError("a source is given twice: put its files into one folder")
    return pairs


def _pairs(text: str) -> list[tuple[str, Path]]:
    name, equals, path = text.partition("=")
    if equals and not Path(text).exists():
        return [(name, Path(path))]
    known, folder = discover(), Path(text)
    found = [(name, folder / name) for name in known if (folder / name).exists()]
    if not found:
        raise SettingsError(f"{text}: no file or folder in it has the name of a source; known are {', '.join(known)}")
    return found


def _raw(source: Source, path: Path, issues: Issues) -> Feed:
    if not path.exists():
        raise SettingsError(f"{path} does not exist")

    edition, complete = _edition(source, path), _is_complete(source, path)
    records = partial(raw_records, source, path, issues)
    return Feed(source, edition, content_hash(path), complete, records, issues, path=path)


def raw_records(source: Source, path: Path, issues: Issues) -> Iterator[Record]:
    """Yield all readable records with their hashes; report the rest of a truncated file.

    An unforeseen error of a reader is treated like damage. Raises SourceError when nothing can be read, or when a whole
    list is empty.
    """
    found = False
    try:
        for record in source.parse(path, issues):
            found = True
            if storable := _hashed(record, issues):
                yield storable
    except SourceError as error:
        if not found:
            raise
        issues.refuse(str(error))
    except Exception as error:
        reason = f"the reader of {source.id} failed here: {type(error).__name__}"
        if not found:
            raise SourceError(reason) from error
        issues.refuse(reason, file=issues.file, line=issues.line)
    if not (found or issues.rows) and _is_complete(source, path):
        raise SourceError(f"{source.id}: {path.name} must be a whole list, but has no rows")


def _hashed(record: Record, issues: Issues) -> Record | None:
    """Return the record with its hash; report a record with a character that no database takes and return None."""
    try:
        text = encode(undated(record))
    except UnicodeEncodeError:
        problem = "half a character (a lone surrogate)"
    else:
        if not (b"\\u0000" in text and _NUL.search(text)):
            return replace(record, row=replace(record.row, digest=hexadecimal(text)))
        problem = "a NUL character"
    issues.refuse(f"the record has {problem}", file=issues.file, line=issues.line, raw=record.row.key)
    return None


def _edition(source: Source, path: Path) -> str | None:
    """Return the edition, or None if it cannot be read: the records may still be good."""
    try:
        return source.edition(path)
    except SourceError:
        return None


def _is_complete(source: Source, path: Path) -> bool:
    """Return whether the files are a whole list; an unreadable file makes it False, as it may belong to the list."""
    try:
        return source.is_complete(path)
    except SourceError:
        return False


def _starter(name: str, source: Source) -> Feed:
    header, _ = starter.read(name)
    issues = Issues()

    def records() -> Iterator[Record]:
        lines = starter.lines(name)
        next(lines)
        for number, line in enumerate(lines, start=2):
            try:
                yield decode(line)
            except msgspec.ValidationError as error:
                text = line.decode(errors="replace")
                issues.refuse(str(error), file=f"{name}.ndjson.gz", line=number, raw=text)

    return Feed(
        source,
        header.edition,
        header.content_hash,
        header.complete,
        records,
        issues,
        total=header.records,
        rows=header.rows,
        skipped=header.skipped,
        refused=header.refused,
    )
