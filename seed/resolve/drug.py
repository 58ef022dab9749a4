"""Drugs: key, address, names and identifiers, and the draft of a record."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graph.agencies import agency_id
from seed.match import DrugIndex
from seed.merge.draft import Draft, Link, link
from seed.merge.evidence import digest_of, evidence_properties
from seed.naming import normalise, slug
from seed.records import Coverage, DrugRecord, Name, Row
from seed.resolve.context import ResolveContext, without_none
from seed.resolve.shared_facts import put_name, put_xref

_COUNTS = ("trialCount", "approvalCount", "agencyCount", "authorisedAgencyCount", "everAuthorisedAgencyCount")
"""Counts that are derived after each load."""


@dataclass
class Addresses:
    """Readable addresses of drugs: each is given once and never changes."""

    _of: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def remember(self, key: str, address: str) -> None:
        """Learn an address that the graph holds."""
        self._of[key] = address
        self._taken.add(address)

    def of(self, key: str, name: str) -> str:
        """Return the drug's address; it is made from its name if it has none yet."""
        if key not in self._of:
            address = slug(name)
            if address in self._taken:
                address = f"{address}-{slug(key.removeprefix('drug:'))}"
            self.remember(key, address)
        return self._of[key]


def key_of(drugs: DrugIndex, record: DrugRecord) -> str:
    """Return the key of a drug and learn its identifiers: by DrugBank id, else by the same identifier or name."""
    key = _identify(drugs, record)
    drugs.add(key, unii=record.unii, cas=record.cas_number, inchi_key=record.inchi_key)
    return key


def is_known(drugs: DrugIndex, record: DrugRecord) -> bool:
    """Return True if a drug has one of the record's identifiers: a name alone is not enough to add to it."""
    return drugs.by_identifier(unii=record.unii, cas=record.cas_number, inchi_key=record.inchi_key) is not None


def _identify(drugs: DrugIndex, record: DrugRecord) -> str:
    code = next((xref.code for xref in record.xrefs if xref.source == "DRUGBANK"), None)
    known = drugs.by_identifier(unii=record.unii, cas=record.cas_number, inchi_key=record.inchi_key)
    if code:
        key = f"drug:{code}"
        if known is None or known.method != "UNII":
            known = drugs.exact(record.generic_name)
        joins = known and not known.drug.startswith("drug:DB")
        return known.drug if known and joins and key not in drugs.ids else key
    if known is None:
        known = drugs.exact(record.generic_name)
    return known.drug if known else f"drug:{slug(record.row.key)}"


def draft_of(context: ResolveContext, record: DrugRecord, key: str, source: str, digest: str, address: str) -> Draft:
    """Return the draft of a drug with its names, identifiers, conditions and reports."""
    unii = record.unii if context.drugs.by_unii.get(record.unii or "", key) == key else None
    values = without_none(
        genericName=record.generic_name,
        drugType=record.drug_type,
        drugTypeRaw=record.drug_type_raw,
        casNumber=record.cas_number,
        unii=unii,
        inchiKey=record.inchi_key,
        overview=record.overview,
        indicationText=record.indication_text,
    )
    derived = "SMALL_MOLECULE" if record.inchi_key else "UNKNOWN"
    defaults = {
        "slug": address,
        "brandNames": [],
        "drugType": derived,
        **dict.fromkeys(_COUNTS, 0),
    }
    reports = _reports(context, key, record, source)
    facts = [*_put_names(context, key, record, source), *context.indicate(key, record.conditions, source)]
    shared_facts = list(dict.fromkeys(facts))
    draft = Draft(
        "Drug",
        key,
        record.row,
        digest,
        values,
        reports,
        defaults=defaults,
        shared_facts=shared_facts,
    )
    context.coverage += (
        _coverage(key, coverage, source) for coverage in record.coverage if coverage.state == "NONE_FOUND"
    )
    return draft


def _put_names(context: ResolveContext, key: str, record: DrugRecord, source: str) -> Iterator[str]:
    """Put the drug's names and identifiers into the buffer and yield the shared facts."""
    others = tuple(name for name in record.names if name.value != record.generic_name)
    names = (Name(record.generic_name, "GENERIC"), *others)
    if record.adds_only:
        # The drug has its generic name from the source that made it; other spellings of it are no second one.
        is_same = normalise(context.drugs.shown(key) or "") == normalise(record.generic_name)
        names = others if is_same else (Name(record.generic_name, "SYNONYM"), *others)
    for value, kind, language in dict.fromkeys((name.value, name.kind, name.language) for name in names):
        yield put_name(context.buffer, "Drug", key, value, kind, source, language)
        if kind != "BRAND":
            context.drugs.name(key, value, main=kind == "GENERIC")
    fields = (("UNII", record.unii), ("CAS", record.cas_number), ("INCHIKEY", record.inchi_key))
    codes = [(xref.source, xref.code) for xref in record.xrefs] + [(scheme, code) for scheme, code in fields if code]
    for scheme, code in dict.fromkeys(codes):
        yield put_xref(context.buffer, "Drug", key, scheme, code, source)
        if scheme == "ATC":
            context.drugs.atc(key, code)


def _reports(context: ResolveContext, key: str, record: DrugRecord, source: str) -> list[Link]:
    links = []
    for report in record.reports:
        row: dict[str, Any] = {
            "id": f"report:{report.key}",
            "title": report.title,
            "publishedOn": report.published_on,
            "headings": [text for _, text in report.headings],
            "levels": [level for level, _ in report.headings],
        }
        context.buffer.node("Report", row)
        properties = evidence_properties(Row(report.key, "reports"), digest_of(row), row) | context.buffer.seen(source)
        context.buffer.link("Report", link("STATED_IN", row["id"], source, properties, rowKey=report.key))
        links.append(link("DESCRIBED_BY", key, f"report:{report.key}", {}))
    return links


def _coverage(drug: str, coverage: Coverage, source: str) -> dict[str, Any]:
    values = {"message": coverage.message, "checkedAt": coverage.checked_at, "sourceId": source}
    return {"drug": drug, "agency": agency_id(coverage.agency), **values}
