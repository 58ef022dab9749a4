"""A drug page of MedPath as text: names, conditions, a report's headings, trials, and sections of twelve agencies.

Shape    blocks between blank lines; a section is a heading, then a block: its column headers, then cells, one a line
Blank    a cell that was a link on the page is missing, not an empty line: see `seed.formats.saved_page`
Key      the agency's number where it is printed, else UNII, section and row
Dates    M/D/YYYY at agencies, YYYY/MM/DD in trials, "Aug 27, 2025" on the report
Leaves   the page's sentences: overview and indication are in this project's words, a report keeps only its headings
Licence  the page is MedPath's: facts only
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph.agencies import agencies
from graph.errors import SourceError, UnmappedValue
from seed.formats.files import each_file, members, opened_text
from seed.formats.saved_page import FREE, LINK, Block, PageColumn, SavedPage
from seed.records import (
    ApprovalRecord,
    ConditionLink,
    ConditionRef,
    Coverage,
    DrugRecord,
    Identifier,
    Ingredient,
    Name,
    Organisation,
    Record,
    Report,
    TrialRecord,
    Xref,
)
from seed.source import Issues, Source
from seed.values.dates import from_month_first, from_month_name, from_year_first
from seed.values.row import RawRow, RowReader, read_rows

_DAY = r"\d{1,2}/\d{1,2}/\d{4}"
_AMOUNT = r"[\d.,]+ \D.*"


@dataclass(frozen=True)
class _Section:
    """An agency's section; `number` is its identifier's property; `known` is false if no page seen has rows in it."""

    agency: str
    columns: tuple[PageColumn, ...]
    number: str = ""
    known: bool = True


def _empty_section(agency: str, *headers: str) -> _Section:
    """Return a section seen only with "none found": the forms of its cells are unknown."""
    return _Section(agency, tuple(PageColumn(header, header, LINK) for header in headers), known=False)


_SECTIONS = {
    "FDA Drug Approvals": _Section(
        "FDA",
        (
            PageColumn("Approved Product", "productName", LINK),
            PageColumn("Manufacturer", "holderRaw", FREE),
            PageColumn("NDC Code", "ndcCode", r"\d{4,5}-\d{3,4}", key=True),
            PageColumn("Route", "route", r"[A-Z]{4,}(?:[;,] ?[A-Z]+)*"),
            PageColumn("Strength", "strength", _AMOUNT),
            PageColumn("Effective Date", "date", _DAY),
        ),
        "ndcCode",
    ),
    "EMA Drug Approvals": _Section(
        "EMA",
        (
            PageColumn("Approved Product", "productName", LINK),
            PageColumn("Authorization Holder", "holderRaw", LINK),
            PageColumn("Status", "status", r"[A-Z][a-z]+", key=True),
            PageColumn("Issued Date", "date", _DAY),
        ),
    ),
    "HSA Drug Approvals": _empty_section(
        "HSA", "Approved Product", "Manufacturer", "Approval Number", "Dosage Form", "Strength", "Approval Date"
    ),
    "NMPA Drug Approvals": _empty_section(
        "NMPA", "Approved Product", "Company", "Approval Number", "Drug Type", "Dosage Form", "Approval Date"
    ),
    "PPB Drug Approvals": _empty_section(
        "PPB", "Approved Product", "Registration No.", "Company", "Licence No.", "Strength", "Registration Date"
    ),
    "TGA Drug Approvals": _Section(
        "TGA",
        (
            PageColumn("Approved Product", "productName", FREE),
            PageColumn("ARTG ID", "artgId", r"\d{4,6}", key=True),
            PageColumn("Sponsor", "holderRaw", LINK),
            PageColumn("Registration Type", "registrationType", r"[A-Z][a-z]+"),
            PageColumn("Status", "status", r"[A-Z]"),
            PageColumn("Registration Date", "date", _DAY),
        ),
        "artgId",
    ),
    "Health Canada Drug Approvals": _Section(
        "HEALTH_CANADA",
        (
            PageColumn("Approved Product", "productName", FREE),
            PageColumn("Company", "holderRaw", FREE),
            PageColumn("DIN", "din", r"\d{8}", key=True),
            PageColumn("Dosage Form", "dosageForm", r".+ - .+"),
            PageColumn("Strength", "strength", _AMOUNT),
            PageColumn("Market Date", "date", _DAY),
        ),
        "din",
    ),
    "CIMA AEMPS Drug Approvals": _Section(
        "AEMPS",
        (
            PageColumn("Approved Product", "productName", FREE),
            PageColumn("Company", "holderRaw", LINK),
            PageColumn("Registration Number", "registrationNumber", r"\d{4,8}(?:IP\d*)?", key=True),
            PageColumn("Pharmaceutical Form", "pharmaceuticalForm", r"[^a-z\d]{5,}"),
            PageColumn("Prescription Type", "prescriptionType", r"Uso .+"),
            PageColumn("Status", "status", r"(?:Not )?[Cc]ommercialized"),
        ),
        "registrationNumber",
    ),
    "Philippines FDA Drug Approvals": _empty_section(
        "PH_FDA", "Approved Product", "Company", "License Number", "Dosage Form", "Strength", "Approval Date"
    ),
    "Saudi SFDA Drug Approvals": _empty_section(
        "SFDA", "Approved Product", "Company", "License Number", "Dosage Form", "Strength", "Approval Date"
    ),
    "Malaysia NPRA Drug Approvals": _empty_section(
        "NPRA", "Approved Product", "Company", "Registration Number", "Dosage Form", "Strength", "Approval Date"
    ),
    "UK EMC Drug Information": _empty_section(
        "EMC",
        "Medicine Name",
        "MA Holder",
        "MA Number",
        "Pharmaceutical Form",
        "Active Ingredient",
        "Authorization Date",
    ),
}
_NONE_FOUND = re.compile(r"No .+ found for this drug\.")
_REPORT_END = "Continue reading the full research report"
_SENTENCE_ENDS = (".", "]", "!", "?", ":")
_NATIVE = {
    "ndcCode",
    "artgId",
    "registrationType",
    "din",
    "registrationNumber",
    "pharmaceuticalForm",
    "prescriptionType",
}
_STATUS = {"Authorised": "AUTHORISED", "A": "AUTHORISED", "Commercialized": "AUTHORISED"}
_DRUG_TYPES = {"Biotech": "BIOTECH", "Small Molecule": "SMALL_MOLECULE"}
_PHASES: dict[str, tuple[str, ...]] = {
    "Early Phase 1": ("EARLY_PHASE1",),
    "Phase 1": ("PHASE1",),
    "Phase 1/Phase 2": ("PHASE1", "PHASE2"),
    "Phase 2": ("PHASE2",),
    "Phase 2/Phase 3": ("PHASE2", "PHASE3"),
    "Phase 3": ("PHASE3",),
    "Phase 4": ("PHASE4",),
    "Not Applicable": ("NA",),
    "N/A": (),
}
_TRIAL_STATUS = {
    "Recruiting": "RECRUITING",
    "Not Yet Recruiting": "NOT_YET_RECRUITING",
    "Active, Not Recruiting": "ACTIVE_NOT_RECRUITING",
    "Enrolling By Invitation": "ENROLLING_BY_INVITATION",
    "Completed": "COMPLETED",
    "Suspended": "SUSPENDED",
    "Terminated": "TERMINATED",
    "Withdrawn": "WITHDRAWN",
    "Unknown": "UNKNOWN",
}
_PERSONS = {"Peter Bang"}
"""Sponsors that are persons; the page does not state the class of a sponsor."""
_TRIALS = "Clinical Trials"
_TRIAL_COLUMNS = (
    PageColumn("Title", "briefTitle", LINK),
    PageColumn("Posted", "studyFirstPostDate", r"\d{4}/\d{2}/\d{2}", key=True),
    PageColumn("Study ID", "nctId", LINK),
    PageColumn("Phase", "phases", "|".join(_PHASES), key=True),
    PageColumn("Status", "overallStatus", "|".join(_TRIAL_STATUS), key=True),
    PageColumn("Sponsor", "sponsorRaw", FREE),
)
_LABELS = {
    "Generic Name": "genericName",
    "Brand Names": "brandNames",
    "Drug Type": "drugType",
    "CAS Number": "casNumber",
    "Unique Ingredient Identifier": "unii",
}
_OWN_WORDS = {
    "7GR9I2683O": (
        "Human insulin-like growth factor 1 (IGF-1) made by recombinant DNA technology in E. coli: one chain of 70 "
        "amino acids with three disulfide bridges, 7,649 daltons, of the same sequence as the body's own hormone.",
        "Long-term treatment of children whose growth fails because of primary IGF-1 deficiency, or of a growth "
        "hormone gene deletion with neutralising antibodies to growth hormone. Not for secondary IGF-1 deficiency, "
        "and not in place of growth hormone.",
    ),
}
"""UNII to overview and indication, written by this project."""


def parse(path: Path, issues: Issues) -> Iterator[Record]:
    """Yield the drug, then its trials, then its approvals, of each page."""
    yield from each_file(members(path), issues, partial(_page, issues=issues))


def _page(file: Path, issues: Issues) -> Iterator[Record]:
    """Yield the records of one page. Raises SourceError when it is no drug page, or a section has other columns."""
    with opened_text(file, "utf-8-sig", newline="") as text:
        page = SavedPage(file.name, text.read())
    issues.row(file.name)
    drug = _drug(page, issues)
    yield drug
    yield from read_rows(page.table(_TRIALS, _TRIAL_COLUMNS, issues), partial(_trial, drug), issues)
    for heading, section in _SECTIONS.items():
        if section.known and _none_found(page, heading) is None:
            build = partial(_approval, drug, heading, section)
            yield from read_rows(page.table(heading, section.columns, issues), build, issues)


def _drug(page: SavedPage, issues: Issues) -> DrugRecord:
    block = page.starting("Generic Name")
    reader = RowReader(RawRow(page.file, block.number, 1, {}, block.lines), issues)
    head = {name: reader.text(name, value) for name, value in _labelled(block).items()}
    generic_name, unii = head["genericName"], head["unii"]
    if generic_name is None or unii is None:
        raise SourceError(f"{page.file}: a drug page without a generic name or a UNII")
    overview, indication = _OWN_WORDS.get(unii, (None, None))
    raw_type = head["drugType"]
    return DrugRecord(
        generic_name=generic_name,
        names=tuple(Name(name, "BRAND") for name in (head["brandNames"] or "").split(", ") if name),
        xrefs=tuple(Xref(source, code) for source, code in (("CAS", head["casNumber"]), ("UNII", unii)) if code),
        cas_number=head["casNumber"],
        unii=unii,
        drug_type=reader.coded("drugType", "Drug Type", raw_type, _DRUG_TYPES, "DRUG_TYPE_TABLE") if raw_type else None,
        drug_type_raw=raw_type,
        overview=reader.derived("overview", "OWN_WORDS", "", overview),
        indication_text=reader.derived("indicationText", "OWN_WORDS", "", indication),
        conditions=tuple(_associated(page)),
        coverage=tuple(_coverage(page, issues)),
        reports=tuple(_reports(page, unii, reader)),
        row=reader.row(unii, section="Drug", index=1),
    )


def _labelled(block: Block) -> dict[str, str]:
    """Read alternating labels and values; a value may be missing. Raises SourceError on an unknown label."""
    values = dict.fromkeys(_LABELS.values(), "")
    label = None
    for line in block.lines:
        if line in _LABELS:
            label = _LABELS[line]
        elif label is None:
            raise SourceError(f"line {block.number}: label not understood: {line!r}")
        else:
            values[label], label = line, None
    return values


def _associated(page: SavedPage) -> Iterator[ConditionLink]:
    block = page.below("Associated Conditions")
    for line in block.lines if block else ():
        if line.startswith("•"):
            yield ConditionLink("ASSOCIATED_WITH", ConditionRef(line.removeprefix("•").strip()), rule="LISTED_ON_PAGE")


def _coverage(page: SavedPage, issues: Issues) -> Iterator[Coverage]:
    for heading, section in _SECTIONS.items():
        block, message = page.below(heading), _none_found(page, heading)
        if block is None:
            continue
        if not section.known and message is None:
            issues.refuse(
                f"{heading}: the form of this section's rows is not known",
                file=page.file,
                line=block.number,
                raw=" | ".join(block.lines),
            )
        yield Coverage(section.agency, "NONE_FOUND" if message else "FOUND", message)


def _none_found(page: SavedPage, heading: str) -> str | None:
    """Return the page's sentence if nothing else is below the headers."""
    block = page.below(heading)
    cells = block.lines[len(_SECTIONS[heading].columns) :] if block else []
    return cells[0] if len(cells) == 1 and _NONE_FOUND.fullmatch(cells[0]) else None


