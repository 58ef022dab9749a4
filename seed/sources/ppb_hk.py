"""Hong Kong's registered pharmaceutical products: publications of the Drug Office for the Pharmacy and Poisons Board.

Shape    DrugList.xml: elements drug / productName, regCertHolderName, permitNo, activeIngs / activeIng
         names: text, one "HK-23964 ACETAMOL SUSP 250MG/5ML PINK" a line
         licence holders: JSON {"40/2A/1987": {"companyName": …}}, or a table with Licence No. and Company Name
         company names as the two lists write them: JSON {"as registered": "as licensed"}
         ingredients: JSON {"HK-67828": [{"activeIng": …, "dosage": {"weightValue": 0.25, "weightUnit": "mg"}}]}
Key      permitNo: HK- and five digits
Licence no.  of the holder, by its name in the licence lists: as printed, else by the table of names, else without
         regard to punctuation and to LIMITED or LTD, COMPANY or CO
Strength and form stand in the name alone
Dates    none: they stand in the Board's Compendium
Skips    veterinary products, whose names end in (VET)
Leaves   addresses and expiry of licences; the tables of legal classes and of sale requirements
Licence  data.gov.hk: free reuse, source named
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from graph.agencies import Agency, Native, Scheme
from graph.errors import SourceError
from seed.formats.files import first_byte, members, opened, opened_text
from seed.formats.workbook import table_lines
from seed.formats.workbook_cells import as_text
from seed.formats.xml_items import pop_object, pop_text, pop_texts, xml_items
from seed.records import ApprovalRecord, Identifier, Ingredient, Organisation
from seed.source import Issues, Source
from seed.values.product_names import form_in, strength_in
from seed.values.row import OutOfScope, RawRow, RowReader, read_rows
from seed.values.text import tidy

AGENCY = Agency(
    code="PPB",
    name="Pharmacy and Poisons Board of Hong Kong",
    short_name="PPB",
    meaning="Hong Kong: Pharmacy and Poisons Board.",
    jurisdiction="Hong Kong",
    countries=("HK",),
    url="https://www.ppbhk.org.hk/",
    place=5,
    schemes=(
        Scheme("PPB_REGISTRATION_NO", "Hong Kong registration number: HK-23964.", re.compile(r"HK-\d{5}")),
        Scheme("PPB_LICENCE_NO", "Hong Kong licence number of the company: 40/2A/1987."),
    ),
    record_type="PpbApproval",
    record="A pharmaceutical product registered in Hong Kong.",
    holder_role="COMPANY",
    date_kind="REGISTRATION",
    fields=(
        Native.text("registrationNo", "Product permit number: HK-23964."),
        Native.holder("company", "Company named by the agency."),
        Native.text("licenceNo", "Licence number of the company: 40/2A/1987."),
        Native.date("registrationDate", "Date of the registration."),
    ),
)

_LICENCE = re.compile(r"\d+/\d?[27]A/\d{4}|ML-\d{1,3}(?:-\d[A-Z])?")
_NAMED = re.compile(r"(HK-\d{5}) +(\S.*)")
_DRUG = ("productName", "regCertHolderName", "permitNo")
_LICENCE_COLUMNS = ("licenceno", "companyname")
_LICENCE_KINDS = dict.fromkeys(_LICENCE_COLUMNS, as_text)
_LICENCE_ALIASES = {
    "licencenumber": "licenceno",
    "licenseno": "licenceno",
    "nameofcompany": "companyname",
    "nameoflicencee": "companyname",
    "nameoflicensee": "companyname",
}
_CODE_TABLES = ("POM", "DDI")
"""Codes that mark the tables of code meanings, which hold no products."""
_JSON_BYTES = 32 << 20
_LINE_CHARACTERS = 2_000
_MOST = 10**12
"""Limit of a weight."""
_SHORT = {"LIMITED": "LTD", "COMPANY": "CO", "CORPORATION": "CORP"}


@dataclass
class _Known:
    """The data on holders and products from the other lists."""

    licences: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    loosely: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    written: dict[str, str] = field(default_factory=dict)
    ingredients: dict[str, tuple[Ingredient, ...]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def licensed(self, number: str, name: str) -> None:
        """Add a licence under its holder's name."""
        self.licences[tidy(name).upper()].append(number)
        self.loosely[_loose(name)].append(number)

    def licences_of(self, holder: str) -> tuple[str, list[str]]:
        """Return the rule that matched the holder's name, and its licences."""
        exact = tidy(holder).upper()
        for rule, found in (
            ("HOLDER_AS_PRINTED", self.licences.get(exact)),
            ("HOLDER_BY_TABLE", self.licences.get(self.written.get(exact, ""))),
            ("HOLDER_LOOSELY", self.loosely.get(_loose(holder))),
        ):
            if found:
                return rule, sorted(set(found), key=lambda number: (number.startswith("ML"), "7A" in number, number))
        return "", []


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per product: of the register first, then of the names, then of the ingredients alone."""
    known, registers, names = _Known(), [], []
    for file in members(path):
        match first_byte(file):
            case b"<":
                registers.append(file)
            case b"{":
                _learn(file, known, issues)
            case _ if _is_list_of_names(file):
                names.append(file)
            case _:
                _learn_licences(file, known, issues)
    for file in registers:
        lines = xml_items(file, "drug", _DRUG, issues, lists=("activeIng",))
        yield from read_rows(lines, lambda row, reader: _registered(row, reader, known), issues)
    for file in names:
        yield from read_rows(_names(file, issues), lambda row, reader: _named(row, reader, known), issues)
    yield from read_rows(_unnamed(path.name, known), lambda row, reader: _named(row, reader, known), issues)


def complete(path: Path) -> bool:
    """Return whether the register (XML) is there: it is the whole list."""
    return any(first_byte(file) == b"<" for file in members(path))


def _learn(file: Path, known: _Known, issues: Issues) -> None:
    with opened(file) as raw:
        data = raw.read(_JSON_BYTES + 1)
    if len(data) > _JSON_BYTES:
        raise SourceError(f"{file.name}: more than {_JSON_BYTES:,} bytes of JSON")
    try:
        table = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{file.name}: not readable as JSON: {error}") from error
    values = table.values()
    if values and all(isinstance(value, dict) and "companyName" in value for value in values):
        for number, value in table.items():
            _learn_licence(file, number, value["companyName"], known, issues)
    elif values and all(isinstance(value, list) for value in values):
        known.ingredients |= {number: _dosed(file, number, items, issues) for number, items in table.items()}
    elif values and all(isinstance(value, str) for value in values):
        if not any(code in table for code in _CODE_TABLES):
            known.written |= {tidy(name).upper(): tidy(other).upper() for name, other in table.items() if other}
    else:
        raise SourceError(f"{file.name}: header not understood: {sorted(table)[:10]}")


def _learn_licences(file: Path, known: _Known, issues: Issues) -> None:
    for line in table_lines(file, _LICENCE_COLUMNS, issues, rename=_squeezed, title_rows=5, kinds=_LICENCE_KINDS):
        _learn_licence(file, line.cells["licenceno"], line.cells["companyname"], known, issues)


def _learn_licence(file: Path, number: str, name: object, known: _Known, issues: Issues) -> None:
    if isinstance(name, str) and name.strip() and _LICENCE.fullmatch(tidy(number)):
        known.licensed(tidy(number), name)
    else:
        issues.refuse("not a licence number with a name", file=file.name, raw=f"{number}: {name}")


def _squeezed(name: str) -> str:
    key = "".join(filter(str.isalpha, name)).lower()
    return _LICENCE_ALIASES.get(key, key)


def _loose(name: str) -> str:
    words = re.findall(r"[^\W_]+", tidy(name).upper().replace(".", ""))
    return " ".join(_SHORT.get(word, word) for word in words)


def _dosed(file: Path, number: str, items: list[Any], issues: Issues) -> tuple[Ingredient, ...]:
    found = []
    for item in items:
        name = item.get("activeIng") if isinstance(item, dict) else None
        if not isinstance(name, str) or not name.strip():
            issues.refuse("not an ingredient with a name", file=file.name, raw=f"{number}: {item}")
            continue
        try:
            weight = _weight(item.get("dosage"))
        except ValueError as error:
            issues.report(str(error), file=file.name, raw=f"{number}: {item}")
            weight = None
        found.append(Ingredient(tidy(name), weight))
    return tuple(found)


def _weight(dosage: object) -> str | None:
    """Return weight and unit, None if no weight is stated. Raises ValueError unless it is a number with a unit."""
    if dosage is None or (isinstance(dosage, dict) and "weightValue" not in dosage):
        return None
    if not isinstance(dosage, dict):
        raise ValueError(f"dosage is not an object: {dosage!r}")
    value, unit = dosage["weightValue"], dosage.get("weightUnit")
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < _MOST:
        raise ValueError(f"weightValue is no number: {value!r}")
    if not isinstance(unit, str) or not unit.strip():
        raise ValueError(f"weightUnit is no text: {unit!r}")
    return f"{Decimal(str(value)).normalize():f} {tidy(unit)}"


def _is_list_of_names(file: Path) -> bool:
    with opened_text(file, "utf-8-sig", newline="\n") as text:
        return bool(_NAMED.match(text.readline(_LINE_CHARACTERS)))


def _names(file: Path, issues: Issues) -> Iterator[RawRow]:
    with opened_text(file, "utf-8-sig", newline="\n") as text:
        for number, row in enumerate(iter(lambda: text.readline(_LINE_CHARACTERS), ""), start=1):
            match = _NAMED.fullmatch(row.strip())
            printed = row.encode("utf-8", "backslashreplace").decode()
            if match and row.isprintable() is False and printed == row and "\0" not in row:
                yield RawRow(file.name, number, number, {"permitNo": match[1], "productName": match[2]}, (row.strip(),))
            elif row.strip():
                issues.refuse_row("not a permit number and a name", file=file.name, line=number, raw=printed)


def _unnamed(name: str, known: _Known) -> Iterator[RawRow]:
    """Yield the products that have ingredients but no other details."""
    alone = [number for number in known.ingredients if number not in known.seen]
    for index, number in enumerate(alone, start=1):
        yield RawRow(name, index, index, {"permitNo": number, "productName": ""}, (number,))


def _registered(row: RawRow, reader: RowReader, known: _Known) -> ApprovalRecord:
    names = tuple(filter(None, map(tidy, pop_texts(pop_object(row.cells, "activeIngs"), "activeIng"))))
    holder = reader.text("holderRaw", pop_text(row.cells, "regCertHolderName"))
    return _product(row, reader, known, "DrugList", holder, names)


def _named(row: RawRow, reader: RowReader, known: _Known) -> ApprovalRecord:
    return _product(row, reader, known, "names", None, ())


def _product(
    row: RawRow, reader: RowReader, known: _Known, section: str, holder: str | None, names: tuple[str, ...]
) -> ApprovalRecord:
    number = reader.number("number", pop_text(row.cells, "permitNo"), AGENCY.number)
    name = reader.text("productName", pop_text(row.cells, "productName"))
    known_already = number in known.seen
    known.seen.add(number)
    if name and name.endswith("(VET)"):
        raise OutOfScope("veterinary product")
    if known_already:
        raise OutOfScope("permit met before")
    dosed = known.ingredients.get(number, ())
    rule, licences = known.licences_of(holder) if holder else ("", [])
    native = {"registrationNo": reader.required("registrationNo", number)}
    native |= {"licenceNo": reader.derived("licenceNo", rule, holder or "", "; ".join(licences))} if licences else {}
    form, strength = form_in(name or ""), strength_in(name or "")
    return ApprovalRecord(
        agency="PPB",
        identifiers=(
            Identifier("PPB_REGISTRATION_NO", number),
            *(Identifier("PPB_LICENCE_NO", licence) for licence in licences),
        ),
        native=native,
        product_name=name,
        status=reader.derived("status", "LISTED_AS_REGISTERED", "", "AUTHORISED"),
        holder=Organisation(holder, "COMPANY") if holder else None,
        dosage_form=reader.derived("dosageForm", "FORM_IN_NAME", name or "", form) if form else None,
        strength=reader.derived("strength", "STRENGTH_IN_NAME", name or "", strength) if strength else None,
        ingredients=dosed or tuple(map(Ingredient, names)),
        row=reader.row(number, section=section, index=row.index),
    )


SOURCE = Source(
    id="ppb_hk",
    name="Registered pharmaceutical products (Drug Office)",
    publisher="Department of Health, Hong Kong: Drug Office, for the Pharmacy and Poisons Board",
    licence="data.gov.hk terms: free reuse with the source named",
    licence_url="https://data.gov.hk/en/terms-and-conditions",
    url="https://www.drugoffice.gov.hk/",
    agency="PPB",
    complete=complete,
    rank=10,
    parse=parse,
)
