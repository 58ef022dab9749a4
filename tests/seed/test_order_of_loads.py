"""Sources loaded one by one, in any order, give the same current graph, with all properties."""

from collections import Counter
from collections.abc import Callable

import pytest

from graph.database.driver import Graph
from graph.statement import Statement
from seed.extract.feeds import Feed
from seed.pipeline import load_feeds
from seed.records import (
    ConditionLink,
    ConditionRecord,
    ConditionRef,
    Date,
    DrugRecord,
    Intervention,
    Name,
    Organisation,
    Row,
    TrialRecord,
    Xref,
)
from tests.seed.factories import approval, feed, rows, whole

pytestmark = pytest.mark.anyio

_EMPTY = Statement("MATCH (n WHERE NOT n:Migration) DETACH DELETE n")


def drugs(edition: str = "1") -> Feed:
    named = {"DB00331": "Metformin", "DB01277": "Mecasermin", "DB00316": "Acetaminophen"}
    records = [
        DrugRecord(Row(code), name, (Name(f"{name}um", "SYNONYM"),), (Xref("DRUGBANK", code),), unii=f"UNII{code[2:]}0")
        for code, name in named.items()
    ]
    return feed("vocabulary", records, edition=edition)


def names() -> Feed:
    """A later vocabulary that only adds names."""
    panaceamol = Name("Panaceamol", "SYNONYM")
    record = DrugRecord(Row("x"), "Acetaminophen", (panaceamol,), unii="UNII003160", adds_only=True)
    return feed("names", [record], rank=20)


def diseases() -> Feed:
    obesity = ConditionRecord(Row("D009765"), "Obesity", (Name("Adiposity", "SYNONYM"),), (Xref("MESH", "D009765"),))
    laron = ConditionRecord(
        Row("D046150"),
        "Laron Syndrome",
        (Name("Primary IGF-1 Deficiency", "SYNONYM"),),
        (Xref("MESH", "D046150"),),
        broader=(ConditionRef("Obesity"),),
    )
    return feed("diseases", [obesity, laron])


def singapore() -> Feed:
    listed = [
        approval("HSA", "HSA_APPROVAL_NUMBER", "SIN1", "METFORMIN HYDROCHLORIDE", "Novelty", route="Oral"),
        approval(
            "HSA",
            "HSA_APPROVAL_NUMBER",
            "SIN2",
            "mecasermin",
            indications=(ConditionLink("INDICATED_FOR", ConditionRef("primary IGF-1 deficiency")),),
            holder=Organisation("Ipsen Pharma", "MANUFACTURER"),
            brand_names=("Increlex",),
            drug_type="BIOTECH",
            date=Date("02/08/2007", "2007-08-02"),
        ),
        approval("HSA", "HSA_APPROVAL_NUMBER", "SIN3", "Panaceamol"),
    ]
    return feed("hsa_list", listed, agency="HSA")


def registry() -> Feed:
    return feed(
        "registry",
        [
            TrialRecord(
                Row("NCT1"),
                "RECRUITING",
                nct_id="NCT1",
                conditions=(ConditionRef("obesity"), ConditionRef("Adiposity"), ConditionRef("Something else")),
                interventions=(Intervention("DRUG", "Metformin + Mecasermin"), Intervention("DRUG", "Placebo")),
                sponsors=(Organisation("University", "LEAD_SPONSOR"),),
            ),
            TrialRecord(
                Row("NCT2"),
                "COMPLETED",
                nct_id="NCT2",
                conditions=(ConditionRef("Laron Syndrome", (Xref("MESH", "D046150"),)),),
                interventions=(Intervention("DRUG", "Panacetyl", ("Panaceamol",)),),
            ),
        ],
        rank=30,
    )


ORDERS: list[list[Callable[[], Feed]]] = [
    [drugs, names, diseases, singapore, registry],
    [registry, singapore, diseases, drugs, names],
    [singapore, drugs, registry, names, diseases],
]


async def live(graph: Graph) -> tuple[Counter[str], Counter[str]]:
    """Return the current graph without its history."""
    nodes, links = await whole(graph)
    past = ("'Past", "_PAST'", "'VERSION_OF'")
    return tuple(
        Counter({text: n for text, n in counts.items() if not any(word in text for word in past)})
        for counts in (nodes, links)
    )  # type: ignore[return-value]


