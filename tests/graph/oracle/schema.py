"""The served schema as far as the oracle gives a meaning to it, and the orders that it declares."""

from pathlib import Path

from graphql import GraphQLSchema, build_schema

OWN_TESTS = {
    "Query": ("search", "suggest", "resolve", "regulatory", "paths", "subgraph", "discrepancies", "analytics"),
    "Drug": ("discrepancies", "timeline", "similar", "regulatory"),
    "Sponsor": ("partners",),
}
"""Fields whose meaning is not said here: they have tests of their own with exact answers."""


def _schema() -> GraphQLSchema:
    """The served schema, without these fields and what only they lead to."""
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
