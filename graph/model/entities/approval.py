"""(:Approval) — one product at one agency, in the agency's own words. Each also has the label of its agency's records.

Its key is agency and number, never the number alone. An approval is never reduced to a flag on the drug.
"""

from graph.agencies import Agency, Native, agencies
from graph.model.public_types import (
    Compare,
    Connection,
    FilterInput,
    Inline,
    Interface,
    Key,
    Kind,
    Leaf,
    Link,
    Lookup,
    ObjectType,
    Sort,
    Sorting,
    Test,
    Through,
    leaves,
    partial_date,
)
from graph.model.public_types import Field as ViewField
from graph.model.shared import ID, VALID_FROM
from graph.model.storage import Node, Property
from graph.model.values import evidence
from graph.names import normalise_number

NATIVE_TEXTS: tuple[str, ...] = tuple(
    dict.fromkeys(field.name for agency in agencies().values() for field in agency.fields if field.type == "String")
)

NODE = Node(
    label="Approval",
    description="One product at one agency, in the agency's own words.",
    properties=(
        ID,
        Property("agencyCode", "STRING", "Agency of the record.", required=True, enum="AgencyCode"),
        Property("productName", "STRING", "Name of the product as the agency prints it."),
        Property("number", "STRING", "The agency's number for the record, as printed; absent where it printed none."),
        Property("numberNormalised", "STRING", "The number in upper case with letters and digits only."),
        Property(
            "identifierSchemes",
            "LIST<STRING>",
            "Kind of each number on the record.",
            required=True,
            enum="IdentifierScheme",
        ),
        Property("identifierValues", "LIST<STRING>", "Each number as printed.", required=True),
        Property(
            "identifiersNormalised",
            "LIST<STRING>",
            "Each number in upper case, letters and digits only.",
            required=True,
        ),
        Property("holderRole", "STRING", "Role of the holder at this agency.", required=True, enum="SponsorRole"),
        Property("holderRaw", "STRING", "Holder in the agency's words."),
        Property("status", "STRING", "Shared reading of the status.", required=True, enum="RegulatoryStatus"),
        Property("statusRaw", "STRING", "Status in the agency's words."),
        Property("date", "PARTIAL_DATE", "The date on the record; `dateKind` says of what."),
        Property("dateKind", "STRING", "Kind of the date; null without a date.", enum="DateKind"),
        Property("dosageForm", "STRING", "Dosage form in the agency's words."),
        Property("route", "STRING", "Route of administration in the agency's words."),
        Property("strength", "STRING", "Strength in the agency's words: 40 mg in 4 mL."),
        Property("atcCodes", "LIST<STRING>", "ATC codes as the agency prints them: H01AC03."),
        *(Property(name, "STRING", "Native field of one agency.") for name in NATIVE_TEXTS),
        VALID_FROM,
    ),
    indexes=(
        ("agencyCode", "numberNormalised"),
        ("agencyCode", "date", "id"),
        ("date", "id"),
        ("status", "id"),
        ("productName", "id"),
        ("numberNormalised",),
    ),
)

_FILTER = FilterInput(
    "ApprovalFilter",
    "Conditions on approvals; all that are given must hold.",
    (
        Test("id", "[ID!]", "One of these global ids.", "{v}.id IN {value}"),
        Test("agency", "[AgencyCode!]", "At one of these agencies.", "{v}.agencyCode IN {value}"),
        Test("status", "[RegulatoryStatus!]", "In one of these states.", "{v}.status IN {value}"),
        Compare("statusRaw", "StringFilter", "Status in the agency's words.", "{v}.statusRaw"),
        Compare("date", "DateFilter", "The date on the record; mind `dateKind`.", "{v}.date"),
        Test("dateKind", "[DateKind!]", "The date is of one of these kinds.", "{v}.dateKind IN {value}"),
        Compare("productName", "StringFilter", "Name of the product.", "{v}.productName"),
        Compare(
            "identifier",
            "StringFilter",
            "Any of its numbers as printed.",
            "{n}",
            through="UNWIND {v}.identifierValues AS {n}",
        ),
        Compare("dosageForm", "StringFilter", "Dosage form in the agency's words.", "{v}.dosageForm"),
        Compare("route", "StringFilter", "Route in the agency's words.", "{v}.route"),
        Compare("strength", "StringFilter", "Strength in the agency's words.", "{v}.strength"),
        Compare(
            "atcCode",
            "StringFilter",
            "Any of the ATC codes that the agency prints; `startsWith` finds those of a group.",
            "{n}",
            through="UNWIND {v}.atcCodes AS {n}",
        ),
        Through(
            "holder",
            "SponsorFilter",
            "Names such an organisation.",
            "MATCH ({v})-[{tie}:HELD_BY]->({w}:Sponsor)",
            binds=("tie",),
        ),
        Through(
            "manufacturer",
            "SponsorFilter",
            "Is made by such an organisation.",
            "MATCH ({v})-[{tie}:MANUFACTURED_BY]->({w}:Sponsor)",
            binds=("tie",),
        ),
        Through("drug", "DrugFilter", "Contains at least one such drug.", "MATCH ({v})-[:FOR_DRUG]->({w}:Drug)"),
    ),
)

