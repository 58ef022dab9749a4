"""Workbooks: damaged ones are refused, and memory does not grow with the file."""

import tracemalloc
import zipfile
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.formats import workbook
from seed.formats.workbook import first_row, sheet_lines
from seed.source import Issues
from tests.seed.workbook import write_workbook


def _workbook(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "a.xlsx", [["Title"], ["a", "b", ""], ["1", "x\ny"], [2.0, ""], ["", ""], ["3"]])


def test_rows_below_a_title_blank_ones_left_out(tmp_path: Path) -> None:
    rows = list(sheet_lines(_workbook(tmp_path), ("a", "b"), Issues()))
    assert [(row.number, row.cells) for row in rows] == [
        (3, {"a": "1", "b": "x\ny"}),
        (4, {"a": "2.0", "b": ""}),
        (6, {"a": "3", "b": ""}),
    ]


def test_a_workbook_cut_short_or_without_the_header_is_refused(tmp_path: Path) -> None:
    file = _workbook(tmp_path)
    with pytest.raises(SourceError, match=r"\['c'\] missing: \['a', 'b'\]"):
        list(sheet_lines(file, ("a", "c"), Issues()))
    file.write_bytes(file.read_bytes()[:-300])
    with pytest.raises(SourceError, match="cannot be read as a workbook"):
        list(sheet_lines(file, ("a", "b"), Issues()))


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("../evil.txt", "x")
    with pytest.raises(SourceError, match="cannot be read as a workbook"):
        list(sheet_lines(tmp_path / "a.xlsx", ("a",), Issues()))
    assert not (tmp_path.parent / "evil.txt").exists()


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_UNPACKED_BYTES", 1_000)
    with pytest.raises(SourceError, match="allowed are 1,000"):
        list(sheet_lines(_workbook(tmp_path), ("a",), Issues()))


@pytest.mark.parametrize("head", [b"", b"PK\x03\x04"])
def test_what_is_no_workbook_is_not_read_whole(tmp_path: Path, head: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(head + bytes(40 << 20))
    tracemalloc.start()
    with pytest.raises(SourceError, match="cannot be read as a workbook"):
        first_row(tmp_path / "a.xlsx")
    assert tracemalloc.get_traced_memory()[1] < 10 << 20
    tracemalloc.stop()
