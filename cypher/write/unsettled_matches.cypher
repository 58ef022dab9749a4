// Store the drugs that rows name now and that may still change.
//
// param   $rows  LIST  {id, matches}
// access  write
UNWIND $rows AS item
MATCH (row:Unsettled {id: item.id})
SET row.matches = item.matches
