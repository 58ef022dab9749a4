"""(:Trial) — one registered clinical study."""

from graph.model.base import Node, Property
from graph.model.shared import ID, VALID_FROM

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
        Property("phases", "LIST<STRING>", "Phases, two for a combined phase; empty if none is stated.",
                 required=True, enum="Phase"),
        Property("phaseRaw", "STRING", "The phase in the source's words: Early Phase 1."),
        Property("overallStatus", "STRING", "Recruitment status.", required=True, enum="OverallStatus"),
        Property("statusRaw", "STRING", "The status in the source's words."),
        Property("whyStopped", "STRING", "Why it stopped early, in the sponsor's words."),
        Property("studyFirstPostDate", "PARTIAL_DATE", "Day on which the registry first posted it."),
        Property("startDate", "PARTIAL_DATE", "Start, actual or planned."),
        Property("primaryCompletionDate", "PARTIAL_DATE", "Last data for the primary outcome, actual or planned."),
        Property("completionDate", "PARTIAL_DATE", "End, actual or planned."),
        Property("lastUpdatePostDate", "PARTIAL_DATE", "Day on which the registry last posted a change."),
        Property("enrollmentCount", "INTEGER", "Participants: actual if completed, else planned."),
        Property("enrollmentType", "STRING", "ACTUAL or ESTIMATED, as registered."),
        Property("sponsorRaw", "STRING", "Lead sponsor in the source's words."),
        Property("interventionTypes", "LIST<STRING>", "Kind of each intervention, in the registry's order.",
                 required=True, enum="InterventionType"),
        Property("interventionNames", "LIST<STRING>", "Name of each intervention, in the registry's order.",
                 required=True),
        VALID_FROM,
    ),
    unique=("nctId",),
    indexes=(("studyFirstPostDate", "id"), ("startDate", "id"), ("overallStatus", "id")),
)
