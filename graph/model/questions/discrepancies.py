"""Where agencies disagree about one thing: read from the links that were made when the records were written."""

from graph.model.enums import ENUMS
from graph.model.filters import unique
from graph.model.public_types import Argument, Inline, Leaf, Link, ObjectType
from graph.model.questions.field_files import field
from graph.model.questions.search import first
from graph.model.questions.sentences import disagreement

_KINDS = list(ENUMS["DiscrepancyKind"].values)
_FIELDS = {
    "STRENGTH": "strength",
    "FORM": "dosageForm",
    "HOLDER": "holder",
    "NAME": "productName",
    "STATUS": "status",
    "DATE": "date",
    "MISSING_COUNTERPART": "sameAuthorisationAs",
}
_ORDER = (
    "CASE {r}.kind " + " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(_KINDS)) + " END",
    "{r}.drugId",
    "{left}.id",
    "{right}.id",
    "{r}.leftSays",
)
_DRUG = "head(COLLECT { MATCH ({d}:Drug {id: {r}.drugId}) RETURN {d}.genericName })"
_BOUND = {"r": "{r}", "left": "{left}", "right": "{right}"}
_ARGUMENTS = (
    Argument("kinds", "[DiscrepancyKind!]", "Only disagreements of these kinds.", prepare=unique),
    first(25, 200),
)
_TEXT = "Strengths are compared ingredient by ingredient in one unit; what cannot be read is not compared."


def _agency(record: str) -> str:
    return f"head([({record})-[:GRANTED_BY]->({{a}}) | {{a}}.shortName])"


def _name(record: str) -> str:
    return f"coalesce({record}.productName, {record}.number, {record}.id)"


TYPE = ObjectType(
    "Discrepancy",
    "Two agencies say different things about one thing: one authorisation, or one brand with the same drugs.",
    (
        Leaf("kind", "DiscrepancyKind!", "Kind of the disagreement.", "{r}.kind"),
        Leaf("field", "String!", "The field of the records that it is about.", "{r}.kind", _FIELDS.__getitem__),
        Link(
            "drug",
            "Drug!",
            "The drug: whose strength it is, else the first one in the product.",
            "MATCH ({v}:Drug {id: {r}.drugId})",
        ),
        Inline("left", "Approval!", "The one record.", {"v": "{left}"}, "true"),
        Inline("right", "Approval", "The other one; null where it is missing.", {"v": "{right}"}, "{right}:Approval"),
        Leaf("leftSays", "String!", "Value of the one.", "{r}.leftSays"),
        Leaf("rightSays", "String!", "Value of the other; the agency where a record is missing.", "{r}.rightSays"),
        Leaf(
            "explanation",
            "String!",
            "The disagreement in a sentence.",
            f"[{{r}}.kind, {_DRUG}, {_agency('{left}')}, {_name('{left}')}, {{r}}.leftSays, {_agency('{right}')}, "
            f"{_name('{right}')}, {{r}}.rightSays]",
            disagreement,
        ),
    ),
)


def _link(description: str, match: str) -> Link:
    return Link(
        "discrepancies",
        "[Discrepancy!]!",
        f"{description} {_TEXT}",
        match,
        order=_ORDER,
        arguments=_ARGUMENTS,
        bind=_BOUND,
        expected_rows="first",
    )


OF_DRUG = _link(
    "Disagreements of agencies on its products, by kind.",
    field("discrepancies_of_drug"),
)

OF_MATRIX = _link(
    "Disagreements of these agencies on these drugs, by kind.",
    field("discrepancies_of_drugs"),
)

ROOT = _link(
    "Disagreements of agencies on any drug, by kind, then by drug.",
    field("discrepancies"),
)
