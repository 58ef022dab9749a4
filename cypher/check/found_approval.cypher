// Drugs said to be found at an agency that has no approval of them.
//
// returns id  STRING
// access  read
MATCH (drug:Drug)-[:COVERED_BY {state: 'FOUND'}]->(agency:Agency)
WHERE NOT EXISTS { (drug)<-[:FOR_DRUG]-(:Approval {agencyCode: agency.code}) }
RETURN drug.id + ' ' + agency.id AS id
LIMIT 20
