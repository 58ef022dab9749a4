"""(:Drug) — one active substance, or one product line known by its own name."""

from graph.model.connections import BY_PAIR
from graph.model.public_types import (
    Argument,
    Compare,
    Connection,
    FilterInput,
    Inline,
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
from graph.model.questions import discrepancies, similar, timeline
from graph.model.questions.regulatory import OF_DRUG
from graph.model.shared import AGENCY_ORDER, ID, SLUG, VALID_FROM
from graph.model.storage import Node, Property
from graph.model.values import evidence, names, xrefs
from graph.names import curie, normalise

NODE = Node(
    label="Drug",
    description="One active substance.",
    properties=(
        ID,
        SLUG,
        Property("genericName", "STRING", "Generic name, usually the INN: Mecasermin.", required=True),
        Property("brandNames", "LIST<STRING>", "Names under which it is sold, sorted.", required=True),
        Property("drugType", "STRING", "Broad kind, as stated or derived.", required=True, enum="DrugType"),
        Property("drugTypeRaw", "STRING", "The kind in the source's words: Biotech."),
        Property("casNumber", "STRING", "CAS registry number: 68562-41-4."),
        Property("unii", "STRING", "Unique Ingredient Identifier of the FDA, ten characters: 7GR9I2683O."),
        Property("inchiKey", "STRING", "Standard InChIKey; small molecules only."),
        Property("overview", "STRING", "Description, in this project's own words."),
        Property("indicationText", "STRING", "Authorised use, in this project's own words."),
        Property("trialCount", "INTEGER", "Trials that test it; derived after each load.", required=True),
        Property("approvalCount", "INTEGER", "Approvals at all agencies; derived after each load.", required=True),
        Property("agencyCount", "INTEGER", "Agencies where it is found; derived after each load.", required=True),
        Property(
            "authorisedAgencyCount", "INTEGER", "Agencies that authorise it; derived after each load.", required=True
        ),
        Property(
            "everAuthorisedAgencyCount",
            "INTEGER",
            "Agencies that authorise it or did; derived after each load.",
            required=True,
        ),
        Property(
            "latestApproval",
            "STRING",
            "Latest date of its approvals that were granted, ISO 8601; derived after each load.",
        ),
        VALID_FROM,
    ),
    unique=("slug", "unii"),
    indexes=(
        ("casNumber",),
        ("inchiKey",),
        ("genericName", "id"),
        ("trialCount", "id"),
        ("approvalCount", "id"),
        ("agencyCount", "id"),
        ("authorisedAgencyCount", "id"),
        ("everAuthorisedAgencyCount", "id"),
        ("latestApproval", "id"),
    ),
)

_FILTER = FilterInput(
    "DrugFilter",
    "Conditions on drugs; all that are given must hold.",
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
        Test("drugType", "[DrugType!]", "One of these kinds.", "{v}.drugType IN {value}"),
        Compare("casNumber", "StringFilter", "CAS registry number.", "{v}.casNumber"),
        Compare("unii", "StringFilter", "Unique Ingredient Identifier.", "{v}.unii"),
        Through(
            "condition",
            "ConditionFilter",
            "Linked to at least one such condition, by source or by trial.",
            "MATCH ({v})-[{r}:INDICATED_FOR|ASSOCIATED_WITH]->({w}:Condition) RETURN {w}, type({r}) AS {link} "
            "UNION MATCH ({v})<-[:TESTS]-(:Trial)-[:STUDIES]->({w}:Condition) RETURN {w}, 'STUDIED_FOR' AS {link}",
            binds=("link",),
            is_union=True,
        ),
        Through("trial", "TrialFilter", "Tested in at least one such trial.", "MATCH ({v})<-[:TESTS]-({w}:Trial)"),
        Through(
            "sponsor",
            "SponsorFilter",
            "At least one such sponsor, in any role.",
            "MATCH ({v})<-[:TESTS|FOR_DRUG]-()-[{tie}:SPONSORED_BY|HELD_BY]->({w}:Sponsor)",
            binds=("tie",),
        ),
        Through(
            "approval",
            "ApprovalFilter",
            "At least one such approval.",
            "MATCH ({v})<-[:FOR_DRUG]-({w}:Approval)",
            shortcuts={"agency": "EXISTS { ({v})-[:COVERED_BY {state: 'FOUND'}]->({g}) WHERE {g}.code IN {value} }"},
        ),
        Compare("listedBy", "AgencySet", "Listed by such agencies, with any status: refused, withdrawn.", "{v}"),
        Compare("authorisedBy", "AuthorisedAgencySet", "Authorised by such agencies now.", "{v}"),
        Compare("everAuthorisedBy", "EverAuthorisedAgencySet", "Authorised by such agencies now or before.", "{v}"),
        Compare(
            "approvedBy",
            "AgencySet",
            "Listed by such agencies, with any status.",
            "{v}",
            deprecated="It holds for refused drugs too. Use `listedBy`, `authorisedBy` or `everAuthorisedBy`.",
        ),
        Compare("trialCount", "CountRange", "Number of trials.", "{v}.trialCount"),
        Compare("approvalCount", "CountRange", "Number of records at agencies, with any status.", "{v}.approvalCount"),
        Compare(
            "authorisedAgencyCount", "CountRange", "Number of agencies that authorise it.", "{v}.authorisedAgencyCount"
        ),
        Compare(
            "everAuthorisedAgencyCount",
            "CountRange",
            "Number of agencies that authorise it or did.",
            "{v}.everAuthorisedAgencyCount",
        ),
    ),
)

