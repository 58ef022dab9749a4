"""The importer's files: nodes have numbers, links name them, and no link names a missing node."""

from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet  # type: ignore[import-untyped]

from graph.errors import ModelError
from graph.model import NODES, RELATIONS
from graph.store.import_files import ParquetFiles

NAMED = {"values": {"sourceIds": ["test"]}, "kind": "GENERIC"}


def name(value: str) -> dict[str, str]:
    return {"value": value, "normalised": value}


def sponsor(key: str) -> dict[str, Any]:
    counts = {"trialCount": 0, "drugCount": 0, "approvalCount": 0}
    return {"id": key, "slug": key, "name": key, "roles": [], **counts}


def test_numbers_go_through_all_files_and_links_name_them(tmp_path: Path) -> None:
    files = ParquetFiles(tmp_path, "now")
    for index in range(3):
        files.node(NODES["Name"], name(f"name {index}"))
        files.node(NODES["Sponsor"], sponsor(f"name {index}"))
    for start, end in ((2, 0), (0, 2)):
        files.link(RELATIONS["HAS_NAME"], "Sponsor", {"start": f"name {start}", "end": f"name {end}", **NAMED})
    arguments = files.close()
    assert [argument.partition("=")[0] for argument in arguments] == ["--nodes", "--nodes", "--relationships"]
    names, sponsors, links = (parquet.read_table(argument.rpartition("=")[2]).to_pylist() for argument in arguments)
    assert [(row[":ID"], row["value:string"]) for row in names] == [(0, "name 0"), (2, "name 1"), (4, "name 2")]
    assert [(row[":ID"], row["id:string"]) for row in sponsors] == [(1, "name 0"), (3, "name 1"), (5, "name 2")]
    assert [(row[":START_ID"], row[":END_ID"]) for row in links] == [(5, 0), (1, 4)]


@pytest.mark.parametrize(("start", "end", "missing"), [("other", "name", "Sponsor"), ("sponsor", "other", "Name")])
def test_a_link_to_what_is_not_there_is_refused(start: str, end: str, missing: str, tmp_path: Path) -> None:
    files = ParquetFiles(tmp_path, "now")
    files.node(NODES["Name"], name("name"))
    files.node(NODES["Sponsor"], sponsor("sponsor"))
    with pytest.raises(ModelError, match=f"a link to a {missing} that does not exist"):
        files.link(RELATIONS["HAS_NAME"], "Sponsor", {"start": start, "end": end, **NAMED})


def test_a_node_that_comes_twice_is_refused(tmp_path: Path) -> None:
    files = ParquetFiles(tmp_path, "now")
    files.node(NODES["Name"], name("name"))
    with pytest.raises(ModelError, match="the Name name was written before"):
        files.node(NODES["Name"], name("name"))


def test_a_node_that_was_promised_may_be_linked_before_it_comes(tmp_path: Path) -> None:
    files = ParquetFiles(tmp_path, "now")
    files.promise(NODES["Sponsor"], "sponsor")
    files.node(NODES["Name"], name("name"))
    files.link(RELATIONS["HAS_NAME"], "Sponsor", {"start": "sponsor", "end": "name", **NAMED})
    files.node(NODES["Sponsor"], sponsor("sponsor"), promised=True)
    names, sponsors, links = (parquet.read_table(argument.rpartition("=")[2]).to_pylist() for argument in files.close())
    assert (sponsors[0][":ID"], names[0][":ID"]) == (0, 1)
    assert [(row[":START_ID"], row[":END_ID"]) for row in links] == [(0, 1)]
