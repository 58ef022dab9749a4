"""Tables and compressed files: values that are read, and reports of bad input."""

import gzip
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.formats.delimited import csv_lines, tsv_lines
from seed.formats.files import content_hash
from seed.source import Issues
from seed.values.row import RawRow


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_ragged_rows_foreign_bytes_and_nul_are_reported_and_the_others_load(tmp_path: Path) -> None:
    data = b'a,b\r\n1,"x\r\ny"\r\n2\r\n3,y,z\r\n4,\xff\r\n5,\0\r\n\r\n6,"last"\r\n'
    issues = Issues()
    rows = list(csv_lines(_write(tmp_path / "t.csv", data), ("a", "b"), issues))
    assert [(row.number, row.index, row.cells) for row in rows] == [
        (2, 1, {"a": "1", "b": "x\r\ny"}),
        (9, 6, {"a": "6", "b": "last"}),
    ]
    assert [(issue.file, issue.line, issue.reason) for issue in issues.found] == [
        ("t.csv", 4, "1 cells where the header has 2"),
        ("t.csv", 5, "3 cells where the header has 2"),
        ("t.csv", 6, "bytes outside the file's encoding"),
        ("t.csv", 7, "a NUL character"),
    ]
    assert issues.found[1].raw == "3 | y | z"


@pytest.mark.parametrize(("reader", "comma"), [(csv_lines, b","), (tsv_lines, b"\t")])
def test_a_line_of_200_mb_is_reported_in_little_memory_and_the_others_load(
    tmp_path: Path, reader: Callable[..., Iterator[RawRow]], comma: bytes
) -> None:
    with (tmp_path / "t").open("wb") as file:
        file.write(comma.join([b"a", b"b"]) + b"\n1" + comma + b"x\n2" + comma)
        for _ in range(200):
            file.write(b"y" * (1 << 20))
        file.write(b"\n3" + comma + b"z\n")
    issues = Issues()
    tracemalloc.start()
    rows = [row.cells for row in reader(tmp_path / "t", ("a", "b"), issues)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == [{"a": "1", "b": "x"}, {"a": "3", "b": "z"}]
    assert [(issue.line, issue.reason) for issue in issues.found] == [(3, "a line of more than 4,194,304 characters")]
    assert peak < 40 << 20


def test_an_unknown_header_is_refused_with_the_header_met(tmp_path: Path) -> None:
    file = _write(tmp_path / "t.csv", b"a,c\n1,2\n")
    with pytest.raises(SourceError, match=r"t\.csv: header not understood, \['b'\] missing: \['a', 'c'\]"):
        list(csv_lines(file, ("a", "b"), Issues()))


def test_an_html_page_in_place_of_a_table_is_refused(tmp_path: Path) -> None:
    file = _write(tmp_path / "t.txt", b"<!DOCTYPE html><html><body>Access denied</body></html>")
    with pytest.raises(SourceError, match="header not understood"):
        list(tsv_lines(file, ("a",), Issues()))


def test_gzip_is_read_as_if_plain_and_one_cut_short_is_reported_where_it_ends(tmp_path: Path) -> None:
    packed = gzip.compress(b"a\tb\r\n" + b"".join(b"%d\t%d\r\n" % (n, n * n) for n in range(50_000)), mtime=0)
    assert sum(1 for _ in tsv_lines(_write(tmp_path / "whole", packed), ("a",), Issues())) == 50_000
    issues = Issues()
    read = sum(1 for _ in tsv_lines(_write(tmp_path / "cut", packed[: len(packed) // 2]), ("a",), issues))
    assert 0 < read < 50_000
    assert len(issues.found) == 1
    assert "damaged" in issues.found[0].reason


def test_a_quotation_mark_is_data_where_there_is_no_quoting(tmp_path: Path) -> None:
    [row] = tsv_lines(_write(tmp_path / "t", b'a\tb\r\n"1\t\x93x\x94\r\n'), ("a", "b"), Issues())
    assert row.cells == {"a": '"1', "b": "“x”"}


def test_the_content_hash_follows_names_and_bytes(tmp_path: Path) -> None:
    file = _write(tmp_path / "a", b"1")
    first = content_hash(tmp_path)
    assert content_hash(file) == first
    _write(tmp_path / "a", b"2")
    assert content_hash(tmp_path) != first
