"""Groups of a connection's rows."""

from collections.abc import Sequence
from itertools import product

from graph.answer import cursor
from tests.graph.oracle.filters import number_matches, reached
from tests.graph.oracle.relations import agency_codes, link_kinds_of
from tests.graph.oracle.world import Json, Node, World


def groups_of(world: World, page: Json, args: Json) -> list[Json]:
    """Return the groups of all rows that passed the filter, largest first, then by their values, missing ones last."""
    kind, rows = ("Pair" if "drug" in page["rows"][0] else page["kind"], page["rows"]) if page["rows"] else ("", [])
    by = list(dict.fromkeys(args["by"]))
    found: dict[tuple[str | None, ...], list[Node]] = {}
    for row in rows:
        values = [_dimension(kind, row, name) or [None] for name in by]
        for group in dict.fromkeys(product(*values)):
            found.setdefault(group, []).append(row["node"])
    groups = sorted(found.items(), key=lambda group: (-len(group[1]), [value or "\uffff" for value in group[0]]))
    having = args.get("having") or {}
    return [
        {
            "keys": [
                {"dimension": name, "value": value, "label": _group_label(world, name, value)}
                for name, value in zip(by, values, strict=True)
            ],
            "count": len(members),
            "share": len(members) / len(rows),
            "sample": sorted(member.id for member in members)[:5],
            "cursor": cursor.encode(
                f"{page['kind']}:groups:{','.join(by)}", [len(members), *(value or "\uffff" for value in values)]
            ),
        }
        for values, members in groups
        if number_matches(len(members), having)
    ][: 50 if args.get("first") is None else args["first"]]


def _dimension(kind: str, row: Json, name: str) -> Sequence[str | None]:
    """Return the values of a row in one dimension."""
    node: Node = row["node"]
    match name:
        case "LINK":
            return sorted(row["links"]) if "links" in row else sorted(link_kinds_of(node))
        case "ROLE":
            return list(row.get("roles", node["roles"]))
        case "AGENCY" if "agencies" in row:
            return list(row["agencies"])
        case "AGENCY" | "AUTHORISED_AGENCY" | "EVER_AUTHORISED_AGENCY" if kind == "Drug":
            return agency_codes(node, _COVERAGES[name])
        case "AGENCY":
            return [node["agencyCode"]]
        case "DRUG_TYPE":
            return [row.get("drug", node)["drugType"]]
        case "CLASS":
            return [row.get("sponsor", node)["class"] or "UNKNOWN"]
        case "COUNTRY":
            return [row.get("sponsor", node)["country"]]
        case "PHASE":
            return ["/".join(node["phases"]) or None]
        case "POST_YEAR" | "START_YEAR" | "YEAR":
            date = node[{"POST_YEAR": "studyFirstPostDate", "START_YEAR": "startDate", "YEAR": "date"}[name]]
            return [date and date[:4]]
        case "SPONSOR_CLASS":
            leads = [t.end for t in node.out if t.type == "SPONSORED_BY" and t.props["role"] == "LEAD_SPONSOR"]
            return [lead["class"] or "UNKNOWN" for lead in leads]
        case "SPONSOR" | "CONDITION" | "DRUG" | "HOLDER":
            return sorted({end.id for end, _ in reached(kind, name.lower(), node)})
    stored = {
        "OVERALL_STATUS": "overallStatus",
        "STUDY_TYPE": "studyType",
        "STATUS": "status",
        "STATUS_RAW": "statusRaw",
        "DATE_KIND": "dateKind",
        "DOSAGE_FORM": "dosageForm",
        "ROUTE": "route",
    }
    return [node[stored[name]]]


_COVERAGES = {"AGENCY": "state", "AUTHORISED_AGENCY": "authorised", "EVER_AUTHORISED_AGENCY": "everAuthorised"}
_LABELS_OF_GROUPS = {
    "NA": "Not Applicable",
    "NIH": "NIH",
    "FED": "US federal agency",
    "OTHER_GOV": "Other government",
    "INDIV": "Individual",
}


def _group_label(world: World, name: str, value: str | None) -> str:
    if value is None:
        return "Not stated"
    if name in ("SPONSOR", "CONDITION", "DRUG", "HOLDER") or name.endswith("AGENCY"):
        [found] = [node for node in world.nodes if value in (node["id"], node["code"]) and "Xref" not in node.labels]
        return str(found["genericName"] or found["name"])
    if name in ("COUNTRY", "POST_YEAR", "START_YEAR", "YEAR", "STATUS_RAW", "DOSAGE_FORM", "ROUTE"):
        return value
    if name == "PHASE":
        words = (
            _LABELS_OF_GROUPS.get(part) or part.replace("_", " ").title().replace("Phase", "Phase ")
            for part in value.split("/")
        )
        return "/".join(words)
    return _LABELS_OF_GROUPS.get(value) or value.replace("_", " ").capitalize()
