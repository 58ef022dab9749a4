"""Records of raw files: those of a truncated file up to its damage, and the same in every process."""

import gzip
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from graph.errors import SettingsError, SourceError
from seed.extract.feeds import feeds, raw_records, unpacked_feeds
from seed.records import DrugRecord, Name, Record, Row, row_hash
from seed.report.report import SourceReport
from seed.source import Issues, Source, discover
from tests.seed.samples import RAW

_HEAD = "DrugBank ID,Accession Numbers,Common name,CAS,UNII,Synonyms,Standard InChI Key"


def _packed(count: int) -> bytes:
    lines = [_HEAD, *(f"DB{n:05},,Drug{n * 7919}amab,,,," for n in range(count))]
    return gzip.compress("\n".join(lines).encode())


def test_what_came_before_the_damage_is_read_and_the_rest_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "vocabulary.csv.gz"
    file.write_bytes(_packed(20_000)[:-2_000])
    [feed] = feeds(["drugbank_vocabulary"], file)
    found = list(feed.records())
    assert 10_000 < len(found) < 20_000
    assert any("damaged" in issue.reason for issue in feed.issues.found)
    assert feed.issues.found[-1].kind == "REFUSED", "nothing that is missing may be closed"


def test_a_file_of_which_nothing_can_be_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "vocabulary.csv.gz"
    file.write_bytes(_packed(20_000)[:40])
    [feed] = feeds(["drugbank_vocabulary"], file)
    with pytest.raises(SourceError, match="damaged"):
        list(feed.records())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b'{"results": ' + b"[" * 5_000_000, "1,000 deep"),
        (b'{"results": ["' + b"y" * 40_000_000, "an item is larger than"),
    ],
)
def test_json_too_deep_or_too_big_is_refused_before_it_fills_the_memory(
    tmp_path: Path, text: bytes, message: str
) -> None:
    file = tmp_path / "drug-ndc.json"
    file.write_bytes(text)
    [feed] = feeds(["openfda_ndc"], file)
    with pytest.raises(SourceError, match=message):
        list(feed.records())


def test_every_process_reads_a_file_alike() -> None:
    """Python's order of sets differs from process to process; that of the fields of a record must not."""
    digests = {
        subprocess.check_output([sys.executable, "-c", _READ_ALL, RAW], env=_hashing(seed)) for seed in range(1, 4)
    }
    assert len(digests) == 1
    assert len(digests.pop().splitlines()) > 10


_READ_ALL = """
import sys
from hashlib import blake2b
from seed.extract.feeds import given
from seed.records import pack
for feed in given([], sys.argv[1:]):
    print(feed.source.id, blake2b(b"".join(map(pack, feed.records()))).hexdigest())
"""


def _hashing(seed: int) -> dict[str, str]:
    return os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(Path(__file__).parents[3])}


def _drugs(issues: Issues, *names: str) -> list[Record]:
    """Return the drugs of a source that puts each of these strings deep into a record of its own."""

    def parse(path: Path, issues: Issues) -> Iterator[Record]:
        for number, name in enumerate(names, start=1):
            issues.row("drugs.bin", number)
            yield DrugRecord(Row(f"row {number}"), "x", names=(Name(name, "SYNONYM"),))

    return list(raw_records(replace(discover()["unii"], parse=parse), Path("drugs.bin"), issues))


@pytest.mark.parametrize("text", ["\0", "a\0b", "\\\0", "\ud800", "a\udcffb"])
def test_a_record_with_half_a_character_or_a_nul_is_refused_as_a_row(text: str) -> None:
    issues = Issues()
    assert [record.row.key for record in _drugs(issues, "good", text, "good")] == ["row 1", "row 3"]
    [issue] = issues.found
    assert (issue.kind, issue.file, issue.line, issue.raw) == ("REFUSED", "drugs.bin", 2, "row 2")
    assert "NUL" in issue.reason or "surrogate" in issue.reason


