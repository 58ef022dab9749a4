"""Substances that two authorities confirm: drugs, even where the open vocabulary lacks them.

Shape    name, rule, atc, mesh, agencies: CSV, one substance a row, written by seed.match.confirm_names from the
lists and reviewed
Key      the name
Rules    CODE_IN_TWO_LISTS, LISTED, INN_WITH_CODE, INN_IN_TWO_LISTS, MESH_TERM: their conditions are in
seed.match.confirm_names
Lists    ATC codes, ids of MeSH and agencies (NLM for MeSH), one space between them
Joins    a record of a vocabulary with the same name, whichever is loaded first
Licence  facts of EMA, HSA, Health Canada, AEMPS, FDA, SFDA and NLM, each named in its row
"""

from collections.abc import Iterator
from pathlib import Path

from graph.agencies import agencies
from seed.formats.delimited import csv_lines
from seed.formats.files import each_file, members
from seed.naming import slug
from seed.records import DrugRecord, Xref
from seed.source import Issues, Source
from seed.values.row import RawRow, RowReader, checked, read_rows
from seed.values.text import tidy

_HEADER = ("name", "rule", "atc", "mesh", "agencies")
_RULES = {"CODE_IN_TWO_LISTS", "LISTED", "INN_WITH_CODE", "INN_IN_TWO_LISTS", "MESH_TERM"}
_MESH_AUTHORITY = "NLM"


def parse(path: Path, issues: Issues) -> Iterator[DrugRecord]:
    """Yield one record per substance, in file order."""

    def read(file: Path) -> Iterator[DrugRecord]:
        return read_rows(csv_lines(file, _HEADER, issues), _drug, issues)

    yield from each_file(members(path), issues, read)


def _drug(row: RawRow, reader: RowReader) -> DrugRecord:
    take = row.cells.pop
    name, confirming = take("name"), take("agencies")
    reader.required("genericName", name)
    for agency in confirming.split():
        checked("agencies", agency, {*agencies(), _MESH_AUTHORITY})
    codes = [Xref("ATC", code) for code in reader.atc(take("atc").split())]
    return DrugRecord(
        generic_name=reader.derived("genericName", checked("rule", take("rule"), _RULES), name, tidy(name)),
        xrefs=(*codes, *(Xref("MESH", code) for code in take("mesh").split())),
        row=reader.row(slug(name), section=confirming, index=row.index),
    )


SOURCE = Source(
    id="confirmed_names",
    name="Substances confirmed by two authorities",
    publisher="MedPath",
    licence="MIT; facts of the agencies named in each row",
    rank=90,
    parse=parse,
)
