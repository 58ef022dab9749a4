"""Answers by walking the graph in plain Python: slow, and written from the schema's text alone.

Nothing of the planner or the compiler is used: graphql-core walks the selection over `api/schema.graphql`, the
functions below say what each field means. Only the cursor's wrapping (`graph.answer.cursor`) and the way names are
compared
(`graph.names`) are shared, because both are part of what is stored or handed out.
"""

import base64
import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from operator import ge, gt, le, lt
from pathlib import Path
from typing import Any

import orjson
from graphql import GraphQLResolveInfo, GraphQLSchema, build_schema, execute, get_named_type, is_list_type, parse
from graphql.type import GraphQLNonNull

from graph.answer import cursor
from graph.database.driver import Graph
from graph.names import normalise, normalise_number
from graph.statement import Statement

OWN_TESTS = {
    "Query": ("search", "suggest", "resolve", "regulatory", "paths", "subgraph", "discrepancies", "analytics"),
    "Drug": ("discrepancies", "timeline", "similar", "regulatory"),
    "Sponsor": ("partners",),
}
"""Fields whose meaning is not said here: they have tests of their own with exact answers."""


def _schema() -> GraphQLSchema:
    """The served schema, without these fields and what only they lead to."""
    served = build_schema((Path(__file__).parents[2] / "api" / "schema.graphql").read_text(encoding="utf-8"))
    for kind, names in OWN_TESTS.items():
        for name in names:
            del served.type_map[kind].fields[name]  # type: ignore[attr-defined]
    shapes = served.get_implementations(served.type_map["Node"]).objects  # type: ignore[arg-type]
    return GraphQLSchema(served.query_type, types=shapes)


SCHEMA: GraphQLSchema = _schema()
AGENCIES = list(SCHEMA.type_map["AgencyCode"].values)  # type: ignore[attr-defined]
_LABELS = ("Agency", "Approval", "Condition", "Drug", "Sponsor", "Trial")
_PHASES = ["NA", "EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4"]

Json = dict[str, Any]


@dataclass(eq=False)
class Thing:
    """One node with its relationships."""

    labels: list[str]
    props: Json
    out: list["Tie"] = field(default_factory=list)
    into: list["Tie"] = field(default_factory=list)

    def __getitem__(self, name: str) -> Any:
        return self.props.get(name)

    @property
    def id(self) -> str:
        return str(self.props["id"])

    def to(self, *types: str) -> list["Thing"]:
        return [tie.end for tie in self.out if tie.type in types]

    def of(self, *types: str) -> list["Thing"]:
        return [tie.start for tie in self.into if tie.type in types]


@dataclass(eq=False)
class Tie:
    """One relationship."""

    type: str
    start: Thing
    end: Thing
    props: Json


class World:
    """The whole graph in memory."""

    def __init__(self, nodes: Iterable[Json], ties: Iterable[Json]) -> None:
        things = {each["key"]: Thing(each["labels"], each["props"]) for each in nodes}
        self.things = list(things.values())
        for each in ties:
            tie = Tie(each["type"], things[each["start"]], things[each["end"]], each["props"])
            tie.start.out.append(tie)
            tie.end.into.append(tie)

    def all(self, label: str) -> list[Thing]:
        return [each for each in self.things if label in each.labels]


async def load(graph: Graph) -> World:
    """Read everything."""
    nodes = await graph.rows(
        Statement("MATCH (n) RETURN elementId(n) AS key, labels(n) AS labels, properties(n) AS props")
    )
    ties = await graph.rows(
        Statement(
            "MATCH (a)-[r]->(b) "
            "RETURN elementId(a) AS start, elementId(b) AS end, type(r) AS type, properties(r) AS props"
        )
    )
    return World(nodes, ties)


def answer(world: World, constants: Json, query: str, variables: Json | None = None) -> Json:
    """The value of `data`. Raises AssertionError on any error."""

    def resolve(source: Any, info: GraphQLResolveInfo[Any], **args: Any) -> Any:
        return _field(world, constants, source, info, args)

    result = execute(SCHEMA, parse(query), variable_values=variables, field_resolver=resolve, type_resolver=_type)
    assert not hasattr(result, "__await__")
    assert not result.errors, result.errors
    assert result.data is not None
    return result.data


def _type(thing: Thing, info: GraphQLResolveInfo[Any], abstract: Any) -> str:
    names = [label for label in thing.labels if label in SCHEMA.type_map]
    [name] = [label for label in names if label != "Approval"]
    return name


def _field(world: World, constants: Json, source: Any, info: GraphQLResolveInfo[Any], args: Json) -> Any:
    parent, name = info.parent_type.name, info.field_name
    if parent == "Query":
        return _root(world, constants, name, args)
    if name == "groupBy":
        return _groups(world, source, args)
    known = _MEANINGS.get((parent, name)) or (_MEANINGS.get(("*", name)) if isinstance(source, Thing) else None)
    if known is not None:
        return known(world, source, args)
    if not isinstance(source, Thing):
        return source[name]
    kind = get_named_type(info.return_type).name
    if kind == "Sponsor":
        return _holder(source)
    if kind == "PartialDate" and parent != "Trial":
        native = name != "date"
        return None if native and source["dateKind"] != _agency(source)["dateKind"] else _date(source, "date")
    if kind == "PartialDate":
        return _date(source, name)
    bare = info.return_type.of_type if isinstance(info.return_type, GraphQLNonNull) else info.return_type
    return source[name] or [] if is_list_type(bare) else source[name]


# ---- roots


