"""Migrations on a real Neo4j: the model's constraints and indexes exist, run once, and history cannot change."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from graph.address import Address
from graph.database.driver import Graph, connect
from graph.database.migrate import Migration, migrate, migrations
from graph.errors import ModelError
from graph.model import NODES, RELATIONS
from graph.statement import Statement

pytestmark = pytest.mark.anyio

EXTRA = Migration("9001", "extra", ("CREATE INDEX extra IF NOT EXISTS FOR (n:Extra) ON (n.id)",), "checksum")


@pytest.fixture
async def other(scratch: Address) -> AsyncIterator[Graph]:
    """The same database, over connections of another process."""
    async with connect(scratch) as graph:
        yield graph


@pytest.fixture
async def with_extra(empty_graph: Graph) -> AsyncIterator[Graph]:
    yield empty_graph
    await empty_graph.run_schema(Statement("DROP INDEX extra IF EXISTS"))
    await empty_graph.write(Statement("MATCH (m:Migration) WHERE m.number > '9000' DELETE m"))


async def test_a_migrated_graph_needs_no_migration(empty_graph: Graph) -> None:
    assert await migrate(empty_graph) == []


async def test_every_key_of_the_model_is_a_constraint_and_there_is_no_other(empty_graph: Graph) -> None:
    rows = await empty_graph.rows(
        Statement("SHOW CONSTRAINTS YIELD type, labelsOrTypes AS labels, properties RETURN type, labels, properties")
    )
    assert {row["type"] for row in rows} == {"UNIQUENESS"}
    apart = {("Migration", "number"), ("LoadLease", "id")}
    found = {(row["labels"][0], row["properties"][0]) for row in rows} - apart
    assert found == {(node.label, name) for node in NODES.values() for name in (node.key, *node.unique)}


async def test_every_index_of_the_model_is_there_and_there_is_no_other(empty_graph: Graph) -> None:
    rows = await empty_graph.rows(
        Statement(
            "SHOW RANGE INDEXES YIELD labelsOrTypes AS labels, properties, owningConstraint, state "
            "WHERE owningConstraint IS NULL RETURN labels, properties, state"
        )
    )
    assert {row["state"] for row in rows} == {"ONLINE"}
    found = {(row["labels"][0], tuple(row["properties"])) for row in rows}
    declared = {(node.label, names) for node in NODES.values() for names in node.indexes}
    assert found == declared | {(relation.type, names) for relation in RELATIONS.values() for names in relation.indexes}


async def test_names_and_titles_are_found_by_their_words(empty_graph: Graph) -> None:
    rows = await empty_graph.rows(Statement("SHOW FULLTEXT INDEXES YIELD name, state RETURN name, state ORDER BY name"))
    assert rows == [{"name": "search_text", "state": "ONLINE"}]


async def test_a_migration_that_was_changed_afterwards_is_refused_by_name(empty_graph: Graph) -> None:
    first, *rest = migrations()
    with pytest.raises(ModelError, match=r"V0001__keys was changed"):
        await migrate(empty_graph, [replace(first, checksum="another"), *rest])


async def test_a_graph_of_a_newer_version_is_refused_by_name(with_extra: Graph) -> None:
    assert await migrate(with_extra, [*migrations(), EXTRA]) == ["V9001__extra"]
    with pytest.raises(ModelError, match=r"V9001__extra"):
        await migrate(with_extra)


async def test_two_processes_may_migrate_at_once(with_extra: Graph, other: Graph) -> None:
    steps = [*migrations(), EXTRA]
    await asyncio.gather(*(migrate(graph, steps) for graph in (with_extra, other) * 3))
    [row] = await other.rows(Statement("MATCH (m:Migration {number: '9001'}) RETURN count(m) AS found"))
    assert row["found"] == 1


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The schema statements that were run."""
    texts, run = list[str](), Graph.run_schema

    async def recorded(graph: Graph, statement: Statement) -> None:
        texts.append(statement.text)
        await run(graph, statement)

    monkeypatch.setattr(Graph, "run_schema", recorded)
    return texts


async def test_an_index_that_a_later_step_drops_is_not_made_and_one_made_again_is(
    with_extra: Graph, ran: list[str]
) -> None:
    again = "CREATE INDEX extra IF NOT EXISTS FOR (n:Extra) ON (n.name)"
    steps = [EXTRA, Migration("9002", "other", ("DROP INDEX extra IF EXISTS", again), "checksum")]
    await migrate(with_extra, [*migrations(), *steps])
    assert EXTRA.statements[0] not in ran
    assert ran.index("DROP INDEX extra IF EXISTS") < ran.index(again)


async def test_an_index_that_is_dropped_and_made_again_as_it_was_is_there(with_extra: Graph, ran: list[str]) -> None:
    [text] = EXTRA.statements
    steps = [EXTRA, Migration("9002", "other", ("DROP INDEX extra IF EXISTS", text), "checksum")]
    await migrate(with_extra, [*migrations(), *steps])
    assert [statement for statement in ran if "extra" in statement] == ["DROP INDEX extra IF EXISTS", text]
