"""(:Drug) — one active substance, or one product line known by its own name."""

from graph.model.base import Node, Property
from graph.model.shared import ID, SLUG, VALID_FROM

NODE = Node(
    label="Drug",
    description="One active substance.",
    properties=(
        ID,
        SLUG,
        Property("genericName", "STRING", "Generic name, usually the INN: Mecasermin.", required=True),
        Property("brandNames", "LIST<STRING>", "Names under which it is sold, sorted.", required=True),
        Property("drugType", "STRING", "Broad kind, as stated or derived.", required=True, enum="DrugType"),
        Property("drugTypeRaw", "STRING", "The kind in the source's words: Biotech."),
        Property("casNumber", "STRING", "CAS registry number: 68562-41-4."),
        Property("unii", "STRING", "Unique Ingredient Identifier of the FDA, ten characters: 7GR9I2683O."),
        Property("inchiKey", "STRING", "Standard InChIKey; small molecules only."),
        Property("overview", "STRING", "What it is, in this project's own words."),
        Property("indicationText", "STRING", "What it is authorised for, in this project's own words."),
        Property("trialCount", "INTEGER", "Trials that test it; derived after each load.", required=True),
        Property("approvalCount", "INTEGER", "Approvals at all agencies; derived after each load.", required=True),
        Property("agencyCount", "INTEGER", "Agencies where it is found; derived after each load.", required=True),
        Property("latestApproval", "STRING", "Latest date among its approvals, ISO 8601; derived after each load."),
        VALID_FROM,
    ),
    unique=("slug", "unii"),
    indexes=(("casNumber",), ("inchiKey",), ("genericName", "id")),
)
