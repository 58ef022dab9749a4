"""The dimensions of `groupBy`, as data.

Records without the value form a group of their own, with key null.
"""

from graph.model.public_types import Dimension, Grouping, Leaf, Link, ObjectType

NOT_STATED = "Not stated"


def _labelled(**labels: str) -> str:
    printed = ", ".join(f"{value}: '{label}'" for value, label in labels.items())
    return f"{{{printed}}}[{{k}}]"


# A code in words: LEAD_SPONSOR is "Lead sponsor".
_WORDS = "toUpper(left({k}, 1)) + toLower(replace(substring({k}, 1), '_', ' '))"
PHASE_LABELS = _labelled(
    NA="Not Applicable",
    EARLY_PHASE1="Early Phase 1",
    PHASE1="Phase 1",
    PHASE2="Phase 2",
    PHASE3="Phase 3",
    PHASE4="Phase 4",
)
_CLASSES = _labelled(
    NIH="NIH",
    FED="US federal agency",
    OTHER_GOV="Other government",
    INDIV="Individual",
    INDUSTRY="Industry",
    NETWORK="Network",
    AMBIG="Ambiguous",
    OTHER="Other",
    UNKNOWN="Unknown",
)
# The values of the list {k}, joined by "/".
_COMBINED = "reduce({t} = '', {e} IN {k} | {t} + CASE {t} WHEN '' THEN '' ELSE '/' END + {each})"


def _listed(found: str) -> str:
    """Return a clause with one row for each value of a list, or one row of null for an empty list."""
    return f"UNWIND CASE WHEN size({found}) = 0 THEN [null] ELSE {found} END AS {{k}}"


def _enum(value: str, description: str, key: str, label: str = _WORDS) -> Dimension:
    return Dimension(value, description, key=key, label=label)


def _node(
    value: str, description: str, match: str, name: str, code: str = "{k}.id", *, repeats: bool = False
) -> Dimension:
    return Dimension(value, description, match=f"OPTIONAL MATCH {match}", code=code, label=name, repeats=repeats)


def _agency(value: str, description: str, link: str) -> Dimension:
    return _node(value, description, f"({{v}})-[:COVERED_BY {{{link}}}]->({{k}}:Agency)", "{k}.name", "{k}.code")


def _year(value: str, description: str, date: str) -> Dimension:
    return Dimension(value, description, key=f"left({date}, 4)")


_PHASE = Dimension(
    "PHASE",
    "Phase. A combined phase is a group of its own: PHASE1/PHASE2.",
    key="{v}.phases",
    code=f"CASE WHEN size({{k}}) > 0 THEN {_COMBINED.replace('{each}', '{e}')} END",
    label=f"CASE WHEN size({{k}}) > 0 THEN {_COMBINED.replace('{each}', PHASE_LABELS.replace('{k}', '{e}'))} END",
)
_CLASS = _enum("CLASS", "Class in the trial registry's terms.", "coalesce({v}.class, 'UNKNOWN')", _CLASSES)
_COUNTRY = Dimension("COUNTRY", "Country, ISO 3166-1 alpha-2.", key="{v}.country")

DRUGS = Grouping(
    "DrugGroup",
    "Dimensions of drugs.",
    (
        _enum("DRUG_TYPE", "Broad kind.", "{v}.drugType"),
        _agency("AGENCY", "Agencies where it is found.", "state: 'FOUND'"),
        _agency("AUTHORISED_AGENCY", "Agencies that authorise it now.", "authorised: true"),
        _agency("EVER_AUTHORISED_AGENCY", "Agencies that authorise it now or did before.", "everAuthorised: true"),
        Dimension(
            "CONDITION",
            "Conditions linked to it in any way.",
            # UNION drops duplicates: a condition that is both stated and studied counts once.
            match="OPTIONAL CALL ({v}) { MATCH ({v})-[:INDICATED_FOR|ASSOCIATED_WITH]->({k}:Condition) RETURN {k} "
            "UNION MATCH ({v})<-[:TESTS]-(:Trial)-[:STUDIES]->({k}:Condition) RETURN {k} }",
            code="{k}.id",
            label="{k}.name",
        ),
        _node(
            "SPONSOR",
            "Organisations of its trials and approvals.",
            "({v})<-[:TESTS|FOR_DRUG]-()-[:SPONSORED_BY|HELD_BY]->({k}:Sponsor)",
            "{k}.name",
            repeats=True,
        ),
    ),
)

