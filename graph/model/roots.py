"""The entry points that belong to no single kind: `node`, `nodes`, `meta`."""

from graph.model.entities import approval
from graph.model.public_types import Interface, Leaf, Link, ObjectType, Union
from graph.model.shared import LABELS

NODE = Interface(
    "Node",
    "A record with a global id.",
    (Leaf("id", "ID!", "Global id; `node(id:)` finds the same thing again.", "{v}.id"),),
    {**{label: f"{{v}}:{label}" for label in LABELS if label != "Approval"}, **approval.INTERFACE.members},
)

SEARCH_NODE = Union("SearchNode", "A thing of any kind; an approval in its agency's own shape.", NODE.members)

LIMITS_TYPE = ObjectType(
    "Limits",
    "Limits of one request.",
    (
        Leaf("maxDepth", "Int!", "Levels of nesting.", "$$maxDepth"),
        Leaf("maxFields", "Int!", "Fields of an operation, fragments written out.", "$$maxFields"),
        Leaf("maxRootFields", "Int!", "Root fields of an operation.", "$$maxRootFields"),
        Leaf("maxAliases", "Int!", "Aliases in a document.", "$$maxAliases"),
        Leaf("maxRepeats", "Int!", "Pairs of fields of an operation with one key in one place.", "$$maxRepeats"),
        Leaf("maxDirectives", "Int!", "Directives in a document.", "$$maxDirectives"),
        Leaf("maxTokens", "Int!", "Tokens of a document.", "$$maxTokens"),
        Leaf("maxDocumentBytes", "Int!", "Bytes of a document in UTF-8.", "$$maxDocumentBytes"),
        Leaf("maxBodyBytes", "Int!", "Bytes of a request's body, or of its address.", "$$maxBodyBytes"),
        Leaf("maxInputDepth", "Int!", "Levels of nesting of a value.", "$$maxInputDepth"),
        Leaf("maxConditions", "Int!", "Keys of one argument, such as a filter, at all levels.", "$$maxConditions"),
        Leaf("maxCost", "Int!", "Cost of an operation, computed before it runs: `extensions.cost`.", "$$maxCost"),
        Leaf("maxPageSize", "Int!", "Largest `first` or `last`.", "$$maxPageSize"),
        Leaf("timeoutSeconds", "Float!", "Seconds that one operation may take.", "$$timeoutSeconds"),
    ),
)

META_TYPE = ObjectType(
    "Meta",
    "Content of this graph, its sources, and the limits of a request.",
    (
        Leaf("apiVersion", "String!", "Version of this API.", "$$apiVersion"),
        Link(
            "release",
            "Release!",
            "The state of the graph that answers now.",
            "MATCH ({v}:Release {isCurrent: true})",
            order=("{v}.version DESC",),
        ),
        Link(
            "releases", "[Release!]!", "All states, newest first.", "MATCH ({v}:Release)", order=("{v}.version DESC",)
        ),
        Link(
            "sources",
            "[Source!]!",
            "Publications that this graph reads, with their licences.",
            "MATCH ({v}:Source)",
            order=("{v}.id",),
        ),
        Link("limits", "Limits!", "Limits of one request.", "UNWIND [0] AS {i}"),
        Link(
            "counts",
            "[CountBucket!]!",
            "Nodes of each kind, counted now.",
            "UNWIND [" + ", ".join(f"['{label}', COUNT {{ (:{label}) }}]" for label in LABELS) + "] AS {row}",
            order=("{row}[0]",),
            bind={
                "key": "{row}[0]",
                "label": "{row}[0]",
                "count": "{row}[1]",
                "share": "CASE {row}[1] WHEN 0 THEN 0.0 ELSE toFloat({row}[1]) / ("
                + " + ".join(f"COUNT {{ (:{label}) }}" for label in LABELS)
                + ") END",
            },
        ),
    ),
)
META = Link("meta", "Meta!", "Content of this graph, its sources, and the limits of a request.", "UNWIND [0] AS {i}")
