"""Every statement of the package: its header agrees with its body, and Neo4j takes it for what that says it is."""

import re
from collections.abc import Iterator

import neo4j
import pytest

from graph import header, library
from graph.driver import Address

STATEMENTS = [name for folder in ("read", "write", "check") for name in library.names(folder)]
# Only Python gives maps and lists of them, so the header's own types, which a command line can type, leave them out.
_PYTHON_ONLY = re.compile(r"^(// param   \$\w+\s+)(?:LIST|MAP)\b(?!<)", re.MULTILINE)


@pytest.fixture(scope="module")
def driver(database: Address) -> Iterator[neo4j.Driver]:
    with neo4j.GraphDatabase.driver(
        database.uri,
        auth=(database.username, database.password),
        notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
    ) as made:
        yield made


def test_names_are_sorted_and_load_what_they_name() -> None:
    assert library.names("check") == sorted(library.names("check"))
    assert library.load(library.names("check")[0]).startswith("//")
    assert library.names("no_such_folder") == []
    with pytest.raises(FileNotFoundError):
        library.load("check/no_such_statement")


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_header_agrees_with_its_statement(name: str) -> None:
    text = _PYTHON_ONLY.sub(r"\1STRING", library.load(name))
    header.check(name, header.parse(name, text), text)


@pytest.mark.parametrize("name", STATEMENTS)
def test_neo4j_takes_it_for_what_its_header_says(driver: neo4j.Driver, name: str) -> None:
    text = _PYTHON_ONLY.sub(r"\1STRING", library.load(name))
    said = header.parse(name, text)
    values = {param.name: None for param in said.params}
    _, summary, _ = driver.execute_query(f"EXPLAIN {text}", values)
    assert (summary.query_type != "r") == said.writes
    if summary.query_type == "r":
        assert said.columns


@pytest.mark.parametrize("name", library.names("check"))
def test_a_check_returns_the_ids_for_which_it_fails(name: str) -> None:
    said = header.parse(name, library.load(name))
    assert [column.name for column in said.columns] == ["id"]
