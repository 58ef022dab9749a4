"""Networks of things that belong together, and what stands out in them, worked out in one read statement.

A projection is a set of links, each counted once. It is numbered in lists (`nodes` by id, `near` the places of each
node's neighbours), so that a metric is arithmetic over numbers: the same on every server, and nothing is left behind in
the server's memory. Neo4j ends a statement between two rows but not within an expression, so that the size of every
expression is bounded; what is larger is refused.
"""

from collections.abc import Sequence
from typing import NoReturn

from graph.errors import BadUserInput
from graph.model.public_types import Argument, FilterSet, Inline, Leaf, Link, ObjectType, Refusal
from graph.model.questions.field_files import field
from graph.model.questions.search import first
from graph.model.questions.search_text import within
from graph.model.questions.sentences import ranked

MAX_LINKS = 25_000

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

WORKS_ON = (
    "MATCH ({drug}:Drug) WHERE {is_drug} AND {drug_has_condition} WITH {drug} SKIP 0 CALL ({drug}) { "
    "MATCH ({drug})<-[:TESTS]-({trial}:Trial)-[{tie}:SPONSORED_BY]->({sponsor}:Sponsor) "
    "WHERE {is_trial} AND {is_sponsor} {includeSubsidiaries} RETURN {head} UNION "
    "MATCH ({drug})<-[:FOR_DRUG]-(:Approval)-[{tie}:HELD_BY]->({sponsor}:Sponsor) "
    "WHERE {without_trial} AND {is_sponsor} {includeSubsidiaries} RETURN {head} } RETURN {drug} AS a, {head} AS b"
)
"""Drug and organisation, each pair once: it runs or supports a trial, or a record names it.

Conditions on a drug are tested once, before its trials are followed: Neo4j moves no test across a SKIP.
"""

_PROJECTIONS = {
    "DRUG_CONDITION": "UNWIND ['INDICATED_FOR', 'ASSOCIATED_WITH'] AS {link} "
    "MATCH ({drug}:Drug)-[{r}:INDICATED_FOR|ASSOCIATED_WITH WHERE type({r}) = {link}]->({condition}:Condition) "
    "WHERE {without_trial} AND {is_drug} AND {is_condition} AND {drug_has_sponsor} "
    "RETURN {drug} AS a, {condition} AS b UNION WITH 'STUDIED_FOR' AS {link} "
    "MATCH ({drug}:Drug)<-[:TESTS]-({trial}:Trial)-[:STUDIES]->({condition}:Condition) "
    "WHERE {is_trial} AND {is_drug} AND {is_condition} AND {drug_has_sponsor} RETURN {drug} AS a, {condition} AS b",
    "DRUG_SPONSOR": WORKS_ON,
    "SPONSOR_SPONSOR": f"CALL () {{ {WORKS_ON} }} WITH a AS drug, b ORDER BY b.id WITH drug, collect(b) AS heads "
    "UNWIND range(0, size(heads) - 2) AS i UNWIND heads[i + 1..] AS b WITH DISTINCT heads[i] AS a, b RETURN a, b",
    "CONDITION_SPONSOR": "MATCH ({condition}:Condition)<-[:STUDIES]-({trial}:Trial)-[{tie}:SPONSORED_BY]->"
    "({sponsor}:Sponsor) WHERE {is_condition} AND {is_trial} AND {is_sponsor} AND {trial_has_drug} "
    "{includeSubsidiaries} RETURN DISTINCT {condition} AS a, {head} AS b",
    "DRUG_AGENCY": "MATCH ({drug}:Drug)-[:COVERED_BY {state: 'FOUND'}]->(agency:Agency) "
    "WHERE {is_drug} AND {drug_has_trial} AND {drug_has_condition} AND {drug_has_sponsor} "
    "RETURN {drug} AS a, agency AS b",
}

_NUMBERED = (
    f"CALL () {{ CALL () {{ {{projection}} }} WITH a, b LIMIT {MAX_LINKS + 1} RETURN collect([a, b]) AS {{links}} }} "
    f"CALL ({{links}}) {{ WITH CASE WHEN size({{links}}) > {MAX_LINKS} THEN [] ELSE {{links}} END AS kept "
    "UNWIND kept AS link UNWIND [link, [link[1], link[0]]] AS ends "
    "WITH ends[0] AS one, collect(ends[1]) AS others ORDER BY one.id WITH collect(others) AS rows "
    "UNWIND range(0, size(rows) - 1) AS place UNWIND rows[place] AS node "
    "WITH node, collect(place) AS places ORDER BY node.id "
    "RETURN collect(node) AS {nodes}, collect(places) AS {near} } "
)


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
        raise BadUserInput("filter", f"a network of more than {MAX_LINKS:,} links is too large here: {advice}")
    raise BadUserInput(
        "metric", f"for a network of {links:,} links it takes {work:,} steps, allowed are {most:,}: {advice}"
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
    prelude=_NUMBERED + "{metric}",
    aggregates=("prelude",),
    refusal=Refusal(f"{{work}}[0] > {MAX_LINKS} OR {{work}}[1] > {{work}}[2]", "{work}", _too_large),
)

_MAX_PAIRS = 500_000
"""Times that two organisations meet on a drug, in all."""

_SHARED = (
    f"CALL () {{ CALL () {{ {WORKS_ON} }} WITH a AS drug, b ORDER BY b.id WITH drug, collect(b) AS heads "
    "RETURN collect([drug, heads]) AS {worked}, sum(size(heads) * (size(heads) - 1) / 2) AS {meetings} } "
    "CALL ({worked}, {meetings}) { "
    f"UNWIND CASE WHEN {{meetings}} > {_MAX_PAIRS} THEN [] ELSE {{worked}} END AS row "
    "WITH row[0] AS drug, row[1] AS heads "
    "UNWIND range(0, size(heads) - 2) AS i UNWIND heads[i + 1..] AS b WITH drug, heads[i] AS a, b "
    "WITH a, b, collect(drug) AS shared, count(*) AS weight WHERE weight >= coalesce({minShared}, 1) "
    "ORDER BY weight DESC, a.id, b.id LIMIT coalesce({first}, 100) + 1 "
    "CALL (shared) { UNWIND shared AS drug WITH drug ORDER BY drug.genericName, drug.id "
    "RETURN collect(drug) AS sorted } "
    "RETURN collect({r: null, from: a, to: b, type: 'SHARES_DRUGS', role: null, shared: sorted}) AS {pairs} } "
    "WITH *, {pairs}[..coalesce({first}, 100)] AS {drawn}, size({pairs}) > coalesce({first}, 100) AS {more} "
    "CALL ({drawn}) { UNWIND range(0, size({drawn}) - 1) AS place "
    "UNWIND [{drawn}[place].from, {drawn}[place].to] AS end "
    "WITH end, min(place) AS place ORDER BY place, end.id RETURN collect(end) AS {kept} }"
)


def _too_many(meetings: int) -> NoReturn:
    raise BadUserInput(
        "filter",
        f"organisations meet {meetings:,} times on drugs, allowed are {_MAX_PAIRS:,}: narrow them by drug, trial, "
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
    prelude=_SHARED,
    aggregates=("prelude",),
    refusal=Refusal(f"{{meetings}} > {_MAX_PAIRS}", "{meetings}", _too_many),
)

TYPES = (RANKED,)
