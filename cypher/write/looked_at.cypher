// Remove the notes of withdrawn facts that were looked at.
//
// param   $ids  LIST<STRING>
// access  write
UNWIND $ids AS id
MATCH (lost:Lost {id: id})
DELETE lost
