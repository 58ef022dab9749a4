"""CSV download of the site ClinicalTrials.gov, with any choice of its columns.

Shape    one row a study, up to 30 columns chosen by the user; only "NCT Number" is always there
Key      NCT Number: NCT and eight digits; with the date of the data it is the row's key
Dates    YYYY-MM-DD or YYYY-MM
Lists    "|" between conditions, collaborators, phases, and interventions "TYPE: name"; names may hold "|" too
Blank    a cell without a value, or a column that was not chosen: not stated
Edition  newest "Data Date" where that column was added, else the date in the file's name: site_download_2025-05-14.csv
Drops    columns of eligibility, design, outcomes, locations and documents
"""

import re
from collections.abc import Iterator
from pathlib import Path

from graph.vocabulary import VOCABULARIES
from seed.formats.delimited import csv_lines
from seed.records import NOT_STATED, Date, Intervention, Organisation, TrialRecord
from seed.source import Issues
from seed.values.dates import from_iso
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

_NUMBER, _DATA_DATE = "NCT Number", "Data Date"
_TYPES = "|".join(sorted(VOCABULARIES["InterventionType"].values))
_BETWEEN = re.compile(rf"\|(?=(?:{_TYPES}): )")
_DATED_NAME = re.compile(r"(?<!\d)\d{4}-\d{2}(?:-\d{2})?(?!\d)")
_DATES = {
    "Start Date": "startDate",
    "Primary Completion Date": "primaryCompletionDate",
    "Completion Date": "completionDate",
    "First Posted": "studyFirstPostDate",
    "Last Update Posted": "lastUpdatePostDate",
}
_OUT_OF_SCOPE = {
    "Acronym",
    "Age",
    "Brief Summary",
    "Locations",
    "Other IDs",
    "Other Outcome Measures",
    "Primary Outcome Measures",
    "Results First Posted",
    "Secondary Outcome Measures",
    "Sex",
    "Study Design",
    "Study Documents",
    "Study Results",
    "Study URL",
}


def studies(file: Path, issues: Issues) -> Iterator[TrialRecord]:
    """Yield one record per study, in file order. Raises SourceError when the file has no column "NCT Number"."""
    of_file = _date_in_name(file.name)
    rows = csv_lines(file, (_NUMBER,), issues)
    return read_rows(rows, lambda row, reader: _trial(row, reader, of_file), issues, _OUT_OF_SCOPE)


def edition(file: Path) -> str | None:
    """Return the newest date of the rows, else the date in the file's name, if it has one."""
    rows = csv_lines(file, (_NUMBER,), Issues())
    return max((row.cells.get(_DATA_DATE, "").strip() for row in rows), default="") or _date_in_name(file.name)


def _date_in_name(name: str) -> str | None:
    found = _DATED_NAME.findall(name)
    try:
        return from_iso(found[-1]) if found else None
    except ValueError:
        return None


def _trial(row: RawRow, reader: RowReader, of_file: str | None) -> TrialRecord:
    def cell(column: str) -> str:
        return str(row.cells.pop(column, ""))

    nct_id = reader.number("nctId", cell(_NUMBER), NCT_NUMBER)
    dates: dict[str, Date | None] = {
        name: registered_date(reader, name, cell(column)) for column, name in _DATES.items()
    }
    stated_phases = phases(cell("Phases"))
    status = reader.text("overallStatus", cell("Study Status"))
    date = data_date(reader, cell(_DATA_DATE).strip()) or of_file
    url = study_url(nct_id)
    return TrialRecord(
        nct_id=nct_id,
        brief_title=reader.text("briefTitle", cell("Study Title")),
        url=url,
        study_type=stated_code(reader, "studyType", cell("Study Type")),
        phases=stated_phases,
        phase_raw=reader.text("phases", ", ".join(stated_phases)),
        overall_status=code("overallStatus", status) if status else NOT_STATED,
        status_raw=status,
        study_first_post_date=dates["studyFirstPostDate"],
        start_date=dates["startDate"],
        primary_completion_date=dates["primaryCompletionDate"],
        completion_date=dates["completionDate"],
        last_update_post_date=dates["lastUpdatePostDate"],
        enrollment_count=enrollment_count(reader, cell("Enrollment")),
        sponsors=_sponsors(cell("Sponsor"), cell("Funder Type"), cell("Collaborators"), reader),
        conditions=conditions(cell("Conditions").split("|"), ()),
        interventions=_interventions(cell("Interventions")),
        row=reader.row(dated_key(nct_id, date), index=row.index, url=url, data_date=date),
    )


def _sponsors(lead: str, class_: str, collaborators: str, reader: RowReader) -> tuple[Organisation, ...]:
    """Return the sponsors that are stated; the class belongs to the lead sponsor."""
    found = [organisation(lead, "LEAD_SPONSOR", class_)] if reader.text("sponsorRaw", lead) else []
    names = filter(None, map(tidy, collaborators.split("|")))
    return (*found, *(Organisation(name, "COLLABORATOR") for name in names))


def _interventions(printed: str) -> tuple[Intervention, ...]:
    """Return the interventions. Raises UnmappedValue for an unknown type."""
    found = []
    for part in _BETWEEN.split(printed) if printed.strip() else ():
        type_, _, name = part.partition(": ")
        found.append(Intervention(code("interventionTypes", type_), tidy(name)))
    return tuple(found)
