"""Agency nodes, from the declarations in the agencies' modules."""

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
    """Put new agencies and changed declarations into the buffer, with the source that states them."""
    buffer.node("Source", {**tables.SOURCE, "release": buffer.release})
    node, drafts = NODES["Agency"], [_draft(agency) for agency in agencies().values()]
    source = tables.SOURCE["id"]
    evidence = await store.evidence(node, [draft.key for draft in drafts])
    fresh = [
        draft for draft in drafts if not unchanged(draft.digest, source, draft.row.key, evidence.get(draft.key, []))
    ]
    stored = [draft.key for draft in fresh if draft.key in evidence]
    current = await store.current(node, stored, evidence) if stored else {}
    for draft in fresh:
        if draft.key in current:
            merge(draft, current[draft.key], source, lambda source: 0, buffer)
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
