// Trials with links of their own that none of their evidence states.
//
// param   $trials  LIST<STRING>  trials looked at; null: all
// returns id  STRING
// access  read
CALL () {
  UNWIND $trials AS key MATCH (trial:Trial {id: key}) RETURN trial
  UNION ALL
  WITH 1 AS all WHERE $trials IS NULL MATCH (trial:Trial) RETURN trial
}
WITH trial, COLLECT { MATCH (trial)-[s:STATED_IN]->() RETURN s.fields } AS said
WHERE (EXISTS { (trial)-[:TESTS]->() } AND NOT any(fields IN said WHERE 'drugs' IN fields))
  OR (EXISTS { (trial)-[:STUDIES]->() } AND NOT any(fields IN said WHERE 'conditions' IN fields))
  OR (EXISTS { (trial)-[:SPONSORED_BY]->() } AND NOT any(fields IN said WHERE 'sponsors' IN fields OR 'collaborators' IN fields))
RETURN trial.id AS id
LIMIT 20
