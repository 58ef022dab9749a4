"""Shared context of the drafts of one load: known identities, waiting writes, counted matches."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from seed.match import DrugIndex
from seed.merge.buffer import Buffer
from seed.merge.draft import link
from seed.records import ConditionLink, Date
from seed.resolve.conditions import Conditions
from seed.resolve.organisations import Sponsors
from seed.resolve.shared_facts import condition_fact

_UNMATCHED = 100_000
OTHERS = "(other names)"
"""Under which names without a drug are counted once so many different ones were met."""


@dataclass
class ResolveContext:
    """Identity of one load. `unmatched` counts ingredient and intervention names that no drug has, by source.

    `missed` counts them all; `counting` is false while rows of earlier loads are looked at.
    """

    drugs: DrugIndex
    conditions: Conditions
    sponsors: Sponsors
    buffer: Buffer
    unmatched: dict[str, Counter[str]] = field(default_factory=dict)
    matched: Counter[str] = field(default_factory=Counter)
    missed: int = 0
    counting: bool = True
    biotech: set[str] = field(default_factory=set)
    coverage: list[dict[str, Any]] = field(default_factory=list)
    _indications: list[tuple[str, ConditionLink, str]] = field(default_factory=list)

    def count(self, source: str, name: str, *, found: bool) -> None:
        """Count a name that was met, by whether a drug has it."""
        self.missed += not found
        if not self.counting:
            return
        if found:
            self.matched[source] += 1
        else:
            names = self.unmatched.setdefault(source, Counter())
            names[name if name in names or len(names) < _UNMATCHED else OTHERS] += 1

    def indicate(self, drug: str, links: tuple[ConditionLink, ...], source: str) -> list[str]:
        """Tie a drug to a row's conditions, once `put_indications` is called; what the row states by that."""
        self._indications += ((drug, link, source) for link in links)
        return [condition_fact(link.link, drug, link.condition) for link in links]

    def put_indications(self) -> None:
        """Put the ties into the buffer: the terms that their texts may equal have been met."""
        for drug, condition_link, source in self._indications:
            end = self.conditions.resolve(condition_link.condition, source, self.buffer)
            values = {"sourceIds": [source], "rawText": condition_link.condition.name, "rule": condition_link.rule}
            self.buffer.link("Drug", link(condition_link.link, drug, end, values))
        self._indications.clear()


def without_none(**values: Any) -> dict[str, Any]:
    """The values that are not None."""
    return {name: value for name, value in values.items() if value is not None}


def dated(name: str, date: Date | None) -> dict[str, str | None]:
    """A date and what the source printed."""
    return {name: date.value, f"{name}Raw": date.raw} if date else {}
