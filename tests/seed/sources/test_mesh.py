"""MeSH: a damaged record is refused with its line, and the others are read."""

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
        f"<DescriptorRecord>{number}{rest}</TreeNumberList></DescriptorRecord>"
        for number in ("<DescriptorUI>D000001</DescriptorUI>", ui)
    )
    (tmp_path / "d.xml").write_text(f"<DescriptorRecordSet>{records}</DescriptorRecordSet>")
    found, issues = _read("mesh", tmp_path / "d.xml")
    assert [record.row.key for record in found] == ["D000001"]
    assert [(issue.line, issue.reason) for issue in issues.found] == [(2, "UI is not of its form: ''")]
