// Drugs marked as FOUND at an agency without an approval of them.
//
// param   $products  LIST<STRING>  drugs looked at; null: all
// returns id  STRING
// access  read
CALL () {
  UNWIND $products AS key MATCH (drug:Drug {id: key}) RETURN drug
  UNION ALL
  WITH 1 AS all WHERE $products IS NULL MATCH (drug:Drug) RETURN drug
}
MATCH (drug)-[:COVERED_BY {state: 'FOUND'}]->(agency:Agency)
WHERE NOT EXISTS { (drug)<-[:FOR_DRUG]-(:Approval {agencyCode: agency.code}) }
RETURN drug.id + ' ' + agency.id AS id
LIMIT 20