_SORTING = Sorting(
    "Drug",
    "Order of drugs.",
    (
        Sort("NAME", "Generic name.", "{v}.genericName"),
        Sort("TRIAL_COUNT", "Number of trials.", "{v}.trialCount"),
        Sort("APPROVAL_COUNT", "Number of records at agencies, with any status.", "{v}.approvalCount"),
        Sort("AGENCY_COUNT", "Number of agencies where it is found.", "{v}.agencyCount"),
        Sort("AUTHORISED_AGENCY_COUNT", "Number of agencies that authorise it.", "{v}.authorisedAgencyCount"),
        Sort(
            "EVER_AUTHORISED_AGENCY_COUNT",
            "Number of agencies that authorise it or did.",
            "{v}.everAuthorisedAgencyCount",
        ),
        Sort("LATEST_APPROVAL", "Latest date of its approvals that were granted.", "{v}.latestApproval", nullable=True),
    ),
    default=("NAME", "ASC"),
)

KIND = Kind("Drug", _FILTER, _SORTING)

COVERAGE_TYPE = ObjectType(
    "AgencyCoverage",
    "Coverage of a drug at one agency.",
    (
        Inline("agency", "Agency!", "The agency.", {"v": "{v}"}, "true"),
        Leaf("state", "CoverageState!", "Found, none found, or not checked.", "coalesce({r}.state, 'NOT_CHECKED')"),
        Leaf("checkedAt", "DateTime", "When the agency's list was looked through, if known.", "{r}.checkedAt"),
        Leaf("recordCount", "Int!", "Approvals of the drug there.", "coalesce({r}.recordCount, 0)"),
        Leaf(
            "authorised",
            "Boolean",
            "Authorised there now; null if not checked, or if the records do not say.",
            "CASE {r}.state WHEN 'FOUND' THEN {r}.authorised WHEN 'NONE_FOUND' THEN false END",
        ),
        Leaf(
            "everAuthorised",
            "Boolean",
            "Authorised there now or before; null if not checked, or if the records do not say.",
            "CASE {r}.state WHEN 'FOUND' THEN {r}.everAuthorised WHEN 'NONE_FOUND' THEN false END",
        ),
        Leaf(
            "message",
            "String",
            "The source's own sentence, or the scope and edition of the list, or why it says nothing of the drug.",
            "{r}.message",
        ),
    ),
)


