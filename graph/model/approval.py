"""(:Approval) — one product at one agency, in the agency's own words. Each also has the label of its shape.

Keyed by agency and number, never the number alone, and never folded into a flag on the drug.
"""

from dataclasses import dataclass

from graph.model.base import Node, Property
from graph.model.shared import ID, VALID_FROM
from graph.model.values import evidence
from graph.model.view import (
    Compare,
    Connection,
    FilterInput,
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
from graph.model.view import Field as ViewField
from graph.names import normalise_number


@dataclass(frozen=True)
class Native:
    """One field that only this agency prints; `reads` names the shared thing that it repeats."""

    name: str
    type: str
    description: str
    reads: str | None = None


@dataclass(frozen=True)
class Shape:
    """How one agency prints an approval; `type` is the extra label and the GraphQL type."""

    type: str
    agency: str
    description: str
    holder_role: str
    scheme: str
    date_kind: str | None
    fields: tuple[Native, ...]


def _holder(name: str, description: str) -> Native:
    return Native(name, "Sponsor", description, reads="holder")


def _date(name: str, description: str) -> Native:
    return Native(name, "PartialDate", description, reads="date")


def _text(name: str, description: str) -> Native:
    return Native(name, "String", description)


_COMPANY = _holder("company", "Company named by the agency.")
_APPROVED = _date("approvalDate", "Date of the approval.")

SHAPES: tuple[Shape, ...] = (
    Shape(
        "FdaApproval",
        "FDA",
        "A product as the FDA lists it.",
        "MANUFACTURER",
        "NDC",
        "EFFECTIVE",
        (
            _holder("manufacturer", "Labeller or applicant."),
            _text("ndcCode", "Product NDC: 15054-1040."),
            _date("effectiveDate", "Date since which the label in force is effective."),
        ),
    ),
    Shape(
        "EmaApproval",
        "EMA",
        "A centrally authorised medicine.",
        "AUTHORISATION_HOLDER",
        "EMA_PRODUCT_NUMBER",
        "ISSUED",
        (
            _holder("marketingAuthorisationHolder", "Holder of the marketing authorisation."),
            _date("issuedDate", "Date on which the authorisation was issued."),
        ),
    ),
    Shape(
        "HsaApproval",
        "HSA",
        "A therapeutic product registered in Singapore.",
        "MANUFACTURER",
        "HSA_APPROVAL_NUMBER",
        "APPROVAL",
        (
            _holder("manufacturer", "First manufacturer listed."),
            _text("approvalNumber", "Approval number: SIN02866P."),
            _APPROVED,
        ),
    ),
    Shape(
        "NmpaApproval",
        "NMPA",
        "A drug approved in China.",
        "COMPANY",
        "NMPA_APPROVAL_NUMBER",
        "APPROVAL",
        (
            _COMPANY,
            _text("approvalNumber", "Approval number: 国药准字 and nine characters."),
            _text("nmpaDrugType", "Chemical, traditional or biological, in the agency's words."),
            _APPROVED,
        ),
    ),
    Shape(
        "PpbApproval",
        "PPB",
        "A pharmaceutical product registered in Hong Kong.",
        "COMPANY",
        "PPB_REGISTRATION_NO",
        "REGISTRATION",
        (
            _text("registrationNo", "Product permit number: HK-23964."),
            _COMPANY,
            _text("licenceNo", "Licence number of the company: 40/2A/1987."),
            _date("registrationDate", "Date of the registration."),
        ),
    ),
    Shape(
        "TgaApproval",
        "TGA",
        "An entry of the Australian Register of Therapeutic Goods.",
        "LOCAL_SPONSOR",
        "ARTG_ID",
        "REGISTRATION",
        (
            _text("artgId", "ARTG number: 308494."),
            _holder("sponsor", "Australian sponsor of the entry."),
            _text("registrationType", "Licence category: Medicine."),
            _date("registrationDate", "Start date of the entry."),
        ),
    ),
    Shape(
        "HealthCanadaApproval",
        "HEALTH_CANADA",
        "A product of the Drug Product Database.",
        "COMPANY",
        "DIN",
        "MARKET",
        (
            _COMPANY,
            _text("din", "Drug identification number, eight digits: 02509733."),
            _date("marketDate", "Date since which it is marketed."),
        ),
    ),
    Shape(
        "AempsApproval",
        "AEMPS",
        "A medicine of the Spanish information centre CIMA.",
        "COMPANY",
        "AEMPS_REGISTRATION_NUMBER",
        None,
        (
            _COMPANY,
            _text("registrationNumber", "Registration number: 07402001."),
            _text("pharmaceuticalForm", "Pharmaceutical form, in Spanish."),
            _text("prescriptionType", "Conditions of prescription, in Spanish: Uso Hospitalario."),
        ),
    ),
    Shape(
        "PhFdaApproval",
        "PH_FDA",
        "A drug registered in the Philippines.",
        "COMPANY",
        "PH_FDA_LICENSE_NUMBER",
        "APPROVAL",
        (
            _COMPANY,
            _text("licenseNumber", "Registration number."),
            _APPROVED,
        ),
    ),
    Shape(
        "SfdaApproval",
        "SFDA",
        "A drug registered in Saudi Arabia.",
        "COMPANY",
        "SFDA_LICENSE_NUMBER",
        "APPROVAL",
        (
            _COMPANY,
            _text("licenseNumber", "Register number."),
            _APPROVED,
        ),
    ),
    Shape(
        "NpraApproval",
        "NPRA",
        "A product registered in Malaysia.",
        "COMPANY",
        "NPRA_REGISTRATION_NUMBER",
        "APPROVAL",
        (
            _COMPANY,
            _text("registrationNumber", "Registration number: MAL and eight digits."),
            _APPROVED,
        ),
    ),
    Shape(
        "EmcRecord",
        "EMC",
        "A medicine of the UK's electronic Medicines Compendium.",
        "AUTHORISATION_HOLDER",
        "UK_MA_NUMBER",
        "AUTHORISATION",
        (
            _holder("maHolder", "Holder of the marketing authorisation."),
            _text("maNumber", "Marketing authorisation number: PL 12345/0001."),
            _text("pharmaceuticalForm", "Pharmaceutical form."),
            _text("activeIngredient", "Active ingredient as printed."),
            _date("authorizationDate", "Date of the authorisation."),
        ),
    ),
)

NATIVE_TEXTS: tuple[str, ...] = tuple(
    dict.fromkeys(field.name for shape in SHAPES for field in shape.fields if field.type == "String")
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
        Property("dateKind", "STRING", "What the date is the date of; null without a date.", enum="DateKind"),
        Property("dosageForm", "STRING", "Dosage form in the agency's words."),
        Property("route", "STRING", "Route of administration in the agency's words."),
        Property("strength", "STRING", "Strength in the agency's words: 40 mg in 4 mL."),
        *(Property(name, "STRING", "Native field of one agency; see the shapes.") for name in NATIVE_TEXTS),
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
    "Which approvals; all that is given must hold.",
    (
        Test("id", "[ID!]", "One of these global ids.", "{v}.id IN {value}"),
        Test("agency", "[AgencyCode!]", "At one of these agencies.", "{v}.agencyCode IN {value}"),
        Test("status", "[RegulatoryStatus!]", "In one of these states.", "{v}.status IN {value}"),
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
        Through(
            "holder",
            "SponsorFilter",
            "Names such an organisation.",
            "MATCH ({v})-[{tie}:HELD_BY]->({w}:Sponsor)",
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
        Leaf("scheme", "IdentifierScheme!", "Whose number it is.", "{approval}.identifierSchemes[{i}]"),
        Leaf("value", "String!", "The number as printed.", "{approval}.identifierValues[{i}]"),
        Leaf(
            "normalised", "String!", "Letters and digits only, in upper case.", "{approval}.identifiersNormalised[{i}]"
        ),
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
    *leaves(
        NODE, "holderRole", "holderRaw", "status", "statusRaw", "date", "dateKind", "dosageForm", "route", "strength"
    ),
    Link(
        "sameAuthorisationAs",
        "[Approval!]!",
        "Records of the same authorisation at other agencies: linked, not merged.",
        "MATCH ({p})-[:SAME_AUTHORISATION_AS]-({v}:Approval)",
        order=("{v}.id",),
    ),
    evidence(),
)


def _native(shape: Shape, field: Native) -> ViewField:
    if field.reads == "holder":
        return _held(field.name, field.description)
    if field.reads == "date":
        # A record of another feed of the agency may carry a date of another kind: the FDA's first approval, say.
        return partial_date(field.name, field.description, "date", f" AND {{v}}.dateKind = '{shape.date_kind}'")
    return Leaf(field.name, field.type, field.description, f"{{v}}.{field.name}")


TYPES: tuple[ObjectType, ...] = tuple(
    ObjectType(
        shape.type,
        shape.description,
        (*_SHARED, *(_native(shape, field) for field in shape.fields)),
        ("Node", "Approval"),
    )
    for shape in SHAPES
)

INTERFACE = Interface(
    "Approval", NODE.description, _SHARED, {shape.type: f"{{v}}:{shape.type}" for shape in SHAPES}, ("Node",)
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
