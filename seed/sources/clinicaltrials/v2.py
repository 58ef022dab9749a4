"""Studies of the registry's API v2: pages of the API, the site's JSON download, studies one a file or one a line.

Shape    {"studies": [study, …], "nextPageToken": "…"}, [study, …], study, or study by study on lines of their own;
         a study is {"protocolSection": {module: …}, …}
Key      nctId: NCT and eight digits
Dates    YYYY-MM-DD or YYYY-MM
MeSH     numbers of descriptors are padded to nine digits: D000003920 is MeSH's D003920
Phases   a list, two for a combined phase; ["NA"] is "not applicable", no list is "not stated"
Edition  derivedSection/miscInfoModule/versionHolder of each study
Drops    contacts, officials, locations, summaries, eligibility, outcomes, results: not needed, or not facts
"""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import msgspec

from graph.errors import SourceError
from graph.vocabulary import VOCABULARIES
from seed.formats.files import first_byte
from seed.formats.json_items import first_item, json_items, typed
from seed.formats.json_lines import first_object, json_objects, top_key
from seed.records import ConditionRef, Date, Intervention, MeshTerm, Organisation, TrialRecord, Xref
from seed.source import Issues
from seed.values.dates import from_iso
from seed.values.mesh_ids import descriptor
from seed.values.registry import data_date, study_url
from seed.values.row import RawRow, RowReader, checked, read_rows
from seed.values.text import NCT_NUMBER

_VERSION = "derivedSection.miscInfoModule.versionHolder"
_STUDY = frozenset({"protocolSection", "derivedSection", "hasResults", "resultsSection", "documentSection"})
"""Keys by which a single study is recognised."""
_PHASES = VOCABULARIES["Phase"].values
_STATUSES = VOCABULARIES["OverallStatus"].values
_STUDY_TYPES = VOCABULARIES["StudyType"].values
_INTERVENTIONS = VOCABULARIES["InterventionType"].values
_CLASSES = VOCABULARIES["AgencyClass"].values
_ENROLLMENTS = {"ACTUAL", "ESTIMATED"}
_OUT_OF_SCOPE = {
    "hasResults",
    "documentSection",
    "resultsSection",
    "annotationSection",
    "protocolSection.contactsLocationsModule",
    "protocolSection.descriptionModule",
    "protocolSection.eligibilityModule",
    "protocolSection.ipdSharingStatementModule",
    "protocolSection.outcomesModule",
    "protocolSection.oversightModule",
    "protocolSection.referencesModule",
}


class _Struct(msgspec.Struct, rename="camel"):
    """Fields read from an object of the registry, under its own names."""


class _Identification(_Struct):
    nct_id: str
    brief_title: str | None = None
    official_title: str | None = None


class _DateStruct(_Struct):
    date: str


class _Status(_Struct):
    overall_status: str
    why_stopped: str | None = None
    study_first_post_date_struct: _DateStruct | None = None
    start_date_struct: _DateStruct | None = None
    primary_completion_date_struct: _DateStruct | None = None
    completion_date_struct: _DateStruct | None = None
    last_update_post_date_struct: _DateStruct | None = None


class _Sponsor(_Struct):
    name: str
    class_: str | None = msgspec.field(default=None, name="class")


class _Sponsors(_Struct):
    lead_sponsor: _Sponsor
    collaborators: tuple[_Sponsor, ...] = ()


class _Enrollment(_Struct):
    count: int | None = None
    type: str | None = None


class _Design(_Struct):
    study_type: str | None = None
    phases: tuple[str, ...] = ()
    enrollment_info: _Enrollment = msgspec.field(default_factory=_Enrollment)


class _Conditions(_Struct):
    conditions: tuple[str, ...] = ()


class _Intervention(_Struct):
    type: str
    name: str
    other_names: tuple[str, ...] = ()


class _Arms(_Struct):
    interventions: tuple[_Intervention, ...] = ()


class _Protocol(_Struct):
    identification_module: _Identification
    status_module: _Status
    sponsor_collaborators_module: _Sponsors
    design_module: _Design = msgspec.field(default_factory=_Design)
    conditions_module: _Conditions = msgspec.field(default_factory=_Conditions)
    arms_interventions_module: _Arms = msgspec.field(default_factory=_Arms)


class _Term(_Struct):
    id: str
    term: str


class _Browse(_Struct):
    meshes: tuple[_Term, ...] = ()
    ancestors: tuple[_Term, ...] = ()


class _Misc(_Struct):
    version_holder: str | None = None


class _Derived(_Struct):
    misc_info_module: _Misc = msgspec.field(default_factory=_Misc)
    condition_browse_module: _Browse = msgspec.field(default_factory=_Browse)
    intervention_browse_module: _Browse = msgspec.field(default_factory=_Browse)


class _Study(_Struct):
    protocol_section: _Protocol
    derived_section: _Derived = msgspec.field(default_factory=_Derived)


def studies(file: Path, issues: Issues) -> Iterator[TrialRecord]:
    """Yield one record per study, in file order; the file is streamed."""
    return read_rows(_rows(file, issues), _trial, issues, _OUT_OF_SCOPE)


def _rows(file: Path, issues: Issues) -> Iterator[RawRow]:
    prefix = _prefix(file)
    return json_objects(file, issues) if prefix is None else json_items(file, prefix, issues)


def edition(file: Path) -> str | None:
    """Return the date of the data from the first study."""
    prefix = _prefix(file)
    if prefix is not None:
        return first_item(file, f"{prefix}.{_VERSION}")
    value: Any = first_object(file)
    for name in _VERSION.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return None if value is None else str(value)


