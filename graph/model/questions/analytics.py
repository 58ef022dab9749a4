"""Questions over the whole graph: networks, reach across agencies, lags between them, the way to approval."""

from graph.model.groups import NOT_STATED, PHASE_LABELS
from graph.model.public_types import Argument, Leaf, Link, ObjectType
from graph.model.questions.networks import METRICS, SPONSORS
from graph.model.questions.regulatory import GRANT
from graph.model.questions.search import first

_DRUGS = Argument("filter", "DrugFilter", "Which drugs; all that is given must hold.", is_filter=True)

_REACH = Link(
    "regulatoryReach",
    "[RankedNode!]!",
    "Drugs by the number of agencies that have a record of them, most first, then by the number of records.",
    "CALL () { MATCH ({drug}:Drug) WHERE {is_drug} "
    "WITH {drug} ORDER BY {drug}.agencyCount DESC, {drug}.approvalCount DESC, {drug}.id LIMIT coalesce({first}, 25) "
    "RETURN collect({drug}) AS drugs } UNWIND range(0, size(drugs) - 1) AS i WITH i + 1 AS {rank}, drugs[i] AS {v} "
    "CALL ({v}) { MATCH (agency:Agency) "
    "WITH agency.shortName AS name, EXISTS { ({v})<-[:FOR_DRUG]-(:Approval {agencyCode: agency.code}) } AS found, "
    "EXISTS { ({v})-[:COVERED_BY {state: 'NONE_FOUND'}]->(agency) } AS looked ORDER BY name "
    "RETURN collect(CASE WHEN found THEN name END) AS names, "
    "count(CASE WHEN looked AND NOT found THEN 1 END) AS without, count(name) AS every } "
    "WITH {rank}, {v}, toFloat(size(names)) AS {score}, "
    "['REACH', [{v}.approvalCount, 'RECORD'], [names, without, every]] AS {said}",
    order=("{rank}",),
    arguments=(_DRUGS, first(25, 200)),
    bind={"score": "{score}", "rank": "{rank}", "said": "{said}"},
    expected_rows="first",
    extra_cost=500,
)

_KINDS = str(list(GRANT))
_REASONS = {
    "NO_DATE": "no record has a date",
    "OTHER_KIND": "no date means the grant",
    "DAY_UNKNOWN": "the day of the grant is not known",
    "REFUSED": "refused",
}


def _granted(agency: str, name: str) -> str:
    """The first full date of a grant of {drug} at an agency as `name`, and as `<name>_why` why there is none."""
    return (
        f"WITH *, COLLECT {{ MATCH ({{drug}})<-[:FOR_DRUG]-(a:Approval {{agencyCode: {agency}}}) RETURN a }} "
        "AS records "
        f"WITH *, [a IN records WHERE a.dateKind IN {_KINDS}] AS granted "
        "WITH *, [a IN granted WHERE size(a.date) = 10 AND a.status <> 'REFUSED' | a.date] AS dates "
        "WITH *, reduce(least = head(dates), each IN dates | CASE WHEN each < least THEN each ELSE least END) "
        f"AS {name}, "
        "CASE WHEN size(dates) > 0 THEN null WHEN none(a IN records WHERE a.date IS NOT NULL) THEN 'NO_DATE' "
        "WHEN size(granted) = 0 THEN 'OTHER_KIND' WHEN all(a IN granted WHERE a.status = 'REFUSED') THEN 'REFUSED' "
        f"ELSE 'DAY_UNKNOWN' END AS {name}_why "
    )


LAG = ObjectType(
    "LagStats",
    "Days from the first grant at one agency to the first at another; negative where the other one was earlier.",
    (
        Leaf("n", "Int!", "Drugs that were compared.", "size({lags})"),
        Leaf("medianDays", "Float", "Half of the lags are no longer; null without any.", "{quartiles}[1]"),
        Leaf("p25Days", "Float", "A quarter of the lags are no longer.", "{quartiles}[0]"),
        Leaf("p75Days", "Float", "Three quarters of the lags are no longer.", "{quartiles}[2]"),
        Link(
            "excluded",
            "[CountBucket!]!",
            "Drugs that both agencies have records of but that were not compared: by agency and reason, most first; "
            "the first agency's reason where both have one. `share` is of all drugs that both have.",
            "UNWIND {excluded} AS {row}",
            order=("{row}.count DESC", "{row}.code", "{row}.why"),
            bind={
                "key": "{row}.code + ':' + {row}.why",
                "label": "{row}.name + ': ' + {"
                + ", ".join(f"{key}: '{text}'" for key, text in _REASONS.items())
                + "}[{row}.why]",
                "count": "{row}.count",
                "share": "toFloat({row}.count) / {both}",
            },
            expected_rows=8,
        ),
    ),
)