def _reports(page: SavedPage, unii: str, reader: RowReader) -> Iterator[Report]:
    """Yield the report with its title, date and headings: lines of their own that do not end like a sentence.

    The text does not show levels: a heading with another right below it is of the first level, others of the second.
    """
    found = page.between("Research Report", _REPORT_END)
    if len(found) < 2:
        return
    date, title, *rest = found
    published = reader.date("publishedOn", "DATE_MON_D_Y", date.lines[0].removeprefix("Published: "), from_month_name)
    headings = [block.only if block.only and not block.only.endswith(_SENTENCE_ENDS) else None for block in rest]
    levels = tuple(
        (1 if below else 2, heading) for heading, below in zip(headings, [*headings[1:], None], strict=True) if heading
    )
    reader.derived("headings", "HEADING_ABOVE_HEADING", "; ".join(heading for _, heading in levels), levels)
    yield Report(
        f"{unii}/report/1", reader.required("title", title.only), published.value if published else None, levels
    )


def _trial(drug: DrugRecord, row: RawRow, reader: RowReader) -> TrialRecord:
    take = row.cells.pop
    phase, status = take("phases", ""), take("overallStatus", "")
    sponsor = reader.text("sponsorRaw", take("sponsorRaw", ""))
    if phase not in _PHASES:
        raise UnmappedValue("Phase", phase)
    kind = "INDIV" if sponsor in _PERSONS else None
    return TrialRecord(
        overall_status=reader.coded("overallStatus", "Status", status, _TRIAL_STATUS),
        status_raw=status,
        phases=reader.derived("phases", "PHASE_TABLE", phase, _PHASES[phase]),
        phase_raw=phase,
        study_first_post_date=reader.date(
            "studyFirstPostDate", "DATE_YMD", take("studyFirstPostDate", ""), from_year_first
        ),
        sponsors=(Organisation(sponsor, "LEAD_SPONSOR", kind),) if sponsor else (),
        drug_names=(drug.generic_name,),
        row=reader.row(f"{drug.unii}/{_TRIALS}/{row.index}", section=_TRIALS, index=row.index),
    )


