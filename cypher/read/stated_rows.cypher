// Every approval that a source states, to find those that its new edition no longer has.
//
// param   $source  STRING
// returns id       STRING
// returns rowKey   STRING
// returns sources  INTEGER  statements of the record, >= 1
// access  read
MATCH (:Source {id: $source})<-[s:STATED_IN]-(approval:Approval)
RETURN approval.id AS id, s.rowKey AS rowKey, COUNT { (approval)-[:STATED_IN]->() } AS sources
ORDER BY id, rowKey