def _prefix(file: Path) -> str | None:
    """Return the path of the studies in a JSON document; None for separate studies.

    Raises SourceError for anything else.
    """
    first = first_byte(file)
    if first == b"[":
        return "item"
    if first != b"{":
        raise SourceError(f"{file.name}: not JSON, begins with {first!r}")
    key = top_key(file, _STUDY | {"studies"})
    if key is None:
        raise SourceError(f"{file.name}: header not understood, neither studies nor a study")
    return "studies.item" if key == "studies" else None


def _trial(row: RawRow, reader: RowReader) -> TrialRecord:
    study = typed(row.cells, _Study)
    row.cells = _unread(row.cells)
    protocol, design = study.protocol_section, study.protocol_section.design_module
    identification, status = protocol.identification_module, protocol.status_module
    nct_id = reader.number("nctId", identification.nct_id, NCT_NUMBER)
    phases = tuple(checked("phases", phase, _PHASES) for phase in design.phases)
    url = study_url(nct_id)
    version = study.derived_section.misc_info_module.version_holder
    return TrialRecord(
        nct_id=nct_id,
        brief_title=reader.text("briefTitle", identification.brief_title),
        official_title=reader.text("officialTitle", identification.official_title),
        url=url,
        study_type=_optional(reader, "studyType", design.study_type, _STUDY_TYPES),
        phases=phases,
        phase_raw=reader.text("phases", ", ".join(design.phases)),
        overall_status=checked("overallStatus", reader.required("overallStatus", status.overall_status), _STATUSES),
        status_raw=status.overall_status,
        why_stopped=reader.text("whyStopped", status.why_stopped),
        study_first_post_date=_date(reader, "studyFirstPostDate", status.study_first_post_date_struct),
        start_date=_date(reader, "startDate", status.start_date_struct),
        primary_completion_date=_date(reader, "primaryCompletionDate", status.primary_completion_date_struct),
        completion_date=_date(reader, "completionDate", status.completion_date_struct),
        last_update_post_date=_date(reader, "lastUpdatePostDate", status.last_update_post_date_struct),
        enrollment_count=_count(reader, design.enrollment_info.count),
        enrollment_type=_optional(reader, "enrollmentType", design.enrollment_info.type, _ENROLLMENTS),
        sponsors=_sponsors(protocol.sponsor_collaborators_module, reader),
        conditions=_conditions(protocol.conditions_module.conditions, study.derived_section.condition_browse_module),
        interventions=tuple(map(_intervention, protocol.arms_interventions_module.interventions)),
        intervention_mesh=tuple(
            MeshTerm(mesh.term, descriptor(mesh.id)) for mesh in study.derived_section.intervention_browse_module.meshes
        ),
        row=reader.row(nct_id, index=row.index, url=url, data_date=data_date(reader, version or "")),
    )


def _optional(reader: RowReader, name: str, text: str | None, values: Collection[str]) -> str | None:
    return None if text is None else checked(name, reader.text(name, text), values)


def _count(reader: RowReader, count: int | None) -> int | None:
    return None if count is None else reader.count("enrollmentCount", count)


def _date(reader: RowReader, name: str, struct: _DateStruct | None) -> Date | None:
    return reader.date(name, "DATE_ISO", struct.date if struct else None, from_iso)


def _sponsors(module: _Sponsors, reader: RowReader) -> tuple[Organisation, ...]:
    reader.required("sponsorRaw", module.lead_sponsor.name)
    lead = _organisation(module.lead_sponsor, "LEAD_SPONSOR")
    return (lead, *(_organisation(collaborator, "COLLABORATOR") for collaborator in module.collaborators))


def _organisation(sponsor: _Sponsor, role: str) -> Organisation:
    kind = None if sponsor.class_ is None else checked("class", sponsor.class_, _CLASSES)
    return Organisation(sponsor.name.strip(), role, kind)


def _intervention(item: _Intervention) -> Intervention:
    return Intervention(checked("interventionTypes", item.type, _INTERVENTIONS), item.name.strip(), item.other_names)


def _conditions(names: tuple[str, ...], browse: _Browse) -> tuple[ConditionRef, ...]:
    """Return the study's own conditions, then NLM's MeSH terms; a term equal to a condition only adds its number.

    The registry lists the ancestors of all terms together: they are assigned only to a single term.
    """
    above = tuple(map(_term, browse.ancestors)) if len(browse.meshes) == 1 else ()
    terms = {mesh.term.casefold(): msgspec.structs.replace(_term(mesh), ancestors=above) for mesh in browse.meshes}
    own = tuple(_worded(name.strip(), terms.pop(name.strip().casefold(), None)) for name in names if name.strip())
    return own + tuple(terms.values())


def _worded(name: str, term: ConditionRef | None) -> ConditionRef:
    return msgspec.structs.replace(term, name=name) if term else ConditionRef(name)


def _term(mesh: _Term) -> ConditionRef:
    return ConditionRef(mesh.term, (Xref("MESH", descriptor(mesh.id)),))


def _unread(study: dict[str, Any]) -> dict[str, Any]:
    """Return the unread sections and modules, as "section.module"."""
    read = {"protocolSection": _Protocol, "derivedSection": _Derived}
    rest = {name: value for name, value in study.items() if name not in read}
    for section, shape in read.items():
        modules = study.get(section, {}).items()
        rest |= {f"{section}.{name}": value for name, value in modules if name not in shape.__struct_encode_fields__}
    return rest
