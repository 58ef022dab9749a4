// Brand names of each drug: those that sources state, and those shown on the drug.
//
// param   $ids   LIST<STRING>  drugs
// returns id     STRING
// returns shown  LIST<STRING>
// returns names  LIST<STRING>
// access  read
UNWIND $ids AS drugId
MATCH (drug:Drug {id: drugId})
WHERE size(drug.brandNames) > 0 OR EXISTS { (drug)-[:HAS_NAME {kind: 'BRAND'}]->() }
RETURN drug.id AS id, drug.brandNames AS shown,
  COLLECT { MATCH (drug)-[:HAS_NAME {kind: 'BRAND'}]->(n:Name) RETURN n.value ORDER BY n.value } AS names
ORDER BY id
