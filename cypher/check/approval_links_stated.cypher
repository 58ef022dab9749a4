// Approvals with links of their own that none of their evidence states.
//
// param   $approvals  LIST<STRING>  approvals looked at; null: all
// returns id  STRING
// access  read
CALL () {
  UNWIND $approvals AS key MATCH (approval:Approval {id: key}) RETURN approval
  UNION ALL
  WITH 1 AS all WHERE $approvals IS NULL MATCH (approval:Approval) RETURN approval
}
WITH approval, COLLECT { MATCH (approval)-[s:STATED_IN]->() RETURN s.fields } AS said
WHERE (EXISTS { (approval)-[:FOR_DRUG]->() } AND NOT any(fields IN said WHERE 'drugs' IN fields))
  OR (EXISTS { (approval)-[:HELD_BY]->() } AND NOT any(fields IN said WHERE 'holder' IN fields))
  OR (EXISTS { (approval)-[:MANUFACTURED_BY]->() } AND NOT any(fields IN said WHERE 'manufacturers' IN fields))
  OR (EXISTS { (approval)-[:GRANTED_BY]->() } AND NOT any(fields IN said WHERE 'agency' IN fields))
RETURN approval.id AS id
LIMIT 20
