"""Networks of linked things and their metrics, computed in one read statement.

A projection is a set of links, each counted once. It is numbered in lists (`nodes` by id, `near` the places of each
node's neighbours), so a metric is arithmetic over numbers: the same on every server, with nothing left in the server's
memory. Neo4j ends a statement between two rows but not within an expression, so the size of every expression is bounded
and a larger network is refused.
"""

from collections.abc import Sequence
from typing import NoReturn

from graph.errors import BadUserInput
from graph.model.public_types import Argument, FilterSet, Inline, Leaf, Link, ObjectType, Refusal
from graph.model.questions.field_files import constants, field
from graph.model.questions.search import first
from graph.model.questions.search_text import within
from graph.model.questions.sentences import ranked

MAX_LINKS = constants("network")["max_links"]

FILTERS = FilterSet(
    "NetworkFilter",
    "Content of a network; all that is given must hold. A kind that the network does not show narrows its drugs, or "
    "its trials where it shows no drugs.",
    (
        ("Drug", "Only such drugs."),
        ("Trial", "Only what such trials link; where trials link nothing, only drugs tested in one."),
        ("Sponsor", "Only such organisations, in such a role."),
        ("Condition", "Only such conditions."),
    ),
)
FILTER = Argument("filter", FILTERS.name, FILTERS.description, is_filter=True)
SUBSIDIARIES = Argument(
    "includeSubsidiaries",
    "Boolean",
    "Count subsidiaries with the top of their group.",
    default=False,
    text_by_value={
        False: "WITH *, {sponsor} AS {head}",
        True: "MATCH ({sponsor})-[:SUBSIDIARY_OF*0..10]->({head}:Sponsor) "
        "WHERE NOT EXISTS { ({head})-[:SUBSIDIARY_OF]->() }",
    },
)

_WORKS_ON = field("works_on")

_PROJECTIONS = {
    "DRUG_CONDITION": field("network_drug_condition"),
    "DRUG_SPONSOR": _WORKS_ON,
    "SPONSOR_SPONSOR": field("network_sponsor_sponsor", works_on=_WORKS_ON),
    "CONDITION_SPONSOR": field("network_condition_sponsor"),
    "DRUG_AGENCY": field("network_drug_agency"),
}

_METRICS = {
    "DEGREE": field("metric_degree"),
    "BETWEENNESS": field("metric_betweenness"),
    "PAGERANK": field("metric_pagerank"),
    "COMMUNITY": field("metric_community"),
    "JACCARD": field("metric_jaccard"),
}

RANKED = ObjectType(
    "RankedNode",
    "A thing and what a metric says of it.",
    (
        Inline("node", "SearchNode!", "The thing.", {"v": "{v}"}, "true"),
        Leaf("score", "Float!", "Value of the metric; larger is more.", "{score}"),
        Leaf("rank", "Int!", "Its place in the list, from 1; equal scores are in the order of their ids.", "{rank}"),
        Leaf("explanation", "String!", "Meaning of the score, as a sentence.", "{said}", ranked),
    ),
)


def _too_large(found: Sequence[int]) -> NoReturn:
    links, work, most = found
    advice = "narrow it by drug, trial, sponsor or condition, e.g. filter: {drug: {trialCount: {gte: 10}}}"
    if links > MAX_LINKS:
        raise BadUserInput("filter", f"the network has more than {MAX_LINKS:,} links: {advice}")
    raise BadUserInput(
        "metric", f"it takes {work:,} steps for a network of {links:,} links; allowed are {most:,}: {advice}"
    )


METRICS = Link(
    "networkMetrics",
    "[RankedNode!]!",
    f"Things that stand out in a network of at most {MAX_LINKS:,} links, each pair linked once; highest score first.",
    "UNWIND range(0, size({top}) - 1) AS {i} WITH {i} + 1 AS {rank}, {top}[{i}][0] AS {v}, {top}[{i}][1] AS {score}, "
    "{top}[{i}][2] AS {said}",
    order=("{rank}",),
    arguments=(
        Argument("projection", "Projection!", "The links of the network.", text_by_value=_PROJECTIONS),
        Argument("metric", "Metric!", "How it is measured.", text_by_value=_METRICS),
        FILTER,
        Argument("types", "[EntityType!]", "Only things of these kinds; the whole network is looked at all the same."),
        SUBSIDIARIES,
        first(25, 200),
    ),
    bind={"score": "{score}", "rank": "{rank}", "said": "{said}"},
    expected_rows="first",
    extra_cost=5_000,
    prelude=field("network") + " {metric}",
    aggregates=("prelude",),
    refusal=Refusal(f"{{work}}[0] > {MAX_LINKS} OR {{work}}[1] > {{work}}[2]", "{work}", _too_large),
)

_MAX_PAIRS = constants("sponsor_network")["max_pairs"]
"""Times that two organisations meet on a drug, in all."""


def _too_many(meetings: int) -> NoReturn:
    raise BadUserInput(
        "filter",
        f"organisations meet {meetings:,} times on drugs; allowed are {_MAX_PAIRS:,}: narrow them by drug, trial, "
        'sponsor or condition, e.g. filter: {condition: {name: {contains: "leukemia"}}}',
    )


SPONSORS = Link(
    "sponsorNetwork",
    "Subgraph!",
    "Organisations that work on the same drugs: run or support a trial, or are named on a record. An edge is a pair, "
    "its weight the number of drugs; heaviest first.",
    "UNWIND [0] AS {i}",
    arguments=(
        FILTER,
        Argument(
            "minShared",
            "Int",
            "Only pairs with so many drugs in common.",
            default=1,
            prepare=within("minShared", 1, 10**6),
        ),
        SUBSIDIARIES,
        first(100, 500),
    ),
    bind={"kept": "{kept}", "drawn": "{drawn}", "more": "{more}"},
    expected_rows="first",
    extra_cost=5_000,
    prelude=field("sponsor_network", works_on=_WORKS_ON),
    aggregates=("prelude",),
    refusal=Refusal(f"{{meetings}} > {_MAX_PAIRS}", "{meetings}", _too_many),
)

TYPES = (RANKED,)
