// Numbered approvals that may be the same record as one printed without a number: same agency, drug and date.
//
// param   $rows  LIST  {key, agency, drug, date}
// returns key    STRING
// returns ids    LIST<STRING>
// access  read
UNWIND $rows AS row
MATCH (approval:Approval {agencyCode: row.agency, date: row.date})-[:FOR_DRUG]->(:Drug {id: row.drug})
WHERE approval.number IS NOT NULL
RETURN row.key AS key, collect(DISTINCT approval.id) AS ids
