"""The questions of the benchmark, each in GraphQL and in Cypher as an expert of the graph writes it by hand.

Both give the same answer, names included; a run compares them before it times them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.agencies import agencies
from graph.answer import cursor
from graph.model.entities.approval import NATIVE_TEXTS
from graph.model.enums import ENUMS


@dataclass(frozen=True)
class Question:
    """One question in both languages; `key` is the root field of the GraphQL answer.

    `choose` is Cypher whose rows are the parameters that are asked with, in turn. `cursor` is the order of a list and
    the parameters that are its sort keys: what a hand-written statement compares, GraphQL gets as `after`.
    """

    key: str
    graphql: str
    cypher: str
    choose: str = "RETURN 1 AS once"
    cursor: tuple[str, tuple[str, ...]] | None = None
    apollo: str | None = None
    """The same question in the schema of @neo4j/graphql; None if it cannot express it."""

    def variables(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        """Variables of the GraphQL operation."""
        if self.cursor is None:
            return dict(chosen)
        order, names = self.cursor
        return {**chosen, "after": cursor.encode(order, [chosen[name] for name in names])}


def _natives() -> str:
    """Each agency's own string fields, as fragments on the types that have any."""
    texts = (
        (agency.record_type, " ".join(field.name for field in agency.fields if field.type == "String"))
        for agency in agencies().values()
    )
    return " ".join(f"... on {name} {{ {fields} }}" for name, fields in texts if fields)


_AGENCY_PLACE = " ".join(f"WHEN '{code}' THEN {place}" for place, code in enumerate(ENUMS["AgencyCode"].values))

_LEAD_APOLLO = """sponsorsConnection(where: {edge: {role: {eq: "LEAD_SPONSOR"}}}) { edges { node { id name } } }"""
_LATEST_APOLLO = "sort: [{node: {studyFirstPostDate: DESC}}, {node: {id: ASC}}]"

_PAGE_APOLLO = f"""query Page($slug: String!) {{
  drugs(where: {{slug: {{eq: $slug}}}}) {{
    id genericName brandNames drugType casNumber unii overview indicationText
    trialsConnection(first: 10, {_LATEST_APOLLO}) {{
      aggregate {{ count {{ nodes }} }}
      edges {{ node {{
        id nctId briefTitle phases overallStatus studyFirstPostDate studyFirstPostDateRaw
        {_LEAD_APOLLO}
        conditions(limit: 25, sort: [{{name: ASC}}, {{id: ASC}}]) {{ id name }}
      }} }}
    }}
    approvalsConnection(first: 50, sort: [{{node: {{date: DESC}}}}, {{node: {{id: ASC}}}}]) {{
      aggregate {{ count {{ nodes }} }}
      edges {{ node {{
        id productName status date dateRaw agencyCode {" ".join(NATIVE_TEXTS)}
        holders {{ id name }}
      }} }}
    }}
    agenciesConnection {{ edges {{ node {{ code name }} properties {{ state recordCount message }} }} }}
  }}
}}"""

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

