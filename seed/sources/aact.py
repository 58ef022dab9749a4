"""AACT, the trial registry as tables: the pipe-delimited dump of the Clinical Trials Transformation Initiative.

Shape    a folder of studies, sponsors, conditions, interventions (.txt), and where present intervention_other_names,
         browse_conditions and browse_interventions; "|" between cells, quoted as in CSV, UTF-8, a header each. Some
         tables have one header in common, so the file's name decides and the header is checked
Key      nct_id; the tables are not sorted alike: the smaller ones are joined on disk
Dates    start_month_year, completion_month_year … are as registered: 2015-12, 2015-12-03, December 2015, December 3,
         2015; start_date and the like have a day that was not registered and are read only
         if no other date is there
Codes    as the registry has them now (PHASE1/PHASE2, COMPLETED) or had them (Phase 1/Phase 2, Completed)
MeSH     terms without their ids; ancestors are assigned only to a study's single term, as in the registry's JSON
Skips    nothing; other tables of the dump are not opened
Licence  US government work, arranged by CTTI; the registry and the date of the data are to be named
"""

from collections.abc import Iterator
from pathlib import Path

from graph.errors import SourceError
from seed.formats.delimited import csv_lines
from seed.formats.disk_join import Joined, joined
from seed.formats.files import by_stem
from seed.records import ConditionRef, Date, Intervention, MeshTerm, Organisation, TrialRecord
from seed.source import Issues, Source
from seed.values.registry import (
    code,
    conditions,
    enrollment_count,
    organisation,
    phases,
    registered_date,
    stated_code,
    study_url,
)
from seed.values.row import RawRow, RowReader, read_rows
from seed.values.text import NCT_NUMBER, tidy

_STUDIES = ("nct_id", "overall_status", "study_type", "phase", "brief_title", "official_title", "enrollment")
_LINKED = {
    "sponsors": ("nct_id", "agency_class", "lead_or_collaborator", "name"),
    "conditions": ("nct_id", "name"),
    "interventions": ("nct_id", "id", "intervention_type", "name"),
    "intervention_other_names": ("nct_id", "intervention_id", "name"),
    "browse_conditions": ("nct_id", "mesh_term", "mesh_type"),
    "browse_interventions": ("nct_id", "mesh_term", "mesh_type"),
}
_NEEDED = {"studies", "sponsors", "conditions", "interventions"}
_ROLES = {"lead": "LEAD_SPONSOR", "collaborator": "COLLABORATOR"}
_DATES = {
    "startDate": ("start_month_year", "start_date"),
    "primaryCompletionDate": ("primary_completion_month_year", "primary_completion_date"),
    "completionDate": ("completion_month_year", "completion_date"),
    "studyFirstPostDate": ("study_first_posted_date",),
    "lastUpdatePostDate": ("last_update_posted_date",),
}


def parse(path: Path, issues: Issues) -> Iterator[TrialRecord]:
    """Yield one record per study, in the order of studies."""
    files = by_stem(path)
    if missing := _NEEDED - files.keys():
        raise SourceError(f"{path.name}: no file of {sorted(missing)}")
    with joined() as linked:
        for table, columns in _LINKED.items():
            if table in files:
                lines = csv_lines(files[table], columns, issues, delimiter="|")
                linked.put(table, ((line.cells["nct_id"], _cells(line, columns)) for line in lines))
        linked.ready()
        studies = csv_lines(files["studies"], _STUDIES, issues, delimiter="|")
        yield from read_rows(studies, lambda row, reader: _trial(row, reader, linked), issues)


def edition(path: Path) -> str | None:
    """Return the day on which the registry was read, from the first study."""
    files = by_stem(path)
    lines = csv_lines(files["studies"], _STUDIES, Issues(), delimiter="|") if "studies" in files else iter(())
    first = next(lines, None)
    return first.cells.get("nlm_download_date_description") or None if first else None


