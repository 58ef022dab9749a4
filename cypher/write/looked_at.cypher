// What was lost and has been looked at.
//
// param   $ids  LIST<STRING>
// access  write
UNWIND $ids AS id
MATCH (lost:Lost {id: id})
DELETE lost
