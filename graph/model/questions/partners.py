"""With whom an organisation works: others that sign the same trials or work on the same drugs."""

from graph.errors import BadUserInput
from graph.model.public_types import Argument, Connection, ConnectionType, EdgeType, Inline, Leaf, Link, Sort, Sorting
from graph.model.questions.search import first

_VIA = ("TRIAL", "DRUG")
_MOST = 1_000
"""Trials and approvals of a drug: on one with more, everybody works."""


def _via(kind: str) -> str:
    if kind not in _VIA:
        raise BadUserInput("via", f"{kind} is not allowed; allowed are {' and '.join(_VIA)}")
    return kind


# Entities of one group are not partners of one another.
_GROUP = (
    "CALL ({p}) { MATCH ({p})-[:SUBSIDIARY_OF*0..10]->(top:Sponsor) WHERE NOT EXISTS { (top)-[:SUBSIDIARY_OF]->() } "
    "MATCH (top)<-[:SUBSIDIARY_OF*0..10]-(own:Sponsor) RETURN collect(DISTINCT own) AS {own} }"
)
_FOUND = (
    "CALL ({p}, {own}) { CALL ({p}) { MATCH ({p})<-[:SPONSORED_BY]-(trial:Trial)-[:SPONSORED_BY]->(other:Sponsor) "
    "RETURN other, trial, null AS drug UNION ALL "
    "MATCH ({p})<-[:SPONSORED_BY|HELD_BY]-()-[:TESTS|FOR_DRUG]->(drug:Drug) WITH DISTINCT drug "
    f"WHERE drug.trialCount + drug.approvalCount <= {_MOST} "
    "MATCH (drug)<-[:TESTS|FOR_DRUG]-()-[:SPONSORED_BY|HELD_BY]->(other:Sponsor) "
    "RETURN other, null AS trial, drug } WITH other, trial, drug WHERE NOT other IN {own} "
    "WITH other, count(DISTINCT trial) AS trials, collect(DISTINCT drug) AS drugs "
    "RETURN collect([other, trials, drugs]) AS {found} }"
)

CONNECTION = ConnectionType(
    "PartnerConnection",
    EdgeType(
        "PartnerEdge",
        "One partner, and what both work on.",
        (
            Inline("node", "Sponsor!", "The other organisation.", {"v": "{other}"}, "true"),
            Leaf("sharedTrials", "Int!", "Trials that both run or support.", "{trials}"),
            Leaf(
                "sharedDrugs",
                "Int!",
                f"Drugs that both work on; those with more than {_MOST:,} trials and approvals count for nobody.",
                "size({drugs})",
            ),
            Link(
                "drugs",
                "[Drug!]!",
                "These drugs, by name.",
                "UNWIND {drugs} AS {v} WITH {v} ORDER BY {v}.genericName, {v}.id LIMIT coalesce({first}, 10)",
                order=("{v}.genericName", "{v}.id"),
                arguments=(first(10, 200),),
                expected_rows="first",
            ),
        ),
    ),
    "Partners, those with the most in common first, page by page.",
)

_FIRST = "CASE {via} WHEN 'DRUG' THEN {many} ELSE {trials} END"
_SECOND = "CASE {via} WHEN 'DRUG' THEN {trials} ELSE {many} END"
SORTING = Sorting(
    "Partner",
    "Order of partners.",
    (Sort("SHARED", "What was asked for; trials unless asked.", _FIRST), Sort("OTHER", "The other.", _SECOND)),
    default=("SHARED", "DESC"),
    then=(("OTHER", "DESC"),),
)

PARTNERS = Connection(
    "partners",
    "PartnerConnection",
    "Partner",
    "Organisations of other groups that run or support the same trials or work on the same drugs; those with the most "
    "trials in common first.",
    "UNWIND {found} AS {row} WITH {row}[0] AS {v}, {row}[1] AS {trials}, {row}[2] AS {drugs}, size({row}[2]) AS {many}",
    where="CASE {via} WHEN 'TRIAL' THEN {trials} WHEN 'DRUG' THEN {many} ELSE 1 END > 0",
    arguments=(Argument("via", "EntityType", "Only through common things of this kind, TRIAL or DRUG.", prepare=_via),),
    bind={"other": "{v}", "trials": "{trials}", "drugs": "{drugs}"},
    prelude=f"{_GROUP} {_FOUND}",
    extra_cost=1_000,
)
