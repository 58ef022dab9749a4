"""Answers by walking the graph in plain Python: slow, and written from the schema's text alone.

Nothing of the planner or the compiler is used: graphql-core walks the selection over `api/schema.graphql`, and the
functions of this package state what each field means. Only the cursor's wrapping (`graph.answer.cursor`) and the
comparison of names (`graph.names`) are shared, because both are part of the data that is stored or handed out.
"""

from collections.abc import Sequence
from typing import Any

import orjson
from graphql import GraphQLResolveInfo, execute, get_named_type, is_list_type, parse
from graphql.type import GraphQLNonNull

from graph.names import normalise, normalise_number
from tests.graph.oracle.connections import (
    Resolver,
    agencies_of_drug,
    agency_position,
    conditions_of,
    connection_to,
    drugs_at_agency,
    drugs_of,
    drugs_with_sponsor,
    sponsors_with_drug,
    trials_of_sponsor,
)
from tests.graph.oracle.evidence import evidence, name_evidence, names_of, pair_evidence
from tests.graph.oracle.groups import groups_of
from tests.graph.oracle.pages import page_of
from tests.graph.oracle.relations import (
    agency_codes,
    agency_of,
    first_by_id,
    has_xref,
    holder_of,
    sorted_by,
    ultimate_parent,
    with_descendants,
    with_subsidiaries,
)
from tests.graph.oracle.schema import LABELS, SCHEMA
from tests.graph.oracle.world import Json, Node, World


def answer(world: World, constants: Json, query: str, variables: Json | None = None) -> Json:
    """Return the value of `data`. Raises AssertionError on any error."""

    def resolve(source: Any, info: GraphQLResolveInfo[Any], **args: Any) -> Any:
        return _field(world, constants, source, info, args)

    result = execute(SCHEMA, parse(query), variable_values=variables, field_resolver=resolve, type_resolver=_type)
    assert not hasattr(result, "__await__")
    assert not result.errors, result.errors
    assert result.data is not None
    return result.data


def _type(node: Node, info: GraphQLResolveInfo[Any], abstract: Any) -> str:
    names = [label for label in node.labels if label in SCHEMA.type_map]
    [name] = [label for label in names if label != "Approval"]
    return name


def _field(world: World, constants: Json, source: Any, info: GraphQLResolveInfo[Any], args: Json) -> Any:
    parent, name = info.parent_type.name, info.field_name
    if parent == "Query":
        return _root(world, constants, name, args)
    if name == "groupBy":
        return groups_of(world, source, args)
    known = _RESOLVERS.get((parent, name)) or (_RESOLVERS.get(("*", name)) if isinstance(source, Node) else None)
    if known is not None:
        return known(world, source, args)
    if not isinstance(source, Node):
        return source[name]
    kind = get_named_type(info.return_type).name
    if kind == "Sponsor":
        return holder_of(source)
    if kind == "PartialDate" and parent != "Trial":
        native = name != "date"
        return None if native and source["dateKind"] != agency_of(source)["dateKind"] else _date(source, "date")
    if kind == "PartialDate":
        return _date(source, name)
    bare = info.return_type.of_type if isinstance(info.return_type, GraphQLNonNull) else info.return_type
    return source[name] or [] if is_list_type(bare) else source[name]


def _root(world: World, constants: Json, name: str, args: Json) -> Any:
    match name:
        case "meta":
            return {**constants, "limits": constants}
        case "agencies":
            return sorted(world.all("Agency"), key=agency_position)
        case "node":
            return _by_id(world, args["id"])
        case "nodes":
            return [_by_id(world, node_id) for node_id in args["ids"]]
        case "trial":
            return first_by_id(trial for trial in world.all("Trial") if trial["nctId"] == args["nctId"].strip().upper())
        case "agency":
            return first_by_id(agency for agency in world.all("Agency") if agency["code"] == args["code"])
        case "approval":
            number = normalise_number(args["by"]["identifier"])
            found = [approval for approval in world.all("Approval") if approval["agencyCode"] == args["by"]["agency"]]
            return first_by_id(approval for approval in found if approval["numberNormalised"] == number)
        case "drug" | "condition" | "sponsor":
            return _looked_up(world, name.title(), args["by"])
    kind = name.removesuffix("s").title()
    return page_of(world, kind, [{"node": node} for node in world.all(kind)], args)


def _by_id(world: World, id_: str) -> Node | None:
    return first_by_id(node for label in LABELS for node in world.all(label) if node.id == id_)


