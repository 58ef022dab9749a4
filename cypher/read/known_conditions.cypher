// Conditions that have one of these keys, or the slug that such a key would have.
//
// param   $keys  LIST<STRING>  condition:laron-syndrome
// returns rows   LIST          [id, slug, name]
// access  read
UNWIND $keys AS key
CALL (key) {
  MATCH (condition:Condition {id: key}) RETURN condition
  UNION
  MATCH (condition:Condition {slug: substring(key, 10)}) RETURN condition
}
WITH DISTINCT condition ORDER BY condition.id
RETURN collect([condition.id, condition.slug, condition.name]) AS rows