def _root(world: World, constants: Json, name: str, args: Json) -> Any:
    match name:
        case "meta":
            return {**constants, "limits": constants}
        case "agencies":
            return sorted(world.all("Agency"), key=_agency_place)
        case "node":
            return _by_id(world, args["id"])
        case "nodes":
            return [_by_id(world, each) for each in args["ids"]]
        case "trial":
            return _one(each for each in world.all("Trial") if each["nctId"] == args["nctId"].strip().upper())
        case "agency":
            return _one(each for each in world.all("Agency") if each["code"] == args["code"])
        case "approval":
            number = normalise_number(args["by"]["identifier"])
            found = [each for each in world.all("Approval") if each["agencyCode"] == args["by"]["agency"]]
            return _one(each for each in found if each["numberNormalised"] == number)
        case "drug" | "condition" | "sponsor":
            return _looked_up(world, name.title(), args["by"])
    kind = name.removesuffix("s").title()
    return _page(world, kind, [{"node": each} for each in world.all(kind)], args)


def _by_id(world: World, id_: str) -> Thing | None:
    return _one(each for label in _LABELS for each in world.all(label) if each.id == id_)


def _one(found: Iterable[Thing]) -> Thing | None:
    return min(found, key=lambda each: each.id, default=None)


def _looked_up(world: World, kind: str, by: Json) -> Thing | None:
    [(key, value)] = by.items()
    things = world.all(kind)
    if key == "name":
        wanted = normalise(value)
        ties = [
            tie for each in things for tie in each.out if tie.type == "HAS_NAME" and tie.end["normalised"] == wanted
        ]
        generic = [tie.start for tie in ties if tie.props["kind"] == "GENERIC" and kind != "Sponsor"]
        return _one(generic or [tie.start for tie in ties])
    if key == "xref":
        return _one(each for each in things if _has_xref(each, value))
    return _one(each for each in things if each[key] == value)


# ---- pages


def _page(world: World, kind: str, rows: Sequence[Json], args: Json) -> Json:
    """A page; each row is what its edge says, `node` among it."""
    wanted = args.get("filter")
    found = [row for row in rows if wanted is None or _matches(kind, row["node"], wanted)]
    order = _order(kind, args.get("orderBy"))
    every = _sorted(kind, found, order)
    after, before = (_place(world.all(kind), kind, every, order, args.get(name)) for name in ("after", "before"))
    inside = [
        row
        for place, row in enumerate(every)
        if (after is None or place > after) and (before is None or place < before)
    ]
    last = args.get("last")
    first = args.get("first")
    size = last if last is not None else (25 if first is None else first)
    page = inside[max(0, len(inside) - size) :] if last is not None else inside[:size]
    cut = len(page) < len(inside)
    cursors = [_cursor(kind, row["node"], order) for row in page]
    return {
        "totalCount": len(found),
        "pageInfo": {
            # What lies beyond a given cursor is that cursor's own row at least.
            "hasNextPage": before is not None or (last is None and cut),
            "hasPreviousPage": after is not None or (last is not None and cut),
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
        },
        "nodes": [row.get("condition", row["node"]) for row in page],
        "drugs": [row.get("drug") for row in page],
        "kind": kind,
        "rows": found,
        "edges": [{"role": None, **row, "cursor": each} for row, each in zip(page, cursors, strict=True)],
    }


def _groups(world: World, page: Json, args: Json) -> list[Json]:
    """Groups of all rows that the filter left, largest first, then by their values with the missing ones last."""
    kind, rows = ("Pair" if "drug" in page["rows"][0] else page["kind"], page["rows"]) if page["rows"] else ("", [])
    by = list(dict.fromkeys(args["by"]))
    found: dict[tuple[str | None, ...], list[Thing]] = {}
    for row in rows:
        values = [_dimension(kind, row, each) or [None] for each in by]
        for each in dict.fromkeys(product(*values)):
            found.setdefault(each, []).append(row["node"])
    groups = sorted(found.items(), key=lambda group: (-len(group[1]), [each or "\uffff" for each in group[0]]))
    having = args.get("having") or {}
    return [
        {
            "keys": [
                {"dimension": name, "value": value, "label": _group_label(world, name, value)}
                for name, value in zip(by, values, strict=True)
            ],
            "count": len(members),
            "share": len(members) / len(rows),
            "sample": sorted(each.id for each in members)[:5],
            "cursor": cursor.encode(
                f"{page['kind']}:groups:{','.join(by)}", [len(members), *(each or "\uffff" for each in values)]
            ),
        }
        for values, members in groups
        if _number(len(members), having)
    ][: 50 if args.get("first") is None else args["first"]]


def _dimension(kind: str, row: Json, name: str) -> Sequence[str | None]:
    """The values of a row in one dimension."""
    node: Thing = row["node"]
    match name:
        case "LINK":
            return sorted(row["links"]) if "links" in row else sorted(_links_of(node))
        case "ROLE":
            return list(row.get("roles", node["roles"]))
        case "AGENCY" if "agencies" in row:
            return list(row["agencies"])
        case "AGENCY" if kind == "Drug":
            return sorted(each for each in AGENCIES if _is_found(node, each))
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
            return [each["class"] or "UNKNOWN" for each in leads]
        case "SPONSOR" | "CONDITION" | "DRUG" | "HOLDER":
            return sorted({each.id for each, _ in _reached(kind, name.lower(), node)})
    stored = {
        "OVERALL_STATUS": "overallStatus",
        "STUDY_TYPE": "studyType",
        "STATUS": "status",
        "DATE_KIND": "dateKind",
        "DOSAGE_FORM": "dosageForm",
        "ROUTE": "route",
    }
    return [node[stored[name]]]