def _approval(drug: DrugRecord, heading: str, section: _Section, row: RawRow, reader: RowReader) -> ApprovalRecord:
    agency = agencies()[section.agency]
    printed = {name: row.cells.pop(name, "") for name in list(row.cells)}
    status_raw, number = printed.pop("status", None), printed.get(section.number)
    date = reader.date("date", "DATE_MDY", printed.pop("date", None), from_month_first)
    cells = {name: value for name, text in printed.items() if (value := reader.text(name, text))}
    holder = cells.get("holderRaw")
    if number:
        reader.text("number", number)
    return ApprovalRecord(
        agency=agency.code,
        status=reader.coded("status", "Status", status_raw, _STATUS) if status_raw else "NOT_STATED",
        status_raw=reader.text("statusRaw", status_raw),
        ingredients=(Ingredient(drug.generic_name, unii=drug.unii),),
        identifiers=(Identifier(agency.schemes[0].name, number),) if number else (),
        product_name=cells.get("productName"),
        holder=Organisation(holder, agency.holder_role) if holder else None,
        date=date,
        date_kind=agency.date_kind if date else None,
        dosage_form=cells.get("dosageForm") or cells.get("pharmaceuticalForm"),
        route=cells.get("route"),
        strength=cells.get("strength"),
        native={name: cells[name] for name in sorted(cells.keys() & _NATIVE)},
        row=reader.row(number or f"{drug.unii}/{heading}/{row.index}", section=heading, index=row.index),
    )


SOURCE = Source(
    id="medpath_page",
    name="MedPath drug page",
    publisher="MedPath, Inc.",
    licence="All rights reserved by MedPath, Inc.; facts only",
    rank=50,
    parse=parse,
)
