"""Questions over the whole graph: networks, reach across agencies, lags between agencies, paths to approval."""

from graph.model.public_types import Argument, Leaf, Link, ObjectType
from graph.model.questions.field_files import field
from graph.model.questions.networks import METRICS, SPONSORS
from graph.model.questions.search import first

_DRUGS = Argument("filter", "DrugFilter", "Which drugs; all that is given must hold.", is_filter=True)

_REACH = Link(
    "regulatoryReach",
    "[RankedNode!]!",
    "Drugs by the number of agencies that authorise them or did, most first, then by the number of records at any "
    "agency.",
    field("regulatory_reach"),
    aggregates=("match",),
    order=("{rank}",),
    arguments=(_DRUGS, first(25, 200)),
    bind={"score": "{score}", "rank": "{rank}", "said": "{said}"},
    expected_rows="first",
    extra_cost=500,
)

_REASONS = {
    "NO_DATE": "no record has a date",
    "OTHER_KIND": "no date means the grant",
    "DAY_UNKNOWN": "the day of the grant is not known",
    "NOT_GRANTED": "not granted",
}


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
    "full dates that mean the grant: of approval, authorisation, issue or registration. Refusals, withdrawn "
    "applications, opinions and tentative approvals are no grants.",
    field("approval_lag"),
    aggregates=("match",),
    arguments=(
        Argument("from", "AgencyCode!", "The agency where the days begin."),
        Argument("to", "AgencyCode!", "The agency where they end."),
        _DRUGS,
    ),
    bind={"lags": "{lags}", "quartiles": "{quartiles}", "both": "{both}", "excluded": "{excluded}"},
    extra_cost=500,
)

_FUNNEL = Link(
    "trialFunnel",
    "[CountBucket!]!",
    "The way from trials to approvals: trials of each phase (a combined phase counts in both; `share` is of all "
    "trials), then the drugs that they test (DRUGS) and how many of those an agency authorises or did (APPROVED, "
    "`share` is of the drugs). Subsidiaries and narrower conditions count.",
    field("trial_funnel"),
    aggregates=("match",),
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
