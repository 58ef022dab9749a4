"""Object types shared by several kinds: dates, names, identifiers, evidence, counts, sources, releases."""

from graph.model.public_types import Argument, Inline, Leaf, Link, ObjectType

PARTIAL_DATE = ObjectType(
    "PartialDate",
    "A date, possibly partial. Filters and orders count a missing month or day as the first.",
    (
        Leaf("raw", "String!", "The date as the source printed it.", "{raw}"),
        Leaf(
            "value",
            "Date",
            "The full date; null unless day, month and year are known.",
            "CASE WHEN size({value}) = 10 THEN {value} END",
        ),
        Leaf("year", "Int", "Year.", "toInteger(substring({value}, 0, 4))"),
        Leaf(
            "month",
            "Int",
            "Month, 1 to 12.",
            "CASE WHEN size({value}) >= 7 THEN toInteger(substring({value}, 5, 2)) END",
        ),
        Leaf(
            "day",
            "Int",
            "Day of the month.",
            "CASE WHEN size({value}) = 10 THEN toInteger(substring({value}, 8, 2)) END",
        ),
        Leaf(
            "precision",
            "DatePrecision!",
            "Precision of the date.",
            "CASE size({value}) WHEN 10 THEN 'DAY' WHEN 7 THEN 'MONTH' WHEN 4 THEN 'YEAR' ELSE 'UNKNOWN' END",
        ),
    ),
)

COUNT_BUCKET = ObjectType(
    "CountBucket",
    "A count of records with one value.",
    (
        Leaf("key", "String", "The value counted; null for records without it.", "{key}"),
        Leaf("label", "String!", "The same for people.", "{label}"),
        Leaf("count", "Int!", "Number of records.", "{count}"),
        Leaf("share", "Float!", "Part of the whole, 0 to 1.", "{share}"),
    ),
)

RELEASE = ObjectType(
    "Release",
    "One state of the graph. Each load that changes anything makes one.",
    (
        Leaf("version", "String!", "Release instant, ISO 8601 in UTC; releases sort by it.", "{v}.version"),
        Leaf("builtAt", "DateTime!", "When the load ended.", "{v}.builtAt"),
        Leaf("schemaVersion", "String!", "Number of the graph's last migration.", "{v}.schemaVersion"),
        Link(
            "nodeCounts",
            "[CountBucket!]!",
            "Nodes of each label at that time.",
            "UNWIND range(0, size({p}.countLabels) - 1) AS {i}",
            order=("{i}",),
            bind={
                "key": "{p}.countLabels[{i}]",
                "label": "{p}.countLabels[{i}]",
                "count": "{p}.countValues[{i}]",
                "share": "CASE {p}.countValues[{i}] WHEN 0 THEN 0.0 "
                "ELSE toFloat({p}.countValues[{i}]) / reduce({n} = 0, {c} IN {p}.countValues | {n} + {c}) END",
            },
        ),
        Leaf("isCurrent", "Boolean!", "True for the newest release alone.", "{v}.isCurrent"),
    ),
)

SOURCE = ObjectType(
    "Source",
    "A publication that this graph reads.",
    (
        Leaf("id", "ID!", "Id of the source: source:ema.", "{v}.id"),
        Leaf("name", "String!", "Name of the publication.", "{v}.name"),
        Leaf("publisher", "String!", "Body that issues it.", "{v}.publisher"),
        Leaf("url", "String", "Public address.", "{v}.url"),
        Leaf("licence", "String", "Licence or terms.", "{v}.licence"),
        Leaf("licenceUrl", "String", "Address of the licence.", "{v}.licenceUrl"),
        Leaf("edition", "String", "Edition loaded, as the publisher writes it.", "{v}.edition"),
        Leaf("retrievedAt", "DateTime", "When the file was fetched; null if unknown.", "{v}.retrievedAt"),
        Leaf("contentHash", "String", "SHA-256 of what was loaded.", "{v}.contentHash"),
    ),
)

EVIDENCE = ObjectType(
    "Evidence",
    "Origin of a value.",
    (
        Inline("source", "Source!", "The publication.", {"v": "{source}"}, "true"),
        Leaf(
            "edition",
            "String",
            "Edition of the source in which the row first had its present content; null if no row is named.",
            "{edition}",
        ),
        Leaf("section", "String", "Part of the source: sheet, file or section.", "{section}"),
        Leaf("rowIndex", "Int", "Row in that part; the first data row is 1.", "{rowIndex}"),
        Leaf("field", "String", "The field asked for; null for the record as a whole.", "{field}"),
        Leaf("rawText", "String", "Text as the source printed it: of the field, or of the whole row.", "{rawText}"),
        Leaf("rule", "String", "Rule that read the value; null if it was taken as printed.", "{rule}"),
        Link("firstSeen", "Release!", "Release that first held it.", "MATCH ({v}:Release {version: {first}})"),
        Link("lastSeen", "Release!", "Release that last read it.", "MATCH ({v}:Release {version: {last}})"),
        Leaf("url", "String", "Address of the row, if it has one.", "{url}"),
    ),
)

