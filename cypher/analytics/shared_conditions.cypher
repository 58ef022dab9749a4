// Drugs linked to the same conditions as one drug, largest overlap first.
//
// A link is an indication, a source that lists the two together, or a trial that tests the drug and studies the
// condition: no claim that the drug helps. `indicated` counts the shared conditions for which it is authorised.
//
// param   $drug       STRING = "venetoclax"  slug, UNII or id
// param   $limit      INTEGER = 10  1..200
// returns drug        STRING
// returns slug        STRING
// returns shared      INTEGER       conditions in common, >= 1
// returns indicated   INTEGER       conditions in common that the other drug is indicated for
// returns conditions  LIST<STRING>  names of the conditions in common, sorted
// access  read
// needs   constraint drug_slug
MATCH (drug:Drug)
WHERE drug.slug = $drug OR drug.unii = $drug OR drug.id = $drug
CALL (drug) {
  MATCH (drug)-[:INDICATED_FOR|ASSOCIATED_WITH]->(condition:Condition)
  RETURN condition
  UNION
  MATCH (drug)<-[:TESTS]-(:Trial)-[:STUDIES]->(condition:Condition)
  RETURN condition
}
WITH drug, condition
CALL (condition) {
  MATCH (condition)<-[:INDICATED_FOR|ASSOCIATED_WITH]-(other:Drug)
  RETURN other
  UNION
  MATCH (condition)<-[:STUDIES]-(:Trial)-[:TESTS]->(other:Drug)
  RETURN other
}
WITH drug, condition, other
WHERE other <> drug
ORDER BY condition.name
WITH other, count(*) AS shared, sum(COUNT { (other)-[:INDICATED_FOR]->(condition) }) AS indicated,
  collect(condition.name) AS conditions
RETURN other.genericName AS drug, other.slug AS slug, shared, indicated, conditions
ORDER BY shared DESC, indicated DESC, slug
LIMIT $limit
