// Rows of a source behind each approval of a range of keys, to find those that its new edition no longer has.
//
// param   $source  STRING
// param   $after   STRING   the last id of the range before, at first empty
// param   $size    INTEGER  approvals looked at, those that the source does not state among them
// returns id       STRING
// returns rowKeys  LIST<STRING>
// returns sources  INTEGER  statements of the record, >= 1
// access  read
MATCH (approval:Approval)
WHERE approval.id > $after
WITH approval ORDER BY approval.id LIMIT $size
RETURN approval.id AS id,
  COLLECT { MATCH (approval)-[s:STATED_IN]->(source) WHERE source.id = $source RETURN s.rowKey } AS rowKeys,
  COUNT { (approval)-[:STATED_IN]->() } AS sources
ORDER BY id
