"""What the graph holds of a statement of a record. Whoever only merges records needs no database for it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """One statement of a record: a row of a source, the names of the fields that it states, and what it also states."""

    source: str
    row_key: str
    row_hash: str
    fields: tuple[str, ...]
    shared_facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldEvidence:
    """What a statement says of each field: the text as printed, and the rule that read it."""

    fields: list[str]
    rawTexts: list[str]
    rules: list[str]
