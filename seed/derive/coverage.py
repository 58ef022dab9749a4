"""Coverage of drugs by whole lists: NONE_FOUND inside the scope of a list, NOT_CHECKED with the reason outside it.

A list says nothing of a drug that one of its rows names without being linked to it, of a class of product that it
leaves out, of a drug first approved elsewhere after its edition, and of one older than its procedure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from graph.agencies import agencies, agency_id
from graph.database.driver import Graph
from graph.names import normalise
from graph.vocabulary import NEVER_AUTHORISED_STATUSES
from seed import tables
from seed.load.reads import rows_of
from seed.match import DrugIndex
from seed.records import ApprovalRecord, decode
from seed.source import Scope, discover
from seed.values.dates import PartialDate, in_text

_LONGEST = 6
"""Words of the longest drug name looked for in a row."""
_SHORTEST_BRAND = 5
"""Letters of a product's name from which a name that begins with it is taken for its own."""
_ASKED = 20_000
_SPLIT = re.compile(r"[^\w-]+")
_PARTS = re.compile(r"[;,+/()\[\]|]| and | with ")


@dataclass(frozen=True)
class WholeList:
    """A whole list as it was loaded."""

    source: str
    agency: str
    edition: str | None
    scope: Scope

    @classmethod
    def stored(cls, source: str, agency: str, edition: str | None) -> "WholeList":
        """Return a list of an earlier load, with the scope that its source declares now."""
        scope = next((known.scope for known in discover().values() if known.id == source), Scope())
        return cls(source, agency, edition, scope)

    @cached_property
    def date(self) -> PartialDate | None:
        """Return the date of the edition, if it has one."""
        return in_text(self.edition or "")

    def none_found(self) -> str:
        """Return the sentence for a drug that the list lacks."""
        name = agencies()[self.agency].short_name
        return f"{name}: no {self.scope.products}{self._of_edition()}."

    def outside(self, drug: Mapping[str, Any]) -> tuple[str, str] | None:
        """Return the rule and the sentence for a drug of which the list says nothing, else None.

        `drug` has `name`, `first` (date of its first approval anywhere) and `codes` (ATC codes of its products).
        """
        for class_ in self.scope.lacks:
            if _is_of_class(class_, drug["name"], drug["codes"]):
                return "OUTSIDE_THE_LIST", f"The list holds no {_CLASSES[class_]}{self._of_edition()}."
        first = drug["first"]
        if first and self.scope.since and _is_before(first, self.scope.since):
            return (
                "OLDER_THAN_THE_LIST",
                f"First approved in {first[:4]}: the list holds {self.scope.products}s, which began in "
                f"{self.scope.since[:4]}.",
            )
        if first and self.date and _is_before(self.date, first):
            return "YOUNGER_THAN_THE_LIST", f"First approved on {first}, after the list of {self.edition}."
        return None

    def named_in(self, text: str) -> tuple[str, str]:
        """Return the rule and the sentence for a drug that an unlinked row names."""
        return "NAMED_IN_AN_UNLINKED_ROW", f'A row that is linked to no drug names it{self._of_edition()}: "{text}".'

    def _of_edition(self) -> str:
        return f", list of {self.edition}" if self.edition else ""


_CLASSES = {
    "VACCINE": "vaccines",
    "BLOOD_PRODUCT": "blood products",
    "CELL_OR_GENE_THERAPY": "cell and gene therapies",
    "ALLERGEN": "allergenic extracts",
}
"""Classes of seed/tables/product_classes.csv, as they are called in a sentence."""


async def coverage_of(graph: Graph, lists: Sequence[WholeList], drugs: DrugIndex) -> list[dict[str, Any]]:
    """Return the changes to write: {drug, agency, source, state, rule, message}, for each list of one agency."""
    [agency] = {whole.agency for whole in lists}
    named = [await _named(graph, whole, drugs) for whole in lists]
    changes = []
    never = sorted(NEVER_AUTHORISED_STATUSES)
    for drug in await rows_of(graph, "read/not_found_at", agency=agency_id(agency), never=never):
        outcomes = [_outcome(whole, drug, found.get(drug["id"])) for whole, found in zip(lists, named, strict=True)]
        chosen = min(outcomes, key=_priority)
        if any(chosen[name] != drug[name] for name in ("rule", "message", "source")):
            changes.append({"drug": drug["id"], "agency": agency_id(agency), **chosen})
    return changes


