// Drugs most similar to one drug by linked conditions (Jaccard). A second form uses Graph Data Science.
//
// A link is an indication, a source that lists the two together, or a trial that tests the drug and studies the
// condition. Both forms give the same values.
//
// param   $drug        STRING = "venetoclax"  slug, UNII or id
// param   $limit       INTEGER = 10  1..200
// returns drug         STRING
// returns slug         STRING
// returns conditions   INTEGER  conditions of that drug
// returns similarity   FLOAT    shared conditions among all that either has, four decimals
// access  read
// needs   constraint drug_slug
MATCH (drug:Drug)
WHERE drug.slug = $drug OR drug.unii = $drug OR drug.id = $drug
WITH drug, COLLECT {
  MATCH (drug)-[:INDICATED_FOR|ASSOCIATED_WITH]->(c:Condition) RETURN c
  UNION MATCH (drug)<-[:TESTS]-(:Trial)-[:STUDIES]->(c:Condition) RETURN c
} AS own
UNWIND own AS condition
CALL (condition) {
  MATCH (condition)<-[:INDICATED_FOR|ASSOCIATED_WITH]-(other:Drug)
  RETURN other
  UNION
  MATCH (condition)<-[:STUDIES]-(:Trial)-[:TESTS]->(other:Drug)
  RETURN other
}
WITH drug, size(own) AS owned, other, count(*) AS shared
WHERE other <> drug
WITH owned, other, shared, COUNT {
  MATCH (other)-[:INDICATED_FOR|ASSOCIATED_WITH]->(c:Condition) RETURN c
  UNION MATCH (other)<-[:TESTS]-(:Trial)-[:STUDIES]->(c:Condition) RETURN c
} AS conditions
RETURN other.genericName AS drug, other.slug AS slug, conditions,
  round(toFloat(shared) / (owned + conditions - shared), 4) AS similarity
ORDER BY similarity DESC, conditions DESC, slug
LIMIT $limit
