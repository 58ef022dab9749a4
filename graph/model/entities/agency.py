"""(:Agency) — a regulator, or a compendium that publishes what one has licensed."""

from graph.model.public_types import Argument, Connection, Key, Link, Lookup, ObjectType, leaves
from graph.model.shared import AGENCY_ORDER, ID, VALID_FROM
from graph.model.storage import Node, Property

NODE = Node(
    label="Agency",
    description="A regulator, or a compendium that publishes what one has licensed.",
    properties=(
        ID,
        Property("code", "STRING", "Short code of this graph: FDA.", required=True, enum="AgencyCode"),
        Property("name", "STRING", "Full name.", required=True),
        Property("shortName", "STRING", "Common name.", required=True),
        Property("kind", "STRING", "Regulator or compendium.", required=True, enum="AgencyKind"),
        Property("licensingAuthority", "STRING", "The body that grants the authorisations, if it is another one."),
        Property("jurisdiction", "STRING", "Country or union.", required=True),
        Property("countryCodes", "LIST<STRING>", "ISO 3166-1 alpha-2 codes.", required=True),
        Property("url", "STRING", "Public address."),
        Property(
            "identifierSchemes",
            "LIST<STRING>",
            "Kinds of number it gives to products.",
            required=True,
            enum="IdentifierScheme",
        ),
        Property(
            "dateKind",
            "STRING",
            "Kind of the date on its records; null if it prints none.",
            enum="DateKind",
        ),
        VALID_FROM,
    ),
    unique=("code",),
)

TYPE = ObjectType(
    "Agency",
    NODE.description,
    (
        *leaves(
            NODE,
            "id",
            "code",
            "name",
            "shortName",
            "kind",
            "licensingAuthority",
            "jurisdiction",
            "countryCodes",
            "url",
            "identifierSchemes",
            "dateKind",
        ),
        Connection(
            "approvals",
            "ApprovalConnection",
            "Approval",
            "Its records, latest date first.",
            "MATCH ({p})<-[:GRANTED_BY]-({v}:Approval)",
            count="COUNT { ({p})<-[:GRANTED_BY]-() }",
        ),
        Connection(
            "drugs",
            "DrugConnection",
            "Drug",
            "Drugs in one of these coverage states, by name.",
            "MATCH ({v}:Drug) OPTIONAL MATCH ({v})-[{r}:COVERED_BY]->({p}) WITH {v}, {r}",
            arguments=(
                Argument(
                    "state",
                    "[CoverageState!]",
                    "States of the drug at this agency; FOUND unless given.",
                    "coalesce({r}.state, 'NOT_CHECKED') IN {value}",
                    default=("FOUND",),
                ),
            ),
        ),
    ),
    interfaces=("Node",),
)

LOOKUP = Lookup(
    "agency",
    "Agency",
    "One agency.",
    (Key("code", "AgencyCode!", "Code of the agency.", "MATCH ({v}:Agency {code: {value}})"),),
)

LIST = Link(
    "agencies", "[Agency!]!", "All agencies that this graph covers.", "MATCH ({v}:Agency)", order=(AGENCY_ORDER,)
)
