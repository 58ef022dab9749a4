"""Across agencies: drugs against agencies side by side, and who was first where dates can be compared at all."""

from collections.abc import Callable, Mapping
from typing import Any

from graph.errors import BadUserInput
from graph.model.enums import ENUMS
from graph.model.public_types import Argument, Inline, Leaf, Link, ObjectType
from graph.model.questions import discrepancies
from graph.model.questions.field_files import field
from graph.model.questions.search import first
from graph.names import curie, normalise
from graph.vocabulary import NEVER_AUTHORISED_STATUSES

MAX_DRUGS = 50
GRANT = ("APPROVAL", "AUTHORISATION", "ISSUED", "REGISTRATION")
"""Kinds of date that mean the same: from then on the product was allowed."""
_KINDS = "[" + ", ".join(str(list(kinds)) for kinds in (GRANT, ("EFFECTIVE",), ("MARKET",))) + "]"
_PLACES = len(ENUMS["AgencyCode"].values)
_STATUSES = str(list(ENUMS["RegulatoryStatus"].values))


def _drugs(given: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if len(given) > MAX_DRUGS:
        raise BadUserInput("drugs", f"{len(given)} drugs are too many; allowed are at most {MAX_DRUGS}")
    ready: dict[str, Callable[[Any], str]] = {"name": normalise, "xref": curie}
    return [{key: ready.get(key, str)(value) for key, value in reference.items()} for reference in given]


_STATE = "CASE size({cell}.records) WHEN 0 THEN coalesce({cell}.cover.state, 'NOT_CHECKED') ELSE 'FOUND' END"
_AUTHORISED = "CASE {cell}.cover.state WHEN 'FOUND' THEN {cell}.cover.{said} WHEN 'NONE_FOUND' THEN false END"
_RANKED = f"a.dateKind IN {{kinds}} AND size(a.date) = 10 AND NOT a.status IN {sorted(NEVER_AUTHORISED_STATUSES)}"


def _dated(name: str, place: str, description: str) -> Inline:
    record = f"{{cell}}.dated[{place}]"
    return Inline(
        name,
        "PartialDate",
        description,
        {"value": f"{record}.date", "raw": f"coalesce({record}.dateRaw, {record}.date)"},
        "size({cell}.dated) > 0",
    )


def _end(name: str, kind: str, description: str) -> Inline:
    return Inline(name, f"{kind}!", description, {"v": f"{{{name}}}"}, "true")


CELL = ObjectType(
    "RegulatoryCell",
    "One drug at one agency.",
    (
        _end("drug", "Drug", "The drug."),
        _end("agency", "Agency", "The agency."),
        Leaf("state", "CoverageState!", "Found, none found, or not checked.", _STATE),
        Leaf(
            "status",
            "RegulatoryStatus",
            "The best status among its records, in the order of the enum; null without a record.",
            f"head([s IN {_STATUSES} WHERE any(a IN {{cell}}.records WHERE a.status = s)])",
        ),
        Leaf(
            "authorised",
            "Boolean",
            "Authorised there now; null if not checked, or if the records do not say.",
            _AUTHORISED.replace("{said}", "authorised"),
        ),
        Leaf(
            "everAuthorised",
            "Boolean",
            "Authorised there now or before; null if not checked, or if the records do not say.",
            _AUTHORISED.replace("{said}", "everAuthorised"),
        ),
        Leaf("recordCount", "Int!", "How many records the agency has of the drug.", "size({cell}.records)"),
        Link(
            "records",
            "[Approval!]!",
            "The agency's own records, earliest date first, those without a date last.",
            "UNWIND {cell}.records[..coalesce({first}, 25)] AS {v}",
            arguments=(first(25, 200),),
            expected_rows="first",
        ),
        _dated("earliest", "0", "Earliest date on a record; `earliestKind` says of what."),
        Leaf("earliestKind", "DateKind", "Kind of the earliest date.", "{cell}.dated[0].dateKind"),
        _dated("latest", "-1", "Latest date on a record; `latestKind` says of what."),
        Leaf("latestKind", "DateKind", "Kind of the latest date.", "{cell}.dated[-1].dateKind"),
        Leaf(
            "dateKind",
            "DateKind",
            "Kind of all dates of the cell; null if they differ or there is none.",
            "CASE WHEN all(a IN {cell}.dated WHERE a.dateKind = {cell}.dated[0].dateKind) "
            "THEN {cell}.dated[0].dateKind END",
        ),
        Leaf(
            "because",
            "String!",
            "Why the cell says so.",
            "CASE " + _STATE + " WHEN 'FOUND' THEN {agency}.shortName + ' has ' + size({cell}.records) + "
            "CASE size({cell}.records) WHEN 1 THEN ' record of ' ELSE ' records of ' END + {drug}.genericName + '.' "
            "WHEN 'NONE_FOUND' THEN coalesce({cell}.cover.message, {agency}.shortName + "
            "': its list was looked through and has no record of ' + {drug}.genericName + '.') "
            "ELSE coalesce({cell}.cover.message, "
            "'Nobody has looked: no list of ' + {agency}.shortName + ' was read for ' + {drug}.genericName + '.') END",
        ),
    ),
)

COMPARABLE = ObjectType(
    "ComparableFirst",
    "Which agency was first with a drug, among dates that mean the same.",
    (
        _end("drug", "Drug", "The drug."),
        Leaf("dateKinds", "[DateKind!]!", "The kinds of date that were compared.", "{kinds}"),
        _end("agency", "Agency", "The agency that was first."),
        Inline(
            "date",
            "PartialDate!",
            "Its date.",
            {"value": "{ranked}[0].date", "raw": "coalesce({ranked}[0].raw, {ranked}[0].date)"},
            "true",
        ),
        Link(
            "lagDaysByAgency",
            "[CountBucket!]!",
            "Days by which each other agency was later; `share` is its part of the longest lag.",
            field("comparable_lags"),
            bind={
                "key": "{lag}.code",
                "label": "{lag}.name",
                "count": "{lag}.days",
                "share": "CASE {most} WHEN 0 THEN 0.0 ELSE toFloat({lag}.days) / {most} END",
            },
            expected_rows=_PLACES,
        ),
    ),
)

MATRIX = ObjectType(
    "RegulatoryMatrix",
    "Drugs against agencies, side by side.",
    (
        Link(
            "drugs", "[Drug!]!", "The drugs, each once, in the order given.", "UNWIND {chosen} AS {v}", expected_rows=1
        ),
        Leaf("notFound", "[Int!]!", "Places in the argument `drugs`, from 0, that name no drug.", "{missing}"),
        Link(
            "agencies",
            "[Agency!]!",
            "The agencies, in the order of their enum.",
            "UNWIND {places} AS {v}",
            expected_rows=_PLACES,
        ),
        Link(
            "cells",
            "[RegulatoryCell!]!",
            "Every drug at every agency, drug by drug.",
            "UNWIND {cells} AS {cell} WITH {cell}, {cell}.drug AS {drug}, {cell}.agency AS {agency}",
            bind={"cell": "{cell}", "drug": "{drug}", "agency": "{agency}"},
            expected_rows=_PLACES,
        ),
        Link(
            "firstComparable",
            "[ComparableFirst!]!",
            "Who was first: for each drug, wherever two agencies have full dates that mean the same. Approval, "
            "authorisation, issue and registration do; a label in force and a first sale are each something else.",
            field("first_comparable"),
            aggregates=("match",),
            bind={"drug": "{drug}", "kinds": "{kinds}", "ranked": "{ranked}", "agency": "{agency}"},
            expected_rows=2,
        ),
        Leaf(
            "notComparable",
            "[String!]!",
            "Dates that are not ranked, each with the reason.",
            "reduce(said = [], cell IN {cells} | said + [kinds IN "
            + _KINDS
            + " WHERE any(a IN cell.dated WHERE "
            + _RANKED.replace("{kinds}", "kinds")
            + ") AND none(other IN {cells} WHERE other.drug = cell.drug AND other.agency <> cell.agency AND "
            "any(a IN other.dated WHERE " + _RANKED.replace("{kinds}", "kinds") + ")) | "
            "cell.agency.shortName + ' on ' + cell.drug.genericName + ': its dates of kind ' + "
            "head([a IN cell.dated WHERE a.dateKind IN kinds | a.dateKind]) + "
            "' are not ranked, because no other agency here has a date that means the same.'] + "
            "[a IN cell.dated WHERE size(a.date) < 10 | cell.agency.shortName + ' on ' + cell.drug.genericName + "
            "': its date ' + a.date + ' is not ranked, because the day is not known.'])",
        ),
        discrepancies.OF_MATRIX,
    ),
)

TYPES = (CELL, COMPARABLE, MATRIX)

_AGENCIES = Argument("agencies", "[AgencyCode!]", "Only these agencies; all unless given.")
_BOUND = {name: f"{{{name}}}" for name in ("chosen", "missing", "places", "cells")}

REGULATORY = Link(
    "regulatory",
    "RegulatoryMatrix!",
    "Drugs against agencies: where each is found, with what status and since when.",
    field("regulatory_of_drugs"),
    aggregates=("match",),
    arguments=(Argument("drugs", "[DrugBy!]!", f"The drugs, at most {MAX_DRUGS}.", prepare=_drugs), _AGENCIES),
    bind=_BOUND,
    expected_rows="drugs",
)
OF_DRUG = Link(
    "regulatory",
    "RegulatoryMatrix!",
    "The drug against the agencies: where it is found, with what status and since when.",
    field("regulatory_of_drug"),
    aggregates=("match",),
    arguments=(_AGENCIES,),
    bind=_BOUND,
)