def _is_found(drug: Thing, code: str) -> bool:
    return any(
        tie.type == "COVERED_BY" and tie.end["code"] == code and tie.props["state"] == "FOUND" for tie in drug.out
    )


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
    if name in ("SPONSOR", "CONDITION", "DRUG", "HOLDER", "AGENCY"):
        [found] = [each for each in world.things if value in (each["id"], each["code"]) and "Xref" not in each.labels]
        return str(found["genericName"] or found["name"])
    if name in ("COUNTRY", "POST_YEAR", "START_YEAR", "YEAR", "DOSAGE_FORM", "ROUTE"):
        return value
    if name == "PHASE":
        words = (
            _LABELS_OF_GROUPS.get(each) or each.replace("_", " ").title().replace("Phase", "Phase ")
            for each in value.split("/")
        )
        return "/".join(words)
    return _LABELS_OF_GROUPS.get(value) or value.replace("_", " ").capitalize()


def _place(
    things: Iterable[Thing], kind: str, every: Sequence[Json], order: list[tuple[str, bool]], given: str | None
) -> float | None:
    """Where the cursor's row stands in the list, or would stand if it were in it."""
    if given is None:
        return None
    raw = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))
    id_ = json.loads(raw[9:])[-1]
    ids = [row["node"].id for row in every]
    if id_ in ids:
        return float(ids.index(id_))
    [own] = [{"node": each} for each in things if each.id == id_]
    return _sorted(kind, [*every, own], order).index(own) - 0.5


def _order(kind: str, asked: list[Json] | None) -> list[tuple[str, bool]]:
    default = {
        "Drug": ("NAME", False),
        "Condition": ("NAME", False),
        "Sponsor": ("NAME", False),
        "Trial": ("STUDY_FIRST_POST_DATE", True),
        "Approval": ("DATE", True),
    }[kind]
    order: dict[str, bool] = {}
    for each in asked or ():
        order.setdefault(each["field"], (each.get("direction") or "ASC") == "DESC")
    return list(order.items()) or [default]


def _sorted(kind: str, rows: Sequence[Json], order: list[tuple[str, bool]]) -> list[Json]:
    """By each key, missing values last whatever the direction, ties by id."""
    found = sorted(rows, key=lambda row: row["node"].id)
    for name, descending in reversed(order):
        key = _SORTS[kind, name]
        there = [row for row in found if key(row["node"]) is not None]
        there.sort(key=lambda row: key(row["node"]), reverse=descending)
        found = [*there, *(row for row in found if key(row["node"]) is None)]
    return found


def _cursor(kind: str, thing: Thing, order: list[tuple[str, bool]]) -> str:
    name = ",".join(f"{name} {'DESC' if descending else 'ASC'}" for name, descending in order)
    return cursor.encode(f"{kind}:{name}", [*(_SORTS[kind, name](thing) for name, _ in order), thing.id])


def cursor_of(kind: str, thing: Thing, asked: list[Json] | None) -> str:
    """The cursor of a thing in a list of its kind, with what `orderBy` was given."""
    return _cursor(kind, thing, _order(kind, asked))


def _highest(phases: Iterable[str]) -> int | None:
    return max((_PHASES.index(each) for each in phases), default=None)


_SORTS: dict[tuple[str, str], Callable[[Thing], Any]] = {
    ("Drug", "NAME"): lambda drug: drug["genericName"],
    ("Drug", "TRIAL_COUNT"): lambda drug: len(drug.of("TESTS")),
    ("Drug", "APPROVAL_COUNT"): lambda drug: len(drug.of("FOR_DRUG")),
    ("Drug", "AGENCY_COUNT"): lambda drug: len({each["agencyCode"] for each in drug.of("FOR_DRUG")}),
    ("Drug", "LATEST_APPROVAL"): lambda drug: max(
        (each["date"] for each in drug.of("FOR_DRUG") if each["date"]), default=None
    ),
    ("Condition", "NAME"): lambda condition: condition["name"],
    ("Condition", "DRUG_COUNT"): lambda condition: len(_drugs_of_condition([condition])),
    ("Condition", "TRIAL_COUNT"): lambda condition: len(condition.of("STUDIES")),
    ("Sponsor", "NAME"): lambda sponsor: sponsor["name"],
    ("Sponsor", "TRIAL_COUNT"): lambda sponsor: len(set(sponsor.of("SPONSORED_BY"))),
    ("Sponsor", "DRUG_COUNT"): lambda sponsor: len(_drugs_of_sponsor(sponsor)),
    ("Sponsor", "APPROVAL_COUNT"): lambda sponsor: len(set(sponsor.of("HELD_BY"))),
    ("Trial", "STUDY_FIRST_POST_DATE"): lambda trial: trial["studyFirstPostDate"],
    ("Trial", "START_DATE"): lambda trial: trial["startDate"],
    ("Trial", "PHASE"): lambda trial: _highest(trial["phases"]),
    ("Trial", "OVERALL_STATUS"): lambda trial: trial["overallStatus"],
    ("Trial", "ENROLLMENT"): lambda trial: trial["enrollmentCount"],
    ("Trial", "NCT_ID"): lambda trial: trial["nctId"],
    ("Approval", "DATE"): lambda approval: approval["date"],
    ("Approval", "AGENCY"): lambda approval: approval["agencyCode"],
    ("Approval", "PRODUCT_NAME"): lambda approval: approval["productName"],
    ("Approval", "STATUS"): lambda approval: approval["status"],
}