XREF = ObjectType(
    "Xref",
    "An identifier in another system.",
    (
        Leaf("source", "String!", "The system: DRUGBANK, UNII, CAS, INCHIKEY, ATC, MESH.", "{v}.source"),
        Leaf("id", "String!", "The identifier there.", "{v}.code"),
        Leaf("url", "String", "Address of its record there.", "{v}.url"),
    ),
)

_OF_ROW = {"edition": "{st}.edition", "section": "{st}.section", "rowIndex": "{st}.rowIndex", "url": "{st}.url"}
_LINK_EVIDENCE = dict.fromkeys(_OF_ROW, "null")

NAME = ObjectType(
    "Name",
    "One name of a thing.",
    (
        Leaf("value", "String!", "The name as printed.", "{v}.value"),
        Leaf("kind", "NameKind!", "Kind of the name.", "{r}.kind"),
        Leaf("language", "String", "ISO 639-1 code, where the source tells.", "{r}.language"),
        Link(
            "evidence",
            "[Evidence!]!",
            "Sources that use the name, with their rows of this record that state it; rows of products state brands.",
            # The `alsoStates` of a row lists the names that it gives to this record. OPTIONAL MATCH keeps a source
            # without such a row.
            "CALL ({naming}, {name}) { WITH {naming}, {name}, startNode({naming}) AS {n} "
            "UNWIND {naming}.sourceIds AS {id} MATCH ({s}:Source {id: {id}}) "
            "OPTIONAL MATCH ({n})-[{st}:STATED_IN]->({s}) "
            "WHERE 'HAS_NAME:' + {naming}.kind + ' ' + {n}.id + ' ' + {name}.value IN {st}.alsoStates "
            "RETURN {s}, {st} }",
            order=("{s}.id", "{st}.rowKey"),
            bind={
                **_OF_ROW,
                "source": "{s}",
                "field": "'name'",
                "rawText": "{name}.value",
                "rule": "null",
                "first": "{naming}.validFrom",
                "last": "{s}.release",
            },
        ),
    ),
)

ALL = (PARTIAL_DATE, COUNT_BUCKET, RELEASE, SOURCE, EVIDENCE, XREF, NAME)


def names(kinds: bool) -> Link:
    """Return the field with the names of a node, sorted by kind and value."""
    argument = Argument("kinds", "[NameKind!]", "Only names of these kinds.", "{r}.kind IN {value}")
    return Link(
        "names",
        "[Name!]!",
        "All its names.",
        "MATCH ({p})-[{r}:HAS_NAME]->({v}:Name)",
        order=("{r}.kind", "{v}.value"),
        arguments=(argument,) if kinds else (),
        bind={"name": "{v}", "naming": "{r}"},
    )


def xrefs() -> Link:
    """Return the field with the identifiers of a node in other systems."""
    return Link(
        "xrefs",
        "[Xref!]!",
        "Its identifiers in other systems.",
        "MATCH ({p})-[:HAS_XREF]->({v}:Xref)",
        order=("{v}.id",),
    )


def evidence() -> Link:
    """Return the field with the evidence of a node, or of one of its fields: one Evidence for each source row."""
    return Link(
        "evidence",
        "[Evidence!]!",
        "Origin of the record, or of one of its fields: one entry for each row that states it.",
        "MATCH ({p})-[{r}:STATED_IN]->({s}:Source) "
        "WITH {r}, {s}, [{n} IN range(0, size({r}.fields) - 1) WHERE {r}.fields[{n}] = {field}] AS {hits}",
        where="({field} IS NULL OR size({hits}) > 0)",
        order=("{s}.id", "{r}.rowKey"),
        arguments=(Argument("field", "String", "Name of a field: strength. Without it: the whole record."),),
        bind={
            "source": "{s}",
            "field": "{field}",
            "edition": "{r}.edition",
            "section": "{r}.section",
            "rowIndex": "{r}.rowIndex",
            # Without a field: the different raw texts of the row, joined by " | ". Cypher has no function for that.
            "rawText": "CASE WHEN {field} IS NULL "
            "THEN reduce({t} = '', {x} IN reduce({d} = [], {y} IN {r}.rawTexts | "
            "CASE WHEN {y} = '' OR {y} IN {d} THEN {d} ELSE {d} + {y} END) | "
            "{t} + CASE {t} WHEN '' THEN '' ELSE ' | ' END + {x}) "
            "WHEN {r}.rawTexts[{hits}[0]] <> '' THEN {r}.rawTexts[{hits}[0]] END",
            "rule": "CASE {r}.rules[{hits}[0]] WHEN '' THEN null ELSE {r}.rules[{hits}[0]] END",
            "first": "{r}.firstSeen",
            "last": "{s}.release",
            "url": "{r}.url",
        },
    )


def link_evidence(match: str, bind: dict[str, str]) -> Link:
    """Return the field with the evidence of a link.

    `match`, a CALL, binds {s}, `bind` the rest; {links} are the kinds of the link.
    """
    return Link(
        "evidence",
        "[Evidence!]!",
        "Sources that state the link.",
        match,
        needs_with=("match",),
        where="{field} IN {links}",
        order=("{s}.id", "{first}", "{field}", "{rawText}", "{edition}"),
        bind={**_LINK_EVIDENCE, "source": "{s}", "last": "{s}.release", **bind},
    )
