"""Shared facts are withdrawn with the last row that states them; facts that other rows state stay."""

from typing import Any

import pytest
from msgspec.structs import replace

from graph.database.driver import Graph
from seed import pipeline, tables
from seed.extract.feeds import Feed
from seed.pipeline import load_feeds
from seed.records import (
    ApprovalRecord,
    ConditionLink,
    ConditionRecord,
    ConditionRef,
    DrugRecord,
    Name,
    Organisation,
    Row,
    Xref,
)
from tests.seed.factories import approval, feed, rows

pytestmark = pytest.mark.anyio


def vocabulary(edition: str, *synonyms: str, cas: str | None = None) -> Feed:
    code = (Xref("DRUGBANK", "DB01277"),)
    names = tuple(Name(synonym, "SYNONYM") for synonym in synonyms)
    return feed("vocabulary", [DrugRecord(Row("DB01277"), "Mecasermin", names, code, cas_number=cas)], edition=edition)


def product(number: str, *brands: str, treats: str = "", drug: str = "mecasermin") -> ApprovalRecord:
    indications = (ConditionLink("INDICATED_FOR", ConditionRef(treats)),) if treats else ()
    scheme = "EMA_PRODUCT_NUMBER"
    return approval("EMA", scheme, number, drug, brand_names=brands, indications=indications)


def ema(edition: str, *products: ApprovalRecord) -> Feed:
    made = feed("ema_list", products, agency="EMA", edition=edition)
    made.confirmed = True
    return made


def diseases(edition: str, above: str, *synonyms: str) -> Feed:
    def disease(code: str, name: str, **values: Any) -> ConditionRecord:
        return ConditionRecord(Row(code), name, xrefs=(Xref("MESH", code),), **values)

    names = tuple(Name(synonym, "SYNONYM") for synonym in synonyms)
    top = (ConditionRef(above, (Xref("MESH", {"Dwarfism": "D1", "Growth Disorders": "D2"}[above]),)),)
    laron = disease("D3", "Laron Syndrome", names=names, broader=top)
    return feed("diseases", [disease("D1", "Dwarfism"), disease("D2", "Growth Disorders"), laron], edition=edition)


async def held(graph: Graph, type_: str) -> list[Any]:
    """Return ends and sources of the links of this type that start at mecasermin or Laron Syndrome."""
    text = f"""MATCH (n)-[r:{type_}]->(end) WHERE n.id IN ['drug:DB01277', 'condition:D3']
    RETURN [coalesce(end.value, end.id), r.sourceIds] AS held ORDER BY held"""
    return await rows(graph, text)


async def test_a_name_and_a_number_that_an_edition_lacks_are_ended(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, [vocabulary("1", "Somatomedin C", "IGF-1", cas="68562-41-4")])
    report = await load_feeds(empty_graph, [vocabulary("2", "IGF-1", cas="1-1-1")])
    assert report.failed_checks == {}
    assert [(source.changed, source.unchanged) for source in report.sources] == [(1, 0)]
    assert await held(empty_graph, "HAS_NAME") == [["IGF-1", ["vocabulary"]], ["Mecasermin", ["vocabulary"]]]
    assert await held(empty_graph, "HAS_NAME_PAST") == [["Somatomedin C", ["vocabulary"]]]
    assert await held(empty_graph, "HAS_XREF") == [["CAS:1-1-1", ["vocabulary"]], ["DRUGBANK:DB01277", ["vocabulary"]]]
    assert await rows(empty_graph, "MATCH (n:PastName) RETURN n.value") == ["Somatomedin C"]
    assert not (await load_feeds(empty_graph, [vocabulary("2", "IGF-1", cas="1-1-1")], force=True)).written.changed


async def test_only_a_new_name_counts_as_a_change(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, [vocabulary("1")])
    report = await load_feeds(empty_graph, [vocabulary("2", "IGF-1")])
    assert [(source.changed, source.unchanged) for source in report.sources] == [(1, 0)]


async def test_a_name_stays_while_another_source_states_it(empty_graph: Graph) -> None:
    other = feed("other", [DrugRecord(Row("x"), "Mecasermin", (Name("Somatomedin C", "SYNONYM"),))], rank=20)
    await load_feeds(empty_graph, [vocabulary("1", "Somatomedin C"), other])
    await load_feeds(empty_graph, [vocabulary("2")])
    assert ["Somatomedin C", ["other"]] in await held(empty_graph, "HAS_NAME")


async def test_brands_and_indications_go_with_the_last_product_that_has_them(empty_graph: Graph) -> None:
    laron = "Laron Syndrome"
    two = [product("1", "Increlex", treats=laron), product("2", "Increlex", "Iplex", treats="Dwarfism")]
    await load_feeds(empty_graph, [vocabulary("1"), ema("1", *two)])
    await load_feeds(empty_graph, [ema("2", product("2", "Increlex", treats=laron))])
    assert await held(empty_graph, "HAS_NAME") == [["Increlex", ["ema_list"]], ["Mecasermin", ["vocabulary"]]]
    assert await held(empty_graph, "INDICATED_FOR") == [["condition:laron-syndrome", ["ema_list"]]]
    assert await rows(empty_graph, "MATCH (d:Drug) RETURN d.brandNames") == [["Increlex"]]
    assert await rows(empty_graph, "MATCH (c:Condition) RETURN [c.name, c.drugCount]") == [[laron, 1]]
    report = await load_feeds(empty_graph, [ema("3", product("3", drug="Nothing known"))])
    assert report.failed_checks == {}
    assert await held(empty_graph, "INDICATED_FOR") == []
    assert await rows(empty_graph, "MATCH (d:Drug) RETURN d.brandNames") == [[]]
    assert await rows(empty_graph, "MATCH (c:Condition) RETURN c.name") == []