def _looked_up(world: World, kind: str, by: Json) -> Node | None:
    [(key, value)] = by.items()
    nodes = world.all(kind)
    if key == "name":
        wanted = normalise(value)
        links = [
            link for node in nodes for link in node.out if link.type == "HAS_NAME" and link.end["normalised"] == wanted
        ]
        generic = [link.start for link in links if link.props["kind"] == "GENERIC" and kind != "Sponsor"]
        return first_by_id(generic or [link.start for link in links])
    if key == "xref":
        return first_by_id(node for node in nodes if has_xref(node, value))
    return first_by_id(node for node in nodes if node[key] == value)


def _date(node: Node, name: str) -> Json | None:
    value = node[name]
    raw = node[f"{name}Raw"] or value
    if raw is None:
        return None
    parts = [int(part) for part in value.split("-")] if value else []
    year, month, day = [*parts, None, None, None][:3]
    return {
        "raw": raw,
        "value": value if len(parts) == 3 else None,
        "year": year,
        "month": month,
        "day": day,
        "precision": ["UNKNOWN", "YEAR", "MONTH", "DAY"][len(parts)],
    }


def _identifiers(world: World, approval: Node, args: Json) -> list[Json]:
    columns = (approval[name] for name in ("identifierSchemes", "identifierValues", "identifiersNormalised"))
    return [
        {"scheme": scheme, "value": value, "normalised": normalised}
        for scheme, value, normalised in zip(*columns, strict=True)
    ]


def _ingredients(world: World, approval: Node, args: Json) -> list[Json]:
    links = [link for link in approval.out if link.type == "FOR_DRUG"]
    links.sort(key=lambda link: (link.end["genericName"], link.end.id))
    empty: Json = {"strength": None, "amounts": [], "salt": None}
    return [
        {"drug": link.end, **empty, **{name: value for name, value in link.props.items() if name in empty}}
        for link in links
    ]


def _interventions(world: World, trial: Node, args: Json) -> list[Json]:
    return [
        {"type": kind, "name": name, "trial": trial}
        for kind, name in zip(trial["interventionTypes"], trial["interventionNames"], strict=True)
    ]


def _intervention_drug(world: World, intervention: Json, args: Json) -> Node | None:
    links = [
        link
        for link in intervention["trial"].out
        if link.type == "TESTS" and intervention["name"] in link.props["rawTexts"]
    ]
    links.sort(key=lambda link: (-link.props["score"], link.end.id))
    return links[0].end if links else None


def _reports(world: World, drug: Node, args: Json) -> list[Node]:
    found = sorted(drug.to("DESCRIBED_BY"), key=lambda report: report.id)
    return sorted(found, key=lambda report: report["publishedOn"] or "", reverse=True)


def _sections(world: World, report: Node, args: Json) -> list[Json]:
    return [
        {"heading": heading, "level": level}
        for heading, level in zip(report["headings"], report["levels"], strict=True)
    ]


def _counts(labels: Sequence[str], counts: Sequence[int]) -> list[Json]:
    total = sum(counts)
    return [
        {"key": label, "label": label, "count": count, "share": count / total if total else 0.0}
        for label, count in zip(labels, counts, strict=True)
    ]


def _in_role(role: str, trial: Node) -> list[Node]:
    return [link.end for link in trial.out if link.type == "SPONSORED_BY" and link.props["role"] == role]


