// Every condition with its ids in vocabularies and its names, so that a name met again is the same condition.
// One list is read in half the time of so many records. What no vocabulary has goes without names: they are all
// spellings of the one that it shows, and there are ten times as many as terms.
//
// returns rows  LIST  [id, slug, name, null or [names, ids (MESH:D046150), whether a vocabulary lists it]]
// access  read
MATCH (condition:Condition)
WITH condition ORDER BY condition.id
RETURN collect([
  condition.id, condition.slug, condition.name,
  CASE WHEN EXISTS { (condition)-[:HAS_XREF]->() } THEN [
    COLLECT { MATCH (condition)-[:HAS_NAME]->(n:Name) RETURN n.value ORDER BY n.value },
    COLLECT { MATCH (condition)-[:HAS_XREF]->(x:Xref) WHERE x.source IN ['MESH', 'DOID'] RETURN x.id ORDER BY x.id },
    EXISTS { MATCH (condition)-[s:STATED_IN]->() WHERE s.rowHash <> s.rowKey }
  ] END
]) AS rows
