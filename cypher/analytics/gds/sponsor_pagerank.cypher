// Organisations by PageRank among those that sponsor trials together.
//
// An edge is a pair of sponsors, its weight the number of trials of both, undirected; damping 0.85. The plain form has
// the same columns and takes one step only: within a community its scores differ from these.
//
// param   $limit    INTEGER = 20  1..200
// returns sponsor   STRING
// returns slug      STRING
// returns partners  INTEGER  sponsors with which it shares a trial
// returns weight    INTEGER  trials shared, added up over its partners
// returns score     FLOAT    share of the whole, six decimals; all sponsors add up to 1
// access  read
// needs   gds
MATCH (sponsor:Sponsor)<-[:SPONSORED_BY]-(trial:Trial)-[:SPONSORED_BY]->(other:Sponsor)
WHERE sponsor <> other
WITH sponsor, other, count(DISTINCT trial) AS shared
// Each pair is met from both sides, which makes the projection undirected.
RETURN gds.graph.project($graph, sponsor, other, {relationshipProperties: {weight: toFloat(shared)}}) AS projected
;
// Without a single pair there is no projection, and no answer.
CALL gds.graph.exists($graph) YIELD exists
WITH exists WHERE exists
CALL gds.pageRank.stream($graph, {
  dampingFactor: 0.85, maxIterations: 200, tolerance: 1e-9, relationshipWeightProperty: 'weight'
})
YIELD nodeId, score
WITH collect({sponsor: gds.util.asNode(nodeId), score: score}) AS rows, sum(score) AS total
UNWIND rows AS row
WITH row.sponsor AS sponsor, round(row.score / total, 6) AS score
CALL (sponsor) {
  MATCH (sponsor)<-[:SPONSORED_BY]-(trial:Trial)-[:SPONSORED_BY]->(other:Sponsor)
  WHERE sponsor <> other
  WITH other, count(DISTINCT trial) AS shared
  RETURN count(other) AS partners, sum(shared) AS weight
}
RETURN sponsor.name AS sponsor, sponsor.slug AS slug, partners, weight, score
ORDER BY score DESC, slug
LIMIT $limit
;
CALL gds.graph.drop($graph, false) YIELD graphName
RETURN graphName
