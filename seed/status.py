"""Status of every source, loaded or not: edition, age, rows, licence and match rate."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from graph import cypher_files
from graph.database.driver import Graph
from graph.statement import Statement
from seed.load import release
from seed.source import Source, discover

_TIMEOUT_S = 120.0


@dataclass(frozen=True)
class SourceStatus:
    """One source. `matchRate` is the share of its approvals and trials that are linked to a drug; None without any.

    `loadedAt` is the instant of the last load that changed the source's edition or counts, `ageDays` the days since.
    """

    source: str
    name: str
    loaded: bool
    edition: str | None = None
    loadedAt: str | None = None
    ageDays: int | None = None
    rows: int | None = None
    records: int | None = None
    matchRate: float | None = None
    licence: str | None = None
    licenceUrl: str | None = None

    def row(self) -> dict[str, Any]:
        """Return the status as an object for JSON."""
        return asdict(self)


async def status(graph: Graph) -> list[SourceStatus]:
    """Return the status of each installed source, and of each other source in the graph, by id."""
    found = await graph.rows(Statement(cypher_files.load("read/source_status")), timeout_s=_TIMEOUT_S)
    loaded = {row["id"]: _loaded(row) for row in found}
    known = {source.id: _not_loaded(source) for source in discover().values()}
    return [source_status for _, source_status in sorted((known | loaded).items())]


def _loaded(row: dict[str, Any]) -> SourceStatus:
    records = row["records"]
    return SourceStatus(
        source=row["id"],
        name=row["name"],
        loaded=True,
        edition=row["edition"],
        loadedAt=row["release"],
        ageDays=_since(row["release"]).days,
        rows=row["rows"],
        records=records,
        matchRate=round(row["linked"] / records, 4) if records else None,
        licence=row["licence"],
        licenceUrl=row["licenceUrl"],
    )


def _not_loaded(source: Source) -> SourceStatus:
    return SourceStatus(source.id, source.name, loaded=False, licence=source.licence, licenceUrl=source.licence_url)


def _since(instant: str) -> timedelta:
    return datetime.fromisoformat(release.now()) - datetime.fromisoformat(instant)
