"""A trial's record: the drugs it tests, what it studies, who runs it, and the draft of it."""

from collections.abc import Iterator

from seed.match import DrugIndex, Match, drugs_of, strongest
from seed.merge.draft import Draft, Link, link
from seed.records import Intervention, Organisation, Row, TrialRecord
from seed.resolve.context import ResolveContext, dated, without_none

DRUG_LIKE = {"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "DIETARY_SUPPLEMENT", "GENETIC"}
"""Types of interventions that may name a drug."""


def trial_key(record: TrialRecord) -> str:
    """Key of a trial: its registry number, else its row in the source."""
    return f"trial:{record.nct_id or record.row.key}"


def naming(record: TrialRecord) -> TrialRecord:
    """The record with nothing left but what names drugs."""
    return TrialRecord(
        row=Row(record.row.key),
        overall_status=record.overall_status,
        interventions=tuple(intervention for intervention in record.interventions if intervention.type in DRUG_LIKE),
        intervention_mesh=record.intervention_mesh,
        drug_names=record.drug_names,
    )


def draft_of(state: ResolveContext, record: TrialRecord, source: str, digest: str) -> Draft:
    """A trial with the drugs it tests, what it studies and who runs it."""
    key = trial_key(record)
    values = without_none(
        nctId=record.nct_id,
        briefTitle=record.brief_title,
        officialTitle=record.official_title,
        url=record.url,
        studyType=record.study_type,
        phases=list(record.phases),
        phaseRaw=record.phase_raw,
        overallStatus=record.overall_status,
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
        interventionTypes=[intervention.type for intervention in record.interventions],
        interventionNames=[intervention.name for intervention in record.interventions],
    )
    links = [*_tests(state, key, record, source), *_sponsored(state, key, record.sponsors, source)]
    studied: dict[str, set[str]] = {}
    for ref in reversed(record.conditions):
        studied.setdefault(state.conditions.resolve(ref, source, state.buffer), set()).add(ref.name)
    texts = sorted(("; ".join(sorted(names)), end) for end, names in studied.items())
    links += (link("STUDIES", key, end, {"rawText": text}) for text, end in texts)
    return Draft("Trial", key, record.row, digest, values, links)


def _sponsored(state: ResolveContext, key: str, sponsors: tuple[Organisation, ...], source: str) -> Iterator[Link]:
    matches = set()
    for organisation in sponsors:
        end = state.sponsors.resolve(organisation, source, state.buffer)
        if (end, organisation.role) not in matches:
            matches.add((end, organisation.role))
            yield link("SPONSORED_BY", key, end, {"rawText": organisation.name}, role=organisation.role)


def _tests(state: ResolveContext, key: str, record: TrialRecord, source: str) -> list[Link]:
    found: dict[str, list[tuple[Match, str, str]]] = {}
    drug_like = [intervention for intervention in record.interventions if intervention.type in DRUG_LIKE]
    for intervention in drug_like:
        matches = drugs_tested(state.drugs, intervention)
        state.count(source, intervention.name, found=bool(matches))
        for match in matches:
            found.setdefault(match.drug, []).append((match, intervention.type, intervention.name))
    for term in record.intervention_mesh if drug_like else ():
        match_ = state.drugs.by_name(term.name, brackets=False)
        if match_:
            given = Match(match_.drug, "MESH_TERM", 0.9)
            found.setdefault(match_.drug, []).append((given, drug_like[0].type, term.name))
    for name in record.drug_names:
        match_ = state.drugs.by_name(name, brackets=False)
        if match_:
            without_none = Match(match_.drug, "STATED_BY_SOURCE", 1.0)
            found.setdefault(match_.drug, []).append((without_none, "DRUG", name))
    return [_test(key, drug, matches) for drug, matches in found.items()]


def drugs_tested(drugs: DrugIndex, intervention: Intervention) -> list[Match]:
    """Drugs of one intervention: those that its name names, else the one that its other names agree on."""
    found = drugs_of(drugs, intervention.name)
    if found or not intervention.other_names:
        return found
    others = [match for name in intervention.other_names for match in drugs_of(drugs, name)]
    return list(strongest(others).values()) if len({match.drug for match in others}) == 1 else []


def _test(key: str, drug: str, matches: list[tuple[Match, str, str]]) -> Link:
    best, type_, _ = max(matches, key=lambda match_: match_[0].score)
    texts = list(dict.fromkeys(name for _, _, name in matches))
    values = {"interventionType": type_, "rawTexts": texts, "method": best.method, "score": best.score}
    return link("TESTS", key, drug, values)
