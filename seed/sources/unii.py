"""UNII list: substances and their identifiers, from the Global Substance Registration System of FDA and NIH.

Shape    UNII_Records: UNII, PT (Display Name in some editions), RN, EC, NCIT, RXCUI, PUBCHEM, …, INN_ID, USAN_ID, MF,
         INCHIKEY, SMILES, INGREDIENT_TYPE, SUBSTANCE_TYPE, …; older editions have fewer; tab-separated, UTF-8
         UNII_Names: Name, TYPE, UNII, Display Name, the rows of one UNII together; its names add to a drug that is
         known by its UNII and make none. Types are cn (common), of (official), cd (code), bn (brand), sys (systematic)
Key      UNII: ten characters
RN       CAS registry number
Drugs    the list has some 130,000 substances, most of them foods, plants, chemicals and salts: a row adds to a drug
         that has its UNII, CAS number or InChIKey, and makes none. But a substance with an INN is an active substance
         of medicines, and becomes a drug if it is unknown
Leaves   formula, SMILES, and numbers of species
Licence  public domain
"""

import re
from collections.abc import Iterator
from functools import partial
from itertools import chain, groupby
from pathlib import Path

from graph.errors import SourceError
from seed.formats.delimited import header_of, tsv_lines
from seed.formats.files import each_file, members
from seed.records import DrugRecord, Name, Xref
from seed.source import Download, Issues, Source
from seed.values.row import RawRow, RowReader, read_rows
from seed.values.text import tidy

_NAMES = ("PT", "Display Name", "DISPLAY_NAME", "PREFERRED_TERM")
"""Column names of the preferred term by edition."""
_FORMS = {
    "UNII": re.compile(r"[A-Z0-9]{10}"),
    "RN": re.compile(r"\d{2,7}-\d{2}-\d"),
    "INCHIKEY": re.compile(r"[A-Z]{14}-[A-Z]{10}-[A-Z]"),
    "INN_ID": re.compile(r"\d+"),
}
_XREFS = {
    "EC": "EC",
    "NCIT": "NCIT",
    "RXCUI": "RXCUI",
    "RXCUI_ID": "RXCUI",
    "PUBCHEM": "PUBCHEM",
    "INN_ID": "INN",
    "USAN_ID": "USAN",
}
_TAG = re.compile(r" \[[^\[\]]+\]$")
"""Mark of the list that has the name: METFORMIN [WHO-DD]."""
_OUT_OF_SCOPE = {
    "ITIS",
    "NCBI",
    "PLANTS",
    "GRIN",
    "MPNS",
    "MF",
    "SMILES",
    "INGREDIENT_TYPE",
    "SUBSTANCE_TYPE",
    "UNII_TYPE",
    "UUID",
    "DAILYMED",
    "SMSID",
    "EPA_CompTox",
    "CATALOGUE_OF_LIFE",
}


_NAMES_HEADER = ("Name", "TYPE", "UNII", "Display Name")
_NAME_KINDS = {"cn": "SYNONYM", "of": "SYNONYM", "cd": "CODE", "bn": "BRAND"}
_SYSTEMATIC = "sys"
"""Type of chemical names: they are half of the list, and people do not search by them."""


def parse(path: Path, issues: Issues) -> Iterator[DrugRecord]:
    """Yield one record per substance, in file order."""

    def read(file: Path) -> Iterator[DrugRecord]:
        header = [cell.strip() for cell in header_of(file, encoding="utf-8-sig")]
        if set(_NAMES_HEADER) <= set(header):
            rows = tsv_lines(file, _NAMES_HEADER, issues, encoding="utf-8-sig")
            return read_rows(_substances(rows), _named_substance, issues)
        name = _name_column(file, header)
        lines = tsv_lines(file, ("UNII", name, "RN", "INCHIKEY"), issues, encoding="utf-8-sig")
        return read_rows(lines, partial(_substance, name_column=name), issues, _OUT_OF_SCOPE)

    yield from each_file(members(path), issues, read)


def _name_column(file: Path, header: list[str]) -> str:
    found = [name for name in _NAMES if name in header]
    if "UNII" not in header or len(found) != 1:
        raise SourceError(f"{file.name}: header not understood, UNII and one of {list(_NAMES)} wanted: {header}"[:1000])
    return found[0]


def _substance(row: RawRow, reader: RowReader, name_column: str) -> DrugRecord:
    def take(column: str, property_: str | None = None) -> str | None:
        text = _pop(row, column)
        return reader.text(property_, text) if property_ else text or None

    unii = reader.required("unii", take("UNII"))
    cas, inchi_key = take("RN", "casNumber"), take("INCHIKEY", "inchiKey")
    xrefs = tuple(Xref(scheme, code) for column, scheme in _XREFS.items() if (code := take(column)))
    return DrugRecord(
        generic_name=reader.required("genericName", row.cells.pop(name_column)),
        unii=unii,
        cas_number=cas,
        inchi_key=inchi_key,
        xrefs=xrefs,
        adds_only=not any(xref.source == "INN" for xref in xrefs),
        row=reader.row(unii, index=row.index),
    )


def _pop(row: RawRow, column: str) -> str:
    """Take a cell. Raises SourceError if it is not of the column's form."""
    text = tidy(row.cells.pop(column, ""))
    if text and column in _FORMS and not _FORMS[column].fullmatch(text):
        raise SourceError(f"{column} is not of its form: {text!r}")
    return text


def _substances(rows: Iterator[RawRow]) -> Iterator[RawRow]:
    """Join the rows of one UNII, which follow one another, into one."""
    for index, (unii, group) in enumerate(groupby(rows, lambda row: row.cells["UNII"]), start=1):
        first = next(group)
        names = [(row.cells["TYPE"], row.cells["Name"]) for row in chain((first,), group)]
        cells = {"UNII": unii, "Display Name": first.cells["Display Name"], "names": names}
        yield RawRow(first.file, first.number, index, cells, first.whole)


def _named_substance(row: RawRow, reader: RowReader) -> DrugRecord:
    unii = reader.required("unii", _pop(row, "UNII"))
    display, names = tidy(row.cells["Display Name"]), []
    for kind, printed in row.cells.pop("names"):
        if kind in _NAME_KINDS:
            name = _TAG.sub("", tidy(printed))
            if name != display:
                names.append(Name(name, _NAME_KINDS[kind]))
        elif kind != _SYSTEMATIC:
            reader.report(f"TYPE has the unknown value {kind!r}")
    return DrugRecord(
        generic_name=reader.required("genericName", row.cells.pop("Display Name")),
        unii=unii,
        names=tuple(dict.fromkeys(names)),
        adds_only=True,
        row=reader.row(f"{unii}/names", index=row.index),
    )


SOURCE = Source(
    id="unii",
    name="UNII list",
    publisher="US Food and Drug Administration",
    licence="Public domain",
    url="https://precision.fda.gov/uniisearch/archive",
    rank=30,
    parse=parse,
    download=Download(
        urls=("https://precision.fda.gov/uniisearch/archive/latest/UNII_Data.zip",),
        hosts=("precision.fda.gov",),
    ),
)
