"""Drugs like one drug, by the things that both have; rare things count more.

A thing counts one over one plus the logarithm of the number of drugs that have it, so that a rare disease says more
than "Neoplasms". Things that more than 500 drugs have, or that more than 5,000 records lead to, are left out; an agency
finds no drugs by itself and only adds to other shared things, unless agencies alone are asked for. The hundred drugs
that share most are compared in full: the score is the weight of the shared things over that of the things of either.
"""

from graph.errors import BadUserInput
from graph.model.enums import ENUMS
from graph.model.public_types import Argument, Inline, Leaf, Link, ObjectType
from graph.model.questions.field_files import constants, field
from graph.model.questions.search import first

_MOST_DRUGS = constants("similar_drugs")["most_drugs"]
_BASES = list(ENUMS["SimilarityBasis"].values)

TYPE = ObjectType(
    "SimilarDrug",
    "A drug like another one, and what both have.",
    (
        Inline("drug", "Drug!", "The other drug.", {"v": "{other}"}, "true"),
        Leaf(
            "score",
            "Float!",
            "Share of things that both have, above 0 and at most 1; rare things count more.",
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
    f"Drugs that have most in common with it, best first. Things that more than {_MOST_DRUGS} drugs have do not count, "
    "except agencies.",
    field("similar_drugs"),
    aggregates=("match",),
    order=("{score} DESC", "size({shared}) DESC", "{other}.id"),
    arguments=(
        Argument("by", "[SimilarityBasis!]", "Kinds of things to compare by; all unless given.", prepare=_by),
        first(10, 50),
    ),
    bind={"other": "{other}", "shared": "{shared}", "score": "{score}"},
    expected_rows="first",
    extra_cost=2_000,
)
