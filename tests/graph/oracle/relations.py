"""Steps from node to node."""

from collections.abc import Iterable

from tests.graph.oracle.world import Json, Node


def first_by_id(found: Iterable[Node]) -> Node | None:
    return min(found, key=lambda node: node.id, default=None)


def link_kinds_of(condition: Node) -> set[str]:
    stated = {link.type for link in condition.into if link.type in ("INDICATED_FOR", "ASSOCIATED_WITH")}
    return stated | {"STUDIED_FOR" for trial in condition.of("STUDIES") if trial.to("TESTS")}


def has_xref(node: Node, wanted: Json) -> bool:
    source, code = wanted["source"].strip().upper(), wanted["id"].strip()
    return any(xref["source"] == source and xref["code"] == code for xref in node.to("HAS_XREF"))


def unique(nodes: Iterable[Node]) -> list[Node]:
    return list(dict.fromkeys(nodes))


def conditions_of_drug(drug: Node) -> list[Node]:
    studied = (condition for trial in drug.of("TESTS") for condition in trial.to("STUDIES"))
    return unique([*drug.to("INDICATED_FOR", "ASSOCIATED_WITH"), *studied])


def drugs_of_condition(conditions: Iterable[Node]) -> list[Node]:
    found = []
    for condition in conditions:
        found += condition.of("INDICATED_FOR", "ASSOCIATED_WITH")
        found += [drug for trial in condition.of("STUDIES") for drug in trial.to("TESTS")]
    return unique(found)


def sponsors_of_drug(drug: Node) -> list[Node]:
    return unique(
        sponsor for record in drug.of("TESTS", "FOR_DRUG") for sponsor in record.to("SPONSORED_BY", "HELD_BY")
    )


def drugs_of_sponsor(sponsor: Node) -> list[Node]:
    return unique(drug for record in sponsor.of("SPONSORED_BY", "HELD_BY") for drug in record.to("TESTS", "FOR_DRUG"))


def with_descendants(node: Node, type_: str) -> list[Node]:
    """Return the node itself and all that lead to it by this type of link."""
    found = [node]
    for reached in found:
        found += [other for other in reached.of(type_) if other not in found]
    return found


def with_ancestors(node: Node, type_: str) -> list[Node]:
    """Return the node itself and all to which it leads by this type of link."""
    found = [node]
    for reached in found:
        found += [other for other in reached.to(type_) if other not in found]
    return found


def ultimate_parent(sponsor: Node) -> Node:
    while sponsor.to("SUBSIDIARY_OF"):
        [sponsor] = sponsor.to("SUBSIDIARY_OF")
    return sponsor


def agency_of(approval: Node) -> Node:
    [agency] = approval.to("GRANTED_BY")
    return agency


def holder_of(approval: Node) -> Node | None:
    return first_by_id(approval.to("HELD_BY"))


def with_subsidiaries(sponsor: Node, args: Json) -> list[Node]:
    return with_descendants(sponsor, "SUBSIDIARY_OF") if args.get("includeSubsidiaries") else [sponsor]


def sorted_by(name: str, nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: (node[name], node.id))


def authorised_by(link: Json, name: str) -> bool | None:
    """Return what a link to an agency says under this name; None if it is not known."""
    return link.get(name) if link["state"] == "FOUND" else False


def agency_codes(drug: Node, name: str) -> list[str]:
    """Return the sorted codes of the agencies that list a drug and of which the link says this."""
    return sorted(
        link.end["code"]
        for link in drug.out
        if link.type == "COVERED_BY" and link.props["state"] == "FOUND" and link.props.get(name, name == "state")
    )


def was_granted(approval: Node) -> bool:
    """Return False for an application that has not led to a grant."""
    return approval["status"] not in {"OPINION", "TENTATIVE_APPROVAL", "APPLICATION_WITHDRAWN", "REFUSED"}
