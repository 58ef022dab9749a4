"""What is measured: each question in GraphQL, and in Cypher as one writes it by hand who knows the graph well.

Both give the same answer, down to the names, so that a run can compare them before it times them.
"""

from dataclasses import dataclass, field
from typing import Any

from graph.model.approval import NATIVE_TEXTS, SHAPES
from graph.model.enums import ENUMS


@dataclass(frozen=True)
class Question:
    """One question in both languages; `key` is the root field of the GraphQL answer."""

    key: str
    graphql: str
    cypher: str
    parameters: dict[str, Any] = field(default_factory=dict)


def _natives() -> str:
    """Each agency's own texts, as fragments on the shapes that have any."""
    texts = ((shape.type, " ".join(each.name for each in shape.fields if each.type == "String")) for shape in SHAPES)
    return " ".join(f"... on {name} {{ {fields} }}" for name, fields in texts if fields)


_AGENCY_PLACE = " ".join(f"WHEN '{code}' THEN {place}" for place, code in enumerate(ENUMS["AgencyCode"].values))

_PAGE_GRAPHQL = f"""query Page($slug: String!) {{
  drug(by: {{slug: $slug}}) {{
    id genericName brandNames drugType casNumber unii overview indicationText
    trials(first: 10) {{
      totalCount
      nodes {{
        id nctId briefTitle phases overallStatus
        studyFirstPostDate {{ raw value }}
        leadSponsor {{ id name }}
        conditions {{ nodes {{ id name }} }}
      }}
    }}
    approvals(first: 50) {{
      totalCount
      nodes {{
        id productName status
        date {{ raw value }}
        agency {{ code }}
        holder {{ id name }}
        {_natives()}
      }}
    }}
    agencies {{ agency {{ code name }} state recordCount message }}
  }}
}}"""

_PAGE_CYPHER = f"""MATCH (d:Drug {{slug: $slug}})
RETURN d {{
  .id, .genericName, .brandNames, .drugType, .casNumber, .unii, .overview, .indicationText,
  trials: {{
    totalCount: COUNT {{ (d)<-[:TESTS]-() }},
    nodes: COLLECT {{
      MATCH (d)<-[:TESTS]-(t:Trial)
      WITH t ORDER BY t.studyFirstPostDate IS NULL, t.studyFirstPostDate DESC, t.id LIMIT 10
      RETURN t {{
        .id, .nctId, .briefTitle, .phases, .overallStatus,
        studyFirstPostDate: {{
          raw: coalesce(t.studyFirstPostDateRaw, t.studyFirstPostDate),
          value: CASE WHEN size(t.studyFirstPostDate) = 10 THEN t.studyFirstPostDate END
        }},
        leadSponsor: head([(t)-[:SPONSORED_BY {{role: 'LEAD_SPONSOR'}}]->(s) | s {{.id, .name}}]),
        conditions: {{ nodes: COLLECT {{
          MATCH (t)-[:STUDIES]->(c) WITH c ORDER BY c.name, c.id LIMIT 25 RETURN c {{.id, .name}}
        }} }}
      }}
    }}
  }},
  approvals: {{
    totalCount: COUNT {{ (d)<-[:FOR_DRUG]-() }},
    nodes: COLLECT {{
      MATCH (d)<-[:FOR_DRUG]-(a)
      WITH a ORDER BY a.date IS NULL, a.date DESC, a.id LIMIT 50
      RETURN a {{
        .id, .productName, .status, {", ".join(f".{name}" for name in NATIVE_TEXTS)},
        date: {{ raw: coalesce(a.dateRaw, a.date), value: CASE WHEN size(a.date) = 10 THEN a.date END }},
        agency: {{code: a.agencyCode}},
        holder: head([(a)-[:HELD_BY]->(s) | s {{.id, .name}}])
      }}
    }}
  }},
  agencies: COLLECT {{
    MATCH (g:Agency) OPTIONAL MATCH (d)-[r:COVERED_BY]->(g)
    WITH g, r ORDER BY CASE g.code {_AGENCY_PLACE} END
    RETURN {{
      agency: g {{.code, .name}}, state: coalesce(r.state, 'NOT_CHECKED'),
      recordCount: coalesce(r.recordCount, 0), message: r.message
    }}
  }}
}} AS answer"""

_LIST_GRAPHQL = """{
  drugs(first: 50, orderBy: [{field: %s, direction: %s}]) {
    nodes {
      id genericName
      trials(first: 5) { nodes { id briefTitle overallStatus leadSponsor { id name } } }
    }
  }
}"""

_LIST_CYPHER = """MATCH (d:Drug) %s LIMIT 50
RETURN {nodes: collect(d {
  .id, .genericName,
  trials: {nodes: COLLECT {
    MATCH (d)<-[:TESTS]-(t:Trial)
    WITH t ORDER BY t.studyFirstPostDate IS NULL, t.studyFirstPostDate DESC, t.id LIMIT 5
    RETURN t {
      .id, .briefTitle, .overallStatus,
      leadSponsor: head([(t)-[:SPONSORED_BY {role: 'LEAD_SPONSOR'}]->(s) | s {.id, .name}])
    }
  }}
})} AS answer"""

QUESTIONS = {
    "page": Question("drug", _PAGE_GRAPHQL, _PAGE_CYPHER, {"slug": "mecasermin"}),
    "list by name": Question(
        "drugs",
        _LIST_GRAPHQL % ("NAME", "ASC"),
        _LIST_CYPHER % "WHERE d.genericName IS NOT NULL AND d.id IS NOT NULL WITH d ORDER BY d.genericName, d.id",
    ),
    "list by trials": Question(
        "drugs",
        _LIST_GRAPHQL % ("TRIAL_COUNT", "DESC"),
        _LIST_CYPHER % "WHERE d.trialCount IS NOT NULL AND d.id IS NOT NULL WITH d ORDER BY d.trialCount DESC, d.id",
    ),
}
