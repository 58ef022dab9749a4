"""Fragments of the questions: each header agrees with its body, Neo4j takes each, and the model uses each."""

import ast
import re
from collections import Counter
from pathlib import Path

import neo4j
import pytest

from graph import cypher_files, statement_header
from graph.errors import ModelError
from graph.model.enums import ENUMS
from graph.model.questions.field_files import field
from graph.model.questions.regulatory import GRANT
from graph.vocabulary import AUTHORISED_STATUSES, EVER_AUTHORISED_STATUSES, NEVER_AUTHORISED_STATUSES

FILES = cypher_files.names("fields")
QUESTIONS = Path(__file__).parents[2] / "graph/model/questions"


@pytest.mark.parametrize("path", FILES)
def test_a_header_agrees_with_its_fragment(path: str) -> None:
    assert "//" not in field(path.removeprefix("fields/")).replace("://", "")


@pytest.mark.parametrize("path", FILES)
def test_neo4j_plans_it_between_what_it_takes_and_what_it_binds(driver: neo4j.Driver, path: str) -> None:
    text = cypher_files.load(path)
    header = statement_header.parse(path, text)
    given = [
        f"MATCH ({name.name}:{name.type})" if name.type not in ("LIST", "MAP") else f"WITH *, null AS {name.name}"
        for name in header.given
    ]
    values = {param.name: None for param in header.params}
    for name, clause in header.clauses.items():
        text = text.replace(f"${name}", clause)
    if statement_header.returned_columns(text):  # the compiler puts such a fragment into a CALL
        text = f"CALL (*) {{\n{text}\n}}"
    _, summary, _ = driver.execute_query(f"EXPLAIN {' '.join(given)}\n{text}\nRETURN *", values)
    assert summary.query_type == "r"


def test_every_file_is_used() -> None:
    python = "".join(module.read_text() for module in QUESTIONS.glob("*.py"))
    used = set(re.findall(r"\bfield\(\"(\w+)\"", python))
    assert used == {path.removeprefix("fields/") for path in FILES}


def test_braces_mark_names_but_no_keys_properties_labels_or_functions() -> None:
    template = field("regulatory_of_drug")
    assert "collect({drug: d, agency: place, cover: r, records: records, dated:" in template
    assert "AS {cells}" in template
    assert "a.code IN {agencies}" in template


@pytest.mark.parametrize(
    "line", ["from    nothing  Drug", "binds   nothing  LIST", "const   most  77", "clause  $step  WITH *"]
)
def test_a_header_that_names_what_the_fragment_lacks_is_refused(line: str) -> None:
    text = f"// A drug.\n//\n// {line}\n// access  read\nMATCH (drug:Drug)"
    with pytest.raises(ModelError, match=r"which the statement does not use|parameters in the header"):
        statement_header.check_fragment("drug", statement_header.parse("drug", text), text)


def test_no_long_statement_is_left_in_python() -> None:
    found = [
        module.name
        for module in QUESTIONS.glob("*.py")
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 200
        if re.search(r"\b(MATCH|UNWIND)\b", node.value)
    ]
    assert not found


def test_lists_that_files_write_out_are_those_of_the_model() -> None:
    similar = cypher_files.load("fields/similar_drugs")
    bases = str(list(ENUMS["SimilarityBasis"].values))
    assert similar.count(f"coalesce($by, {bases})") == similar.count("coalesce($by,") > 0
    granted = str(list(GRANT))
    assert cypher_files.load("fields/approval_lag").count(granted) == 2
    assert cypher_files.load("fields/first_comparable").count(granted) == 1
    assert cypher_files.load("write/cover_found").count(granted) == 1


NEVER = {
    "fields/approval_lag": 4,
    "fields/first_comparable": 1,
    "fields/timeline": 1,
    "analytics/first_trial_to_first_approval": 1,
    "write/derive_drug": 1,
}


def _lists(path: str) -> Counter[frozenset[str]]:
    """Return how often a file writes out each set of statuses."""
    statuses = ENUMS["RegulatoryStatus"].values.keys()
    texts = re.findall(r"\[('\w+'(?:,\s+'\w+')*)\]", cypher_files.load(path))
    sets = (frozenset(re.findall(r"\w+", text)) for text in texts)
    return Counter(found for found in sets if found <= statuses)


def test_statuses_that_files_write_out_are_those_of_the_model() -> None:
    for path, number in NEVER.items():
        assert _lists(path) == {NEVER_AUTHORISED_STATUSES: number}, path
    assert _lists("write/cover_found") == {AUTHORISED_STATUSES: 1, EVER_AUTHORISED_STATUSES: 1}


@pytest.mark.parametrize(
    "path", [path for part in ("fields", "analytics", "write") for path in cypher_files.names(part)]
)
def test_no_file_takes_a_refusal_for_the_only_thing_that_is_no_grant(path: str) -> None:
    assert not re.search(r"<> ?'REFUSED'|= ?'REFUSED'", cypher_files.load(path))
