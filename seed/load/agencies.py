"""The agencies' own nodes, from what their modules declare."""

from graph.agencies import Agency, agencies, agency_id
from graph.model import NODES
from seed import tables
from seed.load.store import Store
from seed.merge.buffer import Buffer
from seed.merge.draft import Draft
from seed.merge.evidence import digest_of
from seed.merge.merge import add, merge, unchanged
from seed.records import Row

_RULE = "DECLARED_BY_MODULE"


async def put_agencies(store: Store, buffer: Buffer) -> None:
    """Every agency that is not there, and what its module says otherwise now; with the source of such facts."""
    buffer.node("Source", {**tables.SOURCE, "release": buffer.release})
    node, drafts = NODES["Agency"], [_draft(agency) for agency in agencies().values()]
    source = tables.SOURCE["id"]
    stated = await store.evidence(node, [draft.key for draft in drafts])
    new = [draft for draft in drafts if not unchanged(draft.digest, source, draft.row.key, stated.get(draft.key, []))]
    there = [draft.key for draft in new if draft.key in stated]
    held = await store.held(node, there, stated) if there else {}
    for draft in new:
        if draft.key in held:
            merge(draft, held[draft.key], source, lambda source: 0, buffer)
        else:
            add(draft, source, buffer)


def _draft(agency: Agency) -> Draft:
    facts = {
        "code": agency.code,
        "name": agency.name,
        "shortName": agency.short_name,
        "kind": agency.kind,
        "licensingAuthority": agency.licensing_authority,
        "jurisdiction": agency.jurisdiction,
        "countryCodes": sorted(agency.countries),
        "url": agency.url,
        "identifierSchemes": [scheme.name for scheme in agency.schemes],
        "dateKind": agency.date_kind,
    }
    values = {name: value for name, value in facts.items() if value is not None}
    row = Row(agency.code, "agencies", rules=dict.fromkeys(values, _RULE))
    return Draft("Agency", agency_id(agency.code), row, digest_of(values), values)
