"""The common part of all forms of CIMA: numbers, states and the record of one medicine."""

import re
from collections.abc import Callable

from seed.records import ApprovalRecord, Date, Identifier, Ingredient, Organisation
from seed.values.row import OutOfScope, RawRow, RowReader
from seed.values.text import tidy

NUMBER = re.compile(r"[A-Z0-9][A-Z0-9 ._-]*", re.IGNORECASE)
STATUS = {
    "Autorizado": "AUTHORISED",
    "Suspenso": "SUSPENDED",
    "Suspendido": "SUSPENDED",
    "Anulado": "REVOKED",
    "Revocado": "REVOKED",
}
_ATC = {"XXXXXX": None, "R05X_": "R05X"}
"""CIMA's own codes to ATC: no code, and a group without subgroups."""


def first_of_each(
    build: Callable[[RawRow, RowReader], ApprovalRecord],
) -> Callable[[RawRow, RowReader], ApprovalRecord]:
    """Yield records from rows that are packs: the first pack of a medicine stands for it."""
    seen: set[str] = set()

    def first(row: RawRow, reader: RowReader) -> ApprovalRecord:
        record = build(row, reader)
        if record.row.key in seen:
            raise OutOfScope("further pack of a medicine")
        seen.add(record.row.key)
        return record

    return first


def record(
    reader: RowReader,
    row: RawRow,
    number: str,
    *,
    name: str | None,
    holder: str | None,
    status: str,
    status_raw: str | None,
    date: Date | None,
    prescription: str | None,
    atc: list[str],
    ingredients: tuple[Ingredient, ...],
    form: str | None = None,
    routes: list[str] | None = None,
    strength: str | None = None,
    pack: re.Pattern[str] | None = None,
) -> ApprovalRecord:
    """Return the record of one medicine from any form. `pack` matches the part to cut off its name."""
    printed_name = reader.required("productName", name)
    named = pack.sub("", printed_name) if pack else printed_name
    printed = reader.text("holderRaw", holder)
    form = reader.text("pharmaceuticalForm", form)
    native = {"registrationNumber": reader.required("registrationNumber", number)}
    native |= {"pharmaceuticalForm": form} if form else {}
    native |= {"prescriptionType": prescription} if prescription else {}
    return ApprovalRecord(
        agency="AEMPS",
        identifiers=(Identifier("AEMPS_REGISTRATION_NUMBER", number),),
        native=native,
        product_name=named if named == printed_name else reader.derived("productName", "PACK_CUT", printed_name, named),
        status=status,
        status_raw=status_raw,
        date=date,
        date_kind="AUTHORISATION" if date else None,
        holder=Organisation(printed, "COMPANY") if printed else None,
        dosage_form=reader.text("dosageForm", form),
        route=reader.text("route", "; ".join(map(tidy, routes or ()))),
        strength=reader.text("strength", strength),
        ingredients=ingredients,
        atc_codes=reader.atc(code for printed in atc if (code := _ATC.get(printed, printed))),
        row=reader.row(number, index=row.index),
    )
