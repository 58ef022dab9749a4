// Show brand names on their drugs.
//
// param   $rows  LIST  {id, names}
// access  write
UNWIND $rows AS row
MATCH (drug:Drug {id: row.id})
SET drug.brandNames = row.names
