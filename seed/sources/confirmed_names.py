"""Substances that two agencies' lists carry under one ATC code: drugs, even where the open vocabulary lacks them.

Shape    name, atc, agencies: CSV, one substance a row, written by seed.confirm from open lists and reviewed
Key      the name
Lists    ATC codes and agencies, one space between them
Joins    a record of a vocabulary with the same name, whichever is loaded first
Licence  facts of EMA, HSA, Health Canada, AEMPS and FDA, each named in its row
"""

from collections.abc import Iterator
from pathlib import Path

from graph.agencies import agencies
from graph.errors import UnmappedValue
from seed.clean.files import members
from seed.clean.rows import Line, Said, read_rows
from seed.clean.tables import csv_lines
from seed.naming import slug
from seed.records import DrugRecord, Xref
from seed.source import Issues, Source

_HEADER = ("name", "atc", "agencies")


def parse(path: Path, issues: Issues) -> Iterator[DrugRecord]:
    """Yield one record per substance, in file order."""
    for file in members(path):
        yield from read_rows(csv_lines(file, _HEADER, issues), _drug, issues)


def _drug(line: Line, said: Said) -> DrugRecord:
    take = line.cells.pop
    name, confirming = said.required("genericName", take("name")), take("agencies")
    for agency in confirming.split():
        if agency not in agencies():
            raise UnmappedValue("agencies", agency)
    return DrugRecord(
        generic_name=name,
        xrefs=tuple(Xref("ATC", code) for code in said.atc(take("atc").split())),
        row=said.row(slug(name), section=confirming, index=line.index),
    )


SOURCE = Source(
    id="confirmed_names",
    name="Substances confirmed by two agencies",
    publisher="MedPath",
    licence="MIT; facts of the agencies named in each row",
    rank=90,
    parse=parse,
)
