"""What the forms of CIMA have in common: numbers, states and the record of one medicine."""

import re
from collections.abc import Callable

from seed.records import ApprovalRecord, Date, Identifier, Ingredient, Organisation
from seed.values.row import Line, OutOfScope, Said
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
"""CIMA's own codes: none at all, and a group without groups below it."""


def first_of_each(build: Callable[[Line, Said], ApprovalRecord]) -> Callable[[Line, Said], ApprovalRecord]:
    """The same, for rows that are packs: the first of each medicine stands for it."""
    seen: set[str] = set()

    def first(line: Line, said: Said) -> ApprovalRecord:
        record = build(line, said)
        if record.row.key in seen:
            raise OutOfScope("further pack of a medicine")
        seen.add(record.row.key)
        return record

    return first


def record(
    said: Said,
    line: Line,
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
    """One medicine, in whatever form it was read. `pack` is what to cut off its name."""
    printed_name = said.required("productName", name)
    named = pack.sub("", printed_name) if pack else printed_name
    printed = said.copy("holderRaw", holder)
    form = said.copy("pharmaceuticalForm", form)
    native = {"registrationNumber": said.required("registrationNumber", number)}
    native |= {"pharmaceuticalForm": form} if form else {}
    native |= {"prescriptionType": prescription} if prescription else {}
    return ApprovalRecord(
        agency="AEMPS",
        identifiers=(Identifier("AEMPS_REGISTRATION_NUMBER", number),),
        native=native,
        product_name=named if named == printed_name else said.read("productName", "PACK_CUT", printed_name, named),
        status=status,
        status_raw=status_raw,
        date=date,
        date_kind="AUTHORISATION" if date else None,
        holder=Organisation(printed, "COMPANY") if printed else None,
        dosage_form=said.copy("dosageForm", form),
        route=said.copy("route", "; ".join(map(tidy, routes or ()))),
        strength=said.copy("strength", strength),
        ingredients=ingredients,
        atc_codes=said.atc(code for each in atc if (code := _ATC.get(each, each))),
        row=said.row(number, index=line.index),
    )
