// Every condition with its ids in vocabularies and its names, so that a name met again is the same condition.
//
// returns id     STRING
// returns slug   STRING
// returns name   STRING
// returns ids    LIST<STRING>  MESH:D046150, DOID:9521
// returns names  LIST<STRING>
// returns listed  BOOLEAN  a vocabulary has it, records have not only named it
// access  read
MATCH (condition:Condition)
RETURN condition.id AS id, condition.slug AS slug, condition.name AS name,
  COLLECT { MATCH (condition)-[:HAS_XREF]->(x:Xref) WHERE x.source IN ['MESH', 'DOID'] RETURN x.id ORDER BY x.id } AS ids,
  COLLECT { MATCH (condition)-[:HAS_NAME]->(n:Name) RETURN n.value ORDER BY n.value } AS names,
  EXISTS { MATCH (condition)-[s:STATED_IN]->() WHERE s.rowHash <> s.rowKey } AS listed
ORDER BY id
