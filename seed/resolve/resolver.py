"""Records to drafts: who is meant by each name, and which links follow. Nothing is written here.

Things that several records share (names, conditions, organisations) go into the buffer; the record is the draft.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from seed.merge.draft import Draft
from seed.records import ApprovalRecord, DrugRecord, Record, TrialRecord, encode
from seed.resolve import approval, drug, trial
from seed.resolve.approval import approval_key
from seed.resolve.context import ResolveContext
from seed.resolve.drug import Addresses
from seed.resolve.trial import trial_key

SURE = 0.98
"""Score of an exact name: nothing added later goes before it."""
_BY_REGISTRY = "MESH_TERM"
"""The registry itself has named the drug, by an exact name."""

__all__ = ["Resolver", "approval_key", "trial_key"]


@dataclass
class Resolver(ResolveContext):
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
        missed = self.missed
        return self._noted(trial.draft_of(self, record, source, digest), record, source, self.missed > missed)

    def approval(self, record: ApprovalRecord, key: str, source: str, digest: str) -> Draft:
        """Return the draft of a product; one whose ingredients match no drug is written without a drug."""
        missed = self.missed
        return self._noted(approval.draft_of(self, record, key, source, digest), record, source, self.missed > missed)

    def named(self, draft_of: Callable[[], Draft]) -> tuple[Draft, bool]:
        """Resolve a row of an earlier load again, uncounted, and tell whether later drugs may change it."""
        missed, self.counting = self.missed, False
        draft = draft_of()
        self.counting = True
        return draft, self.missed > missed or _weak(draft)

    def _noted(self, draft: Draft, record: ApprovalRecord | TrialRecord, source: str, missed: bool) -> Draft:
        """The draft; of a row that drugs added later may change is kept what names drugs."""
        if self.counting and (missed or _weak(draft)):
            row = {"source": source, "rowKey": draft.row.key, "rowHash": draft.digest, "key": draft.key}
            id_ = "/".join((source, draft.row.key, draft.digest))
            matched = {"matches": draft.matches, "record": encode(_naming(record)).decode()}
            self.buffer.node("Unsettled", {"id": id_, **row, **matched})
        return draft

    def ingredients(self, record: ApprovalRecord) -> list[str]:
        """Keys of the drugs in a product, sorted."""
        return sorted(
            {
                match.drug
                for ingredient in record.ingredients
                if (match := self.drugs.ingredient(ingredient, record.atc_codes))
            }
        )


def _naming(record: ApprovalRecord | TrialRecord) -> Record:
    return trial.naming(record) if isinstance(record, TrialRecord) else approval.naming(record)


def _weak(draft: Draft) -> bool:
    """True if the exact name of another drug would go before one of the matches."""
    return any(link["values"]["score"] < SURE and link["values"]["method"] != _BY_REGISTRY for link in draft.drugs)
