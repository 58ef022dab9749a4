"""Trials: key, drugs, conditions and sponsors, and the draft of a record."""

from collections.abc import Iterator

from seed.match import DrugIndex, Match, drugs_of, strongest
from seed.merge.draft import Draft, Link, link
from seed.records import NOT_STATED, Intervention, Organisation, Row, TrialRecord
from seed.resolve.context import ResolveContext, dated, without_none

DRUG_LIKE = {"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "DIETARY_SUPPLEMENT", "GENETIC"}
"""Types of interventions that may name a drug."""

_UNSTATED = {"overallStatus": NOT_STATED, "phases": [], "interventionTypes": [], "interventionNames": []}
"""Values that the graph holds where no source states one. A source without interventions or phases states none."""


def trial_key(record: TrialRecord) -> str:
    """Return the key of a trial: its registry number, else its row in the source."""
    return f"trial:{record.nct_id or record.row.key}"


def naming_fields(record: TrialRecord) -> TrialRecord:
    """Return a copy of the record with only the fields that name drugs."""
    return TrialRecord(
        row=Row(record.row.key, data_date=record.row.data_date),
        overall_status=record.overall_status,
        interventions=tuple(intervention for intervention in record.interventions if intervention.type in DRUG_LIKE),
        intervention_mesh=record.intervention_mesh,
        drug_names=record.drug_names,
    )


def draft_of(context: ResolveContext, record: TrialRecord, source: str, digest: str) -> Draft:
    """Return the draft of a trial with its drugs, conditions and sponsors."""
    key = trial_key(record)
    values = without_none(
        nctId=record.nct_id,
        briefTitle=record.brief_title,
        officialTitle=record.official_title,
        url=record.url,
        studyType=record.study_type,
        phases=list(record.phases) or None,
        phaseRaw=record.phase_raw,
        overallStatus=None if record.overall_status == NOT_STATED else record.overall_status,
        statusRaw=record.status_raw,
        whyStopped=record.why_stopped,
        **dated("studyFirstPostDate", record.study_first_post_date),
        **dated("startDate", record.start_date),
        **dated("primaryCompletionDate", record.primary_completion_date),
        **dated("completionDate", record.completion_date),
        **dated("lastUpdatePostDate", record.last_update_post_date),
        enrollmentCount=record.enrollment_count,
        enrollmentType=record.enrollment_type,
        sponsorRaw=next(
            (organisation.name for organisation in record.sponsors if organisation.role == "LEAD_SPONSOR"), None
        ),
        interventionTypes=[intervention.type for intervention in record.interventions] or None,
        interventionNames=[intervention.name for intervention in record.interventions] or None,
    )
    links = [*_tests(context, key, record, source), *_sponsored(context, key, record.sponsors, source)]
    studied: dict[str, set[str]] = {}
    for ref in reversed(record.conditions):
        studied.setdefault(context.conditions.resolve(ref, source, context.buffer), set()).add(ref.name)
    texts = sorted(("; ".join(sorted(names)), end) for end, names in studied.items())
    links += (link("STUDIES", key, end, {"rawText": text}) for text, end in texts)
    return Draft("Trial", key, record.row, digest, values, links, defaults=_UNSTATED)


def _sponsored(context: ResolveContext, key: str, sponsors: tuple[Organisation, ...], source: str) -> Iterator[Link]:
    written = set()
    for organisation in sponsors:
        end = context.sponsors.resolve(organisation, source, context.buffer)
        if (end, organisation.role) not in written:
            written.add((end, organisation.role))
            yield link("SPONSORED_BY", key, end, {"rawText": organisation.name}, role=organisation.role)


def _tests(context: ResolveContext, key: str, record: TrialRecord, source: str) -> list[Link]:
    found: dict[str, list[tuple[Match, str, str]]] = {}
    drug_like = [intervention for intervention in record.interventions if intervention.type in DRUG_LIKE]
    for intervention in drug_like:
        matches = drugs_tested(context.drugs, intervention)
        context.count(source, intervention.name, found=bool(matches))
        for match in matches:
            found.setdefault(match.drug, []).append((match, intervention.type, intervention.name))
    for term in record.intervention_mesh if drug_like else ():
        named = context.drugs.by_name(term.name, brackets=False)
        if named:
            by_term = Match(named.drug, "MESH_TERM", 0.9)
            found.setdefault(named.drug, []).append((by_term, drug_like[0].type, term.name))
    for name in record.drug_names:
        named = context.drugs.by_name(name, brackets=False)
        if named:
            by_source = Match(named.drug, "STATED_BY_SOURCE", 1.0)
            found.setdefault(named.drug, []).append((by_source, "DRUG", name))
    return [_test(key, drug, matches) for drug, matches in found.items()]


def drugs_tested(drugs: DrugIndex, intervention: Intervention) -> list[Match]:
    """Return the drugs of one intervention: those in its name, else the one on which its other names agree."""
    found = drugs_of(drugs, intervention.name)
    if found or not intervention.other_names:
        return found
    others = [match for name in intervention.other_names for match in drugs_of(drugs, name)]
    return list(strongest(others).values()) if len({match.drug for match in others}) == 1 else []


def _test(key: str, drug: str, matches: list[tuple[Match, str, str]]) -> Link:
    best, type_, _ = max(matches, key=lambda found: found[0].score)
    texts = list(dict.fromkeys(name for _, _, name in matches))
    values = {"interventionType": type_, "rawTexts": texts, "method": best.method, "score": best.score}
    return link("TESTS", key, drug, values)
