"""Connections between things: paths with a sentence and the evidence of each step, and the neighbourhood as a picture.

A hub connects everything with everything and so says nothing: agencies are passed only when asked for, no path leads
through a node with more than a thousand links, and what does pass counts less the more links it has.
"""

from graph import terms
from graph.model.roots import BY_ID
from graph.model.search import KIND, first
from graph.model.view import Argument, Leaf, Link, ObjectType
from graph.sentences import sentence, sentences

_MAX_DEGREE = 1_000
_CANDIDATES = 100
_MAX_NODES = 500
_TYPES = (
    "SPONSORED_BY|HELD_BY|SUBSIDIARY_OF|TESTS|FOR_DRUG|STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER|GRANTED_BY|"
    "SAME_AUTHORISATION_AS"
)
_LABEL = "coalesce({n}.genericName, {n}.name, {n}.nctId, {n}.productName, {n}.number, {n}.id)"


def _said(link: str) -> str:
    """What its sentence is made of."""
    start, end = (_LABEL.replace("{n}", f"{side}({link})") for side in ("startNode", "endNode"))
    return f"[type({link}), {link}.role, {start}, {end}]"


EDGE = ObjectType(
    "GraphEdge",
    "One link between two things, read from source to target.",
    (
        Leaf(
            "id",
            "ID!",
            "Made of its ends, its type and its role.",
            "startNode({r}).id + ' ' + type({r}) + coalesce(':' + {r}.role, '') + ' ' + endNode({r}).id",
        ),
        Leaf("source", "ID!", "Id of the thing where it starts.", "startNode({r}).id"),
        Leaf("target", "ID!", "Id of the thing where it ends.", "endNode({r}).id"),
        Leaf("type", "String!", "Type of the link in the graph: TESTS, HELD_BY, …", "type({r})"),
        Leaf("sentence", "String!", "What the link says.", _said("{r}"), sentence),
        Link(
            "evidence",
            "[Evidence!]!",
            "Sources that state it: of the link itself, or of the record where it starts.",
            "CALL ({r}) { UNWIND coalesce({r}.sourceIds, []) AS id MATCH (s:Source {id: id}) "
            "RETURN s, {r}.rawText AS raw, {r}.rule AS rule, {r}.validFrom AS since, null AS section, null AS row, "
            "null AS url UNION ALL "
            "WITH startNode({r}) AS n WHERE {r}.sourceIds IS NULL MATCH (n)-[st:STATED_IN]->(s:Source) "
            "RETURN s, coalesce({r}.rawText, head({r}.rawTexts)) AS raw, coalesce({r}.rule, {r}.method) AS rule, "
            "st.firstSeen AS since, st.section AS section, st.rowIndex AS row, st.url AS url } "
            "WITH s AS {s}, raw AS {raw}, rule AS {rule}, since AS {since}, section AS {section}, row AS {row}, "
            "url AS {url}",
            order=("{s}.id", "{since}", "{row}", "{raw}"),
            bind={
                "source": "{s}",
                "field": "type({r})",
                "rawText": "{raw}",
                "rule": "{rule}",
                "first": "{since}",
                "last": "{s}.release",
                "section": "{section}",
                "rowIndex": "{row}",
                "url": "{url}",
            },
        ),
    ),
)

ELEMENT = ObjectType(
    "GraphElement",
    "One thing of a picture.",
    (
        Leaf("id", "ID!", "Global id.", "{n}.id"),
        Leaf("type", "EntityType!", "Its kind.", KIND.replace("{v}", "{n}")),
        Leaf("label", "String!", "Its name.", _LABEL),
        Leaf("properties", "JSON!", "What is stored of it, by name.", "properties({n})", terms.properties),
    ),
)

PATH = ObjectType(
    "Path",
    "One way from one thing to another.",
    (
        Leaf("length", "Int!", "Number of steps.", "length({path})"),
        Leaf(
            "score",
            "Float!",
            "How telling it is, above 0 and at most 1: each thing passed divides it by its number of links to the 0.4.",
            "{score}",
        ),
        Leaf(
            "sentence",
            "String!",
            "The sentences of its steps in order.",
            f"[r IN relationships({{path}}) | {_said('r')}]",
            sentences,
        ),
        Link("nodes", "[SearchNode!]!", "The things in order, both ends included.", "UNWIND nodes({path}) AS {v}"),
        Link(
            "edges",
            "[GraphEdge!]!",
            "Its steps in order, each with its evidence.",
            "UNWIND relationships({path}) AS {r}",
            bind={"r": "{r}"},
        ),
    ),
)

SUBGRAPH_TYPE = ObjectType(
    "Subgraph",
    "A part of the graph as a picture.",
    (
        Link(
            "nodes",
            "[GraphElement!]!",
            "The things: the root, then by distance and id.",
            "UNWIND {kept} AS {n}",
            bind={"n": "{n}"},
            rows=1,
        ),
        Link(
            "edges",
            "[GraphEdge!]!",
            "All links between two of the things.",
            "UNWIND {kept} AS {a} MATCH ({a})-[{r}:" + _TYPES + "]->({b}) WHERE {b} IN {kept} WITH {r}, {a}, {b}",
            order=("{a}.id", "{b}.id", "type({r})", "{r}.role"),
            bind={"r": "{r}"},
        ),
        Leaf("truncated", "Boolean!", "Whether there is more within these hops than the limit shows.", "{more}"),
    ),
)