async def test_a_product_that_moves_to_another_drug_takes_its_brand_along(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, [vocabulary("1"), ema("1", product("1", "Increlex"))])
    rinfabate = DrugRecord(Row("DB14751"), "Mecasermin rinfabate", xrefs=(Xref("DRUGBANK", "DB14751"),))
    await load_feeds(
        empty_graph, [feed("more", [rinfabate]), ema("2", product("1", "Increlex", drug="mecasermin rinfabate"))]
    )
    text = "MATCH (d:Drug)-[:HAS_NAME {kind: 'BRAND'}]->(n) RETURN [d.id, n.value]"
    assert await rows(empty_graph, text) == [["drug:DB14751", "Increlex"]]


async def test_a_text_that_became_a_term_still_is_what_the_product_treats(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, [vocabulary("1"), ema("1", product("1", treats="Primary IGF-1 deficiency"))])
    await load_feeds(empty_graph, [diseases("1", "Dwarfism", "Primary IGF-1 Deficiency")])
    assert await held(empty_graph, "INDICATED_FOR") == [["condition:D3", ["ema_list"]]]
    await load_feeds(empty_graph, [ema("2", product("1", treats="Laron syndrome"))])
    assert await held(empty_graph, "INDICATED_FOR") == [["condition:D3", ["ema_list"]]]
    await load_feeds(empty_graph, [ema("3", product("1"))])
    assert await held(empty_graph, "INDICATED_FOR") == []


async def test_a_disease_that_moves_has_only_its_new_parent(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, [diseases("1", "Dwarfism", "Pituitary dwarfism II")])
    report = await load_feeds(empty_graph, [diseases("2", "Growth Disorders")])
    assert report.failed_checks == {}
    assert await held(empty_graph, "BROADER") == [["condition:D2", ["diseases"]]]
    assert await held(empty_graph, "HAS_NAME") == [["Laron Syndrome", ["diseases"]]]


async def test_a_row_knows_the_edition_in_which_it_stood_first(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, [vocabulary("1"), ema("1", product("1"), product("2"))])
    await load_feeds(empty_graph, [ema("2", product("1"), product("2", "Increlex"), product("3"))])
    text = "MATCH (a:Approval)-[s:STATED_IN]->() RETURN [s.rowKey, s.edition] AS said ORDER BY said"
    assert await rows(empty_graph, text) == [["1", "1"], ["2", "2"], ["3", "2"]]


async def test_a_record_of_two_rows_that_both_vanish_is_closed(empty_graph: Graph) -> None:
    drug = [DrugRecord(Row(key), "Mecasermin", xrefs=(Xref("DRUGBANK", "DB01277"),)) for key in ("a", "b")]
    more = DrugRecord(Row("c"), "Metformin", xrefs=(Xref("DRUGBANK", "DB00331"),))
    for edition, records in (("1", [*drug, more]), ("2", [more])):
        made = feed("vocabulary", records, edition=edition)
        made.complete = made.confirmed = True
        report = await load_feeds(empty_graph, [made])
    assert report.failed_checks == {}
    assert await rows(empty_graph, "MATCH (d:Drug) RETURN d.id") == ["drug:DB00331"]


async def test_a_group_that_the_table_no_longer_has_is_ended(
    empty_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = product("1")
    held_by = replace(made, holder=Organisation("Ipsen Pharma", "AUTHORISATION_HOLDER"))
    table = [{"member": "Ipsen Pharma", "group": "Ipsen", "reason": "its site"}]
    printed = tables.rows
    monkeypatch.setattr(tables, "rows", lambda name: table if name == "organisation_groups" else printed(name))
    await load_feeds(empty_graph, [ema("1", held_by)])
    above = "MATCH (s:Sponsor)-[:SUBSIDIARY_OF]->(g) RETURN [s.name, g.name]"
    assert await rows(empty_graph, above) == [["Ipsen Pharma", "Ipsen"]]
    table.clear()
    report = await load_feeds(empty_graph, [ema("2", held_by)])
    assert report.failed_checks == {}
    assert await rows(empty_graph, above) == []
    assert await rows(empty_graph, "MATCH (s:Sponsor) RETURN s.name") == ["Ipsen Pharma"]


async def test_a_load_cut_before_it_looked_at_what_was_lost_leaves_that_to_the_next(
    empty_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cut(*_: object) -> None:
        raise ConnectionError("the cable was pulled")

    await load_feeds(empty_graph, [vocabulary("1", "IGF-1"), diseases("1", "Dwarfism")])
    with monkeypatch.context() as during:
        during.setattr(pipeline, "end_withdrawn", cut)
        with pytest.raises(ConnectionError):
            await load_feeds(empty_graph, [vocabulary("2")])
    assert ["IGF-1", ["vocabulary"]] in await held(empty_graph, "HAS_NAME")
    await load_feeds(empty_graph, [diseases("2", "Growth Disorders")])
    assert ["IGF-1", ["vocabulary"]] not in await held(empty_graph, "HAS_NAME")
    assert await rows(empty_graph, "MATCH (l:Lost) RETURN l.id") == []
