"""Turns records into drafts: finds the drug, condition or organisation of each name, and the links that follow.

Nodes that records share (names, conditions, organisations) go into the buffer; the record itself is the draft.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import assert_never

from seed.merge.draft import Draft
from seed.records import ApprovalRecord, DrugRecord, Record, TrialRecord, encode
from seed.resolve import approval, drug, trial
from seed.resolve.approval import approval_key
from seed.resolve.context import ResolveContext
from seed.resolve.drug import Addresses
from seed.resolve.trial import trial_key

SURE = 0.98
"""Score of an exact name: no drug that is added later matches better."""
_BY_REGISTRY = "MESH_TERM"
"""Method of a drug that the registry itself named, by an exact name."""

__all__ = ["Resolver", "approval_key", "trial_key"]


@dataclass
class Resolver(ResolveContext):
    """Context of one load, and a draft for each of its records."""

    _addresses: Addresses = field(default_factory=Addresses)

    def remember_slug(self, key: str, address: str) -> None:
        """Learn the address of a drug that the graph holds: it never changes."""
        self._addresses.remember(key, address)

    def knows(self, record: DrugRecord) -> bool:
        """True if a drug has one of the record's identifiers."""
        return drug.is_known(self.drugs, record)

    def drug_key(self, record: DrugRecord) -> str:
        """Return the key of a drug and learn its identifiers; see `seed.resolve.drug.key_of`."""
        return drug.key_of(self.drugs, record)

    def drug(self, record: DrugRecord, key: str, source: str, digest: str) -> Draft:
        """Return the draft of a drug with its names, identifiers, conditions and reports."""
        return drug.draft_of(self, record, key, source, digest, self._addresses.of(key, record.generic_name))

    def trial(self, record: TrialRecord, source: str, digest: str) -> Draft:
        """Return the draft of a trial with its drugs, conditions and sponsors."""
        missed = self.missed
        draft = trial.draft_of(self, record, source, digest)
        return self._note_unsettled(draft, record, source, self.missed > missed)

    def approval(self, record: ApprovalRecord, key: str, source: str, digest: str) -> Draft:
        """Return the draft of a product; one whose ingredients match no drug is written without a drug."""
        missed = self.missed
        draft = approval.draft_of(self, record, key, source, digest)
        return self._note_unsettled(draft, record, source, self.missed > missed)

    def resolve_again(self, draft_of: Callable[[], Draft]) -> tuple[Draft, bool]:
        """Resolve a row of an earlier load again, uncounted; also return whether later drugs may change its matches."""
        missed, self.counting = self.missed, False
        draft = draft_of()
        self.counting = True
        return draft, self.missed > missed or _weak(draft)

    def _note_unsettled(self, draft: Draft, record: ApprovalRecord | TrialRecord, source: str, missed: bool) -> Draft:
        """Return the draft; if later drugs may change its matches, keep the naming fields of its row in the graph."""
        if self.counting and (missed or _weak(draft)):
            row = {"source": source, "rowKey": draft.row.key, "rowHash": draft.digest, "key": draft.key}
            id_ = "/".join((source, draft.row.key, draft.digest))
            matched = {"matches": draft.matches, "record": encode(_naming_fields(record)).decode()}
            self.buffer.node("Unsettled", {"id": id_, **row, **matched})
        return draft

    def ingredients(self, record: ApprovalRecord) -> list[str]:
        """Return the sorted keys of the drugs in a product."""
        return sorted(
            {
                match.drug
                for ingredient in approval.ingredients_of(self.drugs, record)
                if (match := self.drugs.ingredient(ingredient, record.atc_codes))
            }
        )


def _naming_fields(record: ApprovalRecord | TrialRecord) -> Record:
    match record:
        case TrialRecord():
            return trial.naming_fields(record)
        case ApprovalRecord():
            return approval.naming_fields(record)
        case _:
            assert_never(record)


def _weak(draft: Draft) -> bool:
    """Return True if the exact name of another drug would match better than one of the matches."""
    return any(link["values"]["score"] < SURE and link["values"]["method"] != _BY_REGISTRY for link in draft.drugs)
