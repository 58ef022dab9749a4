"""Evidence of a record, as stored on STATED_IN. Kept free of the driver, so merging needs no database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """One row of a source behind a record, with the fields and the shared facts that it states.

    `data_date` is the date of the row's data, where the source's files have different dates.
    """

    source: str
    row_key: str
    row_hash: str
    fields: tuple[str, ...]
    shared_facts: tuple[str, ...] = ()
    data_date: str | None = None


@dataclass(frozen=True)
class FieldEvidence:
    """One row's evidence by field: the text as printed, and the rule that read it."""

    fields: list[str]
    rawTexts: list[str]
    rules: list[str]