# ---- filters


def _matches(kind: str, thing: Thing, wanted: Json, how: str | None = None) -> bool:
    """`how` is the role or kind of link by which the thing was reached, where that is part of the question."""
    return all(_holds(kind, thing, key, value, how) for key, value in wanted.items() if value is not None)


def _holds(kind: str, thing: Thing, key: str, value: Any, how: str | None) -> bool:
    match key:
        case "and":
            return all(_matches(kind, thing, each, how) for each in value)
        case "or":
            return any(_matches(kind, thing, each, how) for each in value)
        case "not":
            return not _matches(kind, thing, value, how)
        case "id":
            return thing.id in value
        case "approvedBy":
            return _listed(thing, value)
        case "link":
            return how in value if how else bool(_links_of(thing) & set(value))
        case "within":
            return any(_matches("Condition", each, value) for each in _above(thing, "BROADER"))
        case "ultimateParent":
            tops = [each for each in _above(thing, "SUBSIDIARY_OF") if not each.to("SUBSIDIARY_OF")]
            return any(each.id == value for each in tops)
        case "name":
            return _any_text([each["normalised"] for each in thing.to("HAS_NAME")], value, normalise)
        case "identifier":
            return _any_text(thing["identifierValues"], value, str)
        case "atcCode":
            return _any_text(thing["atcCodes"] or [], value, str)
        case "xref":
            return _has_xref(thing, value)
        case "drug" | "condition" | "sponsor" | "trial" | "approval" | "holder":
            other = "Sponsor" if key == "holder" else key.title()
            return any(_matches(other, each, value, how) for each, how in _reached(kind, key, thing))
        case "phases":
            return bool(set(thing["phases"]) & set(value))
        case "phaseStated":
            return bool(bool(thing["phases"]) == value)
        case "hasSponsor":
            return bool(bool(thing.to("SPONSORED_BY")) == value)
        case "role" if how:
            return how in value
        case "role":
            return bool(
                {tie.props["role"] for tie in thing.into if tie.type in ("SPONSORED_BY", "HELD_BY")} & set(value)
            )
        case "drugType" | "overallStatus" | "status" | "dateKind":
            return thing[key] in value
        case "class":
            return (thing["class"] or "UNKNOWN") in value
        case "agency":
            return thing["agencyCode"] in value
        case "trialCount" | "approvalCount":
            return _number(_SORTS[kind, key.removesuffix("Count").upper() + "_COUNT"](thing), value)
        case "enrollmentCount":
            return _number(thing[key], value)
        case "studyFirstPostDate" | "startDate" | "completionDate" | "date":
            return _on_date(thing[key], value)
    return _text(thing["briefTitle" if key == "title" else key], value)


_THROUGH: dict[tuple[str, str], Callable[[Thing], Iterable[Thing]]] = {
    ("Drug", "trial"): lambda drug: drug.of("TESTS"),
    ("Drug", "approval"): lambda drug: drug.of("FOR_DRUG"),
    ("Trial", "drug"): lambda trial: trial.to("TESTS"),
    ("Trial", "condition"): lambda trial: trial.to("STUDIES"),
    ("Approval", "drug"): lambda approval: approval.to("FOR_DRUG"),
}


def _reached(kind: str, key: str, thing: Thing) -> list[tuple[Thing, str | None]]:
    """What a filter goes through, with how it is linked where that can be asked."""
    if (kind, key) == ("Drug", "condition"):
        ties = [(tie.end, tie.type) for tie in thing.out if tie.type in ("INDICATED_FOR", "ASSOCIATED_WITH")]
        return [*ties, *((each, "STUDIED_FOR") for trial in thing.of("TESTS") for each in trial.to("STUDIES"))]
    if key in ("sponsor", "holder"):
        records = thing.of("TESTS", "FOR_DRUG") if kind == "Drug" else [thing]
        types = ("HELD_BY",) if kind == "Approval" else ("SPONSORED_BY", "HELD_BY")
        return [(tie.end, tie.props["role"]) for each in records for tie in each.out if tie.type in types]
    return [(each, None) for each in _THROUGH[kind, key](thing)]


def _links_of(condition: Thing) -> set[str]:
    stated = {tie.type for tie in condition.into if tie.type in ("INDICATED_FOR", "ASSOCIATED_WITH")}
    return stated | {"STUDIED_FOR" for trial in condition.of("STUDIES") if trial.to("TESTS")}


def _listed(drug: Thing, wanted: Json) -> bool:
    states = {tie.end["code"]: tie.props["state"] for tie in drug.out if tie.type == "COVERED_BY"}
    found = {code for code, state in states.items() if state == "FOUND"}
    unchecked_too = wanted.get("onlyChecked") is False
    tests: dict[str, Callable[[set[str]], bool]] = {
        "any": lambda codes: bool(found & codes),
        "all": lambda codes: codes <= found,
        "none": lambda codes: not found & codes and (unchecked_too or codes <= states.keys()),
    }
    return all(tests[key](set(value)) for key, value in wanted.items() if key in tests and value is not None)


def _has_xref(thing: Thing, wanted: Json) -> bool:
    source, code = wanted["source"].strip().upper(), wanted["id"].strip()
    return any(each["source"] == source and each["code"] == code for each in thing.to("HAS_XREF"))


