// Approvals without an agency that granted them, or with more than one.
//
// param   $approvals  LIST<STRING>  approvals looked at; null: all
// returns id  STRING
// access  read
CALL () {
  UNWIND $approvals AS key MATCH (approval:Approval {id: key}) RETURN approval
  UNION ALL
  WITH 1 AS all WHERE $approvals IS NULL MATCH (approval:Approval) RETURN approval
}
WITH approval
WHERE COUNT { (approval)-[:GRANTED_BY]->(:Agency) } <> 1
RETURN approval.id AS id
LIMIT 20
