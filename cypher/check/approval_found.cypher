// Drugs with an approval at an agency where they are not marked as FOUND.
//
// param   $products  LIST<STRING>  drugs looked at; null: all
// returns id  STRING
// access  read
CALL () {
  UNWIND $products AS key MATCH (drug:Drug {id: key}) RETURN drug
  UNION ALL
  WITH 1 AS all WHERE $products IS NULL MATCH (drug:Drug) RETURN drug
}
MATCH (agency:Agency)<-[:GRANTED_BY]-(:Approval)-[:FOR_DRUG]->(drug)
WITH DISTINCT agency, drug
WHERE NOT EXISTS { (drug)-[:COVERED_BY {state: 'FOUND'}]->(agency) }
RETURN drug.id + ' ' + agency.id AS id
LIMIT 20
