// Every condition that a vocabulary has, with its ids and names, to match a name to the same condition again.
// One list takes half the time of as many rows.
//
// returns rows  LIST  [id, slug, name, names, ids in vocabularies (MESH:D046150) and places in MeSH's tree, whether a vocabulary lists it]
// access  read
MATCH (condition:Condition)-[:HAS_XREF]->(x:Xref)
WHERE x.id STARTS WITH 'MESH:' OR x.id STARTS WITH 'MESH_TREE:' OR x.id STARTS WITH 'DOID:'
WITH DISTINCT condition ORDER BY condition.id
RETURN collect([
  condition.id, condition.slug, condition.name,
  COLLECT { MATCH (condition)-[:HAS_NAME]->(n:Name) RETURN n.value ORDER BY n.value },
  COLLECT { MATCH (condition)-[:HAS_XREF]->(x:Xref) WHERE x.source IN ['MESH', 'MESH_TREE', 'DOID'] RETURN x.id ORDER BY x.id },
  EXISTS { MATCH (condition)-[s:STATED_IN]->() WHERE s.rowHash <> s.rowKey }
]) AS rows
