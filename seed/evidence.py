"""Where a record comes from: the properties of its STATED_IN link, and the hash that tells unchanged rows."""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from seed.records import Record, Row, encode

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


def row_hash(record: Record) -> str:
    """Hash of the whole record as it was read, sixteen hexadecimal digits."""
    return _hexadecimal(encode(record))


def digest_of(values: Mapping[str, Any]) -> str:
    """The same of values that are no record's."""
    return _hexadecimal(msgspec.json.encode(values, order="deterministic"))


def _hexadecimal(text: bytes) -> str:
    return hashlib.blake2b(text, digest_size=8).hexdigest()


def evidence(row: Row, digest: str, fields: dict[str, Any], release: str) -> dict[str, Any]:
    """Properties of STATED_IN but the row's key. `fields` are the values stated; where the source's raw text is the
    value itself, the value stands for it.
    """
    names = list(fields)
    return {
        "section": row.section,
        "rowIndex": row.index,
        "rowHash": digest,
        "fields": names,
        "rawTexts": [row.raw.get(name) or ("" if name in _OURS else _text(fields[name])) for name in names],
        "rules": [row.rules.get(name, "") for name in names],
        "url": row.url,
        "firstSeen": release,
    }


def _text(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
