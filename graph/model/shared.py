"""Properties that several nodes or relationships carry, declared once."""

from graph.model.enums import ENUMS
from graph.model.storage import Property

ID = Property("id", "STRING", "Global id, stable across loads: kind, colon, the source's own key.", required=True)
SLUG = Property("slug", "STRING", "Readable id for addresses: lower case, hyphens.", required=True)
VALID_FROM = Property("validFrom", "DATETIME", "release instant since which this holds", required=True)

SOURCE_IDS = Property("sourceIds", "LIST<STRING>", "ids of the sources that state this", required=True)
METHOD = Property("method", "STRING", "how the two were matched: UNII, EXACT_NAME, SALT_RULE, …", required=True)
SCORE = Property("score", "FLOAT", "how sure the match is, above 0 and at most 1", required=True)
RAW_TEXT = Property("rawText", "STRING", "the words of the source")

AGENCY_ORDER = (
    "CASE {v}.code "
    + " ".join(f"WHEN '{code}' THEN {place}" for place, code in enumerate(ENUMS["AgencyCode"].values))
    + " END"
)
"""Sort term: agencies in the order of their vocabulary."""


def in_order(enum: str, found: str) -> str:
    """Return an expression: the values of the list `found`, without repeats, in the order of their vocabulary."""
    values = ", ".join(f"'{value}'" for value in ENUMS[enum].values)
    return f"[{{e}} IN [{values}] WHERE {{e}} IN {found}]"


LABELS = ("Drug", "Condition", "Trial", "Sponsor", "Agency", "Approval")

BY_ID = " UNION ALL ".join(f"MATCH ({{v}}:{label} {{id: {{value}}}}) RETURN {{v}}" for label in LABELS)
"""Finds the node with the global id {value}, of any kind."""
