"""Finding: what people type into things of the graph. One full-text index for words, range indexes for the rest."""

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

_MOST = 5_000
"""Entries of the index that one search looks at; the best ones."""
_MOST_TERMS = 1_000

KIND = (
    "CASE WHEN {v}:Drug THEN 'DRUG' WHEN {v}:Condition THEN 'CONDITION' WHEN {v}:Trial THEN 'TRIAL' "
    "WHEN {v}:Sponsor THEN 'SPONSOR' WHEN {v}:Agency THEN 'AGENCY' ELSE 'APPROVAL' END"
)
"""EntityType of {v}."""
LABEL = "coalesce({v}.genericName, {v}.name, {v}.nctId, {v}.productName, {v}.number, {v}.id)"
"""What {v} is called, whatever its kind."""
_KIND = KIND.replace("{v}", "v")
_TYPES = Argument("types", "[EntityType!]", "Only things of these kinds.")
_NODE = Inline("node", "SearchNode!", "The thing.", {"v": "{v}"}, "true")

# A name stands for what it names, a drug, a condition or an organisation; other entries are things themselves. What is
# written exactly as typed comes first, then what begins so; a main name counts more than another one, a record of an
# agency less than the thing that it is about. Of several names of a thing the best counts. Thousands of entries are
# weighed and few are shown: each is [the thing, its score, the entry, its id], and what only a few need is read in the
# end. They come as [kind, entries of it]. Things themselves are weighed in lists: rows would cost a third more.
_FOUND = """CALL db.index.fulltext.queryNodes('search_text', {text}.QUERY, {limit: MOST}) YIELD node, score
WITH collect([node, score]) AS found
CALL (found) {
  UNWIND CASE WHEN {types} IS NULL OR any(type IN {types} WHERE type IN ['DRUG', 'CONDITION', 'SPONSOR'])
    THEN [each IN found WHERE each[0]:Name] ELSE [] END AS each WITH each[0] AS node, each[1] AS score
  MATCH (node)<-[h:HAS_NAME]-(v)
  WITH v, CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' ELSE 'SPONSOR' END AS kind, node,
    h.kind AS called, score
  WHERE {types} IS NULL OR kind IN {types}
  WITH v, kind, min([-score * CASE WHEN node.normalised = {text}.name THEN 4.0
      WHEN node.normalised STARTS WITH {text}.name THEN 2.0 ELSE 1.0 END
    * CASE called WHEN 'GENERIC' THEN 1.5 WHEN 'TRADING' THEN 1.5 ELSE 1.0 END
    * CASE kind WHEN 'DRUG' THEN 1.5 ELSE 1.0 END, node.value, node]) AS best
  WITH kind, collect([v, toInteger(round(best[0] * -1000000)), best[2], v.id]) AS entries
  RETURN collect([kind, entries]) AS named
}
RETURN named + [of IN [THINGS] WHERE size(of[1]) > 0] AS """


def _things(kind: str, label: str, title: str, weight: int, number: str = "false") -> str:
    """Entries that are themselves things of this kind, as a list; `number` is true if the text is its number."""
    plain = f"toLower({title})"
    return f"""['{kind}', CASE WHEN {{types}} IS NULL OR '{kind}' IN {{types}} THEN
      [each IN found WHERE each[0]:{label} | [each[0], toInteger(round(each[1] * {weight} * CASE
        WHEN {plain} STARTS WITH {{text}}.name THEN CASE {plain} WHEN {{text}}.name THEN 4.0 ELSE 2.0 END
        WHEN {number} THEN 4.0 ELSE 1.0 END)), each[0], each[0].id]] ELSE [] END]"""


