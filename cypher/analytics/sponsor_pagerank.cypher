// Organisations by PageRank among those that sponsor trials together: one step only, an approximation.
//
// An edge is a pair of sponsors, its weight the number of trials of both, undirected; damping 0.85. Every sponsor starts
// with the same score and hands it on once. The form for Graph Data Science has the same columns and goes on until
// nothing changes: within a community its scores differ from these, a community's sum does not.
//
// param   $limit    INTEGER = 20  1..200
// returns sponsor   STRING
// returns slug      STRING
// returns partners  INTEGER  sponsors with which it shares a trial
// returns weight    INTEGER  trials shared, added up over its partners
// returns score     FLOAT    share of the whole, six decimals; all sponsors add up to 1
// access  read
MATCH (sponsor:Sponsor)<-[:SPONSORED_BY]-(trial:Trial)-[:SPONSORED_BY]->(other:Sponsor)
WHERE sponsor <> other
WITH sponsor, other, count(DISTINCT trial) AS shared
WITH sponsor, collect({to: other, shared: shared}) AS edges, sum(shared) AS weight
WITH collect({edges: edges, weight: weight}) AS rows, count(*) AS total
UNWIND rows AS row
UNWIND row.edges AS edge
WITH total, edge.to AS sponsor, count(*) AS partners, sum(edge.shared) AS weight,
  sum(toFloat(edge.shared) / row.weight) AS received
RETURN sponsor.name AS sponsor, sponsor.slug AS slug, partners, weight,
  round((0.15 + 0.85 * received) / total, 6) AS score
ORDER BY score DESC, slug
LIMIT $limit
