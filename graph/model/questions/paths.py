"""Connections between things: paths with a sentence and the evidence of each step, and the neighbourhood as a picture.

A hub connects everything with everything and so says nothing: agencies are passed only when asked for, no path leads
through a node with more than a thousand links, and what does pass counts less the more links it has.
"""

from graph.model.public_types import Argument, Leaf, Link, ObjectType
from graph.model.questions import search_text
from graph.model.questions.search import KIND, LABEL, first
from graph.model.questions.sentences import sentence, sentences
from graph.model.shared import BY_ID

_MAX_DEGREE = 1_000
_CANDIDATES = 100
_MAX_NODES = 500
_TYPES = (
    "SPONSORED_BY|HELD_BY|SUBSIDIARY_OF|TESTS|FOR_DRUG|STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER|GRANTED_BY|"
    "SAME_AUTHORISATION_AS"
)


def _said(link: str) -> str:
    """What its sentence is made of."""
    start, end = (LABEL.replace("{v}", f"{side}({link})") for side in ("startNode", "endNode"))
    return f"[type({link}), {link}.role, {start}, {end}]"


def _edge(link: str) -> str:
    """A map of the names that an edge's fields use."""
    return (
        f"{{r: {link}, from: startNode({link}), to: endNode({link}), type: type({link}), role: {link}.role, "
        "shared: []}"
    )


_MAX_RECORDS = 20
_WEIGHT = "CASE size({shared}) WHEN 0 THEN 1 ELSE size({shared}) END"
_EVIDENCE = (
    "CALL ({edge}) { WITH {edge}.r AS r UNWIND coalesce(r.sourceIds, []) AS id MATCH (s:Source {id: id}) "
    "RETURN s, r.rawText AS raw, r.rule AS rule, r.validFrom AS since, null AS edition, null AS section, "
    "null AS row, null AS url "
    "UNION ALL WITH {edge}.r AS r WHERE r.sourceIds IS NULL WITH r, startNode(r) AS n MATCH (n)-[st:STATED_IN]->"
    "(s:Source) RETURN s, coalesce(r.rawText, head(r.rawTexts)) AS raw, coalesce(r.rule, r.method) AS rule, "
    "st.firstSeen AS since, st.edition AS edition, st.section AS section, st.rowIndex AS row, st.url AS url "
    "UNION ALL UNWIND {edge}.shared AS drug MATCH (drug)<-[:TESTS|FOR_DRUG]-(n)-[:SPONSORED_BY|HELD_BY]->()"
    "-[:SUBSIDIARY_OF*0..10]->(end) WHERE end IN [{edge}.from, {edge}.to] "
    f"WITH DISTINCT n ORDER BY n.id LIMIT {_MAX_RECORDS} MATCH (n)-[st:STATED_IN]->(s:Source) "
    "RETURN s, coalesce(n.nctId, n.number, n.id) AS raw, null AS rule, st.firstSeen AS since, st.edition AS edition, "
    "st.section AS section, st.rowIndex AS row, st.url AS url } "
    "WITH s AS {s}, raw AS {raw}, rule AS {rule}, since AS {since}, edition AS {edition}, "
    "section AS {section}, row AS {row}, url AS {url}"
)
_OF_EDGE = {name: f"{{edge}}.{name}" for name in ("from", "to", "type", "role", "shared")}