def _text(found: str | None, wanted: Json) -> bool:
    tests: dict[str, Callable[[Any], bool]] = {
        "eq": lambda value: found == value,
        "ne": lambda value: found != value,
        "in": lambda value: found in value,
        "contains": lambda value: found is not None and value.lower() in found.lower(),
        "startsWith": lambda value: found is not None and found.lower().startswith(value.lower()),
        "isNull": lambda value: (found is None) == value,
    }
    return all(tests[key](value) for key, value in wanted.items() if value is not None)


def _any_text(found: list[str], wanted: Json, fold: Callable[[str], str]) -> bool:
    """Each operator is fulfilled by at least one of the texts; `ne` by all of them, `isNull` by there being none."""
    for key, value in wanted.items():
        if value is None:
            continue
        if key == "isNull":
            holds = (not found) == value
        elif key == "ne":
            holds = fold(value) not in found
        else:
            folded = [fold(each) for each in value] if isinstance(value, list) else fold(value)
            holds = any(_text(each, {key: folded}) for each in found)
        if not holds:
            return False
    return True


def _number(found: int | None, wanted: Json) -> bool:
    def holds(key: str, value: Any) -> bool:
        if key == "isNull":
            return bool((found is None) == value)
        if found is None:
            return False
        if key in ("eq", "in"):
            return found in (value if isinstance(value, list) else [value])
        return bool({"gt": gt, "gte": ge, "lt": lt, "lte": le}[key](found, value))

    return all(holds(key, value) for key, value in wanted.items() if value is not None)


def _on_date(found: str | None, wanted: Json) -> bool:
    """A missing month or day counts as the first."""

    def holds(key: str, value: Any) -> bool:
        if key == "isNull":
            return bool((found is None) == value)
        if found is None:
            return False
        day = datetime.date.fromisoformat(found + "-01-01"[len(found) - 10 :] if len(found) < 10 else found)
        if key == "year":
            return bool(day.year == value)
        if key == "lastDays":
            # The calendar is the one thing outside: as the server does, in UTC.
            today = datetime.datetime.now(datetime.UTC).date()
            return today - datetime.timedelta(days=value) < day <= today
        wanted_day = datetime.date.fromisoformat(value)
        if key == "on":
            return len(found) == 10 and day == wanted_day
        return bool({"before": lt, "after": gt, "from": ge, "to": le}[key](day, wanted_day))

    return all(holds(key, value) for key, value in wanted.items() if value is not None)


# ---- relations


def _unique(things: Iterable[Thing]) -> list[Thing]:
    return list(dict.fromkeys(things))


def _conditions_of_drug(drug: Thing) -> list[Thing]:
    studied = (each for trial in drug.of("TESTS") for each in trial.to("STUDIES"))
    return _unique([*drug.to("INDICATED_FOR", "ASSOCIATED_WITH"), *studied])


def _drugs_of_condition(conditions: Iterable[Thing]) -> list[Thing]:
    found = []
    for each in conditions:
        found += each.of("INDICATED_FOR", "ASSOCIATED_WITH")
        found += [drug for trial in each.of("STUDIES") for drug in trial.to("TESTS")]
    return _unique(found)


def _sponsors_of_drug(drug: Thing) -> list[Thing]:
    return _unique(each for record in drug.of("TESTS", "FOR_DRUG") for each in record.to("SPONSORED_BY", "HELD_BY"))


def _drugs_of_sponsor(sponsor: Thing) -> list[Thing]:
    return _unique(each for record in sponsor.of("SPONSORED_BY", "HELD_BY") for each in record.to("TESTS", "FOR_DRUG"))


def _below(thing: Thing, type_: str) -> list[Thing]:
    """The thing itself and all that lead to it."""
    found = [thing]
    for each in found:
        found += [other for other in each.of(type_) if other not in found]
    return found


def _above(thing: Thing, type_: str) -> list[Thing]:
    """The thing itself and all that it leads to."""
    found = [thing]
    for each in found:
        found += [other for other in each.to(type_) if other not in found]
    return found


def _top(sponsor: Thing) -> Thing:
    while sponsor.to("SUBSIDIARY_OF"):
        [sponsor] = sponsor.to("SUBSIDIARY_OF")
    return sponsor


def _agency(approval: Thing) -> Thing:
    [agency] = approval.to("GRANTED_BY")
    return agency


def _holder(approval: Thing) -> Thing | None:
    return _one(approval.to("HELD_BY"))


# ---- connections


def _pair(drug: Thing, condition: Thing, conditions: Sequence[Thing], node: Thing, links: list[str] | None) -> Json:
    """What joins a drug and a condition, its narrower ones counted in if they are among `conditions`."""
    wanted = ["INDICATED_FOR", "ASSOCIATED_WITH", "STUDIED_FOR"] if links is None else links
    kinds = {tie.type for tie in drug.out if tie.type in ("INDICATED_FOR", "ASSOCIATED_WITH") and tie.end in conditions}
    trials = _unique(trial for trial in drug.of("TESTS") if any(each in conditions for each in trial.to("STUDIES")))
    if trials:
        kinds.add("STUDIED_FOR")
    trials = trials if "STUDIED_FOR" in wanted else []
    highest = _highest(phase for trial in trials for phase in trial["phases"])
    return {
        "node": node,
        "drug": drug,
        "condition": condition,
        "links": [
            each for each in ("INDICATED_FOR", "ASSOCIATED_WITH", "STUDIED_FOR") if each in kinds and each in wanted
        ],
        "maxPhase": None if highest is None else _PHASES[highest],
        "trialCount": len(trials),
    }


def _linked(rows: Iterable[Json]) -> list[Json]:
    return [row for row in rows if row["links"]]


