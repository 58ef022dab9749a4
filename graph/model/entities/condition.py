"""(:Condition) — a disease, disorder or state of health."""

from graph.model.public_types import (
    Argument,
    Compare,
    Connection,
    FilterInput,
    Key,
    Kind,
    Leaf,
    Link,
    Lookup,
    ObjectType,
    Sort,
    Sorting,
    Test,
    Through,
    leaves,
)
from graph.model.shared import ID, SLUG, VALID_FROM
from graph.model.storage import Node, Property
from graph.model.values import names, xrefs
from graph.names import curie, normalise

NODE = Node(
    label="Condition",
    description="A disease, disorder or state of health.",
    properties=(
        ID,
        SLUG,
        Property("name", "STRING", "Main name: Laron Syndrome.", required=True),
        Property("drugCount", "INTEGER", "Drugs linked to it in any way; derived after each load.", required=True),
        Property("trialCount", "INTEGER", "Trials that study it; derived after each load.", required=True),
        Property("isDisease", "BOOLEAN", "False for a text that is no disease: Healthy Volunteers; else absent."),
        VALID_FROM,
    ),
    unique=("slug",),
    indexes=(("name", "id"), ("drugCount", "id"), ("trialCount", "id")),
)

_IS_DISEASE = "coalesce({v}.isDisease, true)"

_FILTER = FilterInput(
    "ConditionFilter",
    "Conditions on conditions; all that are given must hold.",
    (
        Test("id", "[ID!]", "One of these global ids.", "{v}.id IN {value}"),
        Compare(
            "name",
            "StringFilter",
            "Any of its names, ignoring case and accents.",
            "{n}.normalised",
            through="MATCH ({v})-[:HAS_NAME]->({n}:Name)",
            fold=True,
        ),
        Test(
            "xref",
            "XrefInput",
            "Has this identifier in another system.",
            "EXISTS { ({v})-[:HAS_XREF]->(:Xref {id: {value}}) }",
            curie,
            follows_links=True,
        ),
        Test(
            "link",
            "[ConditionLink!]",
            "Linked in one of these ways: to the drug filtered, else to any drug.",
            "(('INDICATED_FOR' IN {value} AND EXISTS { ({v})<-[:INDICATED_FOR]-() }) "
            "OR ('ASSOCIATED_WITH' IN {value} AND EXISTS { ({v})<-[:ASSOCIATED_WITH]-() }) "
            "OR ('STUDIED_FOR' IN {value} AND EXISTS { ({v})<-[:STUDIES]-()-[:TESTS]->() }))",
            bound="link",
            when_bound="{link} IN {value}",
            follows_links=True,
        ),
        Test(
            "isDisease",
            "Boolean",
            "False: what a reviewed table says to be no disease (healthy people, procedures, markers). True: others.",
            f"{_IS_DISEASE} = {{value}}",
        ),
        Through(
            "within",
            "ConditionFilter",
            "Is such a condition, or is narrower than one.",
            "MATCH ({v})-[:BROADER*0..20]->({w}:Condition)",
        ),
    ),
)

_SORTING = Sorting(
    "Condition",
    "Order of conditions.",
    (
        Sort("NAME", "Name.", "{v}.name"),
        Sort("DRUG_COUNT", "Number of drugs linked to it in any way.", "{v}.drugCount"),
        Sort("TRIAL_COUNT", "Number of trials that study it.", "{v}.trialCount"),
    ),
    default=("NAME", "ASC"),
)

KIND = Kind("Condition", _FILTER, _SORTING)

_DESCENDANTS = Argument("includeDescendants", "Boolean", "Also those of all narrower conditions.", default=False)


def _pairs(condition: str) -> str:
    # UNION ALL: one row for each stated link and each trial; `group` turns the rows of a pair into one edge.
    return (
        "CALL ({p}) { "
        + condition.replace("{end}", "<-[{a}:INDICATED_FOR|ASSOCIATED_WITH]-({v}:Drug)")
        + " RETURN {v}, type({a}) AS {link}, null AS {t} UNION ALL "
        + condition.replace("{end}", "<-[:STUDIES]-({t}:Trial)-[:TESTS]->({v}:Drug)")
        + " RETURN {v}, 'STUDIED_FOR' AS {link}, {t} }"
    )


