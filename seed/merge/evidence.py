"""Evidence of a record: the properties of its STATED_IN link, and the hash of values that come from no record."""

from collections.abc import Mapping
from typing import Any

import msgspec

from graph.store.evidence import FieldEvidence
from seed.merge.draft import Draft
from seed.merge.record_kinds import DRUG_FIELD, KINDS
from seed.records import Row, hexadecimal

_OURS = frozenset(
    {
        "agency",
        "agencyCode",
        "holderRole",
        "identifierSchemes",
        "numberNormalised",
        "identifiersNormalised",
        "dateKind",
        "status",
        "drugType",
    }
)
"""Fields that MedPath makes: their printed text is empty unless the row gives one."""


def digest_of(values: Mapping[str, Any]) -> str:
    """Return the hash of values that belong to no record, as `seed.records.row_hash` does for a record."""
    return hexadecimal(msgspec.json.encode(values, order="deterministic"))


def evidence_properties(row: Row, digest: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of STATED_IN, except the row's key, the edition and the first release.

    `fields` are the stated values. A value stands for its own printed text where the row keeps none.
    """
    raw, rules = row.raw, row.rules
    return {
        "section": row.section,
        "rowIndex": row.index,
        "rowHash": digest,
        "fields": list(fields),
        "rawTexts": [raw.get(name) or ("" if name in _OURS else _text(value)) for name, value in fields.items()],
        "rules": [rules.get(name, "") for name in fields],
        "url": row.url,
        "dataDate": row.data_date,
    }


def with_drugs(stored: FieldEvidence, draft: Draft) -> FieldEvidence:
    """Return the evidence with the drugs of the draft in place of its own, before all other links as in a new row."""
    triples = list(zip(stored.fields, stored.rawTexts, stored.rules, strict=True))
    kept = [triple for triple in triples if triple[0] != DRUG_FIELD]
    link_fields = KINDS[draft.label].link_fields
    place = next((index for index, triple in enumerate(kept) if triple[0] in link_fields), len(kept))
    drafted = evidence_properties(draft.row, draft.digest, draft.fields())
    drugs = [
        triple
        for triple in zip(drafted["fields"], drafted["rawTexts"], drafted["rules"], strict=True)
        if triple[0] == DRUG_FIELD
    ]
    fields, texts, rules = zip(*kept[:place], *drugs, *kept[place:], strict=True)
    return FieldEvidence(list(fields), list(texts), list(rules))


def _text(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
