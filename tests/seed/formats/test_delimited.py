"""Stray quotation marks and foreign bytes in a table: at most their own row is lost, and it is reported."""

import random
import time
import tracemalloc
from pathlib import Path

import pytest

from seed.formats.delimited import csv_lines, header_of, tsv_lines
from seed.source import Issues, discover

HSA = Path(__file__).parents[4] / "shared/data/hsa/listing-of-registered-therapeutic-products.csv"
COLUMNS = ("key", "name", "strength")


def _read(file: Path, text: str) -> tuple[dict[str, tuple[str, ...]], Issues]:
    """The rows by key."""
    file.write_bytes(text.encode())
    issues = Issues()
    rows = [tuple(line.cells.values()) for line in csv_lines(file, COLUMNS, issues)]
    return {cells[0]: cells for cells in rows}, issues


def _table(rows: int, ending: str = "\n") -> list[str]:
    return [f"key,name,strength{ending}", *(f"SIN{n:05}P,Name {n},{n} mg{ending}" for n in range(1, rows + 1))]


def _refused(issues: Issues) -> list[int | None]:
    return [issue.line for issue in issues.found]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("rows", [3, 50, 1_000, 20_000])
def test_a_quotation_mark_that_is_never_closed_costs_the_row_it_stands_in(
    rows: int, ending: str, tmp_path: Path
) -> None:
    table = _table(rows, ending)
    table[3] = table[3].replace(",3 mg", ',"3 mg')
    found, issues = _read(tmp_path / "t.csv", "".join(table))
    assert found.keys() == {row[:9] for row in table[1:]} - {"SIN00003P"}
    assert _refused(issues) == [4]
    assert issues.rows == 1, "the others are counted by who reads them"
    assert issues.found[0].raw == 'SIN00003P,Name 3,"3 mg'


def test_text_after_a_closing_quotation_mark_costs_the_row_it_stands_in(tmp_path: Path) -> None:
    table = _table(5)
    table[2] = 'SIN00002P,"Name" 2,2 mg\n'
    found, issues = _read(tmp_path / "t.csv", "".join(table))
    assert list(found) == ["SIN00001P", "SIN00003P", "SIN00004P", "SIN00005P"]
    assert _refused(issues) == [3]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("closed_in", [2, 3, 9])
@pytest.mark.parametrize("opened", ["name", "strength"])
@pytest.mark.parametrize("closed", ["name", "strength"])
def test_rows_between_two_stray_marks_are_rows(
    opened: str, closed: str, closed_in: int, ending: str, tmp_path: Path
) -> None:
    table = _table(12, ending)
    first, last = ("Name 1", "1 mg"), (f"Name {closed_in}", f"{closed_in} mg")
    before, after = first[opened == "strength"], last[closed == "strength"]
    table[1] = table[1].replace(before, f'"{before}')
    table[closed_in] = table[closed_in].replace(after, f'{after}"')
    found, issues = _read(tmp_path / "t.csv", "".join(table))
    assert list(found) == [f"SIN{n:05}P" for n in range(2, 13)]
    assert _refused(issues) == [2]


def test_the_lines_of_a_cell_may_have_as_many_commas_as_a_row(tmp_path: Path) -> None:
    cells = ["see\nthis, that, and other\nend", "A\n2.08,4.16,6.24", "B,\nC", "\n".join(map(str, range(200)))]
    table = [f'SIN{n:05}P,name,"{cell}"\n' for n, cell in enumerate(cells)]
    table.append('SIN00009P,"of\nFoo, ""the"" bar",x\n')
    found, issues = _read(tmp_path / "t.csv", "".join(["key,name,strength\n", *table]))
    assert [row[2] for row in found.values()] == [*cells, "x"]
    assert issues.found == []


def test_a_damaged_row_of_several_lines_is_one_row_where_rows_end_in_crlf(tmp_path: Path) -> None:
    text = 'key,name,strength\r\n1,a,x\r\n2,"a"b,"x\ny\nz"\r\n3,"a\nb","x\ny"\r\n4,a\n5,"a\nb"\r\n6,a,x\r\n'
    found, issues = _read(tmp_path / "t.csv", text)
    assert list(found) == ["1", "3", "6"]
    assert [(issue.line, issue.raw) for issue in issues.found] == [(3, '2,"a"b,"x'), (9, "4 | a")]


