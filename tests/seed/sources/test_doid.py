"""The Disease Ontology: a damaged term is refused with its line, and the others are read."""

from pathlib import Path

import pytest

from seed.records import ConditionRecord, decode, encode
from seed.source import Issues, discover


def _read(source: str, path: Path) -> tuple[list[ConditionRecord], Issues]:
    issues, found = Issues(), []
    for record in discover()[source].parse(path, issues):
        assert isinstance(record, ConditionRecord)
        assert decode(encode(record)) == record
        found.append(record)
    return found, issues


_OBO = b"""format-version: 1.2
data-version: releases/2024

[Term]
id: DOID:1
name: one

[Term]
id: DOID:2
name: two
"""


@pytest.mark.parametrize(("name", "line"), [(b"one", 4), (b"two", 8)])
@pytest.mark.parametrize("bad", [b"\xff", b"\0"])
def test_a_stanza_that_is_no_text_is_refused_with_its_line(tmp_path: Path, name: bytes, line: int, bad: bytes) -> None:
    (tmp_path / "d.obo").write_bytes(_OBO.replace(name, name + bad))
    found, issues = _read("doid", tmp_path / "d.obo")
    assert [record.name for record in found] == [{b"one": "two", b"two": "one"}[name]]
    [issue] = issues.found
    assert (issue.kind, issue.file, issue.line) == ("REFUSED", "d.obo", line)
    str(issue).encode()


def test_a_kind_of_stanza_and_an_edition_with_foreign_bytes_can_be_stored(tmp_path: Path) -> None:
    (tmp_path / "d.obo").write_bytes(_OBO.replace(b"2024", b"2024\xff") + b"\n[Te\xffrm]\nid: x\n")
    _, issues = _read("doid", tmp_path / "d.obo")
    assert [(issue.line, issue.raw) for issue in issues.found] == [(12, r"[Te\udcffrm]")]
    assert discover()["doid"].edition(tmp_path / "d.obo") == r"releases/2024\udcff"


@pytest.mark.parametrize("meta", ['"x"', '{"synonyms": null}', '{"synonyms": ["x"]}', '{"xrefs": {"val": "x"}}'])
def test_a_node_of_another_form_is_refused_and_the_others_are_read(tmp_path: Path, meta: str) -> None:
    node = '{"id": "http://purl.obolibrary.org/obo/DOID_%d", "lbl": "n", "meta": %s}'
    nodes = ", ".join(node % values for values in ((1, meta), (2, "{}")))
    edge = '{"sub": "a", "pred": "is_a", "obj": "b"}'
    (tmp_path / "d.json").write_text(f'{{"graphs": [{{"nodes": [{nodes}], "edges": [{edge}]}}]}}')
    found, issues = _read("doid", tmp_path / "d.json")
    assert [record.row.key for record in found] == ["DOID:2"]
    assert [(issue.kind, issue.line) for issue in issues.found] == [("REFUSED", 1)]