def _conditions(world: World, drug: Thing, args: Json) -> Json:
    rows = [_pair(drug, each, [each], each, args.get("link")) for each in _conditions_of_drug(drug)]
    return _page(world, "Condition", _linked(rows), args)


def _drugs(world: World, condition: Thing, args: Json) -> Json:
    among = _below(condition, "BROADER") if args.get("includeDescendants") else [condition]
    rows = [_pair(each, condition, among, each, args.get("link")) for each in _drugs_of_condition(among)]
    return _page(world, "Drug", _linked(rows), args)


def _drug_sponsor(
    drug: Thing, sponsor: Thing, entities: Sequence[Thing], node: Thing, roles: list[str] | None
) -> list[Json]:
    """What joins a drug and an organisation, for which these legal entities act."""
    ties = [
        tie
        for record in drug.of("TESTS", "FOR_DRUG")
        for tie in record.out
        if tie.type in ("SPONSORED_BY", "HELD_BY") and tie.end in entities
    ]
    ties = [tie for tie in ties if roles is None or tie.props["role"] in roles]
    if not ties:
        return []
    codes = {tie.start["agencyCode"] for tie in ties if tie.type == "HELD_BY"}
    held = {tie.props["role"] for tie in ties}
    return [
        {
            "node": node,
            "drug": drug,
            "sponsor": sponsor,
            "roles": [each for each in SCHEMA.type_map["SponsorRole"].values if each in held],  # type: ignore[attr-defined]
            "agencies": [each for each in AGENCIES if each in codes],
            "trialCount": len({tie.start for tie in ties if tie.type == "SPONSORED_BY"}),
            "entities": _by("name", {tie.end for tie in ties}),
        }
    ]


def _sponsors_with_drug(world: World, drug: Thing, args: Json) -> Json:
    entities: dict[Thing, list[Thing]] = {}
    for each in _sponsors_of_drug(drug):
        entities.setdefault(_top(each) if args.get("rollUp") else each, []).append(each)
    found = (_drug_sponsor(drug, each, own, each, args.get("roles")) for each, own in entities.items())
    return _page(world, "Sponsor", [row for rows in found for row in rows], args)


def _drugs_with_sponsor(world: World, sponsor: Thing, args: Json) -> Json:
    among = _with_subsidiaries(sponsor, args)
    drugs = _unique(drug for each in among for drug in _drugs_of_sponsor(each))
    found = (_drug_sponsor(each, sponsor, among, each, args.get("roles")) for each in drugs)
    return _page(world, "Drug", [row for rows in found for row in rows], args)


def _with_subsidiaries(sponsor: Thing, args: Json) -> list[Thing]:
    return _below(sponsor, "SUBSIDIARY_OF") if args.get("includeSubsidiaries") else [sponsor]


def _sponsored(world: World, sponsor: Thing, args: Json) -> Json:
    among = _with_subsidiaries(sponsor, args)
    roles: dict[Thing, list[str]] = {}
    for tie in (tie for each in among for tie in each.into if tie.type == "SPONSORED_BY"):
        if args.get("roles") is None or tie.props["role"] in args["roles"]:
            roles.setdefault(tie.start, []).append(tie.props["role"])
    rows = [
        {"node": trial, "role": "LEAD_SPONSOR" if "LEAD_SPONSOR" in each else each[0]} for trial, each in roles.items()
    ]
    return _page(world, "Trial", rows, args)


def _nodes(kind: str, find: Callable[[Thing, Json], Iterable[Thing]]) -> "Meaning":
    return lambda world, thing, args: _page(world, kind, [{"node": each} for each in _unique(find(thing, args))], args)


def _at_agency(world: World, agency: Thing, args: Json) -> Json:
    states = args.get("state")
    wanted = ["FOUND"] if states is None else states
    return _page(
        world,
        "Drug",
        [{"node": each} for each in world.all("Drug") if _coverage(each, agency)["state"] in wanted],
        args,
    )


def _coverage(drug: Thing, agency: Thing) -> Json:
    said: Json = {}
    for tie in drug.out:
        if tie.type == "COVERED_BY" and tie.end is agency:
            said = tie.props
    return {
        "agency": agency,
        "state": said.get("state", "NOT_CHECKED"),
        "checkedAt": said.get("checkedAt"),
        "recordCount": said.get("recordCount", 0),
        "message": said.get("message"),
    }


# ---- lists and objects


def _agency_place(agency: Thing) -> int:
    return AGENCIES.index(agency["code"])


def _agencies(world: World, drug: Thing, args: Json) -> list[Json]:
    found = [_coverage(drug, each) for each in sorted(world.all("Agency"), key=_agency_place)]
    return [each for each in found if args.get("state") is None or each["state"] in args["state"]]


def _date(thing: Thing, name: str) -> Json | None:
    value = thing[name]
    raw = thing[f"{name}Raw"] or value
    if raw is None:
        return None
    parts = [int(each) for each in value.split("-")] if value else []
    year, month, day = [*parts, None, None, None][:3]
    return {
        "raw": raw,
        "value": value if len(parts) == 3 else None,
        "year": year,
        "month": month,
        "day": day,
        "precision": ["UNKNOWN", "YEAR", "MONTH", "DAY"][len(parts)],
    }


def _names(world: World, thing: Thing, args: Json) -> list[Json]:
    ties = [tie for tie in thing.out if tie.type == "HAS_NAME"]
    ties = [tie for tie in ties if args.get("kinds") is None or tie.props["kind"] in args["kinds"]]
    ties.sort(key=lambda tie: (tie.props["kind"], tie.end["value"]))
    return [
        {"value": tie.end["value"], "kind": tie.props["kind"], "language": tie.props.get("language"), "tie": tie}
        for tie in ties
    ]


