"""Typed records: the output of sources, and all that sources, starter files and identity rules share.

A record holds one row of one source. Its values are normalised; `row` keeps the text as printed. A field that the
source does not state is None or empty: nothing is made up.
"""

import hashlib
from typing import TypeVar

import msgspec
from msgspec.structs import replace

NOT_STATED = "NOT_STATED"
"""Status of a trial where the source does not say."""


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """The row of a record.

    `key` is the source's own key of the row, made of raw identifiers only. `raw` maps names of graph properties to
    their text as printed, `rules` to the rule that read it ("DATE_DMY", "STATUS_TABLE", …) if it was not taken as
    printed. `digest` is the record's `row_hash`, if it was computed before. `data_date` is the date on which the
    publisher printed the row, ISO 8601 cut at its precision, for a source whose files have different dates.
    """

    key: str
    section: str | None = None
    index: int | None = None
    raw: dict[str, str] = {}
    rules: dict[str, str] = {}
    url: str | None = None
    digest: str | None = None
    data_date: str | None = None


class Name(msgspec.Struct, frozen=True, omit_defaults=True):
    """A name and its kind (NameKind); `language` is an ISO 639-1 code where the source states it."""

    value: str
    kind: str
    language: str | None = None


class Xref(msgspec.Struct, frozen=True, omit_defaults=True):
    """An identifier in another system: `source` is DRUGBANK, UNII, CAS, INCHIKEY, ATC, MESH, NCT, …"""

    source: str
    code: str


class Date(msgspec.Struct, frozen=True, omit_defaults=True):
    """A date: `value` is ISO 8601, cut off at its precision; None if `raw` is not readable."""

    raw: str
    value: str | None = None


class ConditionRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """A condition as a source names it, with `xrefs` (MESH:D046150) and `ancestors` where the source states them."""

    name: str
    xrefs: tuple[Xref, ...] = ()
    ancestors: tuple["ConditionRef", ...] = ()


class ConditionLink(msgspec.Struct, frozen=True, omit_defaults=True):
    """Drug to condition: `link` is INDICATED_FOR or ASSOCIATED_WITH."""

    link: str
    condition: ConditionRef
    rule: str | None = None


class Coverage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A sentence about a drug at an agency: `state` is FOUND or NONE_FOUND."""

    agency: str
    state: str
    message: str | None = None
    checked_at: str | None = None


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report on a drug: headings as (level, text), level 1 the highest."""

    key: str
    title: str
    published_on: str | None = None
    headings: tuple[tuple[int, str], ...] = ()


