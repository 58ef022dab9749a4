"""Names and the evidence of records, names and pairs."""

from collections.abc import Iterable
from typing import Any

from tests.graph.oracle.world import Json, Link, Node, World


def names_of(world: World, node: Node, args: Json) -> list[Json]:
    links = [link for link in node.out if link.type == "HAS_NAME"]
    links = [link for link in links if args.get("kinds") is None or link.props["kind"] in args["kinds"]]
    links.sort(key=lambda link: (link.props["kind"], link.end["value"]))
    return [
        {"value": link.end["value"], "kind": link.props["kind"], "language": link.props.get("language"), "link": link}
        for link in links
    ]


def name_evidence(world: World, name: Json, args: Json) -> list[Json]:
    link: Link = name["link"]
    entry = f"HAS_NAME:{name['kind']} {link.start.id} {name['value']}"
    found: list[tuple[Node, Json]] = []
    for source in _sources_of(world, link.props["sourceIds"]):
        rows = [
            row
            for row in evidence_links(link.start)
            if row.end is source and entry in (row.props.get("alsoStates") or ())
        ]
        found += ((source, row.props) for row in rows)
        found += [] if rows else [(source, {})]
    of_row = ("edition", "section", "rowIndex", "url")
    return [
        evidence_item(
            world,
            source,
            link.props["validFrom"],
            field="name",
            rawText=name["value"],
            **{name: row.get(name) for name in of_row},
        )
        for source, row in found
    ]


def evidence_links(node: Node) -> list[Link]:
    """Return the STATED_IN links of a record, by source and key."""
    links = (link for link in node.out if link.type == "STATED_IN")
    return sorted(links, key=lambda link: (link.end.id, link.props["rowKey"]))


def evidence_item(world: World, source: Node, first: str, **values: Any) -> Json:
    empty = dict.fromkeys(("edition", "section", "rowIndex", "field", "rawText", "rule", "url"))
    return {
        **empty,
        "source": source,
        "firstSeen": _release_of(world, first),
        "lastSeen": _release_of(world, source["release"]),
        **values,
    }


def _release_of(world: World, version: str) -> Node:
    [found] = [release for release in world.all("Release") if release["version"] == version]
    return found


def _sources_of(world: World, ids: Iterable[str]) -> list[Node]:
    wanted = set(ids)
    return sorted((source for source in world.all("Source") if source.id in wanted), key=lambda source: source.id)


def evidence(world: World, node: Node, args: Json) -> list[Json]:
    wanted = args.get("field")
    found = []
    for link in evidence_links(node):
        row = link.props
        stated = dict(zip(row["fields"], zip(row["rawTexts"], row["rules"], strict=True), strict=True))
        if wanted is not None and wanted not in stated:
            continue
        raw, rule = (
            stated[wanted] if wanted is not None else (" | ".join(dict.fromkeys(filter(None, row["rawTexts"]))), None)
        )
        found.append(
            evidence_item(
                world,
                link.end,
                row["firstSeen"],
                edition=row.get("edition"),
                section=row.get("section"),
                rowIndex=row.get("rowIndex"),
                field=wanted,
                rawText=raw if wanted is None else raw or None,
                rule=rule or None,
                url=row.get("url"),
            )
        )
    return found


def pair_evidence(world: World, edge: Json, args: Json) -> list[Json]:
    drug, condition = edge["drug"], edge["condition"]
    found = []
    for link in drug.out:
        if link.type in ("INDICATED_FOR", "ASSOCIATED_WITH") and link.end is condition:
            for source in _sources_of(world, link.props["sourceIds"]):
                raw, rule = link.props.get("rawText"), link.props.get("rule")
                found.append((source, link.props["validFrom"], link.type, raw, None, rule))
    for tests in (link for link in drug.into if link.type == "TESTS"):
        if condition in tests.start.to("STUDIES"):
            for stated in (link for link in tests.start.out if link.type == "STATED_IN"):
                found.append(
                    (
                        stated.end,
                        stated.props["firstSeen"],
                        "STUDIED_FOR",
                        tests.start["nctId"] or tests.start.id,
                        stated.props.get("edition"),
                        tests.props["method"],
                    )
                )
    found = [item for item in found if item[2] in edge["links"]]
    found = sorted(set(found), key=lambda item: (item[0].id, *map(str, item[1:])))
    return [
        evidence_item(world, source, first, field=kind, rawText=raw, edition=edition, rule=rule)
        for source, first, kind, raw, edition, rule in found
    ]