def _agency_codes(name: str, description: str, link: str) -> Leaf:
    codes = (
        f"COLLECT {{ MATCH ({{v}})-[:COVERED_BY {{{link}}}]->({{a}}:Agency) RETURN {{a}}.code ORDER BY {{a}}.code }}"
    )
    return Leaf(name, "[AgencyCode!]!", description, codes)


REPORT_TYPE = ObjectType(
    "ResearchReport",
    "A research report on a drug.",
    (
        Leaf("title", "String!", "Title.", "{v}.title"),
        Leaf("publishedOn", "Date", "Day of publication.", "{v}.publishedOn"),
        Link(
            "sections",
            "[ReportSection!]!",
            "Its sections in order.",
            "UNWIND range(0, size({p}.headings) - 1) AS {i}",
            order=("{i}",),
            bind={"report": "{p}"},
        ),
        evidence(),
    ),
)

SECTION_TYPE = ObjectType(
    "ReportSection",
    "One section of a report.",
    (
        Leaf("heading", "String!", "Heading.", "{report}.headings[{i}]"),
        Leaf("level", "Int!", "Level of the heading, 1 the highest.", "{report}.levels[{i}]"),
    ),
)

# UNION ALL: one row for each stated link and each trial; `group` turns the rows of a condition into one edge.
_LINKS = (
    "CALL ({p}) { MATCH ({p})-[{a}:INDICATED_FOR|ASSOCIATED_WITH]->({v}:Condition) "
    "RETURN {v}, type({a}) AS {link}, null AS {t} UNION ALL "
    "MATCH ({p})<-[:TESTS]-({t}:Trial)-[:STUDIES]->({v}:Condition) "
    "RETURN {v}, 'STUDIED_FOR' AS {link}, {t} }"
)