_SORTING = Sorting(
    "Approval",
    "Order of approvals.",
    (
        Sort("DATE", "The date on the record, whatever its kind.", "{v}.date", nullable=True),
        Sort("AGENCY", "Agency, by its code.", "{v}.agencyCode"),
        Sort("PRODUCT_NAME", "Name of the product.", "{v}.productName", nullable=True),
        Sort("STATUS", "Shared status, by its name.", "{v}.status"),
    ),
    default=("DATE", "DESC"),
)

KIND = Kind("Approval", _FILTER, _SORTING)

IDENTIFIER_TYPE = ObjectType(
    "Identifier",
    "One number of a record.",
    (
        Leaf("scheme", "IdentifierScheme!", "Scheme of the number.", "{approval}.identifierSchemes[{i}]"),
        Leaf("value", "String!", "The number as printed.", "{approval}.identifierValues[{i}]"),
        Leaf(
            "normalised", "String!", "Letters and digits only, in upper case.", "{approval}.identifiersNormalised[{i}]"
        ),
    ),
)

INGREDIENT_TYPE = ObjectType(
    "Ingredient",
    "One drug in a product.",
    (
        Inline("drug", "Drug!", "The drug.", {"v": "{v}"}, "true"),
        Leaf(
            "strength",
            "String",
            "Its strength in the agency's words, if the record states it for each ingredient.",
            "{r}.strength",
        ),
        Leaf(
            "amounts",
            "[String!]!",
            "Its strength in one unit, to compare: 10 mg/mL for 40 mg in 4 mL. Several where the record lists several, "
            "none where it cannot be read.",
            "coalesce({r}.amounts, [])",
        ),
        Leaf("salt", "String", "Salt or hydrate that the record names.", "{r}.salt"),
    ),
)


def _held(name: str, description: str) -> Link:
    return Link(name, "Sponsor", description, "MATCH ({p})-[:HELD_BY]->({v}:Sponsor)", order=("{v}.id",))


_SHARED: tuple[ViewField, ...] = (
    *leaves(NODE, "id"),
    Link("agency", "Agency!", "The agency whose record it is.", "MATCH ({p})-[:GRANTED_BY]->({v}:Agency)"),
    Link(
        "drugs",
        "[Drug!]!",
        "Drugs that the product contains, by name.",
        "MATCH ({p})-[:FOR_DRUG]->({v}:Drug)",
        order=("{v}.genericName", "{v}.id"),
    ),
    Link(
        "ingredients",
        "[Ingredient!]!",
        "The same drugs, with the strength and salt that the record states for each.",
        "MATCH ({p})-[{r}:FOR_DRUG]->({v}:Drug)",
        order=("{v}.genericName", "{v}.id"),
    ),
    *leaves(NODE, "productName"),
    Link(
        "identifiers",
        "[Identifier!]!",
        "The agency's numbers on the record; the first is its key.",
        "UNWIND range(0, size({p}.identifierValues) - 1) AS {i}",
        order=("{i}",),
        bind={"approval": "{p}"},
    ),
    _held("holder", "The organisation that the record names."),
    Link(
        "manufacturers",
        "[Sponsor!]!",
        "Organisations that make, fill, pack or test the product, by name; none where the record names none.",
        "MATCH ({p})-[:MANUFACTURED_BY]->({v}:Sponsor)",
        order=("{v}.name", "{v}.id"),
    ),
    *leaves(NODE, "holderRole", "holderRaw", "status", "statusRaw", "date", "dateKind"),
    *leaves(NODE, "dosageForm", "route", "strength", "atcCodes"),
    Link(
        "sameAuthorisationAs",
        "[Approval!]!",
        "Records of the same authorisation at other agencies: linked, not merged.",
        "MATCH ({p})-[:SAME_AUTHORISATION_AS]-({v}:Approval)",
        order=("{v}.id",),
    ),
    evidence(),
)


def _native(agency: Agency, field: Native) -> ViewField:
    if field.reads == "holder":
        return _held(field.name, field.description)
    if field.reads == "date":
        # A record of another feed of the agency may carry a date of another kind: the FDA's first approval, say.
        return partial_date(field.name, field.description, "date", f" AND {{v}}.dateKind = '{agency.date_kind}'")
    return Leaf(field.name, field.type, field.description, f"{{v}}.{field.name}")


TYPES: tuple[ObjectType, ...] = tuple(
    ObjectType(
        agency.record_type,
        agency.record,
        (*_SHARED, *(_native(agency, field) for field in agency.fields)),
        ("Node", "Approval"),
    )
    for agency in agencies().values()
)

INTERFACE = Interface(
    "Approval",
    NODE.description,
    _SHARED,
    {agency.record_type: f"{{v}}:{agency.record_type}" for agency in agencies().values()},
    ("Node",),
)

LOOKUP = Lookup(
    "approval",
    "Approval",
    "One record of an agency, or null if there is none.",
    (
        Key("agency", "AgencyCode!", "The agency.", "MATCH ({v}:Approval {agencyCode: {value}})"),
        Key(
            "identifier",
            "String!",
            "Its number there; case, spaces and hyphens do not matter.",
            "WITH {v} WHERE {v}.numberNormalised = {value} WITH {v} ORDER BY {v}.id LIMIT 1",
            normalise_number,
        ),
    ),
    input="ApprovalBy",
    input_description="How to find an approval: agency and number.",
)

ROOT = Connection(
    "approvals",
    "ApprovalConnection",
    "Approval",
    "Approvals, latest date first unless ordered.",
    "MATCH ({v}:Approval)",
    count="COUNT { (:Approval) }",
)
