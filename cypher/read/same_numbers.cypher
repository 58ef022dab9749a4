// Approvals whose number is the same but for case and punctuation.
//
// param   $rows    LIST    {agency, number}: number in upper case, letters and digits only
// returns agency   STRING
// returns number   STRING
// returns id       STRING
// access  read
UNWIND $rows AS row
MATCH (approval:Approval {agencyCode: row.agency, numberNormalised: row.number})
RETURN row.agency AS agency, row.number AS number, min(approval.id) AS id
