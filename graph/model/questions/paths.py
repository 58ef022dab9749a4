"""Connections between things: paths with a sentence and the evidence of each step, and the neighbourhood as a picture.

A hub connects everything and so says nothing: paths lead through agencies only when asked to, no path leads through a
node with more than a thousand links, and a node on a path counts less the more links it has.
"""

from graph.model.public_types import Argument, Leaf, Link, ObjectType
from graph.model.questions import search_text
from graph.model.questions.field_files import constants, field
from graph.model.questions.search import KIND, LABEL, first
from graph.model.questions.sentences import sentence, sentences

_MAX_DEGREE = constants("paths")["max_degree"]
_CANDIDATES = constants("paths")["candidates"]
_MAX_NODES = 500


def _said(link: str) -> str:
    """The words of its sentence."""
    start, end = (LABEL.replace("{v}", f"{side}({link})") for side in ("startNode", "endNode"))
    return f"[type({link}), {link}.role, {start}, {end}]"


def _edge(link: str) -> str:
    """A map of the names that an edge's fields use."""
    return (
        f"{{r: {link}, from: startNode({link}), to: endNode({link}), type: type({link}), role: {link}.role, "
        "shared: []}"
    )


_MAX_RECORDS = constants("edge_evidence")["max_records"]
_WEIGHT = "CASE size({shared}) WHEN 0 THEN 1 ELSE size({shared}) END"
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
            "The link as a sentence.",
            f"[{{type}}, {{role}}, {LABEL.replace('{v}', '{from}')}, {LABEL.replace('{v}', '{to}')}] + "
            "[drug IN {shared} | drug.genericName]",
            sentence,
        ),
        Link(
            "evidence",
            "[Evidence!]!",
            "Sources that state it: of the link itself, or of the record where it starts; of what two organisations "
            f"share the first {_MAX_RECORDS} records.",
            field("edge_evidence"),
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
        Leaf("properties", "JSON!", "Its stored properties, by name.", "properties({n})", search_text.properties),
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
            field("subgraph_nodes"),
            aggregates=("match",),
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


_MAX_HOPS = 6

PATHS = Link(
    "paths",
    "[Path!]!",
    f"How two things are connected: of the {_CANDIDATES} shortest ways, or of all within two steps where these are "
    f"more, the most telling ones. No way leads through a thing with more than {_MAX_DEGREE:,} links.",
    field("paths"),
    aggregates=("match",),
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

SUBGRAPH = Link(
    "subgraph",
    "Subgraph!",
    "The surroundings of a thing, as nodes and edges; empty if there is no such thing. Agencies are shown, not passed.",
    field("subgraph"),
    aggregates=("match",),
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