def _cells(row: RawRow, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(row.cells[column] for column in columns[1:])


def _trial(row: RawRow, reader: RowReader, linked: Joined) -> TrialRecord:
    cells, row.cells = row.cells, {}
    nct_id = reader.number("nctId", cells["nct_id"], NCT_NUMBER)
    of = linked.of(nct_id)
    dates = {
        name: _date(name, [cells.get(column, "") for column in columns], reader) for name, columns in _DATES.items()
    }
    stated_phases = phases(cells["phase"])
    url = study_url(nct_id)
    return TrialRecord(
        nct_id=nct_id,
        brief_title=reader.text("briefTitle", cells["brief_title"]),
        official_title=reader.text("officialTitle", cells["official_title"]),
        url=url,
        study_type=stated_code(reader, "studyType", cells["study_type"]),
        phases=stated_phases,
        phase_raw=reader.text("phases", ", ".join(stated_phases)),
        overall_status=code("overallStatus", reader.required("overallStatus", cells["overall_status"])),
        status_raw=cells["overall_status"].strip(),
        why_stopped=reader.text("whyStopped", cells.get("why_stopped")),
        study_first_post_date=dates["studyFirstPostDate"],
        start_date=dates["startDate"],
        primary_completion_date=dates["primaryCompletionDate"],
        completion_date=dates["completionDate"],
        last_update_post_date=dates["lastUpdatePostDate"],
        enrollment_count=enrollment_count(reader, cells["enrollment"]),
        enrollment_type=stated_code(reader, "enrollmentType", cells.get("enrollment_type", "")),
        sponsors=_sponsors(of.get("sponsors", []), reader),
        conditions=_conditions(of.get("conditions", []), of.get("browse_conditions", [])),
        interventions=_interventions(of.get("interventions", []), of.get("intervention_other_names", [])),
        intervention_mesh=tuple(map(MeshTerm, _terms(of.get("browse_interventions", [])))),
        row=reader.row(nct_id, index=row.index, url=url),
    )


def _date(name: str, printed: list[str], reader: RowReader) -> Date | None:
    return registered_date(reader, name, next(filter(None, map(str.strip, printed)), ""))


def _sponsors(rows: list[list[str]], reader: RowReader) -> tuple[Organisation, ...]:
    """Return the sponsors, the lead first as in the registry; an unknown role or class refuses the study."""
    found = []
    for kind, role, name in rows:
        if role not in _ROLES:
            raise SourceError(f"lead_or_collaborator has the unknown value {role!r}")
        found.append(organisation(name, _ROLES[role], kind))
    found.sort(key=lambda sponsor: sponsor.role != "LEAD_SPONSOR")
    if found and found[0].role == "LEAD_SPONSOR":
        reader.required("sponsorRaw", found[0].name)
    return tuple(found)


def _conditions(rows: list[list[str]], browse: list[list[str]]) -> tuple[ConditionRef, ...]:
    ancestors = [term for term, kind in browse if kind == "mesh-ancestor"]
    return conditions((row[0] for row in rows), _terms(browse), ancestors)


def _terms(browse: list[list[str]]) -> list[str]:
    """Return the terms given to the study itself; dumps before 2021 do not mark ancestors."""
    return [term for term, kind in browse if kind != "mesh-ancestor"]


def _interventions(rows: list[list[str]], others: list[list[str]]) -> tuple[Intervention, ...]:
    names: dict[str, list[str]] = {}
    for owner, name in others:
        names.setdefault(owner, []).append(name)
    return tuple(
        Intervention(
            code("interventionTypes", kind),
            tidy(name),
            tuple(names.get(id_, ())),
        )
        for id_, kind, name in rows
    )


SOURCE = Source(
    id="aact",
    name="AACT: the trial registry as tables",
    publisher="Clinical Trials Transformation Initiative",
    licence="US government work; ClinicalTrials.gov and the date of the data are to be named",
    url="https://aact.ctti-clinicaltrials.org/",
    complete=True,
    rank=10,
    trials=True,
    parse=parse,
    edition=edition,
)
