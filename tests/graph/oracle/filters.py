"""Filters: whether a node passes one."""

import datetime
import re
from collections.abc import Callable, Iterable
from operator import ge, gt, le, lt
from typing import Any

from graph.names import normalise
from tests.graph.oracle.orders import SORT_KEYS
from tests.graph.oracle.relations import authorised_by, has_xref, link_kinds_of, with_ancestors
from tests.graph.oracle.world import Json, Node


def matches(kind: str, node: Node, wanted: Json, how: str | None = None) -> bool:
    """Return whether a node passes a filter.

    `how` is the role or kind of link that led to the node, if the filter may ask for it.
    """
    return all(_holds(kind, node, key, value, how) for key, value in wanted.items() if value is not None)


def _holds(kind: str, node: Node, key: str, value: Any, how: str | None) -> bool:
    match key:
        case "and":
            return all(matches(kind, node, part, how) for part in value)
        case "or":
            return any(matches(kind, node, part, how) for part in value)
        case "not":
            return not matches(kind, node, value, how)
        case "id":
            return node.id in value
        case "approvedBy" | "listedBy":
            return _agencies_hold(node, value, lambda link: link["state"] == "FOUND")
        case "authorisedBy" | "everAuthorisedBy":
            return _agencies_hold(node, value, lambda link: authorised_by(link, key.removesuffix("By")))
        case "link":
            return how in value if how else bool(link_kinds_of(node) & set(value))
        case "within":
            return any(matches("Condition", condition, value) for condition in with_ancestors(node, "BROADER"))
        case "ultimateParent":
            tops = [sponsor for sponsor in with_ancestors(node, "SUBSIDIARY_OF") if not sponsor.to("SUBSIDIARY_OF")]
            return any(top.id == value for top in tops)
        case "name":
            return any_text_matches([name["normalised"] for name in node.to("HAS_NAME")], value, normalise)
        case "identifier":
            return any_text_matches(node["identifierValues"], value, str)
        case "atcCode":
            return any_text_matches(node["atcCodes"] or [], value, str)
        case "xref":
            return has_xref(node, value)
        case "drug" | "condition" | "sponsor" | "trial" | "approval" | "holder" | "manufacturer":
            other = "Sponsor" if key in ("holder", "manufacturer") else key.title()
            return any(matches(other, end, value, how) for end, how in reached(kind, key, node))
        case "phases":
            return bool(set(node["phases"]) & set(value))
        case "phaseStated":
            return bool(bool(node["phases"]) == value)
        case "hasSponsor":
            return bool(bool(node.to("SPONSORED_BY")) == value)
        case "isDisease":
            return bool((node["isDisease"] is not False) == value)
        case "role" if how:
            return how in value
        case "role":
            return bool(
                {
                    link.props["role"]
                    for link in node.into
                    if link.type in ("SPONSORED_BY", "HELD_BY", "MANUFACTURED_BY")
                }
                & set(value)
            )
        case "drugType" | "overallStatus" | "status" | "dateKind" | "country":
            return node[key] in value
        case "class":
            return (node["class"] or "UNKNOWN") in value
        case "agency":
            return node["agencyCode"] in value
        case "trialCount" | "approvalCount" | "authorisedAgencyCount" | "everAuthorisedAgencyCount":
            words = re.findall("^[a-z]+|[A-Z][a-z]+", key)
            return number_matches(SORT_KEYS[kind, "_".join(words).upper()](node), value)
        case "enrollmentCount":
            return number_matches(node[key], value)
        case "studyFirstPostDate" | "startDate" | "completionDate" | "dataDate" | "date":
            return date_matches(node[key], value)
    return text_matches(node["briefTitle" if key == "title" else key], value)


_THROUGH: dict[tuple[str, str], Callable[[Node], Iterable[Node]]] = {
    ("Drug", "trial"): lambda drug: drug.of("TESTS"),
    ("Drug", "approval"): lambda drug: drug.of("FOR_DRUG"),
    ("Trial", "drug"): lambda trial: trial.to("TESTS"),
    ("Trial", "condition"): lambda trial: trial.to("STUDIES"),
    ("Approval", "drug"): lambda approval: approval.to("FOR_DRUG"),
}


