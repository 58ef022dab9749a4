"""The vocabularies of diseases: what is damaged in them is refused row by row, with its line."""

from pathlib import Path

import pytest

from seed.records import ConditionRecord, decode, encode
from seed.source import Issues, discover

RAW = Path(__file__).parents[1] / "raw"


def _read(source: str, path: Path) -> tuple[list[ConditionRecord], Issues]:
    issues, found = Issues(), []
    for record in discover()[source].parse(path, issues):
        assert isinstance(record, ConditionRecord)
        assert decode(encode(record)) == record
        found.append(record)
    return found, issues


def _block(number: int, name: bytes, tree: bytes) -> bytes:
    return b"*NEWRECORD\nRECTYPE = D\nMH = " + name + b"\nMN = " + tree + b"\nUI = D00000%d\n\n" % number


@pytest.mark.parametrize("bad", [b"\xff", b"\xed\xa0\x80", b"\0"])
@pytest.mark.parametrize("place", [1, 3])
def test_a_mesh_record_that_is_no_text_is_refused_with_its_line(tmp_path: Path, bad: bytes, place: int) -> None:
    blocks = [_block(number, b"Name %d" % number, b"C01") for number in (1, 2, 3)]
    blocks[place - 1] = blocks[place - 1].replace(b"Name", b"Na" + bad + b"me")
    (tmp_path / "d.bin").write_bytes(b"".join(blocks))
    found, issues = _read("mesh", tmp_path / "d.bin")
    assert [record.row.key for record in found] == [f"D00000{number}" for number in (1, 2, 3) if number != place]
    [issue] = issues.found
    assert (issue.kind, issue.file, issue.line) == ("REFUSED", "d.bin", (place - 1) * 6 + 1)
    str(issue).encode()


def test_a_mesh_record_without_a_place_and_one_with_a_name_to_tidy_are_read(tmp_path: Path) -> None:
    (tmp_path / "d.bin").write_bytes(_block(1, b"Nowhere", b"") + _block(2, b"Two  spaces &amp; more", b"C01"))
    found, issues = _read("mesh", tmp_path / "d.bin")
    assert [record.name for record in found] == ["Two spaces & more"]
    assert issues.skipped == {"tree without diseases": 1}


@pytest.mark.parametrize("ui", ["", "<DescriptorUI/>", "<DescriptorUI><a>D000002</a></DescriptorUI>"])
def test_a_mesh_element_without_its_number_is_refused(tmp_path: Path, ui: str) -> None:
    rest = "<DescriptorName><String>N</String></DescriptorName><TreeNumberList><TreeNumber>C01</TreeNumber>"
    records = "".join(
        f"<DescriptorRecord>{each}{rest}</TreeNumberList></DescriptorRecord>"
        for each in ("<DescriptorUI>D000001</DescriptorUI>", ui)
    )
    (tmp_path / "d.xml").write_text(f"<DescriptorRecordSet>{records}</DescriptorRecordSet>")
    found, issues = _read("mesh", tmp_path / "d.xml")
    assert [record.row.key for record in found] == ["D000001"]
    assert [(issue.line, issue.reason) for issue in issues.found] == [(2, "UI is not of its form: ''")]


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
    nodes = ", ".join(node % each for each in ((1, meta), (2, "{}")))
    edge = '{"sub": "a", "pred": "is_a", "obj": "b"}'
    (tmp_path / "d.json").write_text(f'{{"graphs": [{{"nodes": [{nodes}], "edges": [{edge}]}}]}}')
    found, issues = _read("doid", tmp_path / "d.json")
    assert [record.row.key for record in found] == ["DOID:2"]
    assert [(issue.kind, issue.line) for issue in issues.found] == [("REFUSED", 1)]
