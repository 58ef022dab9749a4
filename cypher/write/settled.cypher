// Remove rows whose matches no later drug can change, or that their source states differently now.
//
// param   $ids  LIST<STRING>
// access  write
UNWIND $ids AS id
MATCH (row:Unsettled {id: id})
DELETE row
