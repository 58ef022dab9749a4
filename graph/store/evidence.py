"""Evidence of a record, as stored on STATED_IN. Kept free of the driver, so merging needs no database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """One row of a source behind a record, with the fields and the shared facts that it states."""

    source: str
    row_key: str
    row_hash: str
    fields: tuple[str, ...]
    shared_facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldEvidence:
    """One row's evidence by field: the text as printed, and the rule that read it."""

    fields: list[str]
    rawTexts: list[str]
    rules: list[str]