EDGE = ObjectType(
    "GraphEdge",
    "One link between two things, read from source to target.",
    (
        Leaf(
            "id",
            "ID!",
            "Made of its ends, its type and its role.",
            "{from}.id + ' ' + {type} + coalesce(':' + {role}, '') + ' ' + {to}.id",
        ),
        Leaf("source", "ID!", "Id of the thing where it starts.", "{from}.id"),
        Leaf("target", "ID!", "Id of the thing where it ends.", "{to}.id"),
        Leaf("type", "String!", "Type of the link in the graph: TESTS, HELD_BY, …; SHARES_DRUGS is made up.", "{type}"),
        Leaf("weight", "Int!", "Drugs in common of two organisations; 1 for a link of the graph.", _WEIGHT),
        Leaf(
            "sentence",
            "String!",
            "What the link says.",
            f"[{{type}}, {{role}}, {LABEL.replace('{v}', '{from}')}, {LABEL.replace('{v}', '{to}')}] + "
            "[drug IN {shared} | drug.genericName]",
            sentence,
        ),
        Link(
            "evidence",
            "[Evidence!]!",
            "Sources that state it: of the link itself, or of the record where it starts; of what two organisations "
            f"share the first {_MAX_RECORDS} records.",
            _EVIDENCE,
            order=("{s}.id", "{since}", "{row}", "{raw}", "{url}"),
            bind={
                "source": "{s}",
                "field": "{type}",
                "rawText": "{raw}",
                "rule": "{rule}",
                "first": "{since}",
                "last": "{s}.release",
                "edition": "{edition}",
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
        Leaf("label", "String!", "Its name.", LABEL.replace("{v}", "{n}")),
        Leaf("degree", "Int!", "Other things of the picture that it is linked to.", "{degree}"),
        Leaf(
            "hubScore",
            "Float!",
            "Which part of the other things of the picture that is, 0 to 1.",
            "CASE size({kept}) WHEN 1 THEN 0.0 ELSE round(toFloat({degree}) / (size({kept}) - 1), 6) END",
        ),
        Leaf("properties", "JSON!", "What is stored of it, by name.", "properties({n})", search_text.properties),
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
            "UNWIND relationships({path}) AS r WITH " + _edge("r") + " AS {edge}",
            bind={"edge": "{edge}", **_OF_EDGE},
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
            "The things: the root, then by distance and id; of a network in the order of its edges.",
            "CALL ({kept}, {drawn}) { UNWIND range(0, size({kept}) - 1) AS place "
            "RETURN {kept}[place] AS n, place, null AS other UNION ALL "
            "UNWIND {drawn} AS edge UNWIND [[edge.from, edge.to], [edge.to, edge.from]] AS ends "
            "RETURN ends[0] AS n, null AS place, ends[1] AS other } "
            "WITH n AS {n}, max(place) AS {place}, count(DISTINCT CASE WHEN other <> n THEN other END) AS {degree}",
            order=("{place}",),
            bind={"n": "{n}", "degree": "{degree}", "kept": "{kept}"},
            expected_rows=1,
        ),
        Link(
            "edges",
            "[GraphEdge!]!",
            "All links between two of the things; of a network the heaviest first.",
            "UNWIND {drawn} AS {edge}",
            bind={"edge": "{edge}", **_OF_EDGE},
        ),
        Leaf("truncated", "Boolean!", "Whether there is more within these hops than the limit shows.", "{more}"),
    ),
)

TYPES = (EDGE, ELEMENT, PATH, SUBGRAPH_TYPE)


def _by_id(node: str, value: str) -> str:
    return "CALL () { " + BY_ID.replace("{v}", f"{{{node}}}").replace("{value}", f"{{{value}}}") + " }"


_NEAR, _MAX_HOPS = 4, 6
"""Planning takes its time for each quantifier, so there are two: what is asked for mostly, and what is allowed."""


def _passable(node: str) -> str:
    return (
        f"({{via}} IS NULL AND NOT {node}:Agency OR {KIND.replace('{v}', node)} IN {{via}}) "
        f"AND COUNT {{ ({node})--() }} <= {_MAX_DEGREE}"
    )


# Two things with thousands of links each are joined by what they have in common, long before a search comes to an end.
_CLOSE = (
    f"CALL ({{a}}, {{b}}) {{ MATCH p = ({{a}})-[:{_TYPES}]-({{b}}) RETURN p UNION ALL "
    f"WITH {{a}}, {{b}} WHERE coalesce({{maxHops}}, 4) >= 2 MATCH p = ({{a}})-[:{_TYPES}]-(y)-[:{_TYPES}]-({{b}}) "
    f"WHERE {_passable('y')} RETURN p }}"
)
_IS_ENOUGH = f"size(close) >= {_CANDIDATES} OR coalesce({{maxHops}}, 4) <= 2"


def _branch(holds: str, hops: int) -> str:
    return (
        f"WITH {{a}}, {{b}}, close WHERE NOT ({_IS_ENOUGH}) AND {holds} MATCH p = SHORTEST {_CANDIDATES} ({{a}}) "
        f"((x)-[:{_TYPES}]-(y WHERE y = {{b}} OR {_passable('y')})){{1,{hops}}} ({{b}}) "
        "WITH p WHERE length(p) <= coalesce({maxHops}, 4) RETURN p"
    )


PATHS = Link(
    "paths",
    "[Path!]!",
    f"How two things are connected: of the {_CANDIDATES} shortest ways, or of all within two steps where these are "
    f"more, the most telling ones. No way leads through a thing with more than {_MAX_DEGREE:,} links.",
    f"{_by_id('a', 'from')} {_by_id('b', 'to')} WITH {{a}}, {{b}} WHERE {{a}} <> {{b}} "
    f"CALL ({{a}}, {{b}}) {{ {_CLOSE} RETURN collect(p) AS close }} CALL ({{a}}, {{b}}, close) {{ "
    f"UNWIND CASE WHEN {_IS_ENOUGH} THEN close ELSE [] END AS p RETURN p UNION ALL "
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
            prepare=search_text.within("maxHops", 1, _MAX_HOPS),
        ),
        first(5, 50),
    ),
    order=("{score} DESC", "length({path})", "[n IN nodes({path}) | n.id]", "[r IN relationships({path}) | type(r)]"),
    bind={"path": "{path}", "score": "{score}"},
    expected_rows="first",
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
    + "WITH seen[..{most} - 1] AS {kept}, size(seen) >= {most} AS {more} "
    + "CALL ({kept}) { UNWIND {kept} AS a MATCH (a)-[r:"
    + _TYPES
    + "]->(b) WHERE b IN {kept} WITH r ORDER BY a.id, b.id, type(r), r.role RETURN collect("
    + _edge("r")
    + ") AS {drawn} } WITH {kept}, {more}, {drawn}",
    arguments=(
        Argument("root", "ID!", "Id of the thing in the middle."),
        Argument("hops", "Int", "How far, 1 to 3.", default=1, prepare=search_text.within("hops", 1, 3)),
        Argument("types", "[EntityType!]", "Only things of these kinds; all unless given."),
        Argument(
            "limit",
            "Int",
            f"At most so many things, 1 to {_MAX_NODES}; `truncated` says if there are more.",
            default=200,
            prepare=search_text.within("limit", 1, _MAX_NODES),
        ),
    ),
    bind={"kept": "{kept}", "more": "{more}", "drawn": "{drawn}"},
    expected_rows="limit",
)
