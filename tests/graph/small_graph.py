"""Writes a small graph made by hand, with every kind of gap. Its data stand in `small_records` and `small_links`.

It is written by `graph.store.write` itself, so rows that the model does not allow are refused here too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from graph import cypher_files
from graph.agencies import agencies
from graph.database.driver import Graph
from graph.model import NODES, RELATIONS
from graph.model.enums import ENUMS
from graph.names import normalise, normalise_number
from graph.statement import Statement
from graph.store.write import merge_links, merge_nodes
from tests.graph.small_links import EVIDENCE, LINKS, NAMES, SHARED_FACTS, XREFS
from tests.graph.small_records import (
    AGENCY_KINDS,
    APPROVALS,
    CONDITIONS,
    DRUGS,
    INTERVENTIONS,
    NEW,
    OLD,
    RELEASES,
    REPORTS,
    SOURCES,
    SPONSORS,
    TRIALS,
    Row,
)


async def write_small_graph(graph: Graph) -> None:
    """Empty the graph and write the small one, its derived counts too."""
    await graph.write(Statement("MATCH (n WHERE NOT n:Migration) DETACH DELETE n"))
    for label, rows in _nodes().items():
        for release, half in _halves(rows):
            await merge_nodes(graph, NODES[label], half, release)
    for agency in agencies().values():
        await graph.write(
            Statement(f"MATCH (n:Approval {{agencyCode: $code}}) SET n:{agency.record_type}", {"code": agency.code})
        )
    for type_, starts in _links().items():
        for start, links in starts.items():
            for release, half in _halves(links):
                await merge_links(graph, RELATIONS[type_], start, half, release)
    for kind, rows in (("drug", DRUGS), ("condition", CONDITIONS), ("sponsor", SPONSORS)):
        await graph.write(Statement(cypher_files.load(f"write/derive_{kind}"), {"ids": [row["id"] for row in rows]}))


def _nodes() -> dict[str, list[Row]]:
    counts = {"trialCount": -1, "drugCount": -1, "approvalCount": -1, "agencyCount": -1}
    counts |= {"authorisedAgencyCount": -1, "everAuthorisedAgencyCount": -1}
    return {
        "Release": RELEASES,
        "Source": SOURCES,
        "Drug": [
            {
                "brandNames": [],
                **_only(counts, "trial", "approval", "agency", "authorisedAgency", "everAuthorisedAgency"),
                **row,
            }
            for row in DRUGS
        ],
        "Condition": [{**_only(counts, "drug", "trial"), **row} for row in CONDITIONS],
        "Sponsor": [{"roles": [], **_only(counts, "trial", "drug", "approval"), **row} for row in SPONSORS],
        "Trial": [{"phases": [], **_interventions(row["id"]), **row} for row in TRIALS],
        "Agency": [_agency(code) for code in ENUMS["AgencyCode"].values],
        "Approval": [_approval(*approval) for approval in APPROVALS],
        "Name": [{"value": value, "normalised": normalise(value)} for value in sorted({name for _, _, name in NAMES})],
        "Xref": [
            {
                "id": f"{source}:{code}",
                "source": source,
                "code": code,
                "url": f"https://x.example/{code}" if source == "DRUGBANK" else None,
            }
            for source, code in sorted({xref[1:] for xref in XREFS})
        ],
        "Report": REPORTS,
    }


def _only(counts: Row, *names: str) -> Row:
    return {f"{name}Count": counts[f"{name}Count"] for name in names}


def _interventions(trial: str) -> Row:
    found = INTERVENTIONS.get(trial, [])
    return {"interventionTypes": [kind for kind, _ in found], "interventionNames": [name for _, name in found]}


def _agency(code: str) -> Row:
    agency = agencies()[code]
    return {
        "id": f"agency:{code}",
        "code": code,
        "name": f"Agency {code}",
        "shortName": code,
        "kind": AGENCY_KINDS.get(code, "REGULATOR"),
        "jurisdiction": code.title(),
        "countryCodes": [code[:2]],
        "identifierSchemes": [agency.schemes[0].name],
        "dateKind": agency.date_kind,
        "licensingAuthority": "MHRA" if code == "EMC" else None,
        "url": None if code == "PPB" else f"https://{code.lower()}.example",
    }


def _approval(id_: str, code: str, row: Row) -> Row:
    agency = agencies()[code]
    number = row.get("number")
    numbers = [number] if number else []
    if id_ == "approval:5":
        numbers.append("40/2A/1987")
    return {
        "id": id_,
        "agencyCode": code,
        "holderRole": agency.holder_role,
        "status": "AUTHORISED",
        "identifierSchemes": [agency.schemes[0].name] * len(numbers),
        "identifierValues": numbers,
        "identifiersNormalised": [normalise_number(text) for text in numbers],
        "numberNormalised": normalise_number(number) if number else None,
        "dateKind": agency.date_kind if "date" in row else None,
        **row,
    }


def _links() -> dict[str, dict[str, list[Row]]]:
    made: dict[str, dict[str, list[Row]]] = {}
    for type_, links in LINKS.items():
        for start, end, values in links:
            _add(made, type_, start, end, _with_defaults(type_, values))
    for id_, code, _ in APPROVALS:
        _add(made, "GRANTED_BY", id_, f"agency:{code}", {})
    for start, kind, name in NAMES:
        sources = ["source:page"] if kind != "BRAND" else ["source:ema", "source:page"]
        _add(
            made,
            "HAS_NAME",
            start,
            name,
            {"kind": kind, "language": "fr" if name[0] == "É" else None, "sourceIds": sources},
        )
    for start, source, code in XREFS:
        _add(made, "HAS_XREF", start, f"{source}:{code}", {"sourceIds": ["source:page"]})
    for index, (start, source, key, stated) in enumerate(EVIDENCE):
        _add(
            made,
            "STATED_IN",
            start,
            source,
            {
                "rowKey": key,
                "rowHash": "0",
                "fields": [name for name, _, _ in stated],
                "rawTexts": [raw for _, raw, _ in stated],
                "rules": [rule for _, _, rule in stated],
                "firstSeen": OLD if index % 2 else NEW,
                "edition": f"2026-0{1 + index % 2}" if index % 3 else None,
                "alsoStates": SHARED_FACTS.get(key),
                "section": "Sheet 1" if source == "source:ema" else None,
                "rowIndex": index if index % 3 else None,
                "url": "https://row.example" if index % 4 == 0 else None,
            },
        )
    return made


def _with_defaults(type_: str, values: Row) -> Row:
    defaults: dict[str, Row] = {
        "TESTS": {"interventionType": "DRUG", "rawTexts": [], "method": "EXACT_NAME", "score": 1.0},
        "FOR_DRUG": {"method": "UNII", "score": 1.0},
        "COVERED_BY": {"state": "FOUND", "sourceId": "source:page"},
        "INDICATED_FOR": {"sourceIds": ["source:page"]},
        "ASSOCIATED_WITH": {"sourceIds": ["source:page"]},
        "SUBSIDIARY_OF": {"sourceIds": ["source:page"]},
        "BROADER": {"sourceIds": ["source:page"]},
    }
    return {**defaults.get(type_, {}), **values}


def _add(made: dict[str, dict[str, list[Row]]], type_: str, start: str, end: str, values: Row) -> None:
    keys = RELATIONS[type_].keys
    row = {
        "start": start,
        "end": end,
        **{key: values[key] for key in keys},
        "values": {name: value for name, value in values.items() if name not in keys},
    }
    made.setdefault(type_, {}).setdefault(start.partition(":")[0].title(), []).append(row)


def _halves(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, Sequence[Mapping[str, Any]]], ...]:
    middle = len(rows) // 2
    return (OLD, rows[:middle]), (NEW, rows[middle:])
