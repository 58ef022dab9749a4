"""The agencies' own nodes, from what their modules declare."""

from typing import Any

from graph.agencies import Agency, agencies


def agency_id(code: str) -> str:
    """Global id of an agency: `agency:FDA`."""
    return f"agency:{code}"


def agency_rows() -> list[dict[str, Any]]:
    """One row a node, in their order."""
    return [_row(each) for each in agencies().values()]


def _row(agency: Agency) -> dict[str, Any]:
    return {
        "id": agency_id(agency.code),
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
