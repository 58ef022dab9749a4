"""Organisations of one load, by legal entity."""

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
    """Organisations and persons: one node a legal entity, however its name is written, by `seed.match.organisation`."""

    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    _seen: HashSet = field(default_factory=HashSet)
    _met: dict[tuple[str | None, ...], str] = field(default_factory=dict)

    def resolve(self, who: Organisation, source: str, buffer: Buffer) -> str:
        """Key of the organisation; put into the buffer the first time, and when something better is known."""
        key = self._met.get((who.name, who.kind, who.country, source))
        if key is not None:
            return key
        meant = parse_name(who.name)
        key = self._met[who.name, who.kind, who.country, source] = sponsor_key(meant)
        known = {"name": meant.legal, "class": who.kind, "country": who.country}
        held = self.known.get(key)
        if held is None:
            self.known[key] = held = known
            counts = {"roles": [], "trialCount": 0, "drugCount": 0, "approvalCount": 0}
            buffer.node("Sponsor", {"id": key, "slug": slug(meant.key), **held, **counts})
        elif changes := _better(held, known):
            held |= changes
            buffer.change("Sponsor", key, changes)
        if self._seen.add(f"{who.name}\0{source}"):
            for name in dict.fromkeys((who.name, meant.legal)):
                put_name(buffer, "Sponsor", key, name, "LEGAL", source, None)
            if meant.trading:
                put_name(buffer, "Sponsor", key, meant.trading, "TRADING", source, None)
            put_evidence(buffer, "Sponsor", key, who.name, source, meant.rule)
        return key


def sponsor_key(meant: ParsedName) -> str:
    """Key of the organisation that a name means."""
    return f"sponsor:{slug(meant.key)}"


def _better(held: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """What this record knows better; the choice does not depend on which record comes first."""
    wished = {
        "name": best((held["name"], known["name"])),
        "class": min(filter(None, (held["class"], known["class"])), key=_CLASSES.index, default=None),
        "country": min(filter(None, (held["country"], known["country"])), default=None),
    }
    return {name: value for name, value in wished.items() if value != held[name]}
