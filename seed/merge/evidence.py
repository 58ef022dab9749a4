"""Where a record comes from: the properties of its STATED_IN link, and the hash of values that are no record's."""

from collections.abc import Mapping
from typing import Any

import msgspec

from graph.store.evidence import FieldEvidence
from seed.merge.draft import Draft
from seed.merge.record_kinds import DRUG_FIELD, OWN_LINKS
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
"""Fields that we make: unless the source's own text is given, it printed none."""


def digest_of(values: Mapping[str, Any]) -> str:
    """Return the hash of values that belong to no record, as `seed.records.row_hash` does for a record."""
    return hexadecimal(msgspec.json.encode(values, order="deterministic"))


def evidence(row: Row, digest: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Properties of STATED_IN but the row's key and when it was seen.

    `fields` are the values stated; where the source's raw text is the value itself, the value stands for it.
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
    }


def with_drugs(proof: FieldEvidence, draft: Draft) -> FieldEvidence:
    """The proof of a row whose drugs are those of the draft now; in order they come before all other links."""
    triples = list(zip(proof.fields, proof.rawTexts, proof.rules, strict=True))
    kept = [triple for triple in triples if triple[0] != DRUG_FIELD]
    kinds = OWN_LINKS[draft.label].values()
    place = next((index for index, triple in enumerate(kept) if triple[0] in kinds), len(kept))
    drafted = evidence(draft.row, draft.digest, draft.fields())
    drugs = [
        triple
        for triple in zip(drafted["fields"], drafted["rawTexts"], drafted["rules"], strict=True)
        if triple[0] == DRUG_FIELD
    ]
    fields, texts, rules = zip(*kept[:place], *drugs, *kept[place:], strict=True)
    return FieldEvidence(list(fields), list(texts), list(rules))


def _text(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
