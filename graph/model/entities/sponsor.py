"""(:Sponsor) — an organisation or person in any role: sponsor, collaborator, manufacturer, holder, company."""

from graph.model.connections import BY_PAIR
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
    leaves,
)
from graph.model.questions import partners
from graph.model.shared import ID, SLUG, VALID_FROM
from graph.model.storage import Node, Property
from graph.model.values import names
from graph.names import normalise

NODE = Node(
    label="Sponsor",
    description="An organisation or person acting in any role, one node a legal entity.",
    properties=(
        ID,
        SLUG,
        Property("name", "STRING", "Name as its best source prints it.", required=True),
        Property("class", "STRING", "Class in the trial registry's terms.", enum="AgencyClass"),
        Property("country", "STRING", "Country, ISO 3166-1 alpha-2."),
        Property(
            "roles",
            "LIST<STRING>",
            "Roles in which it acts, sorted; derived after each load.",
            required=True,
            enum="SponsorRole",
        ),
        Property("trialCount", "INTEGER", "Trials in any role; derived after each load.", required=True),
        Property("drugCount", "INTEGER", "Drugs of its trials and approvals; derived after each load.", required=True),
        Property("approvalCount", "INTEGER", "Approvals that name it; derived after each load.", required=True),
        VALID_FROM,
    ),
    unique=("slug",),
    indexes=(("name", "id"), ("trialCount", "id"), ("drugCount", "id"), ("approvalCount", "id")),
)

_CLASS = "coalesce({v}.class, 'UNKNOWN')"

_FILTER = FilterInput(
    "SponsorFilter",
    "Conditions on sponsors; all that are given must hold.",
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
        Test("class", "[AgencyClass!]", "In one of these classes.", f"{_CLASS} IN {{value}}"),
        Test("country", "[String!]", "In one of these countries, ISO 3166-1 alpha-2.", "{v}.country IN {value}"),
        Test(
            "role",
            "[SponsorRole!]",
            "Has one of these roles: on the drug, trial or approval filtered, else on any.",
            "any({e} IN {v}.roles WHERE {e} IN {value})",
            bound="tie",
            when_bound="{tie}.role IN {value}",
        ),
        Test(
            "ultimateParent",
            "ID",
            "Belongs to the group whose top has this global id, or is that top.",
            "EXISTS { ({v})-[:SUBSIDIARY_OF*0..10]->({top}:Sponsor {id: {value}}) "
            "WHERE NOT EXISTS { ({top})-[:SUBSIDIARY_OF]->() } }",
            follows_links=True,
        ),
        Compare("trialCount", "CountRange", "Number of trials in any role.", "{v}.trialCount"),
    ),
)

_SORTING = Sorting(
    "Sponsor",
    "Order of sponsors.",
    (
        Sort("NAME", "Name.", "{v}.name"),
        Sort("TRIAL_COUNT", "Number of trials in any role.", "{v}.trialCount"),
        Sort("DRUG_COUNT", "Number of drugs of its trials and approvals.", "{v}.drugCount"),
        Sort("APPROVAL_COUNT", "Number of approvals that name it.", "{v}.approvalCount"),
    ),
    default=("NAME", "ASC"),
)

KIND = Kind("Sponsor", _FILTER, _SORTING)

_SUBSIDIARIES = Argument("includeSubsidiaries", "Boolean", "Also those of its subsidiaries.", default=False)
_ROLES = Argument("roles", "[SponsorRole!]", "Only these roles; the edges list no others.", "{r}.role IN {value}")

