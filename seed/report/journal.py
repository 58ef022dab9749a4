"""Journal of a load: the outcome of each record, one JSON object a line, so memory does not grow with the load.

A line is `{"event": "added", "source": "ema", "id": "approval:EMA:…"}`. The event `changed` also has `fields`, each
with its value `from` and `to`. Other events are `closed`, `unmatched` (a name and its count), `refused`, `unread` and
`counts`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import msgspec

from seed.report.report import LoadReport


class Journal:
    """Writes the events of a load. Without a file it writes nothing."""

    def __init__(self, file: IO[bytes] | None = None) -> None:
        self._file = file

    def outcome(self, source: str, outcome: str, key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Write that a record was added, or changed with its values before and after; UNCHANGED writes nothing."""
        if self._file is None or outcome == "UNCHANGED":
            return
        line: dict[str, Any] = {"event": outcome.lower(), "source": source, "id": key}
        if outcome == "CHANGED":
            names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
            line["fields"] = {name: {"from": before.get(name), "to": after.get(name)} for name in names}
        self._put(line)

    def closed(self, source: str, key: str, row_key: str) -> None:
        """Write that the source no longer has a row."""
        self._put({"event": "closed", "source": source, "id": key, "row": row_key})

    def end(self, report: LoadReport) -> None:
        """Write the unmatched names, the rows that were not loaded, and the counts of each source."""
        for source in report.sources:
            for name, times in sorted(source.unmatched.items(), key=lambda pair: (-pair[1], pair[0])):
                self._put({"event": "unmatched", "source": source.source, "name": name, "times": times})
            for issue in source.refused:
                self._put({"event": issue.kind.lower(), "source": source.source, **asdict(issue)})
            rest = {"kept": source.kept, "skippedBy": source.skipped, "matchRate": source.match_rate}
            self._put({"event": "counts", **source.counts(), **rest})

    def _put(self, line: Mapping[str, Any]) -> None:
        if self._file is not None:
            self._file.write(msgspec.json.encode(line) + b"\n")


@contextmanager
def journal(path: Path) -> Iterator[Journal]:
    """Open a journal in a new file that only its owner can read, in a folder that is made if missing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("xb") as file:
        path.chmod(0o600)
        yield Journal(file)
