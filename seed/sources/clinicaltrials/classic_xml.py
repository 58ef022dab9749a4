"""Classic XML of ClinicalTrials.gov, issued until 2024: `clinical_study` elements, one a file or many below a root.

Shape    clinical_study > id_info > nct_id, sponsors > lead_sponsor > agency, condition*, intervention*, …
Key      id_info/nct_id: NCT and eight digits; with the date of the data it is the row's key
Dates    "July 2002" or "November 3, 1999"
Codes    in words: "Active, not recruiting", "U.S. Fed", "Phase 1/Phase 2"; no phase is "not stated"
MeSH     terms without their ids; ancestors are not printed
Edition  required_header/download_date: "ClinicalTrials.gov processed this data on February 03, 2023"
Drops    contacts, officials, locations, summaries, eligibility, outcomes, results: not needed, or not facts
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.errors import SourceError
from seed.formats.xml_items import first_text, pop_object, pop_objects, pop_text, pop_texts, xml_items
from seed.records import Intervention, MeshTerm, Organisation, TrialRecord
from seed.source import Issues
from seed.values.dates import from_full_month_day
from seed.values.registry import (
    code,
    conditions,
    data_date,
    dated_key,
    enrollment_count,
    organisation,
    phases,
    registered_date,
    stated_code,
    study_url,
)
from seed.values.row import RawRow, RowReader, read_rows
from seed.values.text import NCT_NUMBER, tidy

_STUDY = "clinical_study"
_REQUIRED = ("id_info", "overall_status")
_LISTS = {"collaborator", "condition", "intervention", "mesh_term", "nct_alias", "other_name", "secondary_id"}
_PROCESSED = re.compile(r"\bdata on ([A-Z][a-z]+ \d{1,2}, \d{4})$")
_OUT_OF_SCOPE = {
    "acronym",
    "arm_group",
    "arm_group_label",
    "biospec_descr",
    "biospec_retention",
    "brief_summary",
    "clinical_results",
    "detailed_description",
    "disposition_first_posted",
    "disposition_first_submitted",
    "disposition_first_submitted_qc",
    "eligibility",
    "expanded_access_info",
    "has_expanded_access",
    "keyword",
    "last_known_status",
    "last_update_submitted",
    "last_update_submitted_qc",
    "link",
    "location",
    "location_countries",
    "number_of_arms",
    "number_of_groups",
    "other_outcome",
    "overall_contact",
    "overall_contact_backup",
    "overall_official",
    "oversight_info",
    "patient_data",
    "pending_results",
    "primary_outcome",
    "provided_document_section",
    "reference",
    "removed_countries",
    "responsible_party",
    "results_first_posted",
    "results_first_submitted",
    "results_first_submitted_qc",
    "results_reference",
    "secondary_outcome",
    "source",
    "study_design_info",
    "study_docs",
    "study_first_submitted",
    "study_first_submitted_qc",
    "target_duration",
    "verification_date",
}


def studies(file: Path, issues: Issues) -> Iterator[TrialRecord]:
    """Yield one record per study, in file order; the file is streamed.

    Raises SourceError when the file is not XML or has no study.
    """
    rows = xml_items(
        file, _STUDY, _REQUIRED, issues, lists=_LISTS, attributes={"enrollment": "type"}, skip=_OUT_OF_SCOPE
    )
    return read_rows(rows, _trial, issues)


def edition(file: Path) -> str | None:
    """Return the day on which the registry wrote the file, from the first study; None if it is not printed."""
    printed = _PROCESSED.search(first_text(file, "download_date", before="id_info") or "")
    return from_full_month_day(printed[1]) if printed else None


def _trial(row: RawRow, reader: RowReader) -> TrialRecord:
    cells = row.cells
    nct_id = reader.number("nctId", pop_object(cells, "id_info").get("nct_id"), NCT_NUMBER)
    status = reader.required("overallStatus", pop_text(cells, "overall_status"))
    stated_phases = phases(pop_text(cells, "phase"))
    browse = pop_object(cells, "condition_browse")
    processed = _PROCESSED.search(pop_text(pop_object(cells, "required_header"), "download_date"))
    date = data_date(reader, processed[1] if processed else "")
    url = study_url(nct_id)
    return TrialRecord(
        nct_id=nct_id,
        brief_title=reader.text("briefTitle", pop_text(cells, "brief_title")),
        official_title=reader.text("officialTitle", pop_text(cells, "official_title")),
        url=url,
        study_type=stated_code(reader, "studyType", pop_text(cells, "study_type")),
        phases=stated_phases,
        phase_raw=reader.text("phases", ", ".join(stated_phases)),
        overall_status=code("overallStatus", status),
        status_raw=status,
        why_stopped=reader.text("whyStopped", pop_text(cells, "why_stopped")),
        study_first_post_date=registered_date(reader, "studyFirstPostDate", pop_text(cells, "study_first_posted")),
        start_date=registered_date(reader, "startDate", pop_text(cells, "start_date")),
        primary_completion_date=registered_date(
            reader, "primaryCompletionDate", pop_text(cells, "primary_completion_date")
        ),
        completion_date=registered_date(reader, "completionDate", pop_text(cells, "completion_date")),
        last_update_post_date=registered_date(reader, "lastUpdatePostDate", pop_text(cells, "last_update_posted")),
        enrollment_count=enrollment_count(reader, pop_text(cells, "enrollment")),
        enrollment_type=stated_code(reader, "enrollmentType", pop_text(cells, "enrollment@type")),
        sponsors=_sponsors(pop_object(cells, "sponsors"), reader),
        conditions=conditions(pop_texts(cells, "condition"), pop_texts(browse, "mesh_term")),
        interventions=tuple(map(_intervention, pop_objects(cells, "intervention"))),
        intervention_mesh=tuple(map(MeshTerm, pop_texts(pop_object(cells, "intervention_browse"), "mesh_term"))),
        row=reader.row(dated_key(nct_id, date), index=row.index, url=url, data_date=date),
    )


def _sponsors(cells: dict[str, Any], reader: RowReader) -> tuple[Organisation, ...]:
    lead = _organisation(pop_object(cells, "lead_sponsor"), "LEAD_SPONSOR")
    reader.required("sponsorRaw", lead.name)
    return (lead, *(_organisation(cells_, "COLLABORATOR") for cells_ in pop_objects(cells, "collaborator")))


def _organisation(cells: dict[str, Any], role: str) -> Organisation:
    return organisation(pop_text(cells, "agency"), role, pop_text(cells, "agency_class"))


def _intervention(cells: dict[str, Any]) -> Intervention:
    name = tidy(pop_text(cells, "intervention_name"))
    if not name:
        raise SourceError("intervention_name is blank")
    type_ = code("interventionTypes", pop_text(cells, "intervention_type"))
    return Intervention(type_, name, tuple(map(tidy, pop_texts(cells, "other_name"))))
