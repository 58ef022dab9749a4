"""Identities of organisations in one load, by legal entity."""

from dataclasses import dataclass, field
from typing import Any

from graph.hash_set import HashSet
from graph.vocabulary import VOCABULARIES
from seed.match.organisation import ParsedName, parse_name
from seed.merge.buffer import Buffer
from seed.naming import best, slug
from seed.records import Organisation
from seed.resolve.shared_facts import put_evidence, put_name

_CLASSES = list(VOCABULARIES["AgencyClass"].values)


@dataclass
class Sponsors:
    """Organisations and persons: one node a legal entity, however its name is spelt (`seed.match.organisation`)."""

    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    _seen: HashSet = field(default_factory=HashSet)
    _resolved: dict[tuple[str | None, ...], str] = field(default_factory=dict)

    def resolve(self, organisation: Organisation, source: str, buffer: Buffer) -> str:
        """Return the key of the organisation. Put it into the buffer the first time, and if a record completes it."""
        key = self._resolved.get((organisation.name, organisation.kind, organisation.country, source))
        if key is not None:
            return key
        parsed = parse_name(organisation.name)
        key = self._resolved[organisation.name, organisation.kind, organisation.country, source] = sponsor_key(parsed)
        stated = {"name": parsed.legal, "class": organisation.kind, "country": organisation.country}
        known = self.known.get(key)
        if known is None:
            self.known[key] = known = stated
            counts = {"roles": [], "trialCount": 0, "drugCount": 0, "approvalCount": 0}
            buffer.node("Sponsor", {"id": key, "slug": slug(parsed.key), **known, **counts})
        elif changes := _better(known, stated):
            known |= changes
            buffer.change("Sponsor", key, changes)
        if self._seen.add(f"{organisation.name}\0{source}"):
            for name in dict.fromkeys((organisation.name, parsed.legal)):
                put_name(buffer, "Sponsor", key, name, "LEGAL", source, None)
            if parsed.trading:
                put_name(buffer, "Sponsor", key, parsed.trading, "TRADING", source, None)
            country = organisation.country_raw
            put_evidence(buffer, "Sponsor", key, organisation.name, source, parsed.rule, country=country)
        return key


def sponsor_key(parsed: ParsedName) -> str:
    """Return the key of the organisation that a name means."""
    return f"sponsor:{slug(parsed.key)}"


def _better(known: dict[str, Any], stated: dict[str, Any]) -> dict[str, Any]:
    """Return the values that this record states better; the choice does not depend on the order of records."""
    better = {
        "name": best((known["name"], stated["name"])),
        "class": min(filter(None, (known["class"], stated["class"])), key=_CLASSES.index, default=None),
        "country": min(filter(None, (known["country"], stated["country"])), default=None),
    }
    return {name: value for name, value in better.items() if value != known[name]}