@pytest.mark.parametrize(
    "text", ["\\u0000", "a\\\\u0000", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")]
)
def test_a_text_that_only_looks_like_a_nul_is_taken_and_hashed(text: str) -> None:
    [record] = _drugs(Issues(), text)
    assert isinstance(record, DrugRecord)
    assert record.names[0].value == text
    assert record.row.digest == row_hash(msgspec.structs.replace(record, row=Row("row 1")))


def test_a_nul_in_json_costs_its_study_alone(tmp_path: Path) -> None:
    studies = json.loads((Path(RAW) / "clinicaltrials" / "ctg-studies.json").read_bytes())
    studies[1]["protocolSection"]["identificationModule"]["briefTitle"] = "half\0title"
    (tmp_path / "page.json").write_text(json.dumps(studies))
    [feed] = feeds(["clinicaltrials"], tmp_path / "page.json")
    assert len(list(feed.records())) == len(studies) - 1
    [issue] = feed.issues.found
    assert (issue.file, issue.line) == ("page.json", 2)


def test_a_registry_number_is_nct_and_eight_digits(tmp_path: Path) -> None:
    studies = json.loads((Path(RAW) / "clinicaltrials" / "ctg-studies.json").read_bytes())
    for study, number in zip(studies, ("NCT123", "5.8E+06"), strict=False):
        study["protocolSection"]["identificationModule"]["nctId"] = number
    (tmp_path / "page.json").write_text(json.dumps(studies))
    [feed] = feeds(["clinicaltrials"], tmp_path / "page.json")
    assert len(list(feed.records())) == len(studies) - 2
    assert [issue.line for issue in feed.issues.found] == [1, 2]


def test_a_file_of_bad_lines_is_counted_to_the_last_in_bounded_memory(tmp_path: Path) -> None:
    file = tmp_path / "vocabulary.csv"
    file.write_text("\n".join([_HEAD, "DB00001,,Lepirudin,,,,", *(["a,b"] * 40_000)]))
    [feed] = feeds(["drugbank_vocabulary"], file)
    tracemalloc.start()
    try:
        assert len(list(feed.records())) == 1
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 << 20
    assert (feed.issues.refused, len(feed.issues.found)) == (40_000, 10_000)
    report = SourceReport("drugbank_vocabulary")
    report.close(feed, 0, None)
    assert report.counts()["refused"] == 40_000


def test_what_another_process_counted_is_taken_over_whole() -> None:
    here, there = Issues(), Issues()
    for number in range(12_000):
        there.refuse(f"bad {number}")
    there.report("odd")
    for _ in range(2):
        here.add(msgspec.msgpack.decode(msgspec.msgpack.encode(there), type=Issues))
    assert (here.refused, here.counts["UNREAD"]) == (24_000, 2)
    assert len(here.found) == 10_000 + 2


def test_a_note_of_many_columns_does_not_hide_that_rows_were_refused() -> None:
    issues = Issues()
    for number in range(20_000):
        issues.unread({f"column {number}": ""}, ignore=(), file="list.csv")
        issues.unread({"again": ""}, ignore=(), file="list.csv")
    issues.refuse("bad")
    assert [issue.kind for issue in issues.found[-2:]] == ["UNREAD", "REFUSED"]
    assert len(issues.found) == 10_000 + 1
    assert sum("again" in issue.reason for issue in issues.found) == 1


def test_every_text_of_an_issue_can_be_written() -> None:
    issues = Issues()
    issues.refuse("bad \ud800" + "x" * 5_000, file="\udcff.csv", line=1, raw="\ud800" * 400)
    issues.report("odd \udfff", file="a", raw="\0")
    issues.unread({"\ud800": ""}, ignore=(), file="\udcff.csv")
    assert len(msgspec.json.encode(issues.found)) < 4_000


@pytest.mark.parametrize("good", [0, 2])
def test_a_reader_that_fails_unforeseen_costs_what_it_had_not_read(tmp_path: Path, good: int) -> None:
    def parse(path: Path, issues: Issues) -> Iterator[Record]:
        for number in range(good):
            issues.row("list.csv", number + 2)
            yield DrugRecord(Row(str(number)), "Mecasermin")
        raise KeyError("a column that is unexpectedly missing")

    source, issues = Source("careless", "Careless", "somebody", "CC0-1.0", parse, 10), Issues()
    read = raw_records(source, tmp_path, issues)
    if not good:
        with pytest.raises(SourceError, match="the reader of careless failed here: KeyError"):
            list(read)
        return
    assert len(list(read)) == good
    assert [(issue.reason, issue.file, issue.line) for issue in issues.found] == [
        ("the reader of careless failed here: KeyError", "list.csv", 3)
    ]


def test_the_operators_edition_and_confirmation_reach_the_feed(tmp_path: Path) -> None:
    names, paths = ["drugbank_vocabulary"], [str(RAW / "drugbank_vocabulary")]
    with unpacked_feeds(names, paths, tmp_path) as [plain]:
        assert (plain.edition, plain.confirmed) == (None, False)
    with unpacked_feeds(names, paths, tmp_path, edition="5.1.13", complete=True) as [confirmed]:
        assert (confirmed.edition, confirmed.complete, confirmed.confirmed) == ("5.1.13", True, True)


def test_an_edition_with_several_sources_is_refused(tmp_path: Path) -> None:
    paths = [f"{name}={RAW / name}" for name in ("drugbank_vocabulary", "hsa")]
    with pytest.raises(SettingsError, match="--edition needs"), unpacked_feeds([], paths, tmp_path, edition="1"):
        pass