def _name_evidence(world: World, name: Json, args: Json) -> list[Json]:
    tie: Tie = name["tie"]
    entry = f"HAS_NAME:{name['kind']} {tie.start.id} {name['value']}"
    found: list[tuple[Thing, Json]] = []
    for source in _sources(world, tie.props["sourceIds"]):
        rows = [
            said for said in _stated(tie.start) if said.end is source and entry in (said.props.get("alsoStates") or ())
        ]
        found += ((source, row.props) for row in rows)
        found += [] if rows else [(source, {})]
    of_row = ("edition", "section", "rowIndex", "url")
    return [
        _said(
            world,
            source,
            tie.props["validFrom"],
            field="name",
            rawText=name["value"],
            **{name: row.get(name) for name in of_row},
        )
        for source, row in found
    ]


def _stated(thing: Thing) -> list[Tie]:
    """Its rows, by source and key."""
    ties = (tie for tie in thing.out if tie.type == "STATED_IN")
    return sorted(ties, key=lambda tie: (tie.end.id, tie.props["rowKey"]))


def _said(world: World, source: Thing, first: str, **said: Any) -> Json:
    empty = dict.fromkeys(("edition", "section", "rowIndex", "field", "rawText", "rule", "url"))
    return {
        **empty,
        "source": source,
        "firstSeen": _release(world, first),
        "lastSeen": _release(world, source["release"]),
        **said,
    }


def _release(world: World, version: str) -> Thing:
    [found] = [each for each in world.all("Release") if each["version"] == version]
    return found


def _sources(world: World, ids: Iterable[str]) -> list[Thing]:
    wanted = set(ids)
    return sorted((each for each in world.all("Source") if each.id in wanted), key=lambda each: each.id)


def _evidence(world: World, thing: Thing, args: Json) -> list[Json]:
    wanted = args.get("field")
    found = []
    for tie in _stated(thing):
        said = tie.props
        stated = dict(zip(said["fields"], zip(said["rawTexts"], said["rules"], strict=True), strict=True))
        if wanted is not None and wanted not in stated:
            continue
        raw, rule = (
            stated[wanted] if wanted is not None else (" | ".join(dict.fromkeys(filter(None, said["rawTexts"]))), None)
        )
        found.append(
            _said(
                world,
                tie.end,
                said["firstSeen"],
                edition=said.get("edition"),
                section=said.get("section"),
                rowIndex=said.get("rowIndex"),
                field=wanted,
                rawText=raw if wanted is None else raw or None,
                rule=rule or None,
                url=said.get("url"),
            )
        )
    return found


def _pair_evidence(world: World, edge: Json, args: Json) -> list[Json]:
    drug, condition = edge["drug"], edge["condition"]
    found = []
    for tie in drug.out:
        if tie.type in ("INDICATED_FOR", "ASSOCIATED_WITH") and tie.end is condition:
            for source in _sources(world, tie.props["sourceIds"]):
                raw, rule = tie.props.get("rawText"), tie.props.get("rule")
                found.append((source, tie.props["validFrom"], tie.type, raw, None, rule))
    for tests in (tie for tie in drug.into if tie.type == "TESTS"):
        if condition in tests.start.to("STUDIES"):
            for stated in (tie for tie in tests.start.out if tie.type == "STATED_IN"):
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
    found = [each for each in found if each[2] in edge["links"]]
    found = sorted(set(found), key=lambda each: (each[0].id, *map(str, each[1:])))
    return [
        _said(world, source, first, field=kind, rawText=raw, edition=edition, rule=rule)
        for source, first, kind, raw, edition, rule in found
    ]


def _identifiers(world: World, approval: Thing, args: Json) -> list[Json]:
    columns = (approval[name] for name in ("identifierSchemes", "identifierValues", "identifiersNormalised"))
    return [
        {"scheme": scheme, "value": value, "normalised": normalised}
        for scheme, value, normalised in zip(*columns, strict=True)
    ]


def _ingredients(world: World, approval: Thing, args: Json) -> list[Json]:
    ties = sorted(
        (tie for tie in approval.out if tie.type == "FOR_DRUG"), key=lambda tie: (tie.end["genericName"], tie.end.id)
    )
    empty: Json = {"strength": None, "amounts": [], "salt": None}
    return [
        {"drug": tie.end, **empty, **{name: tie.props[name] for name in empty if name in tie.props}} for tie in ties
    ]


def _interventions(world: World, trial: Thing, args: Json) -> list[Json]:
    return [
        {"type": kind, "name": name, "trial": trial}
        for kind, name in zip(trial["interventionTypes"], trial["interventionNames"], strict=True)
    ]


def _intervention_drug(world: World, intervention: Json, args: Json) -> Thing | None:
    ties = [
        tie
        for tie in intervention["trial"].out
        if tie.type == "TESTS" and intervention["name"] in tie.props["rawTexts"]
    ]
    ties.sort(key=lambda tie: (-tie.props["score"], tie.end.id))
    return ties[0].end if ties else None


def _reports(world: World, drug: Thing, args: Json) -> list[Thing]:
    found = sorted(drug.to("DESCRIBED_BY"), key=lambda each: each.id)
    return sorted(found, key=lambda each: each["publishedOn"] or "", reverse=True)


def _sections(world: World, report: Thing, args: Json) -> list[Json]:
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


def _by(name: str, things: Iterable[Thing]) -> list[Thing]:
    return sorted(things, key=lambda each: (each[name], each.id))


