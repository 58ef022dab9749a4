"""Codes, dates and terms of ClinicalTrials.gov, as its older forms print them, in the terms of its API v2."""

import re
from collections.abc import Iterable
from functools import partial

from graph.errors import SourceError
from graph.vocabulary import VOCABULARIES
from seed.records import ConditionRef, Date, Organisation
from seed.values.dates import PartialDate, from_full_month_day, from_iso
from seed.values.row import RowReader, checked
from seed.values.text import tidy

_CURRENT = {
    "UNKNOWN_STATUS": "UNKNOWN",
    "US_FED": "FED",
    "U_S_FED": "FED",
    "N_A": "NA",
    "NOT_APPLICABLE": "NA",
    "EARLY_PHASE_1": "EARLY_PHASE1",
    "PHASE_1": "PHASE1",
    "PHASE_2": "PHASE2",
    "PHASE_3": "PHASE3",
    "PHASE_4": "PHASE4",
    "ANTICIPATED": "ESTIMATED",
    "OBSERVATIONAL_PATIENT_REGISTRY": "OBSERVATIONAL",
}
"""Former codes of the registry, written with underscores, to current codes."""
_VOCABULARIES = {
    "overallStatus": "OverallStatus",
    "studyType": "StudyType",
    "phases": "Phase",
    "interventionTypes": "InterventionType",
    "class": "AgencyClass",
}
_VALUES = {name: VOCABULARIES[vocabulary].values for name, vocabulary in _VOCABULARIES.items()} | {
    "enrollmentType": frozenset({"ACTUAL", "ESTIMATED"}),
}
_NOT_APPLICABLE = "NA"


def study_url(nct_id: str) -> str:
    """Return the public address of a study."""
    return f"https://clinicaltrials.gov/study/{nct_id}"


def current_code(printed: str) -> str:
    """Return a code as API v2 writes it, whatever form it was printed in.

    >>> current_code("Active, not recruiting"), current_code("U.S. Fed"), current_code("Phase 2")
    ('ACTIVE_NOT_RECRUITING', 'FED', 'PHASE2')
    """
    word = re.sub(r"[^A-Z0-9]+", "_", printed.upper()).strip("_")
    return _CURRENT.get(word, word)


def code(name: str, printed: str) -> str:
    """Return the current code of a property, or of a sponsor's "class". Raises UnmappedValue for an unknown code."""
    return checked(name, current_code(printed), _VALUES[name])


def stated_code(reader: RowReader, name: str, printed: str) -> str | None:
    """Return the current code of a property and record the printed text; None if the cell is blank."""
    text = reader.text(name, printed)
    return None if text is None else code(name, text)


def phases(printed: str) -> tuple[str, ...]:
    """Return the phases of one text; none if it is blank. Raises UnmappedValue for an unknown phase.

    >>> phases("Phase 1/Phase 2"), phases("PHASE1|PHASE2"), phases("N/A")
    (('PHASE1', 'PHASE2'), ('PHASE1', 'PHASE2'), ('NA',))
    """
    if not printed.strip():
        return ()
    if current_code(printed) == _NOT_APPLICABLE:
        return (_NOT_APPLICABLE,)
    return tuple(map(partial(code, "phases"), re.split(r"[/|]", printed)))


def data_date(reader: RowReader, printed: str) -> str | None:
    """Return the date of the data in one of the registry's forms; report an unreadable one and return None."""
    try:
        return from_registry(printed) if printed else None
    except ValueError as error:
        reader.report(f"date of the data: {error}")
        return None


def dated_key(nct_id: str, date: str | None) -> str:
    """Return the key of a study's row in files that state it in part: each date is evidence of its own.

    >>> dated_key("NCT00125164", "2023-02-03"), dated_key("NCT00125164", None)
    ('NCT00125164@2023-02-03', 'NCT00125164@undated')
    """
    return f"{nct_id}@{date or 'undated'}"


def registered_date(reader: RowReader, name: str, printed: str) -> Date | None:
    """Return a date in one of the registry's forms; see `from_registry`."""
    return reader.date(name, "DATE_REGISTERED", printed, from_registry)


def from_registry(text: str) -> PartialDate:
    """Read "2022-06", "2022-06-30", "June 2022" or "June 30, 2022". Raises ValueError on another form.

    >>> from_registry("July 2002"), from_registry("November 3, 1999"), from_registry("2022-06")
    ('2002-07', '1999-11-03', '2022-06')
    """
    return from_iso(text) if text[:1].isdigit() else from_full_month_day(text)


def enrollment_count(reader: RowReader, printed: str) -> int | None:
    """Return the number of participants, None if the cell is blank. Raises SourceError when it is no number."""
    if not printed.strip():
        return None
    if not re.fullmatch(r"\s*[0-9]{1,20}\s*", printed):
        raise SourceError(f"enrollment is no number: {printed[:100]!r}")
    return reader.count("enrollmentCount", int(printed))


def organisation(name: str, role: str, class_: str) -> Organisation:
    """Return a sponsor with its class, if one is printed. Raises UnmappedValue for an unknown class."""
    return Organisation(tidy(name), role, code("class", class_) if class_.strip() else None)


def conditions(names: Iterable[str], terms: Iterable[str], ancestors: Iterable[str] = ()) -> tuple[ConditionRef, ...]:
    """Return the study's own conditions, then NLM's MeSH terms that are none of them.

    `ancestors` are those of all terms together: they are assigned only to a single term.
    """
    assigned = list(terms)
    above = tuple(map(ConditionRef, ancestors)) if len(assigned) == 1 else ()
    mesh = {term.casefold(): ConditionRef(term, ancestors=above) for term in assigned}
    own = [mesh.pop(name.casefold(), ConditionRef(name)) for name in map(tidy, names) if name]
    return (*own, *mesh.values())
