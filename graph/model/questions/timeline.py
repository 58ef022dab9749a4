"""Events of a drug, in time: its trials and its records at agencies as dated events."""

from graph.model.public_types import Argument, Connection, ConnectionType, EdgeType, Inline, Leaf, Sort, Sorting
from graph.model.questions.field_files import field
from graph.model.questions.sentences import event

CONNECTION = ConnectionType(
    "EventConnection",
    EdgeType(
        "EventEdge",
        "One event: a date, and the trial or the record that it is of.",
        (
            Leaf("kind", "EventKind!", "Kind of the event.", "{kind}"),
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
    "Its events: trials posted, started and completed, products approved, registered, marketed, and labels "
    "that became effective. Oldest first; `last` gives the newest.",
    field("timeline"),
    needs_with=("match",),
    arguments=(Argument("kinds", "[EventKind!]", "Only events of these kinds.", "{kind} IN {value}"),),
    bind={"of": "{v}", "kind": "{kind}", "date": "{date}", "raw": "{raw}"},
    page=100,
    extra_cost=100,
)
