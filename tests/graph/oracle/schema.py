"""The part of the served schema that the oracle can answer, and the orders of its enums."""

from pathlib import Path

from graphql import GraphQLSchema, build_schema

OWN_TESTS = {
    "Query": ("search", "suggest", "resolve", "regulatory", "paths", "subgraph", "discrepancies", "analytics"),
    "Drug": ("discrepancies", "timeline", "similar", "regulatory"),
    "Sponsor": ("partners",),
}
"""Fields that the oracle leaves out: they have tests of their own with exact answers."""


def _schema() -> GraphQLSchema:
    """Return the served schema without these fields and the types that only they lead to."""
    served = build_schema((Path(__file__).parents[3] / "api" / "schema.graphql").read_text(encoding="utf-8"))
    for kind, names in OWN_TESTS.items():
        for name in names:
            del served.type_map[kind].fields[name]  # type: ignore[attr-defined]
    shapes = served.get_implementations(served.type_map["Node"]).objects  # type: ignore[arg-type]
    return GraphQLSchema(served.query_type, types=shapes)


SCHEMA: GraphQLSchema = _schema()
AGENCIES = list(SCHEMA.type_map["AgencyCode"].values)  # type: ignore[attr-defined]
LABELS = ("Agency", "Approval", "Condition", "Drug", "Sponsor", "Trial")
PHASES = ["NA", "EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4"]
