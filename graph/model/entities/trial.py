"""(:Trial) — one registered clinical study."""

from graph.model.public_types import (
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
from graph.model.shared import ID, VALID_FROM
from graph.model.storage import Node, Property
from graph.model.values import evidence

NODE = Node(
    label="Trial",
    description="One registered clinical study, in the terms of ClinicalTrials.gov v2.",
    properties=(
        ID,
        Property("nctId", "STRING", "Registry number: NCT00125164. Absent where the source printed none."),
        Property("briefTitle", "STRING", "Brief title as registered."),
        Property("officialTitle", "STRING", "Official title as registered."),
        Property("url", "STRING", "Address of the registry's record."),
        Property("studyType", "STRING", "Kind of study.", enum="StudyType"),
        Property(
            "phases",
            "LIST<STRING>",
            "Phases, two for a combined phase; empty if none is stated.",
            required=True,
            enum="Phase",
        ),
        Property("phaseRaw", "STRING", "The phase in the source's words: Early Phase 1."),
        Property("overallStatus", "STRING", "Recruitment status.", required=True, enum="OverallStatus"),
        Property("statusRaw", "STRING", "The status in the source's words."),
        Property("whyStopped", "STRING", "Why it stopped early, in the sponsor's words."),
        Property("studyFirstPostDate", "PARTIAL_DATE", "Day on which the registry first posted it."),
        Property("startDate", "PARTIAL_DATE", "Start, actual or planned."),
        Property("primaryCompletionDate", "PARTIAL_DATE", "Last data for the primary outcome, actual or planned."),
        Property("completionDate", "PARTIAL_DATE", "End, actual or planned."),
        Property("lastUpdatePostDate", "PARTIAL_DATE", "Day on which the registry last posted a change."),
        Property("dataDate", "PARTIAL_DATE", "Date on which the registry printed what the graph shows."),
        Property("enrollmentCount", "INTEGER", "Participants: actual if completed, else planned."),
        Property("enrollmentType", "STRING", "ACTUAL or ESTIMATED, as registered."),
        Property("sponsorRaw", "STRING", "Lead sponsor in the source's words."),
        Property(
            "interventionTypes",
            "LIST<STRING>",
            "Kind of each intervention, in the registry's order.",
            required=True,
            enum="InterventionType",
        ),
        Property(
            "interventionNames", "LIST<STRING>", "Name of each intervention, in the registry's order.", required=True
        ),
        VALID_FROM,
    ),
    unique=("nctId",),
    indexes=(
        ("studyFirstPostDate", "id"),
        ("startDate", "id"),
        ("dataDate", "id"),
        ("overallStatus", "id"),
        ("enrollmentCount", "id"),
    ),
)

_FILTER = FilterInput(
    "TrialFilter",
    "Conditions on trials; all that are given must hold.",
    (
        Test("id", "[ID!]", "One of these global ids.", "{v}.id IN {value}"),
        Compare("nctId", "StringFilter", "Registry number.", "{v}.nctId"),
        Compare("title", "StringFilter", "Brief title.", "{v}.briefTitle"),
        Test("phases", "[Phase!]", "In one of these phases.", "any({e} IN {v}.phases WHERE {e} IN {value})"),
        Test("phaseStated", "Boolean", "True: a phase is stated. False: none is.", "(size({v}.phases) > 0) = {value}"),
        Test("overallStatus", "[OverallStatus!]", "In one of these states.", "{v}.overallStatus IN {value}"),
        Compare("studyFirstPostDate", "DateFilter", "Day first posted.", "{v}.studyFirstPostDate"),
        Compare("startDate", "DateFilter", "Start.", "{v}.startDate"),
        Compare("completionDate", "DateFilter", "End.", "{v}.completionDate"),
        Compare("dataDate", "DateFilter", "Date on which the registry printed what the graph shows.", "{v}.dataDate"),
        Compare("enrollmentCount", "IntFilter", "Participants.", "{v}.enrollmentCount"),
        Through("drug", "DrugFilter", "Tests at least one such drug.", "MATCH ({v})-[:TESTS]->({w}:Drug)"),
        Through(
            "condition",
            "ConditionFilter",
            "Studies at least one such condition.",
            "MATCH ({v})-[:STUDIES]->({w}:Condition)",
        ),
        Through(
            "sponsor",
            "SponsorFilter",
            "At least one such lead sponsor or collaborator.",
            "MATCH ({v})-[{tie}:SPONSORED_BY]->({w}:Sponsor)",
            binds=("tie",),
        ),
        Test(
            "hasSponsor",
            "Boolean",
            "True: a sponsor is on file. False: none is.",
            "EXISTS { ({v})-[:SPONSORED_BY]->() } = {value}",
            follows_links=True,
        ),
    ),
)

_PHASE_RANK = (
    "CASE WHEN 'PHASE4' IN {v}.phases THEN 5 WHEN 'PHASE3' IN {v}.phases THEN 4 WHEN 'PHASE2' IN {v}.phases THEN 3 "
    "WHEN 'PHASE1' IN {v}.phases THEN 2 WHEN 'EARLY_PHASE1' IN {v}.phases THEN 1 WHEN 'NA' IN {v}.phases THEN 0 END"
)

_SORTING = Sorting(
    "Trial",
    "Order of trials.",
    (
        Sort("STUDY_FIRST_POST_DATE", "Day first posted.", "{v}.studyFirstPostDate", nullable=True),
        Sort("START_DATE", "Start.", "{v}.startDate", nullable=True),
        Sort("DATA_DATE", "Date of the registry's data.", "{v}.dataDate", nullable=True),
        Sort("PHASE", "Highest phase; not applicable comes before early phase 1.", _PHASE_RANK, nullable=True),
        Sort("OVERALL_STATUS", "Status, by its name.", "{v}.overallStatus"),
        Sort("ENROLLMENT", "Participants.", "{v}.enrollmentCount", nullable=True),
        Sort("NCT_ID", "Registry number.", "{v}.nctId", nullable=True),
    ),
    default=("STUDY_FIRST_POST_DATE", "DESC"),
)

KIND = Kind("Trial", _FILTER, _SORTING)

INTERVENTION_TYPE = ObjectType(
    "Intervention",
    "One intervention of a trial as registered.",
    (
        Leaf("type", "InterventionType!", "Kind of intervention.", "{trial}.interventionTypes[{i}]"),
        Leaf("name", "String!", "Name as registered.", "{trial}.interventionNames[{i}]"),
        Link(
            "drug",
            "Drug",
            "The drug, where the name was matched to one.",
            "MATCH ({trial})-[{r}:TESTS]->({v}:Drug)",
            where="{trial}.interventionNames[{i}] IN {r}.rawTexts",
            order=("{r}.score DESC", "{v}.id"),
        ),
    ),
)

TYPE = ObjectType(
    "Trial",
    NODE.description,
    (
        *leaves(
            NODE,
            "id",
            "nctId",
            "briefTitle",
            "officialTitle",
            "url",
            "studyType",
            "phases",
            "phaseRaw",
            "overallStatus",
            "statusRaw",
            "whyStopped",
            "studyFirstPostDate",
            "startDate",
            "primaryCompletionDate",
            "completionDate",
            "lastUpdatePostDate",
            "dataDate",
            "enrollmentCount",
            "enrollmentType",
        ),
        Link(
            "leadSponsor",
            "Sponsor",
            "Organisation or person that runs it.",
            "MATCH ({p})-[:SPONSORED_BY {role: 'LEAD_SPONSOR'}]->({v}:Sponsor)",
            order=("{v}.id",),
        ),
        Link(
            "collaborators",
            "[Sponsor!]!",
            "Organisations and persons that support it.",
            "MATCH ({p})-[:SPONSORED_BY {role: 'COLLABORATOR'}]->({v}:Sponsor)",
            order=("{v}.name", "{v}.id"),
        ),
        *leaves(NODE, "sponsorRaw"),
        Link(
            "interventions",
            "[Intervention!]!",
            "Interventions, in the registry's order.",
            "UNWIND range(0, size({p}.interventionNames) - 1) AS {i}",
            order=("{i}",),
            bind={"trial": "{p}", "i": "{i}"},
        ),
        Connection(
            "drugs",
            "DrugConnection",
            "Drug",
            "Drugs that it tests, by name.",
            "MATCH ({p})-[:TESTS]->({v}:Drug)",
            count="COUNT { ({p})-[:TESTS]->() }",
        ),
        Connection(
            "conditions",
            "ConditionConnection",
            "Condition",
            "Conditions that it studies, by name.",
            "MATCH ({p})-[:STUDIES]->({v}:Condition)",
            count="COUNT { ({p})-[:STUDIES]->() }",
        ),
        evidence(),
    ),
    interfaces=("Node",),
)

LOOKUP = Lookup(
    "trial",
    "Trial",
    "One trial, or null if there is none.",
    (
        Key(
            "nctId",
            "String!",
            "Registry number: NCT00125164.",
            "MATCH ({v}:Trial {nctId: {value}})",
            lambda text: text.strip().upper(),
        ),
    ),
)

ROOT = Connection(
    "trials",
    "TrialConnection",
    "Trial",
    "Trials, newest posted first unless ordered otherwise.",
    "MATCH ({v}:Trial)",
    count="COUNT { (:Trial) }",
)