def test_rows_that_could_be_lost_with_a_damaged_one_are_kept_where_endings_are_mixed(tmp_path: Path) -> None:
    found, issues = _read(tmp_path / "t.csv", 'key,name,strength\r\n1,a,x\r\n2,"a"b,x\n3,a,x\n4,a,x\r\n')
    assert list(found) == ["1", "3", "4"]
    assert _refused(issues) == [3]


def test_a_row_with_a_line_that_is_too_long_is_not_stored_without_it(tmp_path: Path) -> None:
    text = f'key,name,strength\n1,a,"x\n{"y" * (5 << 20)}\nz"\n2,a,x\n'
    found, issues = _read(tmp_path / "t.csv", text)
    assert list(found) == ["2"]
    assert {2, 3} <= set(_refused(issues))


@pytest.mark.parametrize("lines", ['x","y\n', 'x","y\n1,a,b\n', '"x\n\n\n\n\n', 'a,b,"c\n1,a,b\n'])
def test_marks_in_every_line_take_time_as_the_file_is_long_and_lose_no_row(lines: str, tmp_path: Path) -> None:
    file, issues = tmp_path / "t.csv", Issues()
    file.write_text("key,name,strength\n" + lines * 100_000 + "2,a,x\n")
    began = time.process_time()
    found = [line.cells["key"] for line in csv_lines(file, COLUMNS, issues)]
    assert time.process_time() - began < 20, "each line read 256 times would be a minute"
    assert len(found) == 1 + 100_000 * lines.count("1,a,b")
    assert issues.rows == 100_000, "each line with a mark is refused, and nothing else"


def test_memory_holds_little_of_a_row_that_does_not_end(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("key,name,strength\n" + f'1,a,"{"z," * 1_000_000}"\n"' * 30)
    tracemalloc.start()
    assert list(csv_lines(tmp_path / "t.csv", COLUMNS, Issues())) == []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 << 20


@pytest.mark.skipif(not HSA.is_file(), reason="the raw samples are not beside the repository")
def test_a_stray_mark_anywhere_in_the_real_listing_costs_one_row(tmp_path: Path) -> None:
    data, chance = HSA.read_bytes(), random.Random(4)
    for _ in range(12):
        place = data.find(b",", chance.randrange(1_000, len(data) - 1_000)) + 1
        (tmp_path / "t.csv").write_bytes(data[:place] + b'"' + data[place:])
        issues = Issues()
        found = sum(1 for _ in discover()["hsa"].parse(tmp_path / "t.csv", issues))
        refused = [issue for issue in issues.found if issue.kind == "REFUSED"]
        assert found + len(refused) == issues.rows == 4_516
        assert len(refused) <= 1


@pytest.mark.parametrize("reader", [csv_lines, tsv_lines])
def test_the_report_of_a_long_line_with_a_foreign_byte_can_be_written(reader, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    comma = b"," if reader is csv_lines else b"\t"
    (tmp_path / "t").write_bytes(b"a" + comma + b"b\n1" + comma + b"\x81" + b"x" * (5 << 20) + b"\n2" + comma + b"y\n")
    issues = Issues()
    assert [line.cells["a"] for line in reader(tmp_path / "t", ("a", "b"), issues)] == ["2"]
    assert [issue.raw.encode()[:9] for issue in issues.found if issue.raw] == [b"1" + comma + b"\\udc81x"]


def test_a_tab_separated_file_is_utf8_where_it_is_whatever_was_declared(tmp_path: Path) -> None:
    text = "ApplNo\tSponsor\r\n1\tNestlé Lilly\r\n2\tß\r\n"
    for encoding in ("cp1252", "utf-8", "utf-8-sig"):
        (tmp_path / "t").write_bytes(text.encode(encoding))
        assert header_of(tmp_path / "t") == ["ApplNo", "Sponsor"]
        rows = tsv_lines(tmp_path / "t", ("ApplNo",), Issues())
        assert [line.cells["Sponsor"] for line in rows] == ["Nestlé Lilly", "ß"], encoding


def test_damaged_places_of_a_utf8_file_cost_their_rows_and_the_others_keep_their_letters(tmp_path: Path) -> None:
    data = "a\tb\n1\tDHALUMÄG\n2\tx\n3\té\n".encode().replace(b"2\tx", b"2\t\xe9x")[:-2]
    (tmp_path / "t").write_bytes(data)
    issues = Issues()
    assert [line.cells["b"] for line in tsv_lines(tmp_path / "t", ("a", "b"), issues)] == ["DHALUMÄG"]
    assert [(issue.line, issue.reason) for issue in issues.found] == [
        (3, "bytes outside the file's encoding"),
        (4, "bytes outside the file's encoding"),
    ]