def _in_role(role: str, trial: Thing) -> list[Thing]:
    return [tie.end for tie in trial.out if tie.type == "SPONSORED_BY" and tie.props["role"] == role]


Meaning = Callable[[World, Any, Json], Any]

_MEANINGS: dict[tuple[str, str], Meaning] = {
    ("*", "evidence"): _evidence,
    ("*", "names"): _names,
    ("*", "xrefs"): lambda world, thing, args: [
        {"source": each["source"], "id": each["code"], "url": each["url"]}
        for each in sorted(thing.to("HAS_XREF"), key=lambda each: each.id)
    ],
    ("*", "agency"): lambda world, approval, args: _agency(approval),
    ("*", "identifiers"): _identifiers,
    ("*", "ingredients"): _ingredients,
    ("*", "sameAuthorisationAs"): lambda world, approval, args: sorted(
        [*approval.to("SAME_AUTHORISATION_AS"), *approval.of("SAME_AUTHORISATION_AS")], key=lambda each: each.id
    ),
    ("Name", "evidence"): _name_evidence,
    ("Drug", "conditions"): _conditions,
    ("Drug", "trials"): _nodes("Trial", lambda drug, args: drug.of("TESTS")),
    ("Drug", "approvals"): _nodes("Approval", lambda drug, args: drug.of("FOR_DRUG")),
    ("Drug", "sponsors"): _sponsors_with_drug,
    ("Drug", "agencies"): _agencies,
    ("Drug", "reports"): _reports,
    ("ResearchReport", "sections"): _sections,
    ("DrugConditionEdge", "evidence"): _pair_evidence,
    ("Condition", "parents"): lambda world, thing, args: _by("name", thing.to("BROADER")),
    ("Condition", "children"): lambda world, thing, args: _by("name", thing.of("BROADER")),
    ("Condition", "drugs"): _drugs,
    ("Condition", "trials"): _nodes(
        "Trial",
        lambda condition, args: (
            trial
            for each in (_below(condition, "BROADER") if args.get("includeDescendants") else [condition])
            for trial in each.of("STUDIES")
        ),
    ),
    ("Condition", "sponsors"): _nodes(
        "Sponsor",
        lambda condition, args: (each for trial in condition.of("STUDIES") for each in trial.to("SPONSORED_BY")),
    ),
    ("Trial", "leadSponsor"): lambda world, trial, args: _one(_in_role("LEAD_SPONSOR", trial)),
    ("Trial", "collaborators"): lambda world, trial, args: _by("name", _in_role("COLLABORATOR", trial)),
    ("Trial", "interventions"): _interventions,
    ("Intervention", "drug"): _intervention_drug,
    ("Trial", "drugs"): _nodes("Drug", lambda trial, args: trial.to("TESTS")),
    ("Trial", "conditions"): _nodes("Condition", lambda trial, args: trial.to("STUDIES")),
    ("Sponsor", "parent"): lambda world, sponsor, args: _one(sponsor.to("SUBSIDIARY_OF")),
    ("Sponsor", "subsidiaries"): lambda world, sponsor, args: _by("name", sponsor.of("SUBSIDIARY_OF")),
    ("Sponsor", "ultimateParent"): lambda world, sponsor, args: _top(sponsor),
    ("Sponsor", "mergeReasons"): lambda world, sponsor, args: [
        tie.props["reason"] for tie in sponsor.out if tie.type == "SUBSIDIARY_OF"
    ],
    ("Sponsor", "roles"): lambda world, sponsor, args: sorted(
        {tie.props["role"] for tie in sponsor.into if tie.type in ("SPONSORED_BY", "HELD_BY")}
    ),
    ("Sponsor", "class"): lambda world, sponsor, args: sponsor["class"] or "UNKNOWN",
    ("Sponsor", "trials"): _sponsored,
    ("Sponsor", "drugs"): _drugs_with_sponsor,
    ("Sponsor", "approvals"): _nodes(
        "Approval",
        lambda sponsor, args: (
            approval for each in _with_subsidiaries(sponsor, args) for approval in each.of("HELD_BY")
        ),
    ),
    ("Sponsor", "conditions"): _nodes(
        "Condition",
        lambda sponsor, args: (
            condition
            for each in _with_subsidiaries(sponsor, args)
            for trial in each.of("SPONSORED_BY")
            for condition in trial.to("STUDIES")
        ),
    ),
    ("Agency", "approvals"): _nodes("Approval", lambda agency, args: agency.of("GRANTED_BY")),
    ("Agency", "drugs"): _at_agency,
    ("*", "drugs"): lambda world, approval, args: _by("genericName", approval.to("FOR_DRUG")),
    ("*", "holder"): lambda world, approval, args: _holder(approval),
    ("Meta", "release"): lambda world, meta, args: next(each for each in world.all("Release") if each["isCurrent"]),
    ("Meta", "releases"): lambda world, meta, args: sorted(
        world.all("Release"), key=lambda each: str(each["version"]), reverse=True
    ),
    ("Meta", "sources"): lambda world, meta, args: sorted(world.all("Source"), key=lambda each: each.id),
    ("Meta", "counts"): lambda world, meta, args: _counts(_LABELS, [len(world.all(each)) for each in _LABELS]),
    ("Release", "nodeCounts"): lambda world, release, args: _counts(release["countLabels"], release["countValues"]),
}


def same(left: Json, right: Json) -> bool:
    """Equal as written out: keys in the same order too."""
    return orjson.dumps(left) == orjson.dumps(right)
