"""(:Agency) — a regulator, or a compendium that publishes what one has licensed."""

from graph.model.base import Node, Property
from graph.model.shared import ID, VALID_FROM

NODE = Node(
    label="Agency",
    description="A regulator, or a compendium that publishes what one has licensed.",
    properties=(
        ID,
        Property("code", "STRING", "Short code of this graph: FDA.", required=True, enum="AgencyCode"),
        Property("name", "STRING", "Full name.", required=True),
        Property("shortName", "STRING", "Name as users say it.", required=True),
        Property("kind", "STRING", "Regulator or compendium.", required=True, enum="AgencyKind"),
        Property("licensingAuthority", "STRING", "Who grants the authorisations, where it is another body."),
        Property("jurisdiction", "STRING", "Country or union.", required=True),
        Property("countryCodes", "LIST<STRING>", "ISO 3166-1 alpha-2 codes.", required=True),
        Property("url", "STRING", "Public address."),
        Property("identifierSchemes", "LIST<STRING>", "Kinds of number it gives to products.",
                 required=True, enum="IdentifierScheme"),
        Property("dateKind", "STRING", "What the date on its records is the date of; null if it prints none.",
                 enum="DateKind"),
        VALID_FROM,
    ),
    unique=("code",),
)