def reached(kind: str, key: str, node: Node) -> list[tuple[Node, str | None]]:
    """Return the nodes to which a nested filter applies, with the role or kind of link if a filter may ask for it."""
    if (kind, key) == ("Drug", "condition"):
        links = [(link.end, link.type) for link in node.out if link.type in ("INDICATED_FOR", "ASSOCIATED_WITH")]
        return [
            *links,
            *((condition, "STUDIED_FOR") for trial in node.of("TESTS") for condition in trial.to("STUDIES")),
        ]
    if key == "manufacturer":
        return [(link.end, link.props["role"]) for link in node.out if link.type == "MANUFACTURED_BY"]
    if key in ("sponsor", "holder"):
        records = node.of("TESTS", "FOR_DRUG") if kind == "Drug" else [node]
        types = ("HELD_BY",) if kind == "Approval" else ("SPONSORED_BY", "HELD_BY")
        return [(link.end, link.props["role"]) for record in records for link in record.out if link.type in types]
    return [(end, None) for end in _THROUGH[kind, key](node)]


def _agencies_hold(drug: Node, wanted: Json, holds: Callable[[Json], bool | None]) -> bool:
    """Return whether the agencies for which a test holds are as wanted; None of the test means not known."""
    answers = {link.end["code"]: holds(link.props) for link in drug.out if link.type == "COVERED_BY"}
    found = {code for code, answer in answers.items() if answer}
    refused = {code for code, answer in answers.items() if answer is False}
    unchecked_too = wanted.get("onlyChecked") is False
    tests: dict[str, Callable[[set[str]], bool]] = {
        "any": lambda codes: bool(found & codes),
        "all": lambda codes: codes <= found,
        "none": lambda codes: not found & codes and (unchecked_too or codes <= refused),
    }
    return all(tests[key](set(value)) for key, value in wanted.items() if key in tests and value is not None)


def text_matches(found: str | None, wanted: Json) -> bool:
    tests: dict[str, Callable[[Any], bool]] = {
        "eq": lambda value: found == value,
        "ne": lambda value: found != value,
        "in": lambda value: found in value,
        "contains": lambda value: found is not None and value.lower() in found.lower(),
        "startsWith": lambda value: found is not None and found.lower().startswith(value.lower()),
        "isNull": lambda value: (found is None) == value,
    }
    return all(tests[key](value) for key, value in wanted.items() if value is not None)


def any_text_matches(found: list[str], wanted: Json, fold: Callable[[str], str]) -> bool:
    """Each operator must hold for at least one string; `ne` for all of them; `isNull` if there is none."""
    for key, value in wanted.items():
        if value is None:
            continue
        if key == "isNull":
            holds = (not found) == value
        elif key == "ne":
            holds = fold(value) not in found
        else:
            folded = [fold(text) for text in value] if isinstance(value, list) else fold(value)
            holds = any(text_matches(text, {key: folded}) for text in found)
        if not holds:
            return False
    return True


def number_matches(found: int | None, wanted: Json) -> bool:
    def holds(key: str, value: Any) -> bool:
        if key == "isNull":
            return bool((found is None) == value)
        if found is None:
            return False
        if key in ("eq", "in"):
            return found in (value if isinstance(value, list) else [value])
        return bool({"gt": gt, "gte": ge, "lt": lt, "lte": le}[key](found, value))

    return all(holds(key, value) for key, value in wanted.items() if value is not None)


def date_matches(found: str | None, wanted: Json) -> bool:
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
            # Only the calendar comes from outside; like the server, it is in UTC.
            today = datetime.datetime.now(datetime.UTC).date()
            return today - datetime.timedelta(days=value) < day <= today
        wanted_day = datetime.date.fromisoformat(value)
        if key == "on":
            return len(found) == 10 and day == wanted_day
        return bool({"before": lt, "after": gt, "from": ge, "to": le}[key](day, wanted_day))

    return all(holds(key, value) for key, value in wanted.items() if value is not None)
