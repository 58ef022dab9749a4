// Drugs with links of their own that no statement of them speaks of.
//
// returns id  STRING
// access  read
MATCH (drug:Drug)
WITH drug, COLLECT { MATCH (drug)-[s:STATED_IN]->() RETURN s.fields } AS said
WHERE (EXISTS { (drug)-[:DESCRIBED_BY]->() } AND NOT any(fields IN said WHERE 'reports' IN fields))
RETURN drug.id AS id
LIMIT 20