TYPE = ObjectType(
    "Condition",
    NODE.description,
    (
        *leaves(NODE, "id", "slug", "name"),
        Leaf(
            "isDisease",
            "Boolean!",
            "False for what a reviewed table says to be no disease: healthy volunteers, a procedure, a marker.",
            _IS_DISEASE,
        ),
        names(kinds=False),
        xrefs(),
        Link(
            "parents",
            "[Condition!]!",
            "More general conditions, one step up.",
            "MATCH ({p})-[:BROADER]->({v}:Condition)",
            order=("{v}.name", "{v}.id"),
        ),
        Link(
            "children",
            "[Condition!]!",
            "Narrower conditions, one step down.",
            "MATCH ({p})<-[:BROADER]-({v}:Condition)",
            order=("{v}.name", "{v}.id"),
        ),
        Connection(
            "drugs",
            "DrugConditionConnection",
            "Drug",
            "Drugs linked to it, with the kinds of link.",
            _pairs("MATCH ({p}){end}"),
            needs_with=("match", "includeDescendants"),
            aggregates=("group",),
            group="WITH {v}, collect(DISTINCT {link}) AS {links}, collect(DISTINCT {t}) AS {trials}",
            variants={"includeDescendants": _pairs("MATCH ({p})<-[:BROADER*0..20]-(){end}")},
            arguments=(
                Argument(
                    "link",
                    "[ConditionLink!]",
                    "Only these kinds of link; the edges list no others.",
                    "{link} IN {value}",
                ),
                _DESCENDANTS,
            ),
            bind={"drug": "{v}", "condition": "{p}", "links": "{links}"},
        ),
        Connection(
            "trials",
            "TrialConnection",
            "Trial",
            "Trials that study it, newest posted first.",
            "MATCH ({p})<-[:STUDIES]-({v}:Trial)",
            count="COUNT { ({p})<-[:STUDIES]-() }",
            variants={
                "includeDescendants": "MATCH ({p})<-[:BROADER*0..20]-()<-[:STUDIES]-({v}:Trial) WITH DISTINCT {v}"
            },
            arguments=(_DESCENDANTS,),
        ),
        Connection(
            "sponsors",
            "SponsorConnection",
            "Sponsor",
            "Organisations of the trials that study it.",
            "MATCH ({p})<-[:STUDIES]-(:Trial)-[:SPONSORED_BY]->({v}:Sponsor)",
            group="WITH DISTINCT {v}",
        ),
    ),
    interfaces=("Node",),
)

LOOKUP = Lookup(
    "condition",
    "Condition",
    "One condition, or null if there is none.",
    (
        Key("id", "ID", "Global id: condition:D046150.", "MATCH ({v}:Condition {id: {value}})"),
        Key("slug", "String", "Readable id: laron-syndrome.", "MATCH ({v}:Condition {slug: {value}})"),
        Key(
            "name",
            "String",
            "Any of its names; the main name is preferred.",
            "MATCH (:Name {normalised: {value}})<-[{h}:HAS_NAME]-({v}:Condition) "
            "WITH {v}, {h} ORDER BY {h}.kind <> 'GENERIC', {v}.id LIMIT 1",
            normalise,
        ),
        Key(
            "xref",
            "XrefInput",
            "Identifier in another system.",
            "MATCH (:Xref {id: {value}})<-[:HAS_XREF]-({v}:Condition) WITH {v} ORDER BY {v}.id LIMIT 1",
            curie,
        ),
    ),
    input="ConditionBy",
    input_description="How to find a condition: exactly one key.",
)

ROOT = Connection(
    "conditions",
    "ConditionConnection",
    "Condition",
    "Conditions, by name unless ordered otherwise.",
    "MATCH ({v}:Condition)",
    count="COUNT { (:Condition) }",
)
