"""Search: from typed text to nodes of the graph. One full-text index serves words, range indexes the rest."""

from graph.model.public_types import (
    Argument,
    Connection,
    ConnectionType,
    EdgeType,
    Inline,
    Leaf,
    Link,
    ObjectType,
    Sort,
    Sorting,
)
from graph.model.questions import search_text
from graph.model.questions.field_files import constants, field

_MOST = constants("search")["most"]
"""Entries of the index that one search looks at; the best ones."""
_MOST_TERMS = 1_000

KIND = (
    "CASE WHEN {v}:Drug THEN 'DRUG' WHEN {v}:Condition THEN 'CONDITION' WHEN {v}:Trial THEN 'TRIAL' "
    "WHEN {v}:Sponsor THEN 'SPONSOR' WHEN {v}:Agency THEN 'AGENCY' ELSE 'APPROVAL' END"
)
"""EntityType of {v}."""
LABEL = "coalesce({v}.genericName, {v}.name, {v}.nctId, {v}.productName, {v}.number, {v}.id)"
"""The name of {v}, whatever its kind."""
_TYPES = Argument("types", "[EntityType!]", "Only things of these kinds.")
_NODE = Inline("node", "SearchNode!", "The thing.", {"v": "{v}"}, "true")

_WORDS = (
    "coalesce({words}, {entry}.value, {entry}.briefTitle, {entry}.productName, {entry}.name, {entry}.number, "
    "{entry}.officialTitle, {entry}.id)"
)
_FIELD = (
    "coalesce({field}, CASE WHEN {entry}:Name THEN 'names' WHEN {entry}:Trial THEN "
    "CASE {text}.number WHEN {entry}.nctId THEN 'nctId' ELSE 'briefTitle' END WHEN {entry}:Agency THEN 'name' "
    "WHEN {text}.number IN {entry}.identifiersNormalised THEN 'identifiers' ELSE 'productName' END)"
)


_SIZE = "reduce(n = 0, of IN {hits} | n + size(of[1]))"
_HIT = {"kind": "{of}[0]", "score": "{hit}[1]", "entry": "{hit}[2]", "field": "{hit}[4]", "words": "{hit}[5]"}
"""The facts of a hit, in the terms of the search."""

HIT = ObjectType(
    "SearchHit",
    "A thing that was found, and why.",
    (
        _NODE,
        Leaf("type", "EntityType!", "Its kind.", "{kind}"),
        Leaf("score", "Float!", "How well it fits; only the order means anything.", "{score} / 1000000.0"),
        Leaf("matchedField", "String!", "Where the words are: names, briefTitle, xrefs, …", _FIELD),
        Leaf(
            "highlights",
            "[String!]!",
            "That text as HTML, each word that was asked for in <em>; empty where it was found in spite of a typo.",
            f"[{_WORDS}, {{text}}.words]",
            search_text.highlights,
        ),
    ),
)

SUGGESTION = ObjectType(
    "Suggestion",
    "How what was typed could go on.",
    (
        Leaf("text", "String!", "The name or number that begins so.", "{words}"),
        Leaf("type", "EntityType!", "Kind of what is called so.", KIND),
        _NODE,
        Leaf("matched", "NameKind!", "Kind of the name; CODE for a number.", "{named}"),
    ),
)

RESOLUTION = ObjectType(
    "Resolution",
    "The things that one term stands for.",
    (
        Leaf("term", "String!", "The term as given.", "{asked}.text"),
        Leaf(
            "match",
            "MatchType!",
            "How sure it is.",
            "CASE WHEN size({met}) = 0 THEN 'NONE' WHEN size([m IN {met} WHERE m.rank = {met}[0].rank]) > 1 "
            "THEN 'AMBIGUOUS' ELSE ['DIRECT', 'IDENTIFIER', 'ALIAS'][{met}[0].rank] END",
        ),
        Link(
            "candidates",
            "[SearchHit!]!",
            "Things that it may stand for, best first: main names, identifiers, other names; at most 25.",
            "UNWIND {met}[..25] AS {hit} WITH {hit}, {hit}.v AS {v}",
            order=("{hit}.rank", "{hit}.v.id"),
            bind={
                "kind": "{hit}.kind",
                "score": "{hit}.score",
                "field": "{hit}.field",
                "words": "{hit}.words",
                "entry": "{hit}.v",
                "text": "{asked}",
            },
        ),
    ),
)

TYPES = (HIT, SUGGESTION, RESOLUTION)

SORTING = Sorting(
    "SearchHit", "Order of hits.", (Sort("SCORE", "How well it fits.", "{hit}[1]"),), default=("SCORE", "DESC")
)

CONNECTION = ConnectionType(
    "SearchConnection",
    EdgeType(
        "SearchEdge",
        "One hit of a search.",
        (Inline("node", "SearchHit!", "The hit.", {**_HIT, "v": "{v}", "text": "{text}"}, "true"),),
    ),
    f"Things found, best first, page by page. It looks at the {_MOST:,} best entries of the index.",
    links=(
        Link(
            "facets",
            "[CountBucket!]!",
            "Hits of each kind, most first.",
            "UNWIND {hits} AS {one} WITH {hits}, {one}[0] AS {kind}, sum(size({one}[1])) AS {n} WHERE {n} > 0",
            aggregates=("match",),
            order=("{n} DESC", "{kind}"),
            bind={"key": "{kind}", "label": "{kind}", "count": "{n}", "share": f"toFloat({{n}}) / {_SIZE}"},
            expected_rows=6,
        ),
    ),
)

SEARCH = Connection(
    "search",
    "SearchConnection",
    "SearchHit",
    "Things of all kinds by the words of their names, titles and numbers: every word or its beginning, whatever the "
    "case and accents; typing errors are allowed where nothing else is found.",
    "UNWIND {hits} AS {of} UNWIND {of}[1] AS {hit} WITH {of}, {hit}, {hit}[0] AS {v}",
    arguments=(
        Argument(
            "text",
            "String!",
            f"Words to look for, at most {search_text.MAX_TEXT} characters.",
            prepare=search_text.queries,
        ),
        _TYPES,
    ),
    prelude=field("search"),
    aggregates=("prelude",),
    count=_SIZE,
    id="{hit}[3]",
)


def first(default: int, most: int) -> Argument:
    """How many of a list without pages."""
    prepare = search_text.within("first", 0, most)
    return Argument("first", "Int", f"At most so many, 0 to {most}.", default=default, prepare=prepare)


SUGGEST = Link(
    "suggest",
    "[Suggestion!]!",
    "How what was typed so far could go on: names that begin so, with what they name.",
    field("suggest"),
    aggregates=("match",),
    order=("{whole} DESC", "NOT {v}:Drug", "size({words})", "{words}", "{v}.id"),
    arguments=(
        Argument(
            "prefix",
            "String!",
            f"Text typed so far, at most {search_text.MAX_TEXT} characters.",
            prepare=search_text.prefix,
        ),
        _TYPES,
        first(10, 50),
    ),
    bind={"words": "{words}", "named": "{named}"},
    expected_rows="first",
)

RESOLVE = Link(
    "resolve",
    "[Resolution!]!",
    "The things that each of many names and numbers stands for, in the order given.",
    field("resolve"),
    aggregates=("match",),
    order=("{i}",),
    arguments=(
        Argument(
            "terms", "[String!]!", f"Names or numbers, at most {_MOST_TERMS:,}.", prepare=search_text.many(_MOST_TERMS)
        ),
        _TYPES,
    ),
    bind={"asked": "{asked}", "met": "{met}"},
    expected_rows="terms",
)