class DrugRecord(msgspec.Struct, frozen=True, omit_defaults=True, tag="drug"):
    """One drug as one source identifies it. `adds_only`: it completes a known drug and never creates one."""

    row: Row
    generic_name: str
    names: tuple[Name, ...] = ()
    xrefs: tuple[Xref, ...] = ()
    cas_number: str | None = None
    unii: str | None = None
    inchi_key: str | None = None
    drug_type: str | None = None
    drug_type_raw: str | None = None
    overview: str | None = None
    indication_text: str | None = None
    conditions: tuple[ConditionLink, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    reports: tuple[Report, ...] = ()
    adds_only: bool = False


class Organisation(msgspec.Struct, frozen=True, omit_defaults=True):
    """An organisation or person as a source names it; `role` is a SponsorRole, `kind` an AgencyClass.

    `country` is an ISO 3166-1 alpha-2 code, `country_raw` its text as printed.
    """

    name: str
    role: str
    kind: str | None = None
    country: str | None = None
    country_raw: str | None = None


class MeshTerm(msgspec.Struct, frozen=True, omit_defaults=True):
    """A MeSH term that NLM assigned to a trial's interventions; `code` is its id where the source prints it."""

    name: str
    code: str | None = None


class Intervention(msgspec.Struct, frozen=True, omit_defaults=True):
    """One intervention of a trial; `other_names` are used where `name` matches no drug."""

    type: str
    name: str
    other_names: tuple[str, ...] = ()


class TrialRecord(msgspec.Struct, frozen=True, omit_defaults=True, tag="trial"):
    """One study. `drug_names` are drugs that the source itself links with the trial (a drug's own page)."""

    row: Row
    overall_status: str = NOT_STATED
    status_raw: str | None = None
    nct_id: str | None = None
    brief_title: str | None = None
    official_title: str | None = None
    url: str | None = None
    study_type: str | None = None
    phases: tuple[str, ...] = ()
    phase_raw: str | None = None
    why_stopped: str | None = None
    study_first_post_date: Date | None = None
    start_date: Date | None = None
    primary_completion_date: Date | None = None
    completion_date: Date | None = None
    last_update_post_date: Date | None = None
    enrollment_count: int | None = None
    enrollment_type: str | None = None
    sponsors: tuple[Organisation, ...] = ()
    conditions: tuple[ConditionRef, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    intervention_mesh: tuple[MeshTerm, ...] = ()
    drug_names: tuple[str, ...] = ()


class Identifier(msgspec.Struct, frozen=True, omit_defaults=True):
    """A number of a record: `scheme` is an IdentifierScheme. The first one is the record's key at its agency."""

    scheme: str
    value: str


class Ingredient(msgspec.Struct, frozen=True, omit_defaults=True):
    """An active ingredient as printed, with its strength if the source states one for each ingredient.

    `inn` is the international non-proprietary name, where the source has a field of its own for it.
    """

    name: str
    strength: str | None = None
    unii: str | None = None
    inn: str | None = None


class ApprovalRecord(msgspec.Struct, frozen=True, omit_defaults=True, tag="approval"):
    """One product at one agency. `native` holds fields that only this agency has (`graph.model.entities.approval`)."""

    row: Row
    agency: str
    status: str
    ingredients: tuple[Ingredient, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    product_name: str | None = None
    holder: Organisation | None = None
    manufacturers: tuple[Organisation, ...] = ()
    status_raw: str | None = None
    date: Date | None = None
    date_kind: str | None = None
    dosage_form: str | None = None
    route: str | None = None
    strength: str | None = None
    native: dict[str, str] = {}
    brand_names: tuple[str, ...] = ()
    atc_codes: tuple[str, ...] = ()
    drug_type: str | None = None
    indications: tuple[ConditionLink, ...] = ()


class ConditionRecord(msgspec.Struct, frozen=True, omit_defaults=True, tag="condition"):
    """One disease of a vocabulary. `names` are synonyms; `xrefs` begin with the vocabulary's own id if it has ids.

    `broader` are the diseases one step up, found by their ids, else by their names.
    """

    row: Row
    name: str
    names: tuple[Name, ...] = ()
    xrefs: tuple[Xref, ...] = ()
    broader: tuple[ConditionRef, ...] = ()


Record = DrugRecord | TrialRecord | ApprovalRecord | ConditionRecord
R = TypeVar("R", bound=Record)


def decode(line: bytes) -> Record:
    """Read one line of a starter file. Raises msgspec.ValidationError, which names the field."""
    return _DECODER.decode(line)


def encode(record: Record) -> bytes:
    """Return one line of a starter file, without the line end; equal records give equal bytes."""
    return _ENCODER.encode(record)


def row_hash(record: Record) -> str:
    """Return the hash of the whole record but its `data_date`: sixteen hexadecimal digits."""
    return record.row.digest or hexadecimal(encode(undated(record)))


def undated(record: R) -> R:
    """Return the record without the date of its data: a row that is printed again, unchanged, is the same row."""
    if record.row.data_date is None:
        return record
    return replace(record, row=replace(record.row, data_date=None))


def hexadecimal(text: bytes) -> str:
    """Return the hash of a byte string: sixteen hexadecimal digits."""
    return hashlib.blake2b(text, digest_size=8).hexdigest()


def pack(record: Record) -> bytes:
    """Pack a record for the spools of this load: smaller and faster than a line of a starter file."""
    return _PACKER.encode(record)


def unpack(packed: bytes) -> Record:
    """Read a record that `pack` wrote."""
    return _UNPACKER.decode(packed)


_DECODER: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)
_ENCODER = msgspec.json.Encoder(order="deterministic")
_PACKER = msgspec.msgpack.Encoder()
_UNPACKER: msgspec.msgpack.Decoder[Record] = msgspec.msgpack.Decoder(Record)