_LAG = Link(
    "approvalLag",
    "LagStats!",
    "How much later one agency grants than another, over the drugs that both have records of. Compared are the first "
    "full dates that mean the grant: of approval, authorisation, issue or registration, not refused.",
    "CALL () { MATCH (:Agency {code: {from}})<-[:GRANTED_BY]-(:Approval)-[:FOR_DRUG]->({drug}:Drug) "
    "WITH DISTINCT {drug} WHERE EXISTS { ({drug})<-[:FOR_DRUG]-(:Approval {agencyCode: {to}}) } AND {is_drug} "
    + _granted("{from}", "one")
    + "WITH {drug}, one, one_why "
    + _granted("{to}", "two")
    + "WITH CASE WHEN one IS NOT NULL AND two IS NOT NULL "
    "THEN toFloat(duration.inDays(date(one), date(two)).days) END AS lag, "
    "CASE WHEN one IS NULL THEN [{from}, one_why] WHEN two IS NULL THEN [{to}, two_why] END AS why "
    "RETURN collect(lag) AS {lags}, "
    "[percentileCont(lag, 0.25), percentileCont(lag, 0.5), percentileCont(lag, 0.75)] AS {quartiles}, "
    "collect(why) AS whys, count(*) AS {both} } "
    "CALL (whys) { UNWIND whys AS why WITH why[0] AS code, why[1] AS why, count(*) AS number "
    "MATCH (agency:Agency {code: code}) "
    "RETURN collect({code: code, why: why, count: number, name: agency.shortName}) AS {excluded} }",
    arguments=(
        Argument("from", "AgencyCode!", "The agency where the days begin."),
        Argument("to", "AgencyCode!", "The agency where they end."),
        _DRUGS,
    ),
    bind={"lags": "{lags}", "quartiles": "{quartiles}", "both": "{both}", "excluded": "{excluded}"},
    extra_cost=500,
)

_SPONSORED = "({s})<-[:SUBSIDIARY_OF*0..10]-()<-[:SPONSORED_BY]-(t:Trial)"
_STUDIED = "({c})<-[:BROADER*0..20]-()<-[:STUDIES]-(t)"
_STAGES = ("EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4", "NA", None)


def _stage(phase: str | None, place: int) -> str:
    label = PHASE_LABELS.replace("{k}", f"'{phase}'") if phase else f"'{NOT_STATED}'"
    return f"[{place}, {repr(phase) if phase else 'null'}, {label}, phases[{place}], whole]"


_FUNNEL = Link(
    "trialFunnel",
    "[CountBucket!]!",
    "The way from trials to approvals: trials of each phase (a combined phase counts in both; `share` is of all "
    "trials), then the drugs that they test (DRUGS) and how many of those any agency has allowed (APPROVED, `share` is "
    "of the drugs). Subsidiaries and narrower conditions count.",
    "CALL () { WITH 1 AS one WHERE {sponsor} IS NOT NULL "
    f"MATCH {_SPONSORED.replace('{s}', ':Sponsor {id: {sponsor}}')} WITH DISTINCT t "
    f"WHERE {{condition}} IS NULL OR EXISTS {{ {_STUDIED.replace('{c}', ':Condition {id: {condition}}')} }} RETURN t "
    "UNION ALL WITH 1 AS one WHERE {sponsor} IS NULL AND {condition} IS NOT NULL "
    f"MATCH {_STUDIED.replace('{c}', ':Condition {id: {condition}}')} RETURN DISTINCT t "
    "UNION ALL WITH 1 AS one WHERE {sponsor} IS NULL AND {condition} IS NULL MATCH (t:Trial) RETURN t } "
    "WITH t.phases AS phases, count(*) AS n, collect(t) AS those "
    "WITH collect([phases, n]) AS stated, collect(those) AS trials, sum(n) AS whole "
    "CALL (trials) { UNWIND trials AS those UNWIND those AS t MATCH (t)-[:TESTS]->(d) WITH DISTINCT d "
    "RETURN count(d) AS drugs, sum(CASE WHEN EXISTS { (d)<-[:FOR_DRUG]-(a:Approval) WHERE a.status <> 'REFUSED' } "
    "THEN 1 ELSE 0 END) AS approved } "
    "WITH stated, whole, drugs, approved, ["
    + ", ".join(
        "reduce(n = 0, each IN stated | n + CASE WHEN "
        + (f"'{phase}' IN each[0]" if phase else "size(each[0]) = 0")
        + " THEN each[1] ELSE 0 END)"
        for phase in _STAGES
    )
    + "] AS phases "
    "UNWIND ["
    + ", ".join(_stage(phase, place) for place, phase in enumerate(_STAGES))
    + ", [7, 'DRUGS', 'Drugs tested', drugs, drugs], [8, 'APPROVED', 'Drugs allowed anywhere', approved, drugs]] "
    "AS {stage} WITH {stage}",
    order=("{stage}[0]",),
    arguments=(
        Argument("sponsor", "ID", "Only trials that this organisation or a subsidiary of it runs or supports."),
        Argument("condition", "ID", "Only trials of this condition or a narrower one."),
    ),
    bind={
        "key": "{stage}[1]",
        "label": "{stage}[2]",
        "count": "{stage}[3]",
        "share": "CASE {stage}[4] WHEN 0 THEN 0.0 ELSE toFloat({stage}[3]) / {stage}[4] END",
    },
    expected_rows=9,
    extra_cost=500,
)

ANALYTICS_TYPE = ObjectType(
    "Analytics",
    "Questions over the whole graph. Each is worked out anew, within the request.",
    (METRICS, SPONSORS, _REACH, _LAG, _FUNNEL),
)
TYPES = (ANALYTICS_TYPE, LAG)

ANALYTICS = Link("analytics", "Analytics!", ANALYTICS_TYPE.description, "UNWIND [0] AS {i}")
