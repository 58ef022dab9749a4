// Drugs with links of their own that none of their evidence states.
//
// param   $drugs  LIST<STRING>  drugs looked at; null: all
// returns id  STRING
// access  read
CALL () {
  UNWIND $drugs AS key MATCH (drug:Drug {id: key}) RETURN drug
  UNION ALL
  WITH 1 AS all WHERE $drugs IS NULL MATCH (drug:Drug) RETURN drug
}
WITH drug, COLLECT { MATCH (drug)-[s:STATED_IN]->() RETURN s.fields } AS said
WHERE (EXISTS { (drug)-[:DESCRIBED_BY]->() } AND NOT any(fields IN said WHERE 'reports' IN fields))
RETURN drug.id AS id
LIMIT 20
