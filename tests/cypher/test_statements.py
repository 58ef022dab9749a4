"""Every statement of the package: its header agrees with its body and with Neo4j's own plan."""

import re

import neo4j
import pytest

from graph import cypher_files, statement_header

STATEMENTS = [name for folder in ("read", "write", "check") for name in cypher_files.names(folder)]
# Only Python gives maps and lists of them, so the header's own types, which a command line can type, leave them out.
_PYTHON_ONLY = re.compile(r"^(// param   \$\w+\s+)(?:LIST|MAP)\b(?!<)", re.MULTILINE)


def test_names_are_sorted_and_load_what_they_name() -> None:
    assert cypher_files.names("check") == sorted(cypher_files.names("check"))
    assert cypher_files.load(cypher_files.names("check")[0]).startswith("//")
    assert cypher_files.names("no_such_folder") == []
    with pytest.raises(FileNotFoundError):
        cypher_files.load("check/no_such_statement")


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_header_agrees_with_its_statement(name: str) -> None:
    text = _PYTHON_ONLY.sub(r"\1STRING", cypher_files.load(name))
    statement_header.check(name, statement_header.parse(name, text), text)


@pytest.mark.parametrize("name", STATEMENTS)
def test_neo4j_takes_it_for_what_its_header_says(driver: neo4j.Driver, name: str) -> None:
    text = _PYTHON_ONLY.sub(r"\1STRING", cypher_files.load(name))
    header = statement_header.parse(name, text)
    values = {param.name: None for param in header.params}
    _, summary, _ = driver.execute_query(f"EXPLAIN {text}", values)
    assert (summary.query_type != "r") == header.writes
    if summary.query_type == "r":
        assert header.columns


@pytest.mark.parametrize("name", cypher_files.names("check"))
def test_a_check_returns_the_ids_for_which_it_fails(name: str) -> None:
    header = statement_header.parse(name, cypher_files.load(name))
    assert [column.name for column in header.columns] == ["id"]
