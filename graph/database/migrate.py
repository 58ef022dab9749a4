"""Brings the graph's constraints and indexes to the state of `cypher/migrations`, once each and in order.

Applied migrations are nodes (:Migration {number, name, checksum, appliedAt}). Statements are written with
IF NOT EXISTS, so a migration that was interrupted, or that two processes apply at once, is simply applied again.
"""

import asyncio
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from neo4j.exceptions import Neo4jError

from graph import cypher_files
from graph.database.driver import Graph
from graph.errors import ModelError
from graph.statement import Statement

_NAME = re.compile(r"migrations/V(\d{4})__(\w+)")
_KEY = "CREATE CONSTRAINT migration_number IF NOT EXISTS FOR (n:Migration) REQUIRE n.number IS UNIQUE"
_APPLIED = "MATCH (m:Migration) RETURN m.number AS number, m.name AS name, m.checksum AS checksum ORDER BY number"
_RECORD = """MERGE (m:Migration {number: $number})
ON CREATE SET m.name = $name, m.checksum = $checksum, m.appliedAt = toString(datetime())"""
_NOT_FULL_TEXT = "SHOW INDEXES YIELD name, type WHERE NOT type IN ['FULLTEXT', 'LOOKUP'] RETURN name ORDER BY name"
_MADE = re.compile(r"CREATE (?:\w+ )?INDEX (\w+)")
_DROPPED = re.compile(r"DROP INDEX (\w+)")
_OVER_COUNTS = re.compile(r"\bn\.\w+Count\b")
_OF_OLDER = "MATCH"
_TIMEOUT_S = 60.0
_FILLED_WITHIN_S = 3_600
_PAUSES_S = (0.1, 0.3, 1.0, 3.0)


@dataclass(frozen=True)
class Migration:
    """One file: statements in order, checksum over its text."""

    number: str
    name: str
    statements: tuple[str, ...]
    checksum: str


def migrations() -> list[Migration]:
    """All migrations of this version, in order. Raises ModelError if a name is odd or a number is there twice."""
    found = [_read(name) for name in cypher_files.names("migrations")]
    numbers = [migration.number for migration in found]
    if len(set(numbers)) != len(numbers):
        raise ModelError("two migrations have the same number: renumber the newer one")
    return found


async def migrate(graph: Graph, steps: Sequence[Migration] | None = None, *, built: bool = False) -> list[str]:
    """Apply the missing migrations, with all indexes filled, and return the names of those applied now.

    `built`: this version has built the graph, so statements that bring older graphs up to date are left out.
    Raises ModelError, naming the file, if an applied migration was changed, removed, or is newer than this version.
    """
    await _patiently(graph, _KEY)
    missing = await pending(graph, steps)
    for step, texts in _useful(missing):
        for text in texts:
            if not (built and text.startswith(_OF_OLDER)):
                await _patiently(graph, text)
        values = {"number": step.number, "name": step.name, "checksum": step.checksum}
        await graph.write(Statement(_RECORD, values))
    if missing:
        await graph.run_schema(Statement(f"CALL db.awaitIndexes({_FILLED_WITHIN_S})"))
    return [f"V{step.number}__{step.name}" for step in missing]


async def prepare(graph: Graph) -> None:
    """Make the indexes of a graph that was just built, so that deriving values is quick; `migrate` does the rest.

    Indexes over counts are left to `migrate`: each derived count would change them. The full-text index is not awaited.
    """
    for _, texts in _useful(await pending(graph)):
        for text in texts:
            if text.startswith("CREATE") and not _OVER_COUNTS.search(text):
                await _patiently(graph, text)
    for row in await graph.rows(Statement(_NOT_FULL_TEXT), timeout_s=_TIMEOUT_S):
        await graph.run_schema(Statement(f"CALL db.awaitIndex('{row['name']}', {_FILLED_WITHIN_S})"))


async def pending(graph: Graph, steps: Sequence[Migration] | None = None) -> list[Migration]:
    """Return the migrations that `migrate` would apply now. Raises ModelError as it does."""
    steps = migrations() if steps is None else steps
    applied = {row["number"]: row for row in await graph.rows(Statement(_APPLIED), timeout_s=_TIMEOUT_S)}
    _compare(steps, {number: (row["name"], row["checksum"]) for number, row in applied.items()})
    return [step for step in steps if step.number not in applied]


def _useful(steps: Sequence[Migration]) -> Iterator[tuple[Migration, list[str]]]:
    """Each step with its statements, but for those that make an index for nothing."""
    later = [text for step in steps for text in step.statements]
    for step in steps:
        texts = []
        for text in step.statements:
            later.pop(0)
            if not _is_for_nothing(text, later):
                texts.append(text)
        yield step, texts


def _is_for_nothing(text: str, later: Sequence[str]) -> bool:
    """True if this makes an index that a later statement drops: on a full graph it would be filled first."""
    made = _MADE.match(text)
    return made is not None and any(made[1] == found[1] for statement in later if (found := _DROPPED.match(statement)))


def _compare(steps: Sequence[Migration], applied: Mapping[str, tuple[str, str]]) -> None:
    known = {step.number: step for step in steps}
    for number, (name, checksum) in applied.items():
        if number not in known:
            raise ModelError(f"the graph has migration V{number}__{name}, which this version of MedPath does not know")
        if known[number].checksum != checksum:
            raise ModelError(f"migration V{number}__{name} was changed after it was applied: write a new one instead")


def _read(name: str) -> Migration:
    match = _NAME.fullmatch(name)
    if match is None:
        raise ModelError(f"{name}.cypher is not named like migrations/V0001__what_it_does.cypher")
    text = cypher_files.load(name)
    body = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("//"))
    parts = (part.strip() for part in re.split(r";\s*(?:\n|$)", body))
    checksum = hashlib.sha256(text.encode()).hexdigest()
    return Migration(match[1], match[2], tuple(part for part in parts if part), checksum)


async def _patiently(graph: Graph, text: str) -> None:
    """Run a schema statement; another process making the same thing at this moment is waited for."""
    for pause_s in _PAUSES_S:
        try:
            return await graph.run_schema(Statement(text))
        except Neo4jError as error:
            if not (error.is_retryable() or ".Schema." in (error.code or "")):
                raise
            await asyncio.sleep(pause_s)
    await graph.run_schema(Statement(text))