_LIST_GRAPHQL = """query List($after: String) {
  drugs(first: 50, after: $after, orderBy: [{field: %s, direction: %s}]) {
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

_LIST_APOLLO = f"""query List($name: String!, $id: String!) {{
  drugs(
    where: {{OR: [{{genericName: {{gt: $name}}}}, {{genericName: {{eq: $name}}, id: {{gt: $id}}}}]}}
    limit: 50 sort: [{{genericName: ASC}}, {{id: ASC}}]
  ) {{
    id genericName
    trialsConnection(first: 5, {_LATEST_APOLLO}) {{
      edges {{ node {{ id briefTitle overallStatus {_LEAD_APOLLO} }} }}
    }}
  }}
}}"""

_WALK_APOLLO = f"""query Walk($slug: String!) {{
  drugs(where: {{slug: {{eq: $slug}}}}) {{
    id
    trialsConnection(first: 5, {_LATEST_APOLLO}) {{ edges {{ node {{
      id
      sponsorsConnection(where: {{edge: {{role: {{eq: "LEAD_SPONSOR"}}}}}}) {{ edges {{ node {{
        id name
        trialsConnection(first: 5, {_LATEST_APOLLO}) {{ edges {{ node {{
          id briefTitle drugs(limit: 25, sort: [{{genericName: ASC}}]) {{ id genericName }}
        }} }} }}
      }} }} }}
    }} }} }}
  }}
}}"""

_TRIALS_APOLLO = """query Trials($date: String!, $id: String!) {
  trials(
    where: {OR: [{studyFirstPostDate: {gt: $date}}, {studyFirstPostDate: {eq: $date}, id: {gt: $id}}]}
    limit: %d sort: [{studyFirstPostDate: ASC}, {id: ASC}]
  ) { %s }
}"""
_TRIAL_APOLLO = f"""id briefTitle phases overallStatus studyFirstPostDate studyFirstPostDateRaw
    {_LEAD_APOLLO.replace("id name }", "id name class }")} conditions(limit: 25, sort: [{{name: ASC}}]) {{ id name }}"""

_PAGE_OF_TRIALS_APOLLO = _TRIALS_APOLLO % (20, "id briefTitle studyFirstPostDate")

_FILTER_APOLLO = """query Filtered($status: String!, $agency: String!) {
  drugsConnection(
    first: 20 sort: [{genericName: ASC}, {id: ASC}]
    where: {
      trials: {some: {overallStatus: {eq: $status}, phases: {includes: "PHASE3"}}}
      approvals: {some: {agencyCode: {eq: $agency}}}
    }
  ) { aggregate { count { nodes } } edges { node { id genericName } } }
}"""

_COUNT_APOLLO = """query Counted($status: String!) {
  trialsConnection(where: {overallStatus: {eq: $status}}) { aggregate { count { nodes } } }
}"""

_WALK_GRAPHQL = """query Walk($slug: String!) {
  drug(by: {slug: $slug}) {
    id
    trials(first: 5) {
      nodes {
        id
        leadSponsor { id name trials(first: 5) { nodes { id briefTitle drugs { nodes { id genericName } } } } }
      }
    }
  }
}"""

_WALK_CYPHER = """MATCH (d:Drug {slug: $slug})
RETURN d {.id, trials: {nodes: COLLECT {
  MATCH (d)<-[:TESTS]-(t:Trial)
  WITH t ORDER BY t.studyFirstPostDate IS NULL, t.studyFirstPostDate DESC, t.id LIMIT 5
  RETURN t {.id, leadSponsor: head(COLLECT {
    MATCH (t)-[:SPONSORED_BY {role: 'LEAD_SPONSOR'}]->(s)
    RETURN s {.id, .name, trials: {nodes: COLLECT {
      MATCH (s)<-[:SPONSORED_BY]-(u:Trial)
      WITH DISTINCT u ORDER BY u.studyFirstPostDate IS NULL, u.studyFirstPostDate DESC, u.id LIMIT 5
      RETURN u {.id, .briefTitle, drugs: {nodes: COLLECT {
        MATCH (u)-[:TESTS]->(e) WITH e ORDER BY e.genericName, e.id LIMIT 25 RETURN e {.id, .genericName}
      }}}
    }}}
  })}
}}} AS answer"""

_TRIALS_GRAPHQL = """query Trials($after: String!) {
  trials(first: 200, after: $after, orderBy: [{field: STUDY_FIRST_POST_DATE}]) {
    nodes {
      id briefTitle phases overallStatus studyFirstPostDate { raw value }
      leadSponsor { id name class } conditions { nodes { id name } }
    }
  }
}"""

_AFTER = """MATCH (t:Trial)
  WHERE t.studyFirstPostDate >= $date AND (t.studyFirstPostDate > $date OR t.id > $id)
    AND t.studyFirstPostDate IS NOT NULL AND t.id IS NOT NULL
  WITH t ORDER BY t.studyFirstPostDate, t.id LIMIT %d"""

_TRIALS_CYPHER = f"""RETURN {{nodes: COLLECT {{
  {_AFTER % 200}
  RETURN t {{
    .id, .briefTitle, .phases, .overallStatus,
    studyFirstPostDate: {{
      raw: coalesce(t.studyFirstPostDateRaw, t.studyFirstPostDate),
      value: CASE WHEN size(t.studyFirstPostDate) = 10 THEN t.studyFirstPostDate END
    }},
    leadSponsor: head([
      (t)-[:SPONSORED_BY {{role: 'LEAD_SPONSOR'}}]->(s) | s {{.id, .name, class: coalesce(s.class, 'UNKNOWN')}}
    ]),
    conditions: {{nodes: COLLECT {{
      MATCH (t)-[:STUDIES]->(c) WITH c ORDER BY c.name, c.id LIMIT 25 RETURN c {{.id, .name}}
    }}}}
  }}
}}}} AS answer"""

_PAGE_OF_TRIALS_GRAPHQL = """query Deep($after: String!) {
  trials(first: 20, after: $after, orderBy: [{field: STUDY_FIRST_POST_DATE}]) {
    nodes { id briefTitle studyFirstPostDate { value } }
  }
}"""

_PAGE_OF_TRIALS_CYPHER = f"""RETURN {{nodes: COLLECT {{
  {_AFTER % 20}
  RETURN t {{
    .id, .briefTitle,
    studyFirstPostDate: {{value: CASE WHEN size(t.studyFirstPostDate) = 10 THEN t.studyFirstPostDate END}}
  }}
}}}} AS answer"""

_GROUPS_GRAPHQL = """query Groups($slug: String!) {
  drug(by: {slug: $slug}) {
    trials { totalCount groupBy(by: [PHASE, OVERALL_STATUS], first: 200) { count keys { value } } }
  }
}"""

_PHASE = "CASE size(p) WHEN 0 THEN null WHEN 1 THEN p[0] ELSE p[0] + '/' + p[1] END"
_GROUPS_CYPHER = f"""MATCH (d:Drug {{slug: $slug}})
CALL (d) {{
  MATCH (d)<-[:TESTS]-(t:Trial)
  WITH t.phases AS p, t.overallStatus AS status, count(*) AS n
  WITH {_PHASE} AS phase, status, n
  ORDER BY n DESC, coalesce(phase, '\uffff'), status LIMIT 200
  RETURN collect({{count: n, keys: [{{value: phase}}, {{value: status}}]}}) AS groups
}}
RETURN {{trials: {{totalCount: COUNT {{ (d)<-[:TESTS]-() }}, groupBy: groups}}}} AS answer"""

_FILTER_GRAPHQL = """query Filtered($status: OverallStatus!, $agency: AgencyCode!) {
  drugs(first: 20, filter: {trial: {overallStatus: [$status], phases: [PHASE3]}, approval: {agency: [$agency]}}) {
    totalCount nodes { id genericName }
  }
}"""

_FILTER_CYPHER = """MATCH (a:Approval WHERE a.agencyCode = $agency)-[:FOR_DRUG]->(d:Drug)
WITH DISTINCT d
WHERE EXISTS { MATCH (d)<-[:TESTS]-(t:Trial) WHERE t.overallStatus = $status AND 'PHASE3' IN t.phases }
WITH d ORDER BY d.genericName, d.id
WITH collect(d) AS found
RETURN {totalCount: size(found), nodes: [d IN found[..20] | d {.id, .genericName}]} AS answer"""

_COUNT_GRAPHQL = """query Counted($status: OverallStatus!) {
  trials(filter: {overallStatus: [$status]}) { totalCount }
}"""

_SEARCH_GRAPHQL = """query Search($text: String!) {
  search(text: $text, types: [TRIAL], first: 20) {
    totalCount
    edges { node { score node { ... on Trial { id briefTitle phases overallStatus } } } }
    facets { key count }
  }
}"""

_SEARCH_CYPHER = """CALL db.index.fulltext.queryNodes('search_text', $query, {limit: 5000}) YIELD node AS t, score
WITH t, score WHERE t:Trial
WITH t, toLower(t.briefTitle) AS title, score
WITH t, score * CASE WHEN title = $text THEN 4.0 WHEN title STARTS WITH $text THEN 2.0 ELSE 1.0 END AS score
WITH t, toInteger(round(score * 1000000)) AS score ORDER BY score DESC, t.id
WITH collect([t, score]) AS hits
RETURN {
  totalCount: size(hits),
  edges: [h IN hits[..20] | {
    node: {
      score: h[1] / 1000000.0,
      node: {id: h[0].id, briefTitle: h[0].briefTitle, phases: h[0].phases, overallStatus: h[0].overallStatus}
    }
  }],
  facets: [{key: 'TRIAL', count: size(hits)}]
} AS answer"""

_WORDS = """MATCH (t:Trial) WITH t LIMIT 2000
UNWIND split(toLower(t.briefTitle), ' ') AS word WITH word, count(*) AS n WHERE word =~ '[a-z]{6,}'
WITH word AS text ORDER BY n DESC, word SKIP 3 LIMIT 6
RETURN text, '+("' + text + '"^4 (+' + text + '*))' AS query"""

_BY_TRIALS = "MATCH (d:Drug) WHERE d.trialCount > 0 WITH d ORDER BY d.trialCount, d.id WITH collect(d.slug) AS slugs"
_MEDIAN_DRUGS = f"{_BY_TRIALS} UNWIND range(0, 9) AS i RETURN slugs[size(slugs) / 2 + i] AS slug"
_LARGEST_DRUGS = "MATCH (d:Drug) RETURN d.slug AS slug ORDER BY d.trialCount DESC, d.id LIMIT 10"
_PLACES_OF_DRUGS = """MATCH (d:Drug) WITH d ORDER BY d.genericName, d.id WITH collect(d) AS drugs
UNWIND range(0, 9) AS i WITH drugs[size(drugs) * i / 12] AS d RETURN d.genericName AS name, d.id AS id"""
_PLACES_OF_TRIALS = """MATCH (t:Trial) WHERE t.studyFirstPostDate IS NOT NULL
WITH t ORDER BY t.studyFirstPostDate, t.id %s LIMIT 10 RETURN t.studyFirstPostDate AS date, t.id AS id"""
_BY_DATE = ("Trial:STUDY_FIRST_POST_DATE ASC", ("date", "id"))
_STATUSES = "UNWIND ['RECRUITING', 'COMPLETED'] AS status RETURN status, 'EMA' AS agency"

QUESTIONS = {
    "page, median drugs": Question("drug", _PAGE_GRAPHQL, _PAGE_CYPHER, _MEDIAN_DRUGS, apollo=_PAGE_APOLLO),
    "page, largest drugs": Question("drug", _PAGE_GRAPHQL, _PAGE_CYPHER, _LARGEST_DRUGS, apollo=_PAGE_APOLLO),
    "drugs by name": Question(
        "drugs",
        _LIST_GRAPHQL % ("NAME", "ASC"),
        _LIST_CYPHER % "WHERE d.genericName >= $name AND (d.genericName > $name OR d.id > $id) AND d.id IS NOT NULL "
        "WITH d ORDER BY d.genericName, d.id",
        _PLACES_OF_DRUGS,
        ("Drug:NAME ASC", ("name", "id")),
        _LIST_APOLLO,
    ),
    "drugs by trials": Question(
        "drugs",
        _LIST_GRAPHQL % ("TRIAL_COUNT", "DESC"),
        _LIST_CYPHER % "WHERE d.trialCount IS NOT NULL AND d.id IS NOT NULL WITH d ORDER BY d.trialCount DESC, d.id",
    ),
    "drug, sponsor, trials, drugs": Question("drug", _WALK_GRAPHQL, _WALK_CYPHER, _MEDIAN_DRUGS, apollo=_WALK_APOLLO),
    "200 trials": Question(
        "trials",
        _TRIALS_GRAPHQL,
        _TRIALS_CYPHER,
        _PLACES_OF_TRIALS % "SKIP 100",
        _BY_DATE,
        _TRIALS_APOLLO % (200, _TRIAL_APOLLO),
    ),
    "first page of trials": Question(
        "trials",
        _PAGE_OF_TRIALS_GRAPHQL,
        _PAGE_OF_TRIALS_CYPHER,
        _PLACES_OF_TRIALS % "",
        _BY_DATE,
        _PAGE_OF_TRIALS_APOLLO,
    ),
    "page of trials 50,000 in": Question(
        "trials",
        _PAGE_OF_TRIALS_GRAPHQL,
        _PAGE_OF_TRIALS_CYPHER,
        _PLACES_OF_TRIALS % "SKIP 50000",
        _BY_DATE,
        _PAGE_OF_TRIALS_APOLLO,
    ),
    "search": Question("search", _SEARCH_GRAPHQL, _SEARCH_CYPHER, _WORDS),
    "groups": Question("drug", _GROUPS_GRAPHQL, _GROUPS_CYPHER, _LARGEST_DRUGS),
    "nested filter": Question("drugs", _FILTER_GRAPHQL, _FILTER_CYPHER, _STATUSES, apollo=_FILTER_APOLLO),
    "filtered count": Question(
        "trials",
        _COUNT_GRAPHQL,
        "MATCH (t:Trial {overallStatus: $status}) WHERE t.id IS NOT NULL RETURN {totalCount: count(t)} AS answer",
        _STATUSES,
        apollo=_COUNT_APOLLO,
    ),
}