_THINGS = ", ".join(
    (
        _things(
            "TRIAL",
            "Trial",
            "each[0].briefTitle",
            1_000_000,
            "{text}.number STARTS WITH 'NCT' AND each[0].nctId = {text}.number",
        ),
        _things("APPROVAL", "Approval", "each[0].productName", 500_000),
        _things("AGENCY", "Agency", "each[0].name", 1_000_000, "toLower(each[0].code) = {text}.name"),
    )
)
_WORDS = (
    "coalesce({words}, {entry}.value, {entry}.briefTitle, {entry}.productName, {entry}.name, {entry}.number, "
    "{entry}.officialTitle, {entry}.id)"
)
_FIELD = (
    "coalesce({field}, CASE WHEN {entry}:Name THEN 'names' WHEN {entry}:Trial THEN "
    "CASE {text}.number WHEN {entry}.nctId THEN 'nctId' ELSE 'briefTitle' END WHEN {entry}:Agency THEN 'name' "
    "WHEN {text}.number IN {entry}.identifiersNormalised THEN 'identifiers' ELSE 'productName' END)"
)


def _found(query: str, name: str) -> str:
    text = _FOUND.replace("QUERY", query).replace("MOST", str(_MOST)).replace("THINGS", _THINGS)
    return " ".join(text.split()) + " " + name


# An identifier in another system is exact: it needs no words, and no other hit could be meant.
_BEFORE = (
    "CALL () { WITH {text} AS ask WHERE ask.exact <> '' " + _found("exact", "hits") + " } "
    "CALL (hits) { WITH hits WHERE size(hits) = 0 AND {text}.exact <> '' WITH 1 AS none "
    + _found("close", "close")
    + " } "
    "CALL () { MATCH (x:Xref {code: {text}.code})<-[:HAS_XREF]-(v) WHERE {types} IS NULL OR "
    + _KIND
    + " IN {types} WITH v, "
    + _KIND
    + " AS kind, min(x.code) AS code WITH kind, collect([v, 100000000, v, v.id, 'xrefs', code]) AS hits "
    "RETURN collect([kind, hits]) AS numbered } "
    "WITH numbered, COLLECT { UNWIND numbered AS of UNWIND of[1] AS hit RETURN hit[0] } AS met, "
    "CASE size(hits) WHEN 0 THEN close ELSE hits END AS hits "
    "WITH CASE size(met) WHEN 0 THEN hits "
    "ELSE numbered + [of IN hits | [of[0], [hit IN of[1] WHERE NOT hit[0] IN met]]] END AS {hits}"
)

_SIZE = "reduce(n = 0, of IN {hits} | n + size(of[1]))"
_HIT = {"kind": "{of}[0]", "score": "{hit}[1]", "entry": "{hit}[2]", "field": "{hit}[4]", "words": "{hit}[5]"}
"""What is said of a hit, in the terms of the search."""

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
        Leaf("matched", "NameKind!", "What kind of name it is; CODE for a number.", "{named}"),
    ),
)