_RESOLVERS: dict[tuple[str, str], Resolver] = {
    ("*", "evidence"): evidence,
    ("*", "names"): names_of,
    ("*", "xrefs"): lambda world, node, args: [
        {"source": xref["source"], "id": xref["code"], "url": xref["url"]}
        for xref in sorted(node.to("HAS_XREF"), key=lambda xref: xref.id)
    ],
    ("*", "agency"): lambda world, approval, args: agency_of(approval),
    ("*", "identifiers"): _identifiers,
    ("*", "ingredients"): _ingredients,
    ("*", "sameAuthorisationAs"): lambda world, approval, args: sorted(
        [*approval.to("SAME_AUTHORISATION_AS"), *approval.of("SAME_AUTHORISATION_AS")], key=lambda record: record.id
    ),
    ("Name", "evidence"): name_evidence,
    ("Drug", "conditions"): conditions_of,
    ("Drug", "trials"): connection_to("Trial", lambda drug, args: drug.of("TESTS")),
    ("Drug", "approvals"): connection_to("Approval", lambda drug, args: drug.of("FOR_DRUG")),
    ("Drug", "sponsors"): sponsors_with_drug,
    ("Drug", "agencies"): agencies_of_drug,
    ("Drug", "listedBy"): lambda world, drug, args: agency_codes(drug, "state"),
    ("Drug", "authorisedBy"): lambda world, drug, args: agency_codes(drug, "authorised"),
    ("Drug", "everAuthorisedBy"): lambda world, drug, args: agency_codes(drug, "everAuthorised"),
    ("Drug", "reports"): _reports,
    ("ResearchReport", "sections"): _sections,
    ("DrugConditionEdge", "evidence"): pair_evidence,
    ("Condition", "isDisease"): lambda world, node, args: node["isDisease"] is not False,
    ("Condition", "parents"): lambda world, node, args: sorted_by("name", node.to("BROADER")),
    ("Condition", "children"): lambda world, node, args: sorted_by("name", node.of("BROADER")),
    ("Condition", "drugs"): drugs_of,
    ("Condition", "trials"): connection_to(
        "Trial",
        lambda condition, args: (
            trial
            for narrower in (with_descendants(condition, "BROADER") if args.get("includeDescendants") else [condition])
            for trial in narrower.of("STUDIES")
        ),
    ),
    ("Condition", "sponsors"): connection_to(
        "Sponsor",
        lambda condition, args: (sponsor for trial in condition.of("STUDIES") for sponsor in trial.to("SPONSORED_BY")),
    ),
    ("Trial", "leadSponsor"): lambda world, trial, args: first_by_id(_in_role("LEAD_SPONSOR", trial)),
    ("Trial", "collaborators"): lambda world, trial, args: sorted_by("name", _in_role("COLLABORATOR", trial)),
    ("Trial", "interventions"): _interventions,
    ("Intervention", "drug"): _intervention_drug,
    ("Trial", "drugs"): connection_to("Drug", lambda trial, args: trial.to("TESTS")),
    ("Trial", "conditions"): connection_to("Condition", lambda trial, args: trial.to("STUDIES")),
    ("Sponsor", "parent"): lambda world, sponsor, args: first_by_id(sponsor.to("SUBSIDIARY_OF")),
    ("Sponsor", "subsidiaries"): lambda world, sponsor, args: sorted_by("name", sponsor.of("SUBSIDIARY_OF")),
    ("Sponsor", "ultimateParent"): lambda world, sponsor, args: ultimate_parent(sponsor),
    ("Sponsor", "mergeReasons"): lambda world, sponsor, args: [
        link.props["reason"] for link in sponsor.out if link.type == "SUBSIDIARY_OF"
    ],
    ("Sponsor", "roles"): lambda world, sponsor, args: sorted(
        {link.props["role"] for link in sponsor.into if link.type in ("SPONSORED_BY", "HELD_BY", "MANUFACTURED_BY")}
    ),
    ("Sponsor", "class"): lambda world, sponsor, args: sponsor["class"] or "UNKNOWN",
    ("Sponsor", "trials"): trials_of_sponsor,
    ("Sponsor", "drugs"): drugs_with_sponsor,
    ("Sponsor", "approvals"): connection_to(
        "Approval",
        lambda sponsor, args: (
            approval for entity in with_subsidiaries(sponsor, args) for approval in entity.of("HELD_BY")
        ),
    ),
    ("Sponsor", "conditions"): connection_to(
        "Condition",
        lambda sponsor, args: (
            condition
            for entity in with_subsidiaries(sponsor, args)
            for trial in entity.of("SPONSORED_BY")
            for condition in trial.to("STUDIES")
        ),
    ),
    ("Agency", "approvals"): connection_to("Approval", lambda agency, args: agency.of("GRANTED_BY")),
    ("Agency", "drugs"): drugs_at_agency,
    ("*", "drugs"): lambda world, approval, args: sorted_by("genericName", approval.to("FOR_DRUG")),
    ("*", "holder"): lambda world, approval, args: holder_of(approval),
    ("*", "manufacturers"): lambda world, approval, args: sorted_by("name", approval.to("MANUFACTURED_BY")),
    ("Meta", "release"): lambda world, meta, args: next(
        release for release in world.all("Release") if release["isCurrent"]
    ),
    ("Meta", "releases"): lambda world, meta, args: sorted(
        world.all("Release"), key=lambda release: str(release["version"]), reverse=True
    ),
    ("Meta", "sources"): lambda world, meta, args: sorted(world.all("Source"), key=lambda source: source.id),
    ("Meta", "counts"): lambda world, meta, args: _counts(LABELS, [len(world.all(label)) for label in LABELS]),
    ("Release", "nodeCounts"): lambda world, release, args: _counts(release["countLabels"], release["countValues"]),
}


def same(left: Json, right: Json) -> bool:
    """Return whether both are equal as JSON, with their keys in the same order."""
    return orjson.dumps(left) == orjson.dumps(right)
