"""Facts that records share: names and identifiers, and the evidence of conditions and organisations."""

from seed.merge.buffer import Buffer
from seed.merge.draft import link
from seed.merge.shared_fact import SharedFact
from seed.naming import fold, normalise
from seed.records import ConditionRef, Xref

IDENTIFYING = ("MESH", "DOID")
"""Vocabularies whose ids tell conditions apart, the preferred one first."""
XREF_URLS = {
    "DRUGBANK": "https://go.drugbank.com/drugs/{}",
    "UNII": "https://precision.fda.gov/uniisearch/srs/unii/{}",
    "DOID": "https://disease-ontology.org/term/DOID:{}",
    "MESH": "https://meshb.nlm.nih.gov/record/ui?ui={}",
}
"""Public address of a record by its code, for systems that have one."""


def put_name(buffer: Buffer, label: str, key: str, name: str, kind: str, source: str, language: str | None) -> str:
    """Name a node; return the entry of this fact."""
    buffer.node("Name", {"value": name, "normalised": normalise(name)})
    buffer.link(label, link("HAS_NAME", key, name, {"language": language, "sourceIds": [source]}, kind=kind))
    return SharedFact("HAS_NAME", key, name, kind).entry()


def put_xref(buffer: Buffer, label: str, key: str, scheme: str, code: str, source: str) -> str:
    """Give a node its identifier in another system; return the entry of this fact."""
    url = XREF_URLS[scheme].format(code) if scheme in XREF_URLS else None
    buffer.node("Xref", {"id": f"{scheme}:{code}", "source": scheme, "code": code, "url": url})
    buffer.link(label, link("HAS_XREF", key, f"{scheme}:{code}", {"sourceIds": [source]}))
    return SharedFact("HAS_XREF", key, f"{scheme}:{code}").entry()


def condition_fact(type_: str, start: str, ref: ConditionRef) -> str:
    """Return the entry of the fact that links a drug or a condition to this condition."""
    return SharedFact(type_, start, next(iter(codes(ref.xrefs)), ref.name)).entry()


def put_evidence(
    buffer: Buffer, label: str, key: str, name: str, source: str, rule: str = "", *, country: str | None = None
) -> None:
    """Put the evidence that a source names a condition or an organisation; the row's key is the folded name.

    `rule` is the rule by which the name means this node, if it is none of its names as printed. `country` is the text
    of an organisation's country, read by a table.
    """
    stated = [("name", name, rule), *([("country", country, "COUNTRY_TABLE")] if country else [])]
    fields, texts, rules = map(list, zip(*stated, strict=True))
    properties = {"rowHash": fold(name), "fields": fields, "rawTexts": texts, "rules": rules}
    values = {**properties, **buffer.seen(source)}
    buffer.link(label, link("STATED_IN", key, source, values, rowKey=fold(name)))


def codes(xrefs: tuple[Xref, ...]) -> list[str]:
    """Return the ids that identify a condition, MeSH first: "MESH:D046150"."""
    if not xrefs:
        return []
    return [f"{xref.source}:{xref.code}" for scheme in IDENTIFYING for xref in xrefs if xref.source == scheme]
