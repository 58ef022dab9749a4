"""Records to drafts: who is meant by each name, and which links follow. Nothing is written here.

What several records share (names, conditions, organisations) goes into the buffer; the record itself is the draft.
"""

from dataclasses import dataclass, field

from seed.draft import Draft
from seed.records import ApprovalRecord, DrugRecord, TrialRecord
from seed.resolve import approval, drug, trial
from seed.resolve.approval import approval_key
from seed.resolve.drug import Addresses
from seed.resolve.state import State
from seed.resolve.trial import trial_key

__all__ = ["Resolver", "approval_key", "trial_key"]


@dataclass
class Resolver(State):
    """Identity of one load: everything known, and a draft for each record."""

    _addresses: Addresses = field(default_factory=Addresses)

    def remember_slug(self, key: str, address: str) -> None:
        """Learn the address of a drug that the graph holds: it never changes."""
        self._addresses.remember(key, address)

    def knows(self, record: DrugRecord) -> bool:
        """True if a drug has one of the record's identifiers."""
        return drug.is_known(self.drugs, record)

    def drug_key(self, record: DrugRecord) -> str:
        """Key of the drug, known from now on: its DrugBank id, else a drug with the same identifier or name."""
        return drug.key_of(self.drugs, record)

    def drug(self, record: DrugRecord, key: str, source: str, digest: str) -> Draft:
        """A drug with its names, identifiers, conditions and reports."""
        return drug.draft_of(self, record, key, source, digest, self._addresses.of(key, record.generic_name))

    def trial(self, record: TrialRecord, source: str, digest: str) -> Draft:
        """A trial with the drugs it tests, what it studies and who runs it."""
        return trial.draft_of(self, record, source, digest)

    def approval(self, record: ApprovalRecord, key: str, source: str, digest: str) -> Draft:
        """A product at an agency; one whose ingredients nobody knows is written all the same, without a drug."""
        return approval.draft_of(self, record, key, source, digest)

    def ingredients(self, record: ApprovalRecord) -> list[str]:
        """Keys of the drugs in a product, sorted."""
        return sorted(
            {match.drug for each in record.ingredients if (match := self.drugs.ingredient(each, record.atc_codes))}
        )
