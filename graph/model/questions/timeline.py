"""What happened to a drug, in time: its trials and its records at agencies as dated events."""

from graph.model.public_types import Argument, Connection, ConnectionType, EdgeType, Inline, Leaf, Sort, Sorting
from graph.model.questions.sentences import event

_NOT_STARTED = "['NOT_YET_RECRUITING', 'WITHDRAWN', 'WITHHELD']"

# A date that a record only plans is no event: of trials the registry gives the planned ones too.
_EVENTS = (
    "CALL ({p}) { MATCH ({p})<-[:TESTS]-({v}:Trial) UNWIND ["
    "['TRIAL_POSTED', {v}.studyFirstPostDate, {v}.studyFirstPostDateRaw], "
    "['TRIAL_STARTED', CASE WHEN NOT {v}.overallStatus IN " + _NOT_STARTED + " THEN {v}.startDate END, "
    "{v}.startDateRaw], "
    "['TRIAL_COMPLETED', CASE {v}.overallStatus WHEN 'COMPLETED' THEN {v}.completionDate END, {v}.completionDateRaw]"
    "] AS {e} WITH {v}, {e} WHERE {e}[1] IS NOT NULL "
    "RETURN {v}, {e}[0] AS {kind}, {e}[1] AS {date}, coalesce({e}[2], {e}[1]) AS {raw} "
    "UNION ALL MATCH ({p})<-[:FOR_DRUG]-({v}:Approval) WHERE {v}.date IS NOT NULL AND {v}.status <> 'REFUSED' "
    "RETURN {v}, CASE {v}.dateKind WHEN 'REGISTRATION' THEN 'REGISTRATION' WHEN 'MARKET' THEN 'MARKETED' "
    "WHEN 'EFFECTIVE' THEN 'LABEL_EFFECTIVE' ELSE 'APPROVAL' END AS {kind}, {v}.date AS {date}, "
    "coalesce({v}.dateRaw, {v}.date) AS {raw} }"
)

CONNECTION = ConnectionType(
    "EventConnection",
    EdgeType(
        "EventEdge",
        "One event: a date, and the trial or the record that it is of.",
        (
            Leaf("kind", "EventKind!", "What happened.", "{kind}"),
            Inline("date", "PartialDate!", "When, as far as it is known.", {"value": "{date}", "raw": "{raw}"}, "true"),
            Inline("trial", "Trial", "The trial; null for the event of a product.", {"v": "{of}"}, "{of}:Trial"),
            Inline("approval", "Approval", "The record; null for a trial's.", {"v": "{of}"}, "{of}:Approval"),
            Leaf(
                "label",
                "String!",
                "The event in a few words.",
                "[{kind}, head([({of})-[:GRANTED_BY]->({a}) | {a}.shortName]), "
                "coalesce({of}.briefTitle, {of}.nctId, {of}.productName, {of}.number, {of}.id)]",
                event,
            ),
        ),
    ),
    "Events of a drug, oldest first, page by page; `last` gives the newest ones. A missing month or day counts as the "
    "first.",
)

SORTING = Sorting(
    "Event",
    "Order of events.",
    (Sort("DATE", "Date.", "{date}"), Sort("KIND", "Kind.", "{kind}")),
    default=("DATE", "ASC"),
    then=(("KIND", "ASC"),),
)

TIMELINE = Connection(
    "timeline",
    "EventConnection",
    "Event",
    "What happened to it: trials posted, started and completed, products approved, registered, marketed, and labels "
    "that became effective. Oldest first; `last` gives the newest.",
    _EVENTS,
    arguments=(Argument("kinds", "[EventKind!]", "Only events of these kinds.", "{kind} IN {value}"),),
    bind={"of": "{v}", "kind": "{kind}", "date": "{date}", "raw": "{raw}"},
    page=100,
    extra_cost=100,
)
