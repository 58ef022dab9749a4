"""Every file of every source's sample, damaged in every way: refused or reported, never a crash or a silent loss."""

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.extract.feeds import feeds
from seed.records import Record, decode, encode
from seed.source import Issues, discover
from tests.seed.samples import RAW

FILES = [(name, file) for name in discover() for file in sorted((RAW / name).iterdir())]

UNMARKED = {"doid/doid.obo", "mesh/tree.txt"}
"""Forms in which half a line is a line too, and nothing marks the end: a cut cannot be noticed."""


def cut(data: bytes) -> bytes:
    """The first two thirds."""
    return data[: len(data) * 2 // 3]


def cut_archive(data: bytes) -> bytes:
    """An archive of it, without its end."""
    return gzip.compress(data)[:-12]


def nul(data: bytes) -> bytes:
    """A NUL in the middle."""
    return data[: len(data) // 2] + b"\0" + data[len(data) // 2 :]


def foreign_bytes(data: bytes) -> bytes:
    """Bytes in the middle that no encoding allows."""
    return data[: len(data) // 2] + b"\xff\xfe\x81" + data[len(data) // 2 :]


def utf16(data: bytes) -> bytes:
    """The whole in UTF-16, as spreadsheets save it when asked for Unicode."""
    return data.decode("latin-1").encode("utf-16")


def ragged(data: bytes) -> bytes:
    """Every third line loses its second half."""
    lines = data.splitlines(keepends=True)
    return b"".join(line[: len(line) // 2] + b"\n" if n % 3 == 2 else line for n, line in enumerate(lines))


def html_page(data: bytes) -> bytes:
    """A page of a server in trouble."""
    return b"<!DOCTYPE html><html><head><title>503</title></head><body><p>Unavailable<br></body></html>"


def empty(data: bytes) -> bytes:
    """Nothing."""
    return b""


def _read(name: str, path: Path) -> tuple[list[Record], Issues, str | None]:
    issues, found = Issues(), list[Record]()
    try:
        found.extend(discover()[name].parse(path, issues))
    except SourceError as error:
        return found, issues, str(error)
    return found, issues, None


@pytest.mark.parametrize(("name", "file"), FILES, ids=[f"{name}/{file.name}" for name, file in FILES])
@pytest.mark.parametrize("damage", [cut, cut_archive, nul, foreign_bytes, utf16, ragged, html_page, empty])
def test_damage_is_told_and_what_is_read_is_whole(
    name: str, file: Path, damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    folder = tmp_path / name
    shutil.copytree(RAW / name, folder)
    (folder / file.name).write_bytes(damage(file.read_bytes()))
    found, issues, refused = _read(name, folder)
    whole, _, _ = _read(name, RAW / name)
    lost = {(type(record), record.row.key) for record in whole} - {(type(record), record.row.key) for record in found}
    if f"{name}/{file.name}" not in UNMARKED or damage not in (cut, ragged):
        assert not lost or refused or issues.found, f"lost without a word: {lost}"
    assert refused is None or str(tmp_path) not in refused
    assert [decode(encode(record)) for record in found] == found


def same(data: bytes) -> bytes:
    """The file once more, under another name."""
    return data


def json_error(data: bytes) -> bytes:
    """A JSON error, as a service may answer instead of data."""
    return b'{"error": {"code": "NOT_FOUND"}}'


JOINED = {"aact", "doid", "health_canada_dpd", "ppb_hk"}
"""Their files belong together and are recognised by content: a foreign file is ignored, or all of them are refused."""
OF_FILES = sorted(set(discover()) - JOINED)


@pytest.mark.parametrize("damage", [html_page, empty, json_error, cut_archive])
@pytest.mark.parametrize("name", OF_FILES)
def test_a_bad_file_is_reported_by_its_name_and_all_others_are_read(
    name: str, damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    whole, _, _ = _read(name, RAW / name)
    folder = tmp_path / "list"
    shutil.copytree(RAW / name, folder)
    (folder / "0-bad").write_bytes(damage(b"nothing of any form"))
    [feed] = feeds([name], folder)
    found = list(feed.records())
    assert [record.row.key for record in found] == [record.row.key for record in whole]
    assert {issue.file for issue in feed.issues.found if issue.kind == "REFUSED"} == {"0-bad"}
    assert feed.issues.refused, "nothing that is missing may be closed"
    assert not any(str(tmp_path) in issue.reason for issue in feed.issues.found)


@pytest.mark.parametrize("damage", [html_page, empty, json_error])
@pytest.mark.parametrize("name", OF_FILES)
def test_two_bad_files_and_nothing_else_are_refused(
    name: str, damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    for file in ("a", "b"):
        (tmp_path / file).write_bytes(damage(b""))
    [feed] = feeds([name], tmp_path)
    with pytest.raises(SourceError):
        list(feed.records())


def test_the_third_of_ten_one_study_files_costs_that_study_alone(tmp_path: Path) -> None:
    study = json.loads((RAW / "clinicaltrials" / "ctg-studies.json").read_bytes())[0]
    for number in range(10):
        study["protocolSection"]["identificationModule"]["nctId"] = f"NCT0000000{number}"
        (tmp_path / f"{number}.json").write_text(json.dumps(study))
    (tmp_path / "2.json").write_text("")
    [feed] = feeds(["clinicaltrials"], tmp_path)
    assert [record.row.key[-1] for record in feed.records()] == list("013456789")
    assert [(issue.kind, issue.file) for issue in feed.issues.found] == [("REFUSED", "2.json")]
    assert feed.edition is not None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("clinicaltrials", '{"totalCount": 0, "studies": []}'),
        ("clinicaltrials", "[]"),
        ("openfda_ndc", '{"meta": {"last_updated": "2020-05-01"}, "results": [ ]}'),
        ("fda_label", '{"meta": {}, "results": []}'),
        ("cima", '{"totalFilas": 0, "pagina": 1, "tamanioPagina": 25, "resultados": []}'),
        ("mhra_products", '{"value": []}'),
    ],
)
def test_an_empty_page_has_no_records_and_nothing_is_wrong(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text(text)
    [feed] = feeds([name], tmp_path)
    assert list(feed.records()) == []
    assert (feed.issues.rows, feed.issues.found) == (0, [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("openfda_ndc", '{"error": {"code": "NOT_FOUND"}, "empty": []}'),
        ("openfda_ndc", '{"results": {}}'),
        ("openfda_ndc", '{"results": ["a", "b"]}'),
        ("openfda_ndc", '{"results": ['),
        ("clinicaltrials", '{"studies": {"item": []}}'),
        ("ema", '{"meta": {}, "data": []}'),
    ],
)
def test_a_page_without_its_list_and_a_whole_list_without_a_row_are_refused(
    name: str, text: str, tmp_path: Path
) -> None:
    (tmp_path / "page.json").write_text(text)
    [feed] = feeds([name], tmp_path)
    with pytest.raises(SourceError, match=r"header not understood|not readable|has no rows"):
        list(feed.records())


@pytest.mark.parametrize(
    ("name", "file", "column", "damaged"),
    [
        ("hsa", "listing.csv", "registration_number", "2.866E+03"),
        ("hsa", "listing.csv", "registration_number", "2866"),
        ("fda_ndc", "product.txt", "PRODUCTNDC", "1.5E+08"),
        ("fda_ndc", "product.txt", "PRODUCTNDC", "Feb-29"),
        ("drugs_at_fda", "Products.txt", "ApplNo", "4.59E+03"),
        ("drugs_at_fda", "Products.txt", "ProductNo", "Apr-04"),
        ("drugs_at_fda", "MarketingStatus.txt", "ApplNo", "4589.0"),
    ],
)
def test_a_key_that_a_spreadsheet_has_damaged_is_refused(
    name: str, file: str, column: str, damaged: str, tmp_path: Path
) -> None:
    folder = tmp_path / name
    shutil.copytree(RAW / name, folder)
    _change(folder / file, column, 0, damaged)
    [feed] = feeds([name], folder)
    found = list(feed.records())
    assert not any(damaged in record.row.key for record in found)
    [refused] = [issue for issue in feed.issues.found if issue.kind == "REFUSED" and "package" not in issue.reason]
    assert (refused.file, refused.line) == (file, 2)
    assert damaged in refused.reason


@pytest.mark.parametrize("damaged", ["1.23E+05", "Feb-29", "704"])
def test_a_product_number_that_cannot_be_one_of_emas_is_refused(damaged: str, tmp_path: Path) -> None:
    text = (RAW / "ema" / "medicines.json").read_text()
    assert '"EMEA/H/C/000704"' in text
    (tmp_path / "medicines.json").write_text(text.replace('"EMEA/H/C/000704"', f'"{damaged}"'))
    found, issues, _ = _read("ema", tmp_path)
    assert {record.row.key for record in found}.isdisjoint({damaged, "EMEA/H/C/000704"})
    assert [damaged in issue.reason for issue in issues.found] == [True]


def test_leading_zeros_that_drugs_at_fda_has_lost_are_known(tmp_path: Path) -> None:
    whole, _, _ = _read("drugs_at_fda", RAW / "drugs_at_fda")
    folder = tmp_path / "drugs_at_fda"
    shutil.copytree(RAW / "drugs_at_fda", folder)
    for file in ("Products.txt", "MarketingStatus.txt"):
        for row in range(2):
            _change(folder / file, "ApplNo", row, "4589")
            _change(folder / file, "ProductNo", row, ("4", "6")[row])
    found, issues, _ = _read("drugs_at_fda", folder)
    assert [encode(record) for record in found][2:] == [encode(record) for record in whole][2:]
    assert [record.row.key for record in found] == [record.row.key for record in whole]
    assert issues.found == []


def test_tables_of_drugs_at_fda_in_two_files_are_read_both(tmp_path: Path) -> None:
    whole, _, _ = _read("drugs_at_fda", RAW / "drugs_at_fda")
    folder = tmp_path / "drugs_at_fda"
    shutil.copytree(RAW / "drugs_at_fda", folder)
    for file in ("Products", "Applications"):
        head, *rows = (folder / f"{file}.txt").read_bytes().splitlines(keepends=True)
        (folder / f"{file}.txt").write_bytes(head + b"".join(rows[:2]))
        (folder / f"{file}2.txt").write_bytes(head + b"".join(rows[2:]))
    found, issues, _ = _read("drugs_at_fda", folder)
    assert [record.row.key for record in found] == [record.row.key for record in whole]
    assert issues.found == []


def _change(file: Path, column: str, row: int, value: str) -> None:
    """Puts another value into a cell of a table, tab-separated or with commas."""
    mark = b"\t" if file.suffix == ".txt" else b","
    lines = file.read_bytes().split(b"\n")
    cells = lines[row + 1].split(mark)
    cells[lines[0].rstrip().split(mark).index(column.encode())] = value.encode()
    lines[row + 1] = mark.join(cells)
    file.write_bytes(b"\n".join(lines))
