"""Drugs like one drug: what both have in common, rare things first.

A thing counts one over one plus the logarithm of the number of drugs that have it, so that a rare disease says more
than "Neoplasms". What more than 500 drugs have, or more than 5,000 records lead to, says nothing and is left out; an
agency is no way to other drugs, it only adds to what else is shared, unless nothing else is asked for. The hundred
drugs with the most in common are compared in full: the score is what both have among what either has.
"""

from graph.errors import BadUserInput
from graph.model.enums import ENUMS
from graph.model.public_types import Argument, Inline, Leaf, Link, ObjectType
from graph.model.questions.search import first

_MOST_DRUGS, _MOST_RECORDS = 500, 5_000
_OWN, _CANDIDATES = 200, 100
_BASES = list(ENUMS["SimilarityBasis"].values)
_ASKED = f"coalesce({{by}}, {_BASES})"

_TOP = "[:SUBSIDIARY_OF*0..10]->(thing:Sponsor) WHERE NOT EXISTS { (thing)-[:SUBSIDIARY_OF]->() }"
_ENTITIES = "(thing)<-[:SUBSIDIARY_OF*0..10]-(entity:Sponsor)"

_HAS = {
    "CONDITIONS": "CALL (x) { MATCH (x)-[:INDICATED_FOR|ASSOCIATED_WITH]->(thing:Condition) RETURN thing "
    "UNION MATCH (x)<-[:TESTS]-(:Trial)-[:STUDIES]->(thing:Condition) RETURN thing } "
    "WITH thing, thing.drugCount AS drugs, thing.trialCount AS records",
    "SPONSORS": f"CALL (x) {{ MATCH (x)<-[:TESTS|FOR_DRUG]-()-[:SPONSORED_BY|HELD_BY]->(:Sponsor)-{_TOP} "
    "RETURN DISTINCT thing } "
    f"CALL (thing) {{ MATCH {_ENTITIES} RETURN sum(entity.drugCount) AS drugs, "
    "sum(entity.trialCount + entity.approvalCount) AS records } WITH thing, drugs, records",
    "TRIALS": "MATCH (x)<-[:TESTS]-(thing:Trial) WITH thing, COUNT { (thing)-[:TESTS]->() } AS drugs, 1 AS records",
    "AGENCIES": "MATCH (x)-[:COVERED_BY {state: 'FOUND'}]->(thing:Agency) "
    "WITH thing, COUNT { (thing)<-[:COVERED_BY]-() } AS drugs, 0 AS records",
}
"""What a drug (x) has on each basis, with the number of drugs that have it and of records that lead to them."""

_TELLING = f"WHERE thing:Agency OR (drugs <= {_MOST_DRUGS} AND records <= {_MOST_RECORDS})"
_THINGS = " UNION ALL ".join(
    f"WITH x WHERE '{basis}' IN {_ASKED} {has} {_TELLING} "
    "RETURN thing, 1 / (1 + log(CASE WHEN drugs < 1 THEN 1 ELSE drugs END)) AS weight"
    for basis, has in _HAS.items()
)

_OTHERS = (
    "CALL (thing) { MATCH (thing)<-[:INDICATED_FOR|ASSOCIATED_WITH]-(other:Drug) WHERE thing:Condition RETURN other "
    "UNION MATCH (thing)<-[:STUDIES]-(:Trial)-[:TESTS]->(other:Drug) WHERE thing:Condition RETURN other "
    "UNION MATCH (thing)-[:TESTS]->(other:Drug) WHERE thing:Trial RETURN other "
    f"UNION MATCH {_ENTITIES} WHERE thing:Sponsor "
    "MATCH (entity)<-[:SPONSORED_BY|HELD_BY]-()-[:TESTS|FOR_DRUG]->(other:Drug) RETURN other "
    "UNION MATCH (thing)<-[:COVERED_BY {state: 'FOUND'}]-(other:Drug) "
    f"WHERE thing:Agency AND {_ASKED} = ['AGENCIES'] RETURN other }}"
)

_FOUND = (
    f"CALL ({{p}}) {{ WITH {{p}} AS x CALL (x) {{ {_THINGS} }} "
    "WITH x, thing, weight ORDER BY weight DESC, thing.id "
    "WITH x, collect(thing) AS own, sum(weight) AS whole, collect({thing: thing, weight: weight}) AS weighed "
    f"UNWIND weighed[..{_OWN}] AS each WITH x, own, whole, each.thing AS thing, each.weight AS weight "
    f"{_OTHERS} WITH x AS me, own, whole, other, sum(weight) AS common WHERE other <> me "
    f"WITH own, whole, other AS x, common ORDER BY common DESC, x.id LIMIT {_CANDIDATES} "
    f"CALL (x, own) {{ CALL (x) {{ {_THINGS} }} "
    "WITH thing, weight, thing IN own AS mine ORDER BY weight DESC, thing.id "
    "RETURN sum(weight) AS others, sum(CASE WHEN mine THEN weight ELSE 0.0 END) AS both, "
    "collect(CASE WHEN mine THEN thing END) AS shared } "
    "WITH x AS other, shared, round(both / (whole + others - both), 4) AS score WHERE size(shared) > 0 "
    "ORDER BY score DESC, size(shared) DESC, other.id LIMIT coalesce({first}, 10) "
    "RETURN other AS {other}, shared AS {shared}, score AS {score} }"
)

TYPE = ObjectType(
    "SimilarDrug",
    "A drug like another one, and what both have.",
    (
        Inline("drug", "Drug!", "The other drug.", {"v": "{other}"}, "true"),
        Leaf(
            "score",
            "Float!",
            "What both have among what either has, above 0 and at most 1; what few drugs have counts more.",
            "{score}",
        ),
        Leaf("sharedCount", "Int!", "How many things both have.", "size({shared})"),
        Link(
            "shared",
            "[SearchNode!]!",
            "Things that both have, the most telling first.",
            "UNWIND {shared}[..coalesce({first}, 10)] AS {v}",
            arguments=(first(10, 200),),
            expected_rows="first",
        ),
    ),
)


def _by(bases: list[str]) -> list[str]:
    if not bases:
        raise BadUserInput("by", f"nothing to compare by; allowed are {', '.join(_BASES)}")
    return list(dict.fromkeys(bases))


SIMILAR = Link(
    "similar",
    "[SimilarDrug!]!",
    f"Drugs that have most in common with it, best first. What more than {_MOST_DRUGS} drugs have is no likeness, but "
    "for agencies.",
    _FOUND,
    order=("{score} DESC", "size({shared}) DESC", "{other}.id"),
    arguments=(
        Argument("by", "[SimilarityBasis!]", "What to compare by; everything unless given.", prepare=_by),
        first(10, 50),
    ),
    bind={"other": "{other}", "shared": "{shared}", "score": "{score}"},
    expected_rows="first",
    extra_cost=2_000,
)
