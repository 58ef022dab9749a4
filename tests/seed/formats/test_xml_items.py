"""XML: damaged files are read as far as possible, and memory does not grow with the file."""

import time
import tracemalloc
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.formats.xml_items import xml_items
from seed.source import Issues


def _xml(path: Path, items: int, end: str = "</list>") -> Path:
    with path.open("w") as file:
        file.write("<list xmlns='urn:x'><head><day>1</day></head>")
        for number in range(items):
            file.write(f"<item><n>{number}</n><many>a</many><many>b</many><in><m>{number}</m></in></item><noise/>\n")
        file.write(end)
    return path


def test_elements_become_objects_without_namespace(tmp_path: Path) -> None:
    [line, _] = xml_items(_xml(tmp_path / "a", 2), "item", ("n",), Issues(), lists=("many",))
    assert line.cells == {"n": "0", "many": ["a", "b"], "in": {"m": "0"}}


def test_an_element_that_stands_twice_unasked_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    issues = Issues()
    file = _xml(tmp_path / "a", 1, "<item><n>7</n></item></list>")
    assert [line.cells for line in xml_items(file, "item", ("n",), issues)] == [{"n": "7"}]
    assert [issue.reason for issue in issues.found] == ["item has more than one many"]


def test_xml_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    issues = Issues()
    file = _xml(tmp_path / "a", 3, "<item><n>4")
    assert len(list(xml_items(file, "item", ("n",), issues, lists=("many",)))) == 3
    assert "not readable as XML" in issues.found[0].reason


def test_an_element_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"<list><item><n>" + b"x" * (40 << 20))
    tracemalloc.start()
    with pytest.raises(SourceError, match="an element is larger than"):
        list(xml_items(tmp_path / "a", "item", ("n",), Issues()))
    assert tracemalloc.get_traced_memory()[1] < 30 << 20
    tracemalloc.stop()


def test_a_tag_without_end_is_refused_in_time(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"<list><item><n" + b"x" * (40 << 20))
    before = time.process_time()
    with pytest.raises(SourceError, match="a: an element is larger than"):
        list(xml_items(tmp_path / "a", "item", ("n",), Issues()))
    assert time.process_time() - before < 5, "each block is scanned with all before it"


@pytest.mark.parametrize("encoding", ["big5", "Big5-HKSCS", "gb2312", "GBK", "shift_jis", "euc-kr", "utf8", "cp1252"])
def test_an_encoding_that_the_parser_does_not_know_is_decoded(tmp_path: Path, encoding: str) -> None:
    text = {"shift_jis": "薬", "euc-kr": "약", "cp1252": "é"}.get(encoding, "中") * 20_000
    xml = f"<?xml version='1.0' encoding='{encoding}'?><list><item><n>x{text}</n></item><item><n/></item></list>"
    (tmp_path / "a").write_bytes(xml.encode(encoding))
    assert [line.cells["n"] for line in xml_items(tmp_path / "a", "item", ("n",), Issues())] == [f"x{text}", ""]


def test_signs_of_hong_kong_are_read_in_big5(tmp_path: Path) -> None:
    xml = "<?xml version='1.0' encoding='big5'?><list><item><n>\u5553\u5605</n></item></list>"
    (tmp_path / "a").write_bytes(xml.encode("big5hkscs"))
    assert next(xml_items(tmp_path / "a", "item", ("n",), Issues())).cells == {"n": "\u5553\u5605"}


@pytest.mark.parametrize("name", ["klingon", "zlib", "rot13", "undefined", "utf_16", "cp037", "a\x00", "\xff", ""])
def test_an_encoding_that_nobody_knows_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "a").write_bytes(f"<?xml version='1.0' encoding='{name}'?><list/>".encode("latin-1"))
    with pytest.raises(SourceError, match=r"a: not readable as XML: unknown encoding") as refused:
        list(xml_items(tmp_path / "a", "item", ("n",), Issues()))
    assert repr(name) in str(refused.value)


def test_bytes_that_are_not_of_the_named_encoding_end_the_file_where_they_stand(tmp_path: Path) -> None:
    issues = Issues()
    items = b"<item><n>\xa4\xa4</n></item>" * 2_000
    xml = b"<?xml version='1.0' encoding='big5'?><list>" + items + b"<item><n>\xff\xff</n></item></list>"
    (tmp_path / "a").write_bytes(xml)
    assert len(list(xml_items(tmp_path / "a", "item", ("n",), issues))) > 1_000
    assert "codec can't decode" in issues.found[0].reason


def test_what_is_decoded_may_name_no_dtd_either(tmp_path: Path) -> None:
    xml = "<?xml version='1.0' encoding='big5'?><!DOCTYPE x [<!ENTITY a 'b'>]><list><item><n>&a;</n></item></list>"
    (tmp_path / "a").write_text(xml)
    with pytest.raises(SourceError, match="DTDForbidden"):
        list(xml_items(tmp_path / "a", "item", ("n",), Issues()))


def _peak(file: Path) -> int:
    tracemalloc.start()
    for _ in xml_items(file, "item", ("n",), Issues(), lists=("many",)):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_follow_the_number_of_elements(tmp_path: Path) -> None:
    _peak(_xml(tmp_path / "warm", 10))
    assert _peak(_xml(tmp_path / "many", 20_000)) < 2 * _peak(_xml(tmp_path / "few", 2_000))


def test_an_attribute_that_is_asked_for_and_no_element_that_is_to_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("<l><item><n kind='b'>1</n><out><x/><x/></out><out/></item><item><n>2</n></item></l>")
    issues = Issues()
    lines = xml_items(tmp_path / "a", "item", ("n",), issues, attributes={"n": "kind"}, skip=("out",))
    assert [line.cells for line in lines] == [{"n": "1", "n@kind": "b"}, {"n": "2"}]
    assert issues.found == []