TRIALS = Grouping(
    "TrialGroup",
    "Dimensions of trials.",
    (
        _PHASE,
        _enum("OVERALL_STATUS", "Recruitment status.", "{v}.overallStatus"),
        _enum("STUDY_TYPE", "Kind of study.", "{v}.studyType"),
        _year("POST_YEAR", "Year first posted.", "{v}.studyFirstPostDate"),
        _year("START_YEAR", "Year of the start.", "{v}.startDate"),
        _node("SPONSOR", "Sponsors in any role.", "({v})-[:SPONSORED_BY]->({k}:Sponsor)", "{k}.name", repeats=True),
        Dimension(
            "SPONSOR_CLASS",
            "Class of the lead sponsor.",
            # A sponsor without a class is UNKNOWN; a trial without a lead sponsor has no class at all.
            match="OPTIONAL MATCH ({v})-[:SPONSORED_BY {role: 'LEAD_SPONSOR'}]->({s}:Sponsor) "
            "WITH *, CASE WHEN {s} IS NOT NULL THEN coalesce({s}.class, 'UNKNOWN') END AS {k}",
            label=_CLASSES,
            repeats=True,
        ),
        _node("CONDITION", "Conditions studied.", "({v})-[:STUDIES]->({k}:Condition)", "{k}.name"),
        _node("DRUG", "Drugs tested.", "({v})-[:TESTS]->({k}:Drug)", "{k}.genericName"),
    ),
)

APPROVALS = Grouping(
    "ApprovalGroup",
    "Dimensions of approvals.",
    (
        _node("AGENCY", "Agency.", "({v})-[:GRANTED_BY]->({k}:Agency)", "{k}.name", "{k}.code"),
        _enum("STATUS", "Shared status.", "{v}.status"),
        Dimension("STATUS_RAW", "Status in the agency's words.", key="{v}.statusRaw"),
        _year("YEAR", "Year of the date on the record; mind its kind.", "{v}.date"),
        _enum("DATE_KIND", "Kind of the date.", "{v}.dateKind"),
        _node("HOLDER", "Organisation named on it.", "({v})-[:HELD_BY]->({k}:Sponsor)", "{k}.name", repeats=True),
        Dimension("DOSAGE_FORM", "Dosage form in the agency's words.", key="{v}.dosageForm"),
        Dimension("ROUTE", "Route in the agency's words.", key="{v}.route"),
        _node("DRUG", "Drugs contained.", "({v})-[:FOR_DRUG]->({k}:Drug)", "{k}.genericName"),
    ),
)

SPONSORS = Grouping(
    "SponsorGroup",
    "Dimensions of sponsors.",
    (
        _CLASS,
        Dimension("ROLE", "Roles of the sponsor.", match=_listed("{v}.roles"), label=_WORDS),
        _COUNTRY,
    ),
)

CONDITIONS = Grouping(
    "ConditionGroup",
    "Dimensions of conditions.",
    (
        Dimension(
            "LINK",
            "Ways in which drugs are linked to it.",
            match="OPTIONAL CALL ({v}) { MATCH ({v})<-[{x}:INDICATED_FOR|ASSOCIATED_WITH]-() RETURN type({x}) AS {k} "
            "UNION MATCH ({v})<-[:STUDIES]-(:Trial)-[:TESTS]->() RETURN 'STUDIED_FOR' AS {k} }",
            label=_WORDS,
        ),
    ),
)

DRUG_CONDITIONS = Grouping(
    "DrugConditionGroup",
    "Dimensions of pairs of a drug and a condition.",
    (
        Dimension("LINK", "Ways in which the two are linked.", match=_listed("{links}"), label=_WORDS),
        _enum("DRUG_TYPE", "Broad kind of the drug.", "{drug}.drugType"),
    ),
)

DRUG_SPONSORS = Grouping(
    "DrugSponsorGroup",
    "Dimensions of pairs of a drug and an organisation.",
    (
        Dimension("ROLE", "Roles of the organisation for the drug.", match=_listed("{roles}"), label=_WORDS),
        Dimension(
            "AGENCY",
            "Agencies with a record of the drug that names the organisation.",
            match=_listed("{codes}"),
            label="head(COLLECT { MATCH ({a}:Agency {code: {k}}) RETURN {a}.name })",
        ),
        _enum("CLASS", "Class of the organisation.", "coalesce({sponsor}.class, 'UNKNOWN')", _CLASSES),
        Dimension("COUNTRY", "Country of the organisation, ISO 3166-1 alpha-2.", key="{sponsor}.country"),
        _enum("DRUG_TYPE", "Broad kind of the drug.", "{drug}.drugType"),
    ),
)

COUNT_KEY = ObjectType(
    "CountKey",
    "The value that the records of a group share, for one dimension.",
    (
        Leaf("dimension", "String!", "The dimension requested.", "{key}[0]"),
        Leaf("value", "String", "The value: a value of a vocabulary, or a global id; null if missing.", "{key}[1]"),
        Leaf("label", "String!", "The same for people.", "{key}[2]"),
    ),
)

GROUP_ROW = ObjectType(
    "GroupRow",
    "One group of a list. A record with several values is in several groups.",
    (
        Link(
            "keys",
            "[CountKey!]!",
            "The values that its records share, one key for each dimension.",
            "UNWIND {groups} AS {key}",
            bind={"key": "{key}"},
        ),
        Leaf("count", "Int!", "Number of records.", "{n}"),
        Leaf("share", "Float!", "Part of the whole list, 0 to 1.", "{share}"),
        Leaf("sample", "[ID!]!", "The first five of its records, by id.", "{sample}"),
        Leaf("cursor", "String!", "Position of this group, for `after`.", "{keys}"),
    ),
)