TYPE = ObjectType(
    "Sponsor",
    NODE.description,
    (
        *leaves(NODE, "id", "slug", "name"),
        names(kinds=False),
        Leaf(
            "class", "AgencyClass!", "Class in the trial registry's terms; UNKNOWN if the registry gives none.", _CLASS
        ),
        *leaves(NODE, "country", "roles"),
        Link(
            "parent",
            "Sponsor",
            "The sponsor directly above it in its group.",
            "MATCH ({p})-[:SUBSIDIARY_OF]->({v}:Sponsor)",
            order=("{v}.id",),
        ),
        Link(
            "subsidiaries",
            "[Sponsor!]!",
            "Legal entities directly below it in its group.",
            "MATCH ({p})<-[:SUBSIDIARY_OF]-({v}:Sponsor)",
            order=("{v}.name", "{v}.id"),
        ),
        Link(
            "ultimateParent",
            "Sponsor!",
            "The top of its group; itself if it belongs to none.",
            "MATCH {path} = ({p})-[:SUBSIDIARY_OF*0..10]->({v}:Sponsor)",
            order=("length({path}) DESC", "{v}.id"),
        ),
        Leaf(
            "mergeReasons",
            "[String!]!",
            "Reasons of the reviewer who put it into its group.",
            "[({v})-[{r}:SUBSIDIARY_OF]->() | {r}.reason]",
        ),
        Connection(
            "trials",
            "TrialConnection",
            "Trial",
            "Its trials, newest posted first.",
            "MATCH ({p})<-[{r}:SPONSORED_BY]-({v}:Trial)",
            # One edge for each trial: of several roles max() keeps LEAD_SPONSOR, which sorts last.
            group="WITH {v}, max({r}.role) AS {role}",
            ungrouped="WITH DISTINCT {v}",
            group_fields=("role",),
            aggregates=("group",),
            variants={"includeSubsidiaries": "MATCH ({p})<-[:SUBSIDIARY_OF*0..10]-()<-[{r}:SPONSORED_BY]-({v}:Trial)"},
            arguments=(_ROLES, _SUBSIDIARIES),
            bind={"role": "{role}"},
        ),
        Connection(
            "drugs",
            "DrugSponsorConnection",
            "Drug",
            "Drugs of its trials and approvals.",
            "MATCH ({p})<-[{r}:SPONSORED_BY|HELD_BY]-({x})-[:TESTS|FOR_DRUG]->({v}:Drug) WITH *, {p} AS {s}",
            group=BY_PAIR,
            aggregates=("group",),
            variants={
                "includeSubsidiaries": "MATCH ({p})<-[:SUBSIDIARY_OF*0..10]-({s}:Sponsor) "
                "MATCH ({s})<-[{r}:SPONSORED_BY|HELD_BY]-({x})-[:TESTS|FOR_DRUG]->({v}:Drug)"
            },
            arguments=(_ROLES, _SUBSIDIARIES),
            bind={"drug": "{v}", "sponsor": "{p}", "entities": "{entities}"},
        ),
        Connection(
            "approvals",
            "ApprovalConnection",
            "Approval",
            "Approvals that name it, latest date first.",
            "MATCH ({p})<-[:HELD_BY]-({v}:Approval)",
            group="WITH DISTINCT {v}",
            variants={"includeSubsidiaries": "MATCH ({p})<-[:SUBSIDIARY_OF*0..10]-()<-[:HELD_BY]-({v}:Approval)"},
            arguments=(_SUBSIDIARIES,),
        ),
        Connection(
            "conditions",
            "ConditionConnection",
            "Condition",
            "Conditions of its trials.",
            "MATCH ({p})<-[:SPONSORED_BY]-(:Trial)-[:STUDIES]->({v}:Condition)",
            group="WITH DISTINCT {v}",
            variants={
                "includeSubsidiaries": "MATCH ({p})<-[:SUBSIDIARY_OF*0..10]-()<-[:SPONSORED_BY]-(:Trial)-[:STUDIES]->"
                "({v}:Condition)"
            },
            arguments=(_SUBSIDIARIES,),
        ),
        partners.PARTNERS,
    ),
    interfaces=("Node",),
)

LOOKUP = Lookup(
    "sponsor",
    "Sponsor",
    "One organisation or person, or null if there is none.",
    (
        Key("id", "ID", "Global id: sponsor:ipsen-pharma.", "MATCH ({v}:Sponsor {id: {value}})"),
        Key("slug", "String", "Readable id: ipsen-pharma.", "MATCH ({v}:Sponsor {slug: {value}})"),
        Key(
            "name",
            "String",
            "Any of its names; a legal name is preferred to a trading name.",
            "MATCH (:Name {normalised: {value}})<-[{h}:HAS_NAME]-({v}:Sponsor) "
            "WITH {v}, {h} ORDER BY {h}.kind, {v}.id LIMIT 1",
            normalise,
        ),
    ),
    input="SponsorBy",
    input_description="How to find a sponsor: exactly one key.",
)

ROOT = Connection(
    "sponsors",
    "SponsorConnection",
    "Sponsor",
    "Sponsors, by name unless ordered otherwise.",
    "MATCH ({v}:Sponsor)",
    count="COUNT { (:Sponsor) }",
)
