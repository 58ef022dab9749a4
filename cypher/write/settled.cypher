// Rows whose drugs no drug added later can change, or that are no longer what the source says.
//
// param   $ids  LIST<STRING>
// access  write
UNWIND $ids AS id
MATCH (row:Unsettled {id: id})
DELETE row
