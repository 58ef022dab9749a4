// Approvals that no agency, or more than one, has granted.
//
// returns id  STRING
// access  read
MATCH (approval:Approval)
WHERE COUNT { (approval)-[:GRANTED_BY]->(:Agency) } <> 1
RETURN approval.id AS id
LIMIT 20
