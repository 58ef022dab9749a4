// Make drugs with a product licensed as a biologic biotech, unless a source states their type.
//
// param   $ids  LIST<STRING>  drugs alone in a product licensed as a biologic
// access  write
UNWIND $ids AS id
MATCH (drug:Drug {id: id})
WHERE drug.drugType <> 'BIOTECH' AND NOT EXISTS {
  MATCH (drug)-[s:STATED_IN]->() WHERE 'drugType' IN s.fields
}
SET drug.drugType = 'BIOTECH'