async def test_any_order_gives_the_same_graph(empty_graph: Graph) -> None:
    found = []
    for order in ORDERS:
        await empty_graph.write(_EMPTY)
        for make in order:
            report = await load_feeds(empty_graph, [make()])
            assert report.failed_checks == {}
        found.append(await live(empty_graph))
        for make in order:
            assert not (await load_feeds(empty_graph, [make()])).written.changed
    for nodes, links in found[1:]:
        assert nodes - found[0][0] == Counter()
        assert found[0][0] - nodes == Counter()
        assert links - found[0][1] == Counter()
        assert found[0][1] - links == Counter()


async def test_rows_that_named_no_drug_get_theirs_when_it_comes(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, [singapore()])
    await load_feeds(empty_graph, [registry()])
    assert await rows(empty_graph, "RETURN [COUNT { ()-[:FOR_DRUG|TESTS]->() }, COUNT { (:Unsettled) }]") == [[0, 5]]
    report = await load_feeds(empty_graph, [drugs()])
    assert report.relinked == 3
    assert await rows(
        empty_graph,
        "MATCH (r)-[:FOR_DRUG|TESTS]->(d) RETURN [coalesce(r.number, r.nctId), d.slug] AS it ORDER BY it",
    ) == [["NCT1", "mecasermin"], ["NCT1", "metformin"], ["SIN1", "metformin"], ["SIN2", "mecasermin"]]
    assert await rows(empty_graph, "MATCH (:Drug {slug: 'mecasermin'})-[c:COVERED_BY]->() RETURN c.state") == ["FOUND"]
    assert await rows(empty_graph, "MATCH (d:Drug {slug: 'mecasermin'}) RETURN [d.brandNames, d.drugType]") == [
        [["Increlex"], "BIOTECH"]
    ]
    assert await rows(
        empty_graph,
        "MATCH (:Approval {number: 'SIN1'})-[s:STATED_IN]->() RETURN [t IN s.rawTexts WHERE t STARTS WITH 'METF']",
    ) == [["METFORMIN HYDROCHLORIDE"]]
    report = await load_feeds(empty_graph, [names()])
    assert report.relinked == 2
    assert set(await rows(empty_graph, "MATCH (u:Unsettled) RETURN u.rowKey")) == {"SIN1", "NCT1"}


async def test_a_row_that_changed_meanwhile_is_not_read_from_its_old_text(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, [singapore()])
    later = [approval("HSA", "HSA_APPROVAL_NUMBER", "SIN1", "Mecasermin")]
    await load_feeds(empty_graph, [feed("hsa_list", later, agency="HSA", edition="2")])
    report = await load_feeds(empty_graph, [drugs()])
    assert report.relinked == 1
    assert await rows(empty_graph, "MATCH (r)-[:FOR_DRUG]->(d) RETURN [r.number, d.genericName]") == [
        ["SIN1", "Mecasermin"]
    ]
    assert await rows(empty_graph, "RETURN COUNT { (:Unsettled) }") == [0]


async def test_a_text_becomes_the_disease_of_that_name(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, [registry()])
    assert set(await rows(empty_graph, "MATCH (:Trial)-[:STUDIES]->(c) RETURN c.id")) == {
        *("condition:obesity", "condition:adiposity", "condition:something-else", "condition:D046150"),
    }
    report = await load_feeds(empty_graph, [diseases()])
    assert report.joined == 2
    found = await rows(
        empty_graph, "MATCH (:Trial)-[:STUDIES]->(c) RETURN [c.id, c.slug, c.trialCount] AS it ORDER BY it"
    )
    assert found == [
        ["condition:D009765", "obesity", 1],
        ["condition:D046150", "laron-syndrome", 1],
        ["condition:something-else", "something-else", 1],
    ]
    assert set(await rows(empty_graph, "MATCH (c:PastCondition) RETURN c.id")) == {
        "condition:obesity",
        "condition:adiposity",
    }


async def test_a_whole_list_says_of_drugs_that_come_later_that_it_lacks_them(empty_graph: Graph) -> None:
    await load_feeds(empty_graph, [singapore()])
    await load_feeds(empty_graph, [drugs()])
    assert await rows(
        empty_graph, "MATCH (d:Drug)-[c:COVERED_BY]->(a) RETURN [d.slug, a.code, c.state, c.sourceId] AS it ORDER BY it"
    ) == [
        ["acetaminophen", "HSA", "NONE_FOUND", "hsa_list"],
        ["mecasermin", "HSA", "FOUND", "hsa_list"],
        ["metformin", "HSA", "FOUND", "hsa_list"],
    ]
