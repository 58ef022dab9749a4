"""The kinds of records: one table of the facts about each that the stages of a load need."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from seed.records import ApprovalRecord, ConditionRecord, DrugRecord, Record, TrialRecord

DRUG_FIELD = "drugs"
"""The field of the links to drugs."""


@dataclass(frozen=True)
class RecordKind:
    """One kind of record.

    `own_links` maps the type of each link that a record states as a whole to its field: a later edition replaces all.
    `fields_of_roles` are the fields of those links that have this role, where files may state one role alone.
    `only_from_records`: its nodes come from records of this kind alone, so a bulk load can write each at once.
    `counts_by_links_only`: other nodes count its links and none of its values, so new values leave them as they are.
    """

    label: str
    record: type[Record]
    own_links: Mapping[str, str] = field(default_factory=dict)
    fields_of_roles: Mapping[str, str] = field(default_factory=dict)
    only_from_records: bool = True
    counts_by_links_only: bool = False

    @property
    def names_drugs(self) -> bool:
        """True if its records name drugs, which drugs of a later load may change."""
        return DRUG_FIELD in self.own_links.values()

    @property
    def link_fields(self) -> tuple[str, ...]:
        """Every field of own links, once."""
        return tuple(dict.fromkeys((*self.own_links.values(), *self.fields_of_roles.values())))

    def field_of(self, link: Mapping[str, Any]) -> str:
        """Return the field of an own link, a row of `seed.merge.draft`."""
        return self.fields_of_roles.get(link.get("role", ""), self.own_links[link["type"]])


_KINDS = (
    RecordKind("Condition", ConditionRecord, only_from_records=False),
    RecordKind("Drug", DrugRecord, {"DESCRIBED_BY": "reports"}),
    RecordKind(
        "Trial",
        TrialRecord,
        {"TESTS": DRUG_FIELD, "STUDIES": "conditions", "SPONSORED_BY": "sponsors"},
        {"COLLABORATOR": "collaborators"},
        counts_by_links_only=True,
    ),
    RecordKind(
        "Approval",
        ApprovalRecord,
        {"FOR_DRUG": DRUG_FIELD, "HELD_BY": "holder", "MANUFACTURED_BY": "manufacturers", "GRANTED_BY": "agency"},
    ),
)
KINDS = {kind.label: kind for kind in _KINDS}
"""Every kind by its label. A condition may be named before its own record comes."""
KIND_OF_RECORD = {kind.record: kind for kind in _KINDS}
OWN_LINKS: dict[str, Mapping[str, str]] = {"Agency": {}} | {kind.label: kind.own_links for kind in _KINDS}
"""Own links by label; agencies are declared by modules and have none."""
