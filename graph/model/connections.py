"""Connections and their edges, with the facts of the pair that an edge joins."""

from graph.model import groups
from graph.model.public_types import ConnectionType, EdgeType, Field, Grouping, Inline, Leaf, Link
from graph.model.shared import in_order
from graph.model.values import link_evidence

BY_PAIR = (
    "WITH {v}, collect(DISTINCT {r}.role) AS {roles}, collect(DISTINCT {x}.agencyCode) AS {codes}, "
    "collect(DISTINCT {s}) AS {entities}, count(DISTINCT CASE WHEN {x}:Trial THEN {x} END) AS {trialCount}"
)
"""Groups rows into pairs of a drug and an organisation.

{v} is the other end, {x} a trial or approval, {r} its link to the organisation {s} that it names. {s} differs from the
organisation of the pair when subsidiaries count with their group.
"""
# Highest first: `maxPhase` takes the first that a trial has.
_PHASES = "['PHASE4', 'PHASE3', 'PHASE2', 'PHASE1', 'EARLY_PHASE1', 'NA']"


def _end(name: str, kind: str, description: str, bound: str = "v") -> Inline:
    return Inline(name, f"{kind}!", description, {"v": f"{{{bound}}}"}, "true")


def _plain(kind: str, grouping: Grouping, *fields: Field, **defaults: str) -> ConnectionType:
    edge = EdgeType(
        f"{kind}Edge", f"One {kind.lower()} of a list.", (_end("node", kind, "The node itself."), *fields), defaults
    )
    return ConnectionType(
        f"{kind}Connection",
        edge,
        f"A list of {kind.lower()}s, page by page.",
        grouping,
        (("nodes", kind, "v", "The nodes of this page."),),
    )


_DRUG_CONDITION = EdgeType(
    "DrugConditionEdge",
    "Links between one drug and one condition.",
    (
        _end("drug", "Drug", "The drug.", "drug"),
        _end("condition", "Condition", "The condition.", "condition"),
        Leaf("links", "[ConditionLink!]!", "All kinds of link between the two.", in_order("ConditionLink", "{links}")),
        Leaf(
            "maxPhase",
            "Phase",
            "Highest phase of the trials that join them; null if none has a phase.",
            f"head([{{e}} IN {_PHASES} WHERE any({{t}} IN {{trials}} WHERE {{e}} IN {{t}}.phases)])",
        ),
        Leaf("trialCount", "Int!", "Trials that test the drug and study the condition.", "size({trials})"),
        # A stated link keeps the ids of its sources. A link by trials has none: each trial is evidence, by its rows.
        link_evidence(
            "CALL ({drug}, {condition}) { "
            "MATCH ({drug})-[{r}:INDICATED_FOR|ASSOCIATED_WITH]->({condition}) UNWIND {r}.sourceIds AS {id} "
            "MATCH ({s}:Source {id: {id}}) "
            "RETURN {s}, type({r}) AS {field}, {r}.rawText AS {rawText}, {r}.rule AS {rule}, {r}.validFrom AS {first}, "
            "null AS {edition} "
            "UNION MATCH ({drug})<-[{r}:TESTS]-({t}:Trial)-[:STUDIES]->({condition}) "
            "MATCH ({t})-[{st}:STATED_IN]->({s}:Source) "
            "RETURN {s}, 'STUDIED_FOR' AS {field}, coalesce({t}.nctId, {t}.id) AS {rawText}, {r}.method AS {rule}, "
            "{st}.firstSeen AS {first}, {st}.edition AS {edition} }",
            {name: f"{{{name}}}" for name in ("field", "rawText", "rule", "first", "edition")},
        ),
    ),
)

_DRUG_SPONSOR = EdgeType(
    "DrugSponsorEdge",
    "Links between one drug and one organisation.",
    (
        _end("drug", "Drug", "The drug.", "drug"),
        _end("sponsor", "Sponsor", "The organisation.", "sponsor"),
        Leaf(
            "roles",
            "[SponsorRole!]!",
            "Roles of the organisation on trials and approvals of the drug.",
            in_order("SponsorRole", "{roles}"),
        ),
        Leaf(
            "agencies",
            "[AgencyCode!]!",
            "Agencies with a record of the drug that names the organisation.",
            in_order("AgencyCode", "{codes}"),
        ),
        Leaf("trialCount", "Int!", "Trials of the drug that the organisation runs or supports.", "{trialCount}"),
        Link(
            "entities",
            "[Sponsor!]!",
            "Legal entities that act here: the organisation itself or, where subsidiaries count, those of its group.",
            "UNWIND {entities} AS {v}",
            order=("{v}.name", "{v}.id"),
        ),
    ),
)

CONNECTIONS: tuple[ConnectionType, ...] = (
    _plain("Drug", groups.DRUGS),
    _plain("Condition", groups.CONDITIONS),
    _plain(
        "Trial",
        groups.TRIALS,
        Leaf("role", "SponsorRole", "Role of the sponsor that owns this list; null in other lists.", "{role}"),
        role="null",
    ),
    _plain("Sponsor", groups.SPONSORS),
    _plain("Approval", groups.APPROVALS),
    ConnectionType(
        "DrugConditionConnection",
        _DRUG_CONDITION,
        "Pairs of a drug and a condition, page by page.",
        groups.DRUG_CONDITIONS,
        (
            ("nodes", "Condition", "condition", "The conditions of this page, one for each pair."),
            ("drugs", "Drug", "drug", "The drugs of this page, one for each pair."),
        ),
    ),
    ConnectionType(
        "DrugSponsorConnection",
        _DRUG_SPONSOR,
        "Pairs of a drug and an organisation, page by page.",
        groups.DRUG_SPONSORS,
    ),
)
