// Records that no source states.
//
// returns id  STRING
// access  read
MATCH (record:Approval|Trial|Drug|Condition|Sponsor|Agency|Report)
WHERE NOT EXISTS { (record)-[:STATED_IN]->(:Source) }
RETURN record.id AS id
LIMIT 20
