"""The agencies' own nodes, from what their modules declare."""

from graph.agencies import Agency, agencies
from graph.model import NODES
from seed import tables
from seed.draft import Buffer, Draft
from seed.evidence import digest_of, evidence
from seed.merge import Held, merge
from seed.records import Row
from seed.store import Store

_RULE = "DECLARED_BY_MODULE"


def agency_id(code: str) -> str:
    """Global id of an agency: `agency:FDA`."""
    return f"agency:{code}"


async def put_agencies(store: Store, buffer: Buffer) -> None:
    """Every agency that is not there, and what its module says otherwise now; with the source of such facts."""
    buffer.node("Source", {**tables.SOURCE, "release": buffer.release})
    node, drafts = NODES["Agency"], [_draft(each, buffer.release) for each in agencies().values()]
    stated = await store.statements(node, [draft.key for draft in drafts])
    held = await store.held(node, list(stated), stated) if stated else {}
    for draft in drafts:
        merge(draft, held.get(draft.key, Held()), tables.SOURCE["id"], lambda source: 0, buffer)


def _draft(agency: Agency, release: str) -> Draft:
    facts = {
        "code": agency.code,
        "name": agency.name,
        "shortName": agency.short_name,
        "kind": agency.kind,
        "licensingAuthority": agency.licensing_authority,
        "jurisdiction": agency.jurisdiction,
        "countryCodes": sorted(agency.countries),
        "url": agency.url,
        "identifierSchemes": [each.name for each in agency.schemes],
        "dateKind": agency.date_kind,
    }
    values = {name: value for name, value in facts.items() if value is not None}
    digest = digest_of(values)
    proof = evidence(Row(agency.code, "agencies", rules=dict.fromkeys(values, _RULE)), digest, values, release)
    return Draft("Agency", agency_id(agency.code), agency.code, digest, values, proof)
