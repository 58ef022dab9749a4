"""Context that the drafts of one load share: known identities, waiting writes, counts of matches."""

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
"""Stands in the counts for further unmatched names, once there are `_UNMATCHED` different ones."""


@dataclass
class ResolveContext:
    """State of one load. `matched` and `unmatched` count, by source, ingredient and intervention names with and without
    a drug.

    `missed` counts the unmatched names of all sources; it alone grows while `counting` is false (rows of past loads).
    `biotech` are drugs that a product names as biological, `coverage` rows of `write/cover_stated`.
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
        """Count a name of a row, by whether a drug was found for it."""
        self.missed += not found
        if not self.counting:
            return
        if found:
            self.matched[source] += 1
        else:
            names = self.unmatched.setdefault(source, Counter())
            names[name if name in names or len(names) < _UNMATCHED else OTHERS] += 1

    def indicate(self, drug: str, links: tuple[ConditionLink, ...], source: str) -> list[str]:
        """Link a drug with a row's conditions at the next `put_indications`; return the shared facts."""
        self._indications += ((drug, link, source) for link in links)
        return [condition_fact(link.link, drug, link.condition) for link in links]

    def put_indications(self) -> None:
        """Put the links of `indicate` into the buffer, now that the terms which their texts may equal are known."""
        for drug, condition_link, source in self._indications:
            end = self.conditions.resolve(condition_link.condition, source, self.buffer)
            values = {"sourceIds": [source], "rawText": condition_link.condition.name, "rule": condition_link.rule}
            self.buffer.link("Drug", link(condition_link.link, drug, end, values))
        self._indications.clear()


def without_none(**values: Any) -> dict[str, Any]:
    """Return the values that are not None."""
    return {name: value for name, value in values.items() if value is not None}


def dated(name: str, date: Date | None) -> dict[str, str | None]:
    """Return the properties of a date: its value, and the text as printed."""
    return {name: date.value, f"{name}Raw": date.raw} if date else {}
