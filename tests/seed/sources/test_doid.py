"""The Disease Ontology: a damaged term is refused with its line, and the others are read."""

from pathlib import Path

import pytest

from seed.records import ConditionRecord, ConditionRef, Xref, decode, encode
from seed.source import Issues, discover
from tests.seed.samples import RAW

HIERARCHY = RAW / "doid" / "HumanDO_2026-07-31.tsv"
SUBSET = RAW / "doid" / "DO_rare_slim.obo"


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


def test_the_hierarchy_gives_a_term_all_its_parents_and_its_day() -> None:
    found, issues = _read("doid", HIERARCHY)
    [behcet] = [record for record in found if record.name == "Behcet's disease"]
    assert behcet.row.key == "DOID:13241/HumanDO"
    above = (("autoimmune disease", "417"), ("vasculitis", "865"))
    assert behcet.broader == tuple(ConditionRef(name, (Xref("DOID", code),)) for name, code in above)
    [top] = [record for record in found if record.name == "disease of anatomical entity"]
    assert top.broader == (ConditionRef("disease", (Xref("DOID", "4"),)),), "the root has no row"
    assert (issues.rows, issues.skipped, issues.found) == (14, {"further parent of a term": 1}, [])
    source = discover()["doid"]
    assert (source.edition(HIERARCHY), source.is_complete(HIERARCHY)) == ("2026-07-31", False)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('"DOID:1"\t"vasculitis"\t"disease"', "parent not known: 2 terms bear the label 'vasculitis'"),
        ("", "parent not known: no term bears the label 'vasculitis'"),
    ],
)
def test_a_parent_whose_label_two_terms_or_none_bear_is_reported_and_not_guessed(
    tmp_path: Path, row: str, reason: str
) -> None:
    lines = [line for line in HIERARCHY.read_text("utf-8").splitlines() if row or '"DOID:865"' not in line]
    (tmp_path / "HumanDO.tsv").write_text("\n".join([*lines, row]) + "\n", "utf-8")
    found, issues = _read("doid", tmp_path / "HumanDO.tsv")
    [behcet] = [record for record in found if record.name == "Behcet's disease"]
    assert [above.name for above in behcet.broader] == ["autoimmune disease"]
    assert [(issue.kind, issue.reason) for issue in issues.found] == [("UNREAD", reason)]


def test_a_subset_adds_names_and_exact_ids_and_leaves_out_its_shortened_hierarchy() -> None:
    found, issues = _read("doid", SUBSET)
    behcet = {record.row.key: record for record in found}["DOID:13241/DO_rare_slim"]
    assert "Adamantiades-Behcet disease" in {name.value for name in behcet.names}
    assert Xref("MESH", "D001528") in behcet.xrefs
    assert behcet.broader == ()
    cowden = {record.row.key: record for record in found}["DOID:0050657/DO_rare_slim"]
    assert [xref.code for xref in cowden.xrefs if xref.source == "MESH"] == ["D006223"], "D016715 is related only"
    assert issues.skipped == {"obsolete term": 1}
    source = discover()["doid"]
    assert source.edition(SUBSET) == "doid/releases/2026-07-31/subsets/DO_rare_slim.obo"
    assert not source.is_complete(SUBSET)


@pytest.mark.parametrize("name", ["doid.obo", "doid.json"])
def test_the_whole_ontology_is_a_whole_list_and_names_the_edition_of_its_folder(name: str) -> None:
    source = discover()["doid"]
    assert source.is_complete(RAW / "doid" / name)
    assert source.is_complete(RAW / "doid")
    assert "subsets" not in str(source.edition(RAW / "doid"))


def test_a_list_of_names_beside_the_hierarchy_adds_to_its_terms_alone(tmp_path: Path) -> None:
    (tmp_path / "HumanDO.tsv").write_bytes(HIERARCHY.read_bytes())
    rows = ["doid\tname\ttype", "DOID:848\tjoint inflammation\tname", "DOID:10602\tsteatorrhea\tname"]
    (tmp_path / "names.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    found, issues = _read("doid", tmp_path)
    [arthritis] = [record for record in found if record.row.key == "DOID:848/names"]
    assert (arthritis.name, [name.value for name in arthritis.names]) == ("arthritis", ["joint inflammation"])
    assert issues.skipped["term that the hierarchy has no more"] == 1


def test_a_node_of_the_json_form_has_no_id_that_a_match_calls_related(tmp_path: Path) -> None:
    match = '{"pred": "http://www.w3.org/2004/02/skos/core#relatedMatch", "val": "MESH:D016715"}'
    xrefs = '[{"val": "MESH:D016715"}, {"val": "MESH:D006223"}]'
    meta = f'{{"xrefs": {xrefs}, "basicPropertyValues": [{match}]}}'
    node = f'{{"id": "http://purl.obolibrary.org/obo/DOID_0050657", "lbl": "n", "meta": {meta}}}'
    (tmp_path / "d.json").write_text(f'{{"graphs": [{{"nodes": [{node}], "edges": []}}]}}')
    [record], _ = _read("doid", tmp_path / "d.json")
    assert [xref.code for xref in record.xrefs if xref.source == "MESH"] == ["D006223"]