RESOLUTION = ObjectType(
    "Resolution",
    "What one term stands for.",
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
            "What it may stand for, best first: main names, identifiers, other names; at most 25.",
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
    f"What was found, best first, page by page. It looks at the {_MOST:,} best entries of the index.",
    links=(
        Link(
            "facets",
            "[CountBucket!]!",
            "Hits of each kind, most first.",
            "UNWIND {hits} AS {one} WITH {hits}, {one}[0] AS {kind}, sum(size({one}[1])) AS {n} WHERE {n} > 0",
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
            f"What to look for, at most {search_text.MAX_TEXT} characters.",
            prepare=search_text.queries,
        ),
        _TYPES,
    ),
    prelude=_BEFORE,
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
    "CALL () { WITH {prefix} AS ask WHERE ask.name <> '' "
    "MATCH (n:Name) WHERE n.normalised STARTS WITH ask.name MATCH (n)<-[h:HAS_NAME]-(v) WITH ask, n, h, v "
    "WHERE {types} IS NULL OR " + _KIND + " IN {types} "
    "RETURN v, n.value AS words, h.kind AS named, n.normalised = ask.name AS whole LIMIT 1000 "
    "UNION ALL WITH {prefix} AS ask WHERE ask.number <> '' "
    "MATCH (v:Trial) WHERE v.nctId STARTS WITH ask.number "
    "RETURN v, v.nctId AS words, 'CODE' AS named, v.nctId = ask.number AS whole LIMIT 200 "
    "UNION ALL WITH {prefix} AS ask MATCH (v:Agency) WHERE ask.name <> '' AND (toLower(v.code) STARTS WITH ask.name OR "
    "toLower(v.shortName) STARTS WITH ask.name OR toLower(v.name) STARTS WITH ask.name) "
    "RETURN v, v.name AS words, 'LEGAL' AS named, toLower(v.code) = ask.name AS whole } "
    "WITH v, words, named, whole WHERE {types} IS NULL OR " + _KIND + " IN {types} "
    "ORDER BY whole DESC, size(words), words "
    "WITH v, collect([words, named, whole])[0] AS best "
    "WITH v AS {v}, best[0] AS {words}, best[1] AS {named}, best[2] AS {whole} "
    "ORDER BY {whole} DESC, NOT {v}:Drug, size({words}), {words}, {v}.id LIMIT coalesce({first}, 10)",
    order=("{whole} DESC", "NOT {v}:Drug", "size({words})", "{words}", "{v}.id"),
    arguments=(
        Argument(
            "prefix",
            "String!",
            f"What was typed, at most {search_text.MAX_TEXT} characters.",
            prepare=search_text.prefix,
        ),
        _TYPES,
        first(10, 50),
    ),
    bind={"words": "{words}", "named": "{named}"},
    expected_rows="first",
)

_MEANS = (
    "CALL (ask) { "
    "MATCH (:Name {normalised: ask.name})<-[h:HAS_NAME]-(v) WITH v, min(CASE WHEN h.kind IN ['GENERIC', 'LEGAL'] OR "
    "(v:Sponsor AND h.kind = 'TRADING') THEN 0 ELSE 2 END) AS rank RETURN v, rank, 'names' AS field "
    "UNION ALL MATCH (v:Agency) WHERE toLower(v.name) = ask.name OR toLower(v.shortName) = ask.name "
    "RETURN v, 0 AS rank, 'name' AS field "
    "UNION ALL MATCH (v:Drug {unii: ask.number}) RETURN v, 1 AS rank, 'unii' AS field "
    "UNION ALL MATCH (v:Drug {casNumber: ask.code}) RETURN v, 1 AS rank, 'casNumber' AS field "
    "UNION ALL MATCH (v:Trial {nctId: ask.number}) RETURN v, 1 AS rank, 'nctId' AS field "
    "UNION ALL MATCH (v:Agency {code: toUpper(ask.code)}) RETURN v, 1 AS rank, 'code' AS field "
    "UNION ALL MATCH (v:Approval {numberNormalised: ask.number}) RETURN v, 1 AS rank, 'identifiers' AS field "
    "UNION ALL MATCH (:Xref {code: ask.code})<-[:HAS_XREF]-(v) RETURN v, 1 AS rank, 'xrefs' AS field }"
)

RESOLVE = Link(
    "resolve",
    "[Resolution!]!",
    "What each of many names and numbers stands for, in the order given.",
    "UNWIND range(0, size({terms}) - 1) AS i WITH i, {terms}[i] AS ask "
    + _MEANS.replace("CALL (ask)", "OPTIONAL CALL (ask)")
    + " WITH i, ask, CASE WHEN {types} IS NULL OR "
    + _KIND
    + " IN {types} THEN v END AS v, rank, field "
    "ORDER BY i, rank, v.id "
    "WITH i, ask, v, collect({v: v, kind: "
    + _KIND
    + ", rank: rank, score: 3000000 - rank * 1000000, field: field, words: ask.text})[0] AS hit "
    "ORDER BY i, hit.rank, v.id "
    "WITH i, ask, [h IN collect(hit) WHERE h.v IS NOT NULL] AS met "
    "WITH i AS {i}, ask AS {asked}, met AS {met}",
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
