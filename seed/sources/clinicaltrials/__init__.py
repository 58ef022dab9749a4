"""ClinicalTrials.gov, in three forms of the same registry: JSON of API v2, classic XML, and the site's CSV download.

Shape    known by the first byte: "[" or "{" is JSON (`v2`), "<" is XML (`classic_xml`), all else is CSV (`site_csv`);
         a folder may hold all three
Key      NCT number: NCT and eight digits; the older forms add the date of their data, as each states a study in part
Licence  US government work; terms ask to name the source and the date of the data
"""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from seed.formats.files import each_file, first_byte, members
from seed.records import TrialRecord
from seed.source import Download, Issues, Source
from seed.sources.clinicaltrials import classic_xml, site_csv, v2

_FORMS = {b"[": v2, b"{": v2, b"<": classic_xml}


def parse(path: Path, issues: Issues) -> Iterator[TrialRecord]:
    """Yield one record per study, in file order; files are streamed."""

    def read(file: Path) -> Iterator[TrialRecord]:
        yield from _form(file).studies(file, issues)

    yield from each_file(members(path), issues, read)


def edition(path: Path) -> str | None:
    """Return the dates of the data, one for each file that states it; files may have different dates."""
    dates = each_file(members(path), Issues(), lambda file: (_form(file).edition(file),))
    return ", ".join(sorted(filter(None, set(dates)))) or None


def _form(file: Path) -> ModuleType:
    return _FORMS.get(first_byte(file), site_csv)


SOURCE = Source(
    id="clinicaltrials",
    name="ClinicalTrials.gov",
    publisher="US National Library of Medicine",
    licence="US government work; the source and the date of the data are to be named",
    licence_url="https://clinicaltrials.gov/about-site/terms-conditions",
    url="https://clinicaltrials.gov/",
    rank=10,
    trials=True,
    parse=parse,
    edition=edition,
    download=Download(
        urls=("https://clinicaltrials.gov/api/v2/studies?pageSize=1000",),
        hosts=("clinicaltrials.gov",),
        token="nextPageToken",
        since="filter.advanced=AREA[LastUpdatePostDate]RANGE[{since},MAX]",
    ),
)
