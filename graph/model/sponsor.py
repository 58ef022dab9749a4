"""(:Sponsor) — an organisation or person in any role: sponsor, collaborator, manufacturer, holder, company."""

from graph.model.base import Node, Property
from graph.model.shared import ID, SLUG, VALID_FROM

NODE = Node(
    label="Sponsor",
    description="An organisation or person acting in any role, one node a legal entity.",
    properties=(
        ID,
        SLUG,
        Property("name", "STRING", "Name as its best source prints it.", required=True),
        Property("class", "STRING", "Class in the trial registry's terms.", enum="AgencyClass"),
        Property("country", "STRING", "Country, ISO 3166-1 alpha-2."),
        Property("roles", "LIST<STRING>", "Roles in which it acts, sorted; derived after each load.",
                 required=True, enum="SponsorRole"),
        Property("trialCount", "INTEGER", "Trials in any role; derived after each load.", required=True),
        Property("drugCount", "INTEGER", "Drugs of its trials and approvals; derived after each load.", required=True),
        Property("approvalCount", "INTEGER", "Approvals that name it; derived after each load.", required=True),
        VALID_FROM,
    ),
    unique=("slug",),
    indexes=(("name", "id"), ("trialCount", "id")),
)
