"""The agencies' own nodes, from `tables/agencies.csv` and the shapes of their records."""

from typing import Any

from graph.model.approval import SHAPES, Shape
from seed import tables

SHAPE_OF: dict[str, Shape] = {shape.agency: shape for shape in SHAPES}


def agency_id(code: str) -> str:
    """Global id of an agency: `agency:FDA`."""
    return f"agency:{code}"


def agency_rows() -> list[dict[str, Any]]:
    """One row a node, in the order of the table."""
    return [_row(row) for row in tables.rows("agencies")]


def _row(row: dict[str, str]) -> dict[str, Any]:
    return {
        "id": agency_id(row["code"]),
        "code": row["code"],
        "name": row["name"],
        "shortName": row["shortName"],
        "kind": row["kind"],
        "licensingAuthority": row["licensingAuthority"] or None,
        "jurisdiction": row["jurisdiction"],
        "countryCodes": sorted(row["countryCodes"].split()),
        "url": row["url"],
        "identifierSchemes": row["identifierSchemes"].split(),
        "dateKind": SHAPE_OF[row["code"]].date_kind,
    }
