"""Connections whose rows say more than their nodes: pairs of drug and condition, of drug and sponsor, coverage."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tests.graph.oracle.orders import highest_phase
from tests.graph.oracle.pages import page_of
from tests.graph.oracle.relations import (
    authorised_by,
    conditions_of_drug,
    drugs_of_condition,
    drugs_of_sponsor,
    sorted_by,
    sponsors_of_drug,
    ultimate_parent,
    unique,
    with_descendants,
    with_subsidiaries,
)
from tests.graph.oracle.schema import AGENCIES, PHASES, SCHEMA
from tests.graph.oracle.world import Json, Node, World

Resolver = Callable[[World, Any, Json], Any]
"""Returns the value of a field from the graph, the object that has the field, and the arguments."""


def _pair(drug: Node, condition: Node, conditions: Sequence[Node], node: Node, links: list[str] | None) -> Json:
    """Return the edge between a drug and a condition; narrower conditions count if they are among `conditions`."""
    wanted = ["INDICATED_FOR", "ASSOCIATED_WITH", "STUDIED_FOR"] if links is None else links
    kinds = {
        link.type for link in drug.out if link.type in ("INDICATED_FOR", "ASSOCIATED_WITH") and link.end in conditions
    }
    trials = unique(
        trial for trial in drug.of("TESTS") if any(condition in conditions for condition in trial.to("STUDIES"))
    )
    if trials:
        kinds.add("STUDIED_FOR")
    trials = trials if "STUDIED_FOR" in wanted else []
    highest = highest_phase(phase for trial in trials for phase in trial["phases"])
    return {
        "node": node,
        "drug": drug,
        "condition": condition,
        "links": [
            kind for kind in ("INDICATED_FOR", "ASSOCIATED_WITH", "STUDIED_FOR") if kind in kinds and kind in wanted
        ],
        "maxPhase": None if highest is None else PHASES[highest],
        "trialCount": len(trials),
    }


def _linked(rows: Iterable[Json]) -> list[Json]:
    return [row for row in rows if row["links"]]


def conditions_of(world: World, drug: Node, args: Json) -> Json:
    rows = [_pair(drug, condition, [condition], condition, args.get("link")) for condition in conditions_of_drug(drug)]
    return page_of(world, "Condition", _linked(rows), args)


def drugs_of(world: World, condition: Node, args: Json) -> Json:
    among = with_descendants(condition, "BROADER") if args.get("includeDescendants") else [condition]
    rows = [_pair(drug, condition, among, drug, args.get("link")) for drug in drugs_of_condition(among)]
    return page_of(world, "Drug", _linked(rows), args)


def _drug_sponsor(
    drug: Node, sponsor: Node, entities: Sequence[Node], node: Node, roles: list[str] | None
) -> list[Json]:
    """Return the edge between a drug and an organisation, for which these legal entities act."""
    links = [
        link
        for record in drug.of("TESTS", "FOR_DRUG")
        for link in record.out
        if link.type in ("SPONSORED_BY", "HELD_BY") and link.end in entities
    ]
    links = [link for link in links if roles is None or link.props["role"] in roles]
    if not links:
        return []
    codes = {link.start["agencyCode"] for link in links if link.type == "HELD_BY"}
    held = {link.props["role"] for link in links}
    return [
        {
            "node": node,
            "drug": drug,
            "sponsor": sponsor,
            "roles": [value for value in SCHEMA.type_map["SponsorRole"].values if value in held],  # type: ignore[attr-defined]
            "agencies": [agency for agency in AGENCIES if agency in codes],
            "trialCount": len({link.start for link in links if link.type == "SPONSORED_BY"}),
            "entities": sorted_by("name", {link.end for link in links}),
        }
    ]


def sponsors_with_drug(world: World, drug: Node, args: Json) -> Json:
    entities: dict[Node, list[Node]] = {}
    for sponsor in sponsors_of_drug(drug):
        entities.setdefault(ultimate_parent(sponsor) if args.get("rollUp") else sponsor, []).append(sponsor)
    found = (_drug_sponsor(drug, sponsor, own, sponsor, args.get("roles")) for sponsor, own in entities.items())
    return page_of(world, "Sponsor", [row for rows in found for row in rows], args)


def drugs_with_sponsor(world: World, sponsor: Node, args: Json) -> Json:
    among = with_subsidiaries(sponsor, args)
    drugs = unique(drug for entity in among for drug in drugs_of_sponsor(entity))
    found = (_drug_sponsor(drug, sponsor, among, drug, args.get("roles")) for drug in drugs)
    return page_of(world, "Drug", [row for rows in found for row in rows], args)


def trials_of_sponsor(world: World, sponsor: Node, args: Json) -> Json:
    among = with_subsidiaries(sponsor, args)
    roles: dict[Node, list[str]] = {}
    for link in (link for entity in among for link in entity.into if link.type == "SPONSORED_BY"):
        if args.get("roles") is None or link.props["role"] in args["roles"]:
            roles.setdefault(link.start, []).append(link.props["role"])
    rows = [
        {"node": trial, "role": "LEAD_SPONSOR" if "LEAD_SPONSOR" in found else found[0]}
        for trial, found in roles.items()
    ]
    return page_of(world, "Trial", rows, args)


def connection_to(kind: str, find: Callable[[Node, Json], Iterable[Node]]) -> Resolver:
    return lambda world, node, args: page_of(world, kind, [{"node": end} for end in unique(find(node, args))], args)


def drugs_at_agency(world: World, agency: Node, args: Json) -> Json:
    states = args.get("state")
    wanted = ["FOUND"] if states is None else states
    return page_of(
        world,
        "Drug",
        [{"node": drug} for drug in world.all("Drug") if coverage_of(drug, agency)["state"] in wanted],
        args,
    )


def coverage_of(drug: Node, agency: Node) -> Json:
    props: Json = {}
    for link in drug.out:
        if link.type == "COVERED_BY" and link.end is agency:
            props = link.props
    return {
        "agency": agency,
        "state": props.get("state", "NOT_CHECKED"),
        "checkedAt": props.get("checkedAt"),
        "recordCount": props.get("recordCount", 0),
        "authorised": authorised_by(props, "authorised") if props else None,
        "everAuthorised": authorised_by(props, "everAuthorised") if props else None,
        "message": props.get("message"),
    }


def agency_position(agency: Node) -> int:
    return AGENCIES.index(agency["code"])


def agencies_of_drug(world: World, drug: Node, args: Json) -> list[Json]:
    found = [coverage_of(drug, agency) for agency in sorted(world.all("Agency"), key=agency_position)]
    return [coverage for coverage in found if args.get("state") is None or coverage["state"] in args["state"]]
