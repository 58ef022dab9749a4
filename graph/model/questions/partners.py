"""With whom an organisation works: others that sign the same trials or work on the same drugs."""

from graph.errors import BadUserInput
from graph.model.public_types import Argument, Connection, ConnectionType, EdgeType, Inline, Leaf, Link, Sort, Sorting
from graph.model.questions.field_files import constants, field
from graph.model.questions.search import first

_VIA = ("TRIAL", "DRUG")
_MOST = constants("partners")["most"]


def _via(kind: str) -> str:
    if kind not in _VIA:
        raise BadUserInput("via", f"{kind} is not allowed; allowed are {' and '.join(_VIA)}")
    return kind


CONNECTION = ConnectionType(
    "PartnerConnection",
    EdgeType(
        "PartnerEdge",
        "One partner, and what both work on.",
        (
            Inline("node", "Sponsor!", "The other organisation.", {"v": "{other}"}, "true"),
            Leaf("sharedTrials", "Int!", "Trials that both run or support.", "{trials}"),
            Leaf(
                "sharedDrugs",
                "Int!",
                f"Drugs that both work on; those with more than {_MOST:,} trials and approvals count for no pair.",
                "size({drugs})",
            ),
            Link(
                "drugs",
                "[Drug!]!",
                "These drugs, by name.",
                "UNWIND {drugs} AS {v} WITH {v} ORDER BY {v}.genericName, {v}.id LIMIT coalesce({first}, 10)",
                order=("{v}.genericName", "{v}.id"),
                arguments=(first(10, 200),),
                expected_rows="first",
            ),
        ),
    ),
    "Partners, those with the most in common first, page by page.",
)

_FIRST = "CASE {via} WHEN 'DRUG' THEN {many} ELSE {trials} END"
_SECOND = "CASE {via} WHEN 'DRUG' THEN {trials} ELSE {many} END"
SORTING = Sorting(
    "Partner",
    "Order of partners.",
    (
        Sort("SHARED", "Number of shared things of the kind asked for; trials unless asked.", _FIRST),
        Sort("OTHER", "The other.", _SECOND),
    ),
    default=("SHARED", "DESC"),
    then=(("OTHER", "DESC"),),
)

PARTNERS = Connection(
    "partners",
    "PartnerConnection",
    "Partner",
    "Organisations of other groups that run or support the same trials or work on the same drugs; those with the most "
    "trials in common first.",
    "UNWIND {found} AS {row} WITH {row}[0] AS {v}, {row}[1] AS {trials}, {row}[2] AS {drugs}, size({row}[2]) AS {many}",
    where="CASE {via} WHEN 'TRIAL' THEN {trials} WHEN 'DRUG' THEN {many} ELSE 1 END > 0",
    arguments=(Argument("via", "EntityType", "Only through common things of this kind, TRIAL or DRUG.", prepare=_via),),
    bind={"other": "{v}", "trials": "{trials}", "drugs": "{drugs}"},
    prelude=field("partners"),
    aggregates=("prelude",),
    extra_cost=1_000,
)
