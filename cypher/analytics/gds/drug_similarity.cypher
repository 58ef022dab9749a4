// Drugs most like one drug by the conditions they are linked to: Jaccard by node similarity of Graph Data Science.
//
// A link is an indication, a source that lists the two together, or a trial that tests the drug and studies the
// condition. The plain form gives the same values.
//
// param   $drug        STRING = "venetoclax"  slug, UNII or id
// param   $limit       INTEGER = 10  1..200
// returns drug         STRING
// returns slug         STRING
// returns conditions   INTEGER  conditions of that drug
// returns similarity   FLOAT    shared conditions among all that either has, four decimals
// access  read
// needs   constraint drug_slug
// needs   gds
CALL () {
  MATCH (drug:Drug)-[:INDICATED_FOR|ASSOCIATED_WITH]->(condition:Condition)
  RETURN drug, condition
  UNION
  MATCH (drug:Drug)<-[:TESTS]-(:Trial)-[:STUDIES]->(condition:Condition)
  RETURN drug, condition
}
RETURN gds.graph.project($graph, drug, condition) AS projected
;
MATCH (drug:Drug)
WHERE (drug.slug = $drug OR drug.unii = $drug OR drug.id = $drug)
  AND (EXISTS { (drug)-[:INDICATED_FOR|ASSOCIATED_WITH]->(:Condition) }
    OR EXISTS { (drug)<-[:TESTS]-(:Trial)-[:STUDIES]->(:Condition) })
// Every similar drug: a smaller topK would cut ties by chance, before the order below.
CALL gds.nodeSimilarity.filtered.stream($graph, {sourceNodeFilter: drug, topK: 100000})
YIELD node1, node2, similarity
WITH gds.util.asNode(node2) AS other, similarity
WITH other, similarity, COUNT {
  MATCH (other)-[:INDICATED_FOR|ASSOCIATED_WITH]->(c:Condition) RETURN c
  UNION MATCH (other)<-[:TESTS]-(:Trial)-[:STUDIES]->(c:Condition) RETURN c
} AS conditions
RETURN other.genericName AS drug, other.slug AS slug, conditions, round(similarity, 4) AS similarity
ORDER BY similarity DESC, conditions DESC, slug
LIMIT $limit
;
CALL gds.graph.drop($graph, false) YIELD graphName
RETURN graphName
