// Every condition with its MeSH ids and names, so that a name met again is the same condition.
//
// returns id     STRING
// returns name   STRING
// returns mesh   LIST<STRING>
// returns names  LIST<STRING>
// access  read
MATCH (condition:Condition)
RETURN condition.id AS id, condition.name AS name,
  COLLECT { MATCH (condition)-[:HAS_XREF]->(x:Xref {source: 'MESH'}) RETURN x.code ORDER BY x.code } AS mesh,
  COLLECT { MATCH (condition)-[:HAS_NAME]->(n:Name) RETURN n.value ORDER BY n.value } AS names
ORDER BY id
