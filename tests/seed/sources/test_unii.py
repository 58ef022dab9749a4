"""The UNII list adds to the drugs that are known, and makes one of a substance with an INN alone."""

from pathlib import Path

import pytest

from graph.database.driver import Graph
from graph.errors import SourceError
from graph.statement import Statement
from seed.extract.feeds import feeds
from seed.pipeline import load_feeds
from seed.records import DrugRecord, Xref
from seed.source import Issues, discover
from tests.seed.samples import RAW


def _read(path: Path = RAW / "unii") -> tuple[dict[str, DrugRecord], Issues]:
    issues, found = Issues(), {}
    for record in discover()["unii"].parse(path, issues):
        assert isinstance(record, DrugRecord)
        found[record.row.key] = record
    return found, issues


def test_editions_of_several_headers_give_the_same_fields() -> None:
    substances, _ = _read()
    metformin = substances["9100L32L2N"]
    assert (metformin.generic_name, metformin.cas_number) == ("METFORMIN", "657-24-9")
    assert Xref("INN", "2114") in metformin.xrefs
    assert [key for key, drug in substances.items() if drug.adds_only] == ["059QF0KO0R"]


def test_a_number_that_a_spreadsheet_has_damaged_is_refused(tmp_path: Path) -> None:
    data = (RAW / "unii" / "UNII_Records.txt").read_bytes()
    (tmp_path / "u.txt").write_bytes(data.replace(b"7GR9I2683O", b"7.00E+09").replace(b"103-90-2", b"2-Mar-1990"))
    substances, issues = _read(tmp_path / "u.txt")
    assert len(substances) == 2
    assert [issue.reason.split()[0] for issue in issues.found] == ["UNII", "RN"]


def test_the_list_of_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "u.txt").write_text("Name\tTYPE\tUNII\nWATER\tcn\t059QF0KO0R\n")
    with pytest.raises(SourceError, match="Name"):
        _read(tmp_path / "u.txt")


@pytest.mark.anyio
async def test_substances_that_are_no_drugs_make_none(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, feeds(["drugbank_vocabulary"], RAW / "drugbank_vocabulary"))
    before = Statement("MATCH (d:Drug) RETURN d.unii AS unii, d.genericName AS name ORDER BY name")
    known = await empty_graph.rows(before, timeout_s=30)
    report = await load_feeds(empty_graph, feeds(["unii"], RAW / "unii"))
    assert report.sources[0].skipped == {"substance of no drug that is known": 1}
    after = await empty_graph.rows(before, timeout_s=30)
    assert [row for row in after if row not in known] == [
        {"unii": "B72HH48FLU", "name": "INFLIXIMAB"},
        *([] if any(row["unii"] == "9100L32L2N" for row in known) else [{"unii": "9100L32L2N", "name": "METFORMIN"}]),
    ]
    [codes] = await empty_graph.rows(
        Statement("MATCH (:Drug {slug: 'mecasermin'})-[:HAS_XREF]->(x) RETURN collect(x.id) AS ids"), timeout_s=30
    )
    assert {"RXCUI:274403", "NCIT:C29243", "DRUGBANK:DB01277"} <= set(codes["ids"])


def test_the_names_list_adds_names_by_kind_and_makes_no_drug() -> None:
    substances, issues = _read(RAW / "unii_names")
    everolimus = substances["9HW64Q8G6G/names"]
    assert everolimus.adds_only
    assert {(name.value, name.kind) for name in everolimus.names} == {
        ("AFINITOR", "BRAND"),
        ("RAD001", "CODE"),
        ("RAD-001", "CODE"),
    }
    assert [name.value for name in substances["5S371K6132/names"].names] == ["APATINIB"]
    assert issues.counts == {}
