"""DrugBank Open Data vocabulary: the identity of drugs. CSV, UTF-8, comma, one drug a row.

Shape    DrugBank ID, Accession Numbers, Common name, CAS, UNII, Synonyms, Standard InChI Key
Key      DrugBank ID: DB and five digits
Lists    Accession Numbers and Synonyms, " | " between them; accession numbers are retired ids
Blank    CAS, UNII and InChIKey are often blank; no drug type, brand, indication or salt in this file
Licence  CC0-1.0
"""

import re
from collections.abc import Iterator
from pathlib import Path

from graph.errors import SourceError
from seed.formats.delimited import csv_lines
from seed.formats.files import each_file, members
from seed.records import DrugRecord, Name, Xref
from seed.source import Download, Issues, Source
from seed.values.row import RawRow, RowReader, read_rows
from seed.values.text import tidy

_HEADER = ("DrugBank ID", "Accession Numbers", "Common name", "CAS", "UNII", "Synonyms", "Standard InChI Key")
_FORMS = {
    "DrugBank ID": re.compile(r"DB\d{5}"),
    "CAS": re.compile(r"\d{2,7}-\d{2}-\d"),
    "UNII": re.compile(r"[A-Z0-9]{10}"),
    "Standard InChI Key": re.compile(r"[A-Z]{14}-[A-Z]{10}-[A-Z]"),
}
"""Pattern of each identifier: one that a spreadsheet has damaged is refused."""


def parse(path: Path, issues: Issues) -> Iterator[DrugRecord]:
    """Yield one record per drug, in file order."""

    def read(file: Path) -> Iterator[DrugRecord]:
        return read_rows(csv_lines(file, _HEADER, issues), _drug, issues)

    yield from each_file(members(path), issues, read)


def _drug(row: RawRow, reader: RowReader) -> DrugRecord:
    take = row.cells.pop
    drugbank_id = _identifier("DrugBank ID", take("DrugBank ID").strip())
    cas = _optional("CAS", reader.text("casNumber", take("CAS")))
    unii = _optional("UNII", reader.text("unii", take("UNII")))
    inchi_key = _optional("Standard InChI Key", reader.text("inchiKey", take("Standard InChI Key")))
    retired = _listed(take("Accession Numbers"))
    return DrugRecord(
        generic_name=reader.required("genericName", take("Common name")),
        cas_number=cas,
        unii=unii,
        inchi_key=inchi_key,
        names=tuple(Name(name, "SYNONYM") for name in _listed(take("Synonyms"))),
        xrefs=tuple(Xref("DRUGBANK", code) for code in (drugbank_id, *retired))
        + tuple(Xref(source, code) for source, code in (("CAS", cas), ("UNII", unii), ("INCHIKEY", inchi_key)) if code),
        row=reader.row(drugbank_id, index=row.index),
    )


def _identifier(column: str, text: str) -> str:
    if not _FORMS[column].fullmatch(text):
        raise SourceError(f"{column} is not of its form: {text!r}")
    return text


def _optional(column: str, text: str | None) -> str | None:
    return None if text is None else _identifier(column, text)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for part in map(tidy, cell.split(" | ")) if part)


SOURCE = Source(
    id="drugbank_vocabulary",
    name="DrugBank Open Data vocabulary",
    publisher="DrugBank",
    licence="CC0-1.0",
    licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
    url="https://go.drugbank.com/releases/latest#open-data",
    complete=True,
    rank=10,
    parse=parse,
    download=Download(
        urls=("https://go.drugbank.com/releases/latest/downloads/all-drugbank-vocabulary",),
        hosts=("go.drugbank.com",),
    ),
)