def _outcome(whole: WholeList, drug: Mapping[str, Any], text: str | None) -> dict[str, str]:
    outside = whole.named_in(text) if text is not None else whole.outside(drug)
    if outside is None:
        values = {"state": "NONE_FOUND", "rule": "NOT_IN_THE_WHOLE_LIST", "message": whole.none_found()}
    else:
        values = {"state": "NOT_CHECKED", "rule": outside[0], "message": outside[1]}
    return {"source": whole.source, **values}


def _priority(outcome: Mapping[str, str]) -> tuple[int, str]:
    """Sort key: an unlinked row of any list leaves the question open; else one list that lacks the drug answers it."""
    rank = {"NAMED_IN_AN_UNLINKED_ROW": 0, "NOT_IN_THE_WHOLE_LIST": 1}.get(outcome["rule"], 2)
    return rank, outcome["source"]


async def _named(graph: Graph, whole: WholeList, drugs: DrugIndex) -> dict[str, str]:
    """Drugs that unlinked rows of a list name, each with the text of such a row."""
    names, beginnings = dict[str, str](), dict[str, str]()
    for row in await rows_of(graph, "read/unlinked_rows", source=whole.source, agency=whole.agency):
        substances, products = _unlinked(row["record"], drugs) if row["record"] else ([], [row["product"]])
        for text in (*substances, *products):
            for name in _names_in(text):
                names[name] = min(names.get(name, text), text)
        for text in products:
            if len(first := normalise(text)) >= _SHORTEST_BRAND:
                beginnings[first] = text
    found: dict[str, str] = {}
    asked = sorted(names)
    for start in range(0, len(asked), _ASKED):
        rows = await rows_of(graph, "read/drugs_named", names=asked[start : start + _ASKED], beginnings=[])
        found |= {row["drug"]: names[row["name"]] for row in rows}
    rows = await rows_of(graph, "read/drugs_named", names=[], beginnings=sorted(beginnings))
    return {row["drug"]: beginnings[row["name"]] for row in rows} | found


def _unlinked(stored: str, drugs: DrugIndex) -> tuple[list[str], list[str]]:
    """Return texts of a stored row for substances that no drug matches, and if there is one, the product's names."""
    record = decode(stored.encode())
    assert isinstance(record, ApprovalRecord)
    atc = record.atc_codes if len(record.ingredients) == 1 else ()
    missing = [ingredient for ingredient in record.ingredients if drugs.ingredient(ingredient, atc) is None]
    if not missing:
        return [], []
    texts = [text for ingredient in missing for text in (ingredient.name, ingredient.inn) if text]
    return texts, [name for name in (*record.brand_names, record.product_name) if name]


def _names_in(text: str) -> Iterator[str]:
    """Yield what may be names in a text: words of a part, one alone or up to six together."""
    for part in (text, *_PARTS.split(text)):
        read = [word for word in _SPLIT.split(normalise(part)) if word]
        for start in range(len(read)):
            for end in range(start + 1, min(start + _LONGEST, len(read)) + 1):
                yield " ".join(read[start:end])


def _is_of_class(class_: str, name: str, codes: Iterable[str]) -> bool:
    plain = " ".join(word for word in _SPLIT.split(normalise(name)) if word)
    for rule, value in _class_rules(class_):
        if rule == "ATC" and any(code.startswith(value) for code in codes):
            return True
        if rule == "WORDS" and f" {value} " in f" {plain} ":
            return True
        if rule == "ENDING" and plain.endswith(value):
            return True
    return False


@cache
def _class_rules(class_: str) -> list[tuple[str, str]]:
    return [(row["rule"], row["value"]) for row in tables.rows("product_classes") if row["class"] == class_]


def _is_before(one: str, other: str) -> bool:
    """Return whether a partial date is before another, as far as both are known."""
    known = min(len(one), len(other))
    return one[:known] < other[:known]
