"""Feeds and records made by hand for tests that load them, and the content of a graph as comparable values."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from graph.database.driver import Graph
from graph.statement import Statement
from seed.extract.feeds import Feed
from seed.records import (
    ApprovalRecord,
    ConditionLink,
    ConditionRef,
    Coverage,
    Date,
    DrugRecord,
    Identifier,
    Ingredient,
    Intervention,
    Name,
    Organisation,
    Record,
    Row,
    TrialRecord,
    Xref,
)
from seed.source import Issues, Scope, Source

_ANY_PRODUCT = Scope()
INSTANTS = {"validFrom", "firstSeen", "version", "builtAt", "release", "appliedAt"}


def feed(
    name: str,
    records: Sequence[Record],
    *,
    rank: int = 10,
    agency: str | None = None,
    edition: str = "1",
    fail_after: int | None = None,
    scope: Scope = _ANY_PRODUCT,
) -> Feed:
    """Return a feed of these records; with an agency it is the agency's complete list."""

    def read() -> Iterator[Record]:
        for number, record in enumerate(records):
            if number == fail_after:
                raise ConnectionError("the cable was pulled")
            yield record

    source = Source(name, name, "somebody", "CC0-1.0", lambda path, issues: iter(()), rank, agency=agency, scope=scope)
    return Feed(source, edition, f"{name} {edition}", agency is not None, read, Issues(), rows=len(records))


def vocabulary() -> Feed:
    return feed(
        "vocabulary",
        [
            DrugRecord(
                Row("DB01277"),
                "Mecasermin",
                (Name("Somatomedin C", "SYNONYM"),),
                (Xref("DRUGBANK", "DB01277"),),
                unii="7GR9I2683O",
            ),
            DrugRecord(Row("DB00331"), "Metformin", xrefs=(Xref("DRUGBANK", "DB00331"),), inchi_key="XZWYZXLIPXDOLR"),
        ],
    )


def page() -> Feed:
    drug = DrugRecord(
        Row("7GR9I2683O"),
        "Mecasermin",
        (Name("Increlex", "BRAND"),),
        unii="7GR9I2683O",
        cas_number="68562-41-4",
        drug_type="BIOTECH",
        drug_type_raw="Biotech",
        coverage=(Coverage("HSA", "NONE_FOUND", "No HSA approvals"),),
    )
    trial = TrialRecord(
        Row("7GR9I2683O/1"),
        "COMPLETED",
        drug_names=("Mecasermin",),
        sponsors=(Organisation("Peter Bang", "LEAD_SPONSOR", "INDIV"),),
    )
    ema = ApprovalRecord(
        Row("7GR9I2683O/EMA/1"),
        "EMA",
        "AUTHORISED",
        (Ingredient("Mecasermin"),),
        date=Date("8/2/2007", "2007-08-02"),
        route="Subcutaneous",
    )
    din = approval(
        "HEALTH_CANADA",
        "DIN",
        "02509733",
        "Mecasermin",
        row="page row",
        status="NOT_STATED",
        dosage_form="Solution - Subcutaneous",
    )
    return feed("page", [drug, trial, ema, din], rank=90)


def approval(
    agency: str, scheme: str, number: str, *ingredients: str, row: str | None = None, **values: Any
) -> ApprovalRecord:
    values = {"status": "AUTHORISED", "product_name": number} | values
    return ApprovalRecord(
        Row(row or number),
        agency,
        ingredients=tuple(map(Ingredient, ingredients)),
        identifiers=(Identifier(scheme, number),),
        **values,
    )


def ema(edition: str = "1", **changed: Any) -> Feed:
    laron = ConditionLink("INDICATED_FOR", ConditionRef("Laron Syndrome"))
    values: dict[str, Any] = {
        "date": Date("02/08/2007", "2007-08-02"),
        "brand_names": ("INCRELEX",),
        "indications": (laron,),
        "holder": Organisation("Ipsen Pharma", "AUTHORISATION_HOLDER"),
        **changed,
    }
    increlex = approval("EMA", "EMA_PRODUCT_NUMBER", "EMEA/H/C/000704", "mecasermin", row=None, **values)
    records = [increlex]
    if edition == "1":
        records.append(approval("EMA", "EMA_PRODUCT_NUMBER", "EMEA/H/C/000001", "metformin hydrochloride", "novelty"))
    return feed("ema_list", records, agency="EMA", edition=edition)


def canada(edition: str = "1") -> Feed:
    values = {"dosage_form": "SOLUTION", "product_name": "INCRELEX" if edition == "1" else "INCRELEX NEW"}
    return feed(
        "canada",
        [approval("HEALTH_CANADA", "DIN", "02509733", "MECASERMIN", **values)],
        rank=20,
        edition=edition,
    )


def registry() -> Feed:
    dwarfism = ConditionRef("Dwarfism", (Xref("MESH", "D004392"),))
    laron = ConditionRef("Laron Syndrome", (Xref("MESH", "D046150"),), (dwarfism,))
    return feed(
        "registry",
        [
            TrialRecord(
                Row("NCT00000001"),
                "RECRUITING",
                nct_id="NCT00000001",
                conditions=(ConditionRef("laron syndrome"), laron),
                interventions=(Intervention("DRUG", "Metformin HCl + Mecasermin"), Intervention("DRUG", "Placebo")),
            ),
        ],
        rank=30,
    )


def everything() -> list[Feed]:
    return [vocabulary(), page(), ema(), canada(), registry()]


async def whole(graph: Graph) -> tuple[Counter[str], Counter[str]]:
    """Return all nodes and links with their properties as strings, without the instants of the load."""
    nodes = await graph.rows(
        Statement("MATCH (n) WHERE NOT n:Migration AND NOT n:Release RETURN labels(n) AS labels, properties(n) AS held")
    )
    links = await graph.rows(
        Statement(
            "MATCH (a)-[r]->(b) RETURN coalesce(a.id, a.value) AS a, type(r) AS type, coalesce(b.id, b.value) AS b, "
            "properties(r) AS held"
        )
    )
    return _texts(nodes), _texts(links)


def _texts(rows: list[dict[str, Any]]) -> Counter[str]:
    for row in rows:
        row["held"] = sorted((name, value) for name, value in row["held"].items() if name not in INSTANTS)
    return Counter(map(repr, rows))


async def rows(graph: Graph, text: str) -> list[Any]:
    return [next(iter(row.values())) for row in await graph.rows(Statement(text))]
