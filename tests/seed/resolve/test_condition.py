"""Vocabularies of diseases, as they are read and in the graph: names, ids and broader terms."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from graph.database.driver import Graph
from graph.errors import SourceError
from graph.statement import Statement
from seed.extract.feeds import Feed, feeds
from seed.pipeline import load_feeds
from seed.records import ConditionRecord, ConditionRef, Record, Row, TrialRecord, Xref
from seed.source import Issues, Source, discover
from tests.seed.samples import RAW


def _read(source: str, path: Path | None = None) -> dict[str, ConditionRecord]:
    found = {}
    for record in discover()[source].parse(path or RAW / source, Issues()):
        assert isinstance(record, ConditionRecord)
        found[record.row.key] = record
    return found


def test_descriptors_in_all_three_forms_tell_names_ids_and_what_is_above() -> None:
    diseases = _read("mesh")
    laron = diseases["D046150"]
    assert laron.xrefs == (Xref("MESH", "D046150"), Xref("MESH_TREE", "C05.116.099.343.445"))
    assert laron.broader == (ConditionRef("Dwarfism", (Xref("MESH", "D004392"),)),)
    assert [name.value for name in diseases["D004392"].names] == ["Dwarfism, Growth Hormone Resistant", "Nanism"]
    assert [name.value for name in diseases["D001523"].names] == ["Psychiatric Disorders", "Behavior Disorders"]
    assert diseases["D001008"].broader == (ConditionRef("Mental Disorders", (Xref("MESH", "D001523"),)),)
    assert diseases["Fever"].broader == (ConditionRef("Body Temperature Changes"),)
    assert {"Calcimycin", "African Horse Sickness", "Female"}.isdisjoint(disease.name for disease in diseases.values())


def test_an_xml_bomb_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><DescriptorRecordSet>&c;</DescriptorRecordSet>'
    (tmp_path / "desc.xml").write_text(bomb)
    with pytest.raises(SourceError, match="not readable as XML"):
        _read("mesh", tmp_path)


def test_the_ontology_in_all_its_forms_keeps_what_means_the_same_alone() -> None:
    diseases = _read("doid")
    laron = diseases["DOID:9521"]
    assert [name.value for name in laron.names] == [
        "growth hormone insensitivity syndrome",
        'Laron-type "isolated" somatotropin defect',
    ]
    assert [f"{xref.source}:{xref.code}" for xref in laron.xrefs] == [
        "DOID:9521",
        "MESH:D046150",
        "OMIM:262500",
        "SNOMEDCT:38196001",
        "UMLS:C0271568",
    ]
    assert laron.broader == (ConditionRef("bone disease", (Xref("DOID", "0080001"),)),)
    assert [name.value for name in diseases["DOID:2030"].names] == ["anxiety"]
    assert diseases["DOID:11257"].broader == (ConditionRef("", (Xref("DOID", "2030"),)),)
    osteoarthritis = diseases["DOID:8398/names"]
    assert Xref("MESH", "D010003") in osteoarthritis.xrefs, "the slim's table of narrower terms does not count"


def _feed(name: str, records: Sequence[Record], rank: int = 10) -> Feed:
    source = Source(name, name, "somebody", "CC0-1.0", lambda path, issues: iter(()), rank)
    return Feed(source, "1", name, False, lambda: iter(records), Issues(), rows=len(records))


def _trials() -> Feed:
    of = {
        "1": ConditionRef("Growth hormone insensitivity syndrome"),
        "2": ConditionRef("Laron Syndrome", (Xref("MESH", "D046150"),)),
        "3": ConditionRef("Nanism"),
        "4": ConditionRef("arthritis"),
    }
    trials = [
        TrialRecord(Row(f"NCT0000000{key}"), "COMPLETED", conditions=(condition,)) for key, condition in of.items()
    ]
    return _feed("registry", trials)


async def _ask(graph: Graph, text: str) -> list[dict[str, Any]]:
    return await graph.rows(Statement(text), timeout_s=30)


@pytest.mark.anyio
async def test_a_disease_finds_what_is_studied_of_narrower_ones(empty_graph: Graph) -> None:
    wanted = [*feeds(["mesh"], RAW / "mesh"), *feeds(["doid"], RAW / "doid"), _trials()]
    report = await load_feeds(empty_graph, wanted)
    assert report.failed_checks == {}
    found = await _ask(
        empty_graph,
        "MATCH (:Condition {slug: 'musculoskeletal-diseases'})<-[:BROADER*0..20]-()<-[:STUDIES]-(t:Trial) "
        "RETURN DISTINCT t.id AS id ORDER BY id",
    )
    assert [row["id"] for row in found] == [f"trial:NCT0000000{number}" for number in (1, 2, 3, 4)]
    [laron] = await _ask(
        empty_graph,
        "MATCH (c:Condition {id: 'condition:D046150'}) RETURN c.name AS name, c.trialCount AS trials, "
        "COLLECT { MATCH (c)-[:HAS_XREF]->(x) RETURN x.id ORDER BY x.id } AS ids",
    )
    assert (laron["name"], laron["trials"]) == ("Laron Syndrome", 2)
    assert {"MESH:D046150", "DOID:9521", "OMIM:262500"} <= set(laron["ids"])
    arthritis = await _ask(empty_graph, "MATCH (c:Condition {slug: 'arthritis'}) RETURN c.id AS id")
    assert arthritis == [{"id": "condition:D001168"}]


@pytest.mark.anyio
async def test_an_everyday_name_of_the_table_finds_its_term_and_a_second_load_changes_nothing(
    empty_graph: Graph,
) -> None:
    report = await load_feeds(empty_graph, feeds(["mesh"], RAW / "mesh"))
    assert report.failed_checks == {}
    named = "MATCH (c:Condition)-[h:HAS_NAME]->(:Name {normalised: 'anxiety'}) RETURN c.name AS name, h.sourceIds AS by"
    assert await _ask(empty_graph, named) == [{"name": "Anxiety Disorders", "by": ["medpath_tables"]}]
    assert not (await load_feeds(empty_graph, feeds(["mesh"], RAW / "mesh"), force=True)).written.changed


@pytest.mark.anyio
async def test_a_heading_joins_the_term_whose_id_a_later_trial_prints_beside_it(empty_graph: Graph) -> None:
    """The Disease Ontology calls Fever (D005334) otherwise here, so that no name tells that both are one."""
    heading = ConditionRecord(
        Row("Fever"),
        "Fever",
        xrefs=(Xref("MESH_TREE", "C23.888.119.344"),),
        broader=(ConditionRef("Body Temperature Changes"),),
    )
    above = ConditionRecord(Row("Body"), "Body Temperature Changes", xrefs=(Xref("MESH_TREE", "C23.888.119"),))
    term = ConditionRecord(Row("DOID:1"), "pyrexia", xrefs=(Xref("DOID", "1"), Xref("MESH", "D005334")))
    ref = ConditionRef("Fever", (Xref("MESH", "D005334"),))
    await load_feeds(empty_graph, [_feed("tree", [heading, above], 5), _feed("ontology", [term], 7)])
    fever = TrialRecord(Row("NCT00000001"), "COMPLETED", conditions=(ConditionRef("fever"),))
    await load_feeds(empty_graph, [_feed("registry", [fever])])
    later = TrialRecord(Row("NCT00000002"), "COMPLETED", conditions=(ref,))
    report = await load_feeds(empty_graph, [_feed("later", [later])])
    assert report.failed_checks == {}
    found = await _ask(
        empty_graph,
        "MATCH (:Name {normalised: 'fever'})<-[:HAS_NAME]-(c:Condition) WITH DISTINCT c "
        "RETURN c.id AS id, c.trialCount AS trials, "
        "COLLECT { MATCH (c)-[:HAS_XREF]->(x) RETURN x.id ORDER BY x.id } AS ids, "
        "COLLECT { MATCH (c)-[:BROADER]->(above) RETURN above.name } AS above",
    )
    ids = ["DOID:1", "MESH:D005334", "MESH_TREE:C23.888.119.344"]
    assert found == [{"id": "condition:D005334", "trials": 2, "ids": ids, "above": ["Body Temperature Changes"]}]
    await load_feeds(empty_graph, [_feed("tree", [heading, above], 5)], force=True)
    again = await load_feeds(empty_graph, [_feed("tree", [heading, above], 5)], force=True)
    assert not again.written.changed


@pytest.mark.anyio
async def test_a_subset_and_a_table_add_to_the_whole_ontology_and_close_nothing_of_it(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, feeds(["doid"], RAW / "doid" / "doid.obo"))
    for name in ("DO_rare_slim.obo", "HumanDO_2026-07-31.tsv"):
        report = await load_feeds(empty_graph, feeds(["doid"], RAW / "doid" / name))
        assert (report.sources[0].closed, report.failed_checks) == (0, {})
    [behcet] = await _ask(
        empty_graph,
        'MATCH (c:Condition {name: "Behcet\'s disease"}) RETURN '
        "COLLECT { MATCH (c)-[:HAS_NAME]->(n) RETURN n.value ORDER BY n.value } AS names, "
        "COLLECT { MATCH (c)-[:BROADER]->(above) RETURN above.name ORDER BY above.name } AS above",
    )
    assert "Adamantiades-Behcet disease" in behcet["names"]
    assert behcet["above"] == ["autoimmune disease", "vasculitis"]
    [laron] = await _ask(
        empty_graph, "MATCH (:Condition {name: 'Laron syndrome'})-[:BROADER]->(above) RETURN above.name AS name"
    )
    assert laron == {"name": "bone disease"}


@pytest.mark.anyio
async def test_a_second_load_changes_nothing_and_a_later_text_finds_its_disease(empty_graph: Graph) -> None:
    first = await load_feeds(empty_graph, feeds(["mesh"], RAW / "mesh"))
    assert (first.sources[0].added, first.sources[0].changed) == (11, 0)
    await load_feeds(empty_graph, feeds(["doid"], RAW / "doid"))
    again = await load_feeds(empty_graph, feeds(["mesh"], RAW / "mesh"), force=True)
    assert (again.sources[0].unchanged, again.written.changed) == (11, False)
    await load_feeds(empty_graph, [_trials()])
    studied = await _ask(empty_graph, "MATCH (t:Trial)-[:STUDIES]->(c) RETURN c.id AS id ORDER BY t.id")
    ids = [row["id"].removeprefix("condition:") for row in studied]
    assert ids == ["D046150", "D046150", "D004392", "D001168"]


@pytest.mark.anyio
async def test_a_disease_whose_name_a_text_had_gets_an_address_of_its_own(empty_graph: Graph) -> None:
    """Two trials call different things alike: the first text took the address that the disease's name would have."""
    ref = ConditionRef("Arthritis", (Xref("MESH", "D999999"),))
    await load_feeds(empty_graph, [_feed("registry", [TrialRecord(Row("NCT1"), "COMPLETED", conditions=(ref,))])])
    report = await load_feeds(empty_graph, feeds(["doid"], RAW / "doid"))
    assert report.failed_checks == {}
    found = await _ask(
        empty_graph, "MATCH (c:Condition)-[:HAS_XREF]->({id: 'DOID:848'}) RETURN c.id AS id, c.slug AS slug"
    )
    assert found == [{"id": "condition:D001168", "slug": "arthritis-d001168"}]
