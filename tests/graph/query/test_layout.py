"""Laid-out statements: the same text as the database gets, up to white space outside quotes."""

import re
from pathlib import Path

import pytest

from graph.query.layout import lay_out

GOLDEN = Path(__file__).parents[2] / "golden"
_QUOTED_OR_SPACE = re.compile(r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`)|\s+")


def one_line(text: str) -> str:
    """The text with each run of white space outside quotes as one space."""
    return _QUOTED_OR_SPACE.sub(lambda found: found[1] or " ", text).strip()


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.cypher")), ids=lambda path: path.stem)
def test_layout_changes_white_space_alone(path: Path) -> None:
    text = one_line(path.read_text(encoding="utf-8"))
    assert one_line(lay_out(text)) == text
    assert lay_out(text) == path.read_text(encoding="utf-8").rstrip("\n")


def test_subqueries_indent_and_quotes_stay() -> None:
    text = "MATCH (v:Drug {id: $p0}) WHERE v.name STARTS WITH 'a  WITH b' RETURN [COLLECT { MATCH (v) RETURN 1 }] AS a"
    assert lay_out(text).splitlines() == [
        "MATCH (v:Drug {id: $p0})",
        "WHERE v.name STARTS WITH 'a  WITH b'",
        "RETURN [COLLECT {",
        "    MATCH (v)",
        "    RETURN 1",
        "}] AS a",
    ]
