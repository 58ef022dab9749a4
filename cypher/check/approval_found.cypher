// Drugs with an approval at an agency where they are not said to be found.
//
// returns id  STRING
// access  read
MATCH (agency:Agency)<-[:GRANTED_BY]-(:Approval)-[:FOR_DRUG]->(drug:Drug)
WITH DISTINCT agency, drug
WHERE NOT EXISTS { (drug)-[:COVERED_BY {state: 'FOUND'}]->(agency) }
RETURN drug.id + ' ' + agency.id AS id
LIMIT 20
