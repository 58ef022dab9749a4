"""(:Condition) — a disease, disorder or state of health."""

from graph.model.base import Node, Property
from graph.model.shared import ID, SLUG, VALID_FROM

NODE = Node(
    label="Condition",
    description="A disease, disorder or state of health.",
    properties=(
        ID,
        SLUG,
        Property("name", "STRING", "Main name: Laron Syndrome.", required=True),
        Property("drugCount", "INTEGER", "Drugs linked to it in any way; derived after each load.", required=True),
        Property("trialCount", "INTEGER", "Trials that study it; derived after each load.", required=True),
        VALID_FROM,
    ),
    unique=("slug",),
    indexes=(("name", "id"),),
)
