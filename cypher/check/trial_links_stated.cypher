// Trials with links of their own that no statement of them speaks of.
//
// returns id  STRING
// access  read
MATCH (trial:Trial)
WITH trial, COLLECT { MATCH (trial)-[s:STATED_IN]->() RETURN s.fields } AS said
WHERE (EXISTS { (trial)-[:TESTS]->() } AND NOT any(fields IN said WHERE 'drugs' IN fields))
  OR (EXISTS { (trial)-[:STUDIES]->() } AND NOT any(fields IN said WHERE 'conditions' IN fields))
  OR (EXISTS { (trial)-[:SPONSORED_BY]->() } AND NOT any(fields IN said WHERE 'sponsors' IN fields))
RETURN trial.id AS id
LIMIT 20