TYPE = ObjectType(
    "Drug",
    NODE.description,
    (
        *leaves(NODE, "id", "slug", "genericName", "brandNames"),
        names(kinds=True),
        *leaves(NODE, "drugType", "drugTypeRaw", "casNumber", "unii"),
        xrefs(),
        *leaves(NODE, "overview", "indicationText"),
        _agency_codes("listedBy", "Agencies that list it, with any status.", "state: 'FOUND'"),
        _agency_codes("authorisedBy", "Agencies that authorise it now.", "authorised: true"),
        _agency_codes("everAuthorisedBy", "Agencies that authorise it now or did before.", "everAuthorised: true"),
        Connection(
            "conditions",
            "DrugConditionConnection",
            "Condition",
            "Conditions linked to it, with the kinds of link.",
            _LINKS,
            needs_with=("match",),
            aggregates=("group",),
            group="WITH {v}, collect(DISTINCT {link}) AS {links}, collect(DISTINCT {t}) AS {trials}",
            arguments=(
                Argument(
                    "link",
                    "[ConditionLink!]",
                    "Only these kinds of link; the edges list no others.",
                    "{link} IN {value}",
                ),
            ),
            bind={"drug": "{p}", "condition": "{v}", "links": "{links}"},
        ),
        Connection(
            "trials",
            "TrialConnection",
            "Trial",
            "Trials that test it, newest posted first.",
            "MATCH ({p})<-[:TESTS]-({v}:Trial)",
            count="COUNT { ({p})<-[:TESTS]-() }",
            ordered_links="TESTS",
        ),
        Connection(
            "approvals",
            "ApprovalConnection",
            "Approval",
            "Its approvals at all agencies, latest date first.",
            "MATCH ({p})<-[:FOR_DRUG]-({v}:Approval)",
            count="COUNT { ({p})<-[:FOR_DRUG]-() }",
            ordered_links="FOR_DRUG",
        ),
        Connection(
            "sponsors",
            "DrugSponsorConnection",
            "Sponsor",
            "Organisations of its trials and approvals.",
            "MATCH ({p})<-[:TESTS|FOR_DRUG]-({x})-[{r}:SPONSORED_BY|HELD_BY]->({v}:Sponsor) WITH *, {v} AS {s}",
            group=BY_PAIR,
            needs_with=("rollUp",),
            aggregates=("group",),
            variants={
                "rollUp": "MATCH ({p})<-[:TESTS|FOR_DRUG]-({x})-[{r}:SPONSORED_BY|HELD_BY]->({s}:Sponsor) "
                "MATCH ({s})-[:SUBSIDIARY_OF*0..10]->({v}:Sponsor) WHERE NOT EXISTS { ({v})-[:SUBSIDIARY_OF]->() }"
            },
            arguments=(
                Argument(
                    "roles",
                    "[SponsorRole!]",
                    "Only these roles; the edges list no others.",
                    "{r}.role IN {value}",
                ),
                Argument(
                    "rollUp",
                    "Boolean",
                    "Count subsidiaries with the top of their group: one edge a group, its members in `entities`.",
                    default=False,
                ),
            ),
            bind={"drug": "{p}", "sponsor": "{v}", "entities": "{entities}"},
        ),
        Link(
            "agencies",
            "[AgencyCoverage!]!",
            "Coverage of the drug at every agency, and whether the agency authorises it.",
            "MATCH ({v}:Agency) OPTIONAL MATCH ({p})-[{r}:COVERED_BY]->({v}) WITH {v}, {r}",
            order=(AGENCY_ORDER,),
            arguments=(
                Argument(
                    "state",
                    "[CoverageState!]",
                    "Only agencies in these states.",
                    "coalesce({r}.state, 'NOT_CHECKED') IN {value}",
                ),
            ),
        ),
        OF_DRUG,
        Link(
            "reports",
            "[ResearchReport!]!",
            "Research reports on it.",
            "MATCH ({p})-[:DESCRIBED_BY]->({v}:Report)",
            order=("{v}.publishedOn IS NULL", "{v}.publishedOn DESC", "{v}.id"),
        ),
        timeline.TIMELINE,
        similar.SIMILAR,
        discrepancies.OF_DRUG,
        evidence(),
    ),
    interfaces=("Node",),
)

LOOKUP = Lookup(
    "drug",
    "Drug",
    "One drug, or null if there is none.",
    (
        Key("id", "ID", "Global id: drug:DB01277.", "MATCH ({v}:Drug {id: {value}})"),
        Key("slug", "String", "Readable id: mecasermin.", "MATCH ({v}:Drug {slug: {value}})"),
        Key(
            "name",
            "String",
            "Any of its names; a generic name is preferred.",
            "MATCH (:Name {normalised: {value}})<-[{h}:HAS_NAME]-({v}:Drug) "
            "WITH {v}, {h} ORDER BY {h}.kind <> 'GENERIC', {v}.id LIMIT 1",
            normalise,
        ),
        Key("unii", "String", "Unique Ingredient Identifier: 7GR9I2683O.", "MATCH ({v}:Drug {unii: {value}})"),
        Key(
            "casNumber",
            "String",
            "CAS registry number: 68562-41-4.",
            "MATCH ({v}:Drug {casNumber: {value}}) WITH {v} ORDER BY {v}.id LIMIT 1",
        ),
        Key(
            "xref",
            "XrefInput",
            "Identifier in another system.",
            "MATCH (:Xref {id: {value}})<-[:HAS_XREF]-({v}:Drug) WITH {v} ORDER BY {v}.id LIMIT 1",
            curie,
        ),
    ),
    input="DrugBy",
    input_description="How to find a drug: exactly one key.",
)

ROOT = Connection(
    "drugs",
    "DrugConnection",
    "Drug",
    "Drugs, by generic name unless ordered otherwise.",
    "MATCH ({v}:Drug)",
    count="COUNT { (:Drug) }",
)
