"""Who is who among conditions and organisations: one node a name, whatever source it comes from.

Both directories hold what the graph knows, grow while records are read, and put new nodes into the buffer.
"""

from dataclasses import dataclass, field
from typing import Any

from graph.model.enums import ENUMS
from seed.clean.mesh import descriptor
from seed.draft import Buffer, link
from seed.naming import best, fold, normalise, slug
from seed.records import ConditionRef, Organisation

_CLASSES = list(ENUMS["AgencyClass"].values)
XREF_URLS = {
    "DRUGBANK": "https://go.drugbank.com/drugs/{}",
    "UNII": "https://precision.fda.gov/uniisearch/srs/unii/{}",
    "MESH": "https://meshb.nlm.nih.gov/record/ui?ui={}",
}
"""Public address of a record by its code, where the system has one."""


def put_name(buffer: Buffer, label: str, key: str, name: str, kind: str, source: str, language: str | None) -> None:
    """Name a node."""
    buffer.node("Name", {"value": name, "normalised": normalise(name)})
    buffer.link(label, link("HAS_NAME", key, name, {"language": language, "sourceIds": [source]}, kind=kind))


def put_xref(buffer: Buffer, label: str, key: str, scheme: str, code: str, source: str) -> None:
    """Give a node its identifier in another system."""
    url = XREF_URLS[scheme].format(code) if scheme in XREF_URLS else None
    buffer.node("Xref", {"id": f"{scheme}:{code}", "source": scheme, "code": code, "url": url})
    buffer.link(label, link("HAS_XREF", key, f"{scheme}:{code}", {"sourceIds": [source]}))


def put_evidence(buffer: Buffer, label: str, key: str, name: str, source: str) -> None:
    """Say that a source names a condition or an organisation; its key in the source is the folded name."""
    values = {"rowHash": fold(name), "fields": ["name"], "rawTexts": [name], "rules": [""], "firstSeen": buffer.release}
    buffer.link(label, link("STATED_IN", key, source, values, rowKey=fold(name)))


@dataclass
class Conditions:
    """Conditions by MeSH id and by folded name; a text equal to a name of a MeSH term is that term."""

    by_mesh: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    _main_names: dict[str, str] = field(default_factory=dict)
    _with_mesh: set[str] = field(default_factory=set)
    _seen: set[tuple[str, ...]] = field(default_factory=set)

    def know(self, ref: ConditionRef) -> None:
        """Learn a MeSH term ahead of the texts that may equal its name."""
        mesh, name = mesh_id(ref), fold(ref.name)
        if mesh is None:
            return
        if mesh not in self.by_mesh:
            named = self.by_name.get(name)
            self.by_mesh[mesh] = f"condition:{mesh}" if named is None or named in self._with_mesh else named
            self._with_mesh.add(self.by_mesh[mesh])
        self.by_name.setdefault(name, self.by_mesh[mesh])

    def resolve(self, ref: ConditionRef, source: str, buffer: Buffer) -> str:
        """Key of the condition; it, its names and its ancestors are put into the buffer the first time."""
        self.know(ref)
        mesh, name = mesh_id(ref), fold(ref.name)
        key = self.by_mesh[mesh] if mesh else self.by_name.setdefault(name, f"condition:{slug(ref.name)}")
        if key not in self._main_names:
            self._main_names[key] = ref.name
            self._create(key, ref, buffer)
        if self._first(key, ref.name, source):
            kind = "GENERIC" if ref.name == self._main_names[key] else "SYNONYM"
            put_name(buffer, "Condition", key, ref.name, kind, source, None)
            put_evidence(buffer, "Condition", key, ref.name, source)
        if mesh and self._first(key, "MESH", mesh, source):
            put_xref(buffer, "Condition", key, "MESH", mesh, source)
        for xref in ref.xrefs:
            if xref.source != "MESH" and self._first(key, xref.source, xref.code, source):
                put_xref(buffer, "Condition", key, xref.source, xref.code, source)
        for ancestor in ref.ancestors:
            broader = self.resolve(ancestor, source, buffer)
            if broader != key and self._first(key, "BROADER", broader, source):
                buffer.link("Condition", link("BROADER", key, broader, {"sourceIds": [source]}))
        return key

    def remember(self, key: str, main_name: str, names: list[str], meshes: list[str]) -> None:
        """Learn a condition that the graph holds."""
        self._main_names[key] = main_name
        for name in (main_name, *names):
            self.by_name.setdefault(fold(name), key)
        for mesh in meshes:
            self.by_mesh[mesh] = key
            self._with_mesh.add(key)

    def _create(self, key: str, ref: ConditionRef, buffer: Buffer) -> None:
        address = slug(ref.name)
        if self.by_name.setdefault(fold(ref.name), key) != key:
            address += f"-{slug(key.removeprefix('condition:'))}"
        buffer.node("Condition", {"id": key, "slug": address, "name": ref.name, "drugCount": 0, "trialCount": 0})

    def _first(self, *what: str) -> bool:
        new = what not in self._seen
        self._seen.add(what)
        return new


def mesh_id(ref: ConditionRef) -> str | None:
    """MeSH id of a condition."""
    return next((descriptor(each.code) for each in ref.xrefs if each.source == "MESH"), None)


@dataclass
class Sponsors:
    """Organisations and persons by folded name: case, punctuation and white space apart, nothing is stripped."""

    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    _seen: set[tuple[str, str, str]] = field(default_factory=set)

    def resolve(self, who: Organisation, source: str, buffer: Buffer) -> str:
        """Key of the organisation; put into the buffer the first time, and when something better is known."""
        key = f"sponsor:{slug(who.name)}"
        held = self.known.get(key)
        if held is None:
            held = {"name": who.name, "class": who.kind, "country": who.country}
            self.known[key] = held
            counts = {"roles": [], "trialCount": 0, "drugCount": 0, "approvalCount": 0}
            buffer.node("Sponsor", {"id": key, "slug": slug(who.name), **held, **counts})
        elif changes := _better(held, who):
            held |= changes
            buffer.change("Sponsor", key, changes)
        if (key, who.name, source) not in self._seen:
            self._seen.add((key, who.name, source))
            put_name(buffer, "Sponsor", key, who.name, "LEGAL", source, None)
            put_evidence(buffer, "Sponsor", key, who.name, source)
        return key


def _better(held: dict[str, Any], who: Organisation) -> dict[str, Any]:
    """What this record knows better; the choice does not depend on which record comes first."""
    wished = {
        "name": best((held["name"], who.name)),
        "class": min(filter(None, (held["class"], who.kind)), key=_CLASSES.index, default=None),
        "country": min(filter(None, (held["country"], who.country)), default=None),
    }
    return {name: value for name, value in wished.items() if value != held[name]}