TYPES = (EDGE, ELEMENT, PATH, SUBGRAPH_TYPE)


def _by_id(node: str, value: str) -> str:
    return "CALL () { " + BY_ID.replace("{v}", f"{{{node}}}").replace("{value}", f"{{{value}}}") + " }"


_NEAR, _MAX_HOPS = 4, 6
"""Planning takes its time for each quantifier, so there are two: what is asked for mostly, and what is allowed."""


def _branch(holds: str, hops: int) -> str:
    passable = (
        f"({{via}} IS NULL AND NOT y:Agency OR {KIND.replace('{v}', 'y')} IN {{via}}) "
        f"AND COUNT {{ (y)-[:{_TYPES}]-() }} <= {_MAX_DEGREE}"
    )
    return (
        f"WITH 1 AS one WHERE {holds} MATCH p = SHORTEST {_CANDIDATES} ({{a}}) "
        f"((x)-[:{_TYPES}]-(y WHERE y = {{b}} OR {passable})){{1,{hops}}} ({{b}}) "
        "WITH p WHERE length(p) <= coalesce({maxHops}, 4) RETURN p"
    )


PATHS = Link(
    "paths",
    "[Path!]!",
    f"How two things are connected: of the {_CANDIDATES} shortest ways the most telling ones. No way leads through "
    f"a thing with more than {_MAX_DEGREE:,} links.",
    f"{_by_id('a', 'from')} {_by_id('b', 'to')} WITH {{a}}, {{b}} WHERE {{a}} <> {{b}} CALL ({{a}}, {{b}}) {{ "
    + _branch(f"coalesce({{maxHops}}, 4) <= {_NEAR}", _NEAR)
    + " UNION ALL "
    + _branch(f"{{maxHops}} > {_NEAR}", _MAX_HOPS)
    + " } CALL (p) { UNWIND nodes(p)[1..-1] AS n "
    f"RETURN exp(-0.4 * sum(log(COUNT {{ (n)-[:{_TYPES}]-() }}))) AS damped }} "
    "WITH p AS {path}, round(damped, 6) AS {score} "
    "ORDER BY {score} DESC, length({path}), [n IN nodes({path}) | n.id], [r IN relationships({path}) | type(r)] "
    "LIMIT coalesce({first}, 5)",
    arguments=(
        Argument("from", "ID!", "Id of the one thing."),
        Argument("to", "ID!", "Id of the other thing."),
        Argument("via", "[EntityType!]", "Only through things of these kinds; all but agencies unless given."),
        Argument(
            "maxHops",
            "Int",
            f"At most so many steps, 1 to {_MAX_HOPS}.",
            default=4,
            prepare=terms.within("maxHops", 1, _MAX_HOPS),
        ),
        first(5, 50),
    ),
    order=("{score} DESC", "length({path})", "[n IN nodes({path}) | n.id]", "[r IN relationships({path}) | type(r)]"),
    bind={"path": "{path}", "score": "{score}"},
    rows="first",
)

_WIDER = (
    "CALL (seen, edge, {most}, {far}) { UNWIND edge AS f CALL (f, {most}) { MATCH (f)-[:"
    + _TYPES
    + "]-(n) WHERE {types} IS NULL OR "
    + KIND.replace("{v}", "n")
    + " IN {types} WITH DISTINCT n LIMIT coalesce({limit}, 200) + 1 RETURN n } "
    "WITH DISTINCT seen, n WHERE NOT n IN seen WITH n ORDER BY n.id LIMIT coalesce({limit}, 200) + 1 "
    "RETURN collect(n) AS reached } "
    "WITH seen + reached AS seen, [n IN reached WHERE NOT n:Agency] AS edge "
)

SUBGRAPH = Link(
    "subgraph",
    "Subgraph!",
    "What surrounds a thing, as nodes and edges; empty if there is no such thing. Agencies are shown, not passed.",
    "OPTIONAL "
    + _by_id("centre", "root")
    + " WITH [c IN [{centre}] WHERE c IS NOT NULL] AS seen "
    + "WITH seen, seen AS edge, coalesce({limit}, 200) + 1 AS {most}, "
    + "coalesce({hops}, 1) AS {far} "
    + "".join(
        _WIDER.replace("AS edge ", "AS edge, {most}, {far} ").replace(
            "UNWIND edge", f"UNWIND CASE WHEN {{far}} >= {hop} THEN edge ELSE [] END"
        )
        for hop in (1, 2, 3)
    )
    + "WITH seen[..{most} - 1] AS {kept}, size(seen) >= {most} AS {more}",
    arguments=(
        Argument("root", "ID!", "Id of the thing in the middle."),
        Argument("hops", "Int", "How far, 1 to 3.", default=1, prepare=terms.within("hops", 1, 3)),
        Argument("types", "[EntityType!]", "Only things of these kinds; all unless given."),
        Argument(
            "limit",
            "Int",
            f"At most so many things, 1 to {_MAX_NODES}; `truncated` says if there are more.",
            default=200,
            prepare=terms.within("limit", 1, _MAX_NODES),
        ),
    ),
    bind={"kept": "{kept}", "more": "{more}"},
    rows="limit",
)
