"""The plain driver, for tests that look at the database's own plans."""

from collections.abc import Iterator

import neo4j
import pytest

from graph.address import Address


@pytest.fixture(scope="module")
def driver(database: Address) -> Iterator[neo4j.Driver]:
    with neo4j.GraphDatabase.driver(
        database.uri,
        auth=(database.username, database.password),
        notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
    ) as made:
        yield made
