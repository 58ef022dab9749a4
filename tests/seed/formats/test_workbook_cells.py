"""Workbooks with cells far apart, with several sheets, or with strings that became numbers."""

import re
import zipfile
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.formats.workbook import first_row, sheet_lines
from seed.formats.workbook_cells import as_amount, as_key
from seed.source import Issues
from tests.seed.workbook import write_raw, write_sheets, write_workbook

_V = "<v>1</v>"


def _lines(path: Path, issues: Issues) -> list[dict[str, str]]:
    return [line.cells for line in sheet_lines(path, ("a", "b"), issues)]


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="1"><c r="A1">{_V}</c></row><row r="1048576"><c r="XFD1048576">{_V}</c></row>',
        f'<row r="1"><c r="A1">{_V}</c></row><row r="200000"><c r="T200000">{_V}</c></row>',
        '<x:row xmlns:x="x"><x:c r="a1"><x:v>1</x:v></x:c><x:c r="xfd1048576"><x:v>1</x:v></x:c></x:row>',
        f'<row><c>{_V}</c>{"<c/>" * 999}<c>{_V}</c></row><row r="900000"><c r="A1">{_V}</c><c>{_V}</c></row>',
        f'<row r="1048576"><c r="XFD1048576">{_V}</c></row>',
    ],
    ids=["corners", "smaller spread", "with a prefix, in one row", "without references", "nothing before it"],
)
def test_cells_far_apart_are_refused_before_they_are_laid_out(tmp_path: Path, rows: str) -> None:
    file = write_raw(tmp_path / "a.xlsx", {"List": rows})
    for read in (lambda: _lines(file, Issues()), lambda: first_row(file)):
        with pytest.raises(SourceError, match="cells spread over"):
            read()


@pytest.mark.parametrize("reference", ["A4294967297", "AAAAAAAA1", "A0", "A", "7", "A1:B2", "A99999999999999999999"])
def test_a_cell_that_stands_nowhere_is_refused(tmp_path: Path, reference: str) -> None:
    file = write_raw(tmp_path / "a.xlsx", {"List": f'<row r="1"><c r="{reference}">{_V}</c></row>'})
    with pytest.raises(SourceError, match=r"cannot be read as a workbook: xl/worksheets/sheet1.xml: no (row|column)"):
        _lines(file, Issues())


def test_a_sheet_is_known_whatever_its_member_is_called(tmp_path: Path) -> None:
    file = write_raw(tmp_path / "a.xlsx", {"L": f'<row r="1048576"><c r="XFD1048576">{_V}</c></row>'})
    with zipfile.ZipFile(file) as archive:
        parts = {name.replace("sheet1.xml", "logo.png"): archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b"sheet1.xml", b"logo.png"))
    with pytest.raises(SourceError, match="cells spread over"):
        _lines(file, Issues())


def test_a_cell_that_is_formatted_and_empty_is_no_spread(tmp_path: Path) -> None:
    texts = "".join(f'<c r="{column}1" t="str"><v>{text}</v></c>' for column, text in (("A", "a"), ("B", "b")))
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    file = write_raw(tmp_path / "a.xlsx", {"L": f'<row r="1">{texts}</row><row r="2"><c r="A2">{_V}</c></row>{far}'})
    assert _lines(file, Issues()) == [{"a": "1.0", "b": ""}]


def test_a_tag_without_end_and_a_document_type_are_refused(tmp_path: Path) -> None:
    file = write_raw(tmp_path / "a.xlsx", {"List": "<row " + " " * (3 << 20)})
    with pytest.raises(SourceError, match="a tag of more than"):
        _lines(file, Issues())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/more.xml", "<!DOCTYPE a><sheetData/>")
    with pytest.raises(SourceError):
        _lines(file, Issues())


@pytest.mark.parametrize("member", ["content.xml", "xl/workbook.bin"])
def test_kinds_whose_extent_nothing_tells_are_refused(tmp_path: Path, member: str) -> None:
    file = write_workbook(tmp_path / "a", [["a", "b"], ["1", "2"]])
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(member, "")
    with pytest.raises(SourceError, match="save it as XLSX"):
        _lines(file, Issues())
    file.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(5_000))
    with pytest.raises(SourceError, match="save it as XLSX"):
        _lines(file, Issues())


def test_every_sheet_with_the_header_is_read_and_another_one_is_told(tmp_path: Path) -> None:
    sheets = {"A-M": [["a", "b"], ["1", "x"]], "Notes": [["of 2024"]], "": [], "N-Z": [["b", "a"], ["y", "2"], ["z"]]}
    issues = Issues()
    lines = list(sheet_lines(write_sheets(tmp_path / "a.xlsx", sheets), ("a", "b"), issues))
    assert [(line.file, line.number, line.cells) for line in lines] == [
        ("a.xlsx, sheet 'A-M'", 2, {"a": "1", "b": "x"}),
        ("a.xlsx, sheet 'N-Z'", 2, {"a": "2", "b": "y"}),
        ("a.xlsx, sheet 'N-Z'", 3, {"a": "", "b": "z"}),
    ]
    [issue] = issues.found
    assert (issue.kind, issue.file) == ("UNREAD", "a.xlsx")
    assert "a sheet that is not read: a.xlsx, sheet 'Notes': header not understood" in issue.reason


@pytest.mark.parametrize(
    ("number", "printed"),
    [(500.0, "500"), (0.00001, "0.00001"), (4.35, "4.35"), (999_999_999_999_999.0, "999999999999999"), (3, "3")],
)
def test_a_number_is_printed_as_a_person_sees_it(number: float, printed: str) -> None:
    assert as_amount(number) == printed


@pytest.mark.parametrize("number", [1e15, 1.2e19, 0.1 + 0.2, float("inf"), float("nan"), 10**16])
def test_a_number_that_may_have_lost_digits_is_told(number: float) -> None:
    with pytest.raises(ValueError, match="digits may be lost"):
        as_amount(number)


def test_a_key_is_whole_where_no_zeros_can_have_stood_before_it() -> None:
    key = as_key(re.compile(r"\d{9,10}"))
    assert key(1003221839.0) == "1003221839"
    for lost in (103221839.0, 3221839.0):
        with pytest.raises(ValueError, match="digits may be lost"):
            key(lost)


def test_a_number_without_all_its_digits_is_refused_where_no_kind_is_told(tmp_path: Path) -> None:
    issues = Issues()
    assert _lines(write_workbook(tmp_path / "a.xlsx", [["a", "b"], ["1", 1.2e19]]), issues) == []
    assert [(issue.kind, issue.line) for issue in issues.found] == [("REFUSED", 2)]
