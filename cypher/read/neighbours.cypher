// Drugs and organisations that approvals name.
//
// param   $ids  LIST<STRING>  approvals
// returns id    STRING
// access  read
UNWIND $ids AS approvalId
MATCH (:Approval {id: approvalId})-[:FOR_DRUG|HELD_BY]->(end)
RETURN DISTINCT end.id AS id
