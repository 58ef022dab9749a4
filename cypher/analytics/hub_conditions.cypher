// Conditions by their number of links: trials that study them and drugs linked to them.
//
// param   $limit     INTEGER = 20  1..200
// returns condition  STRING
// returns slug       STRING
// returns degree     INTEGER  trials and drugs together
// returns trials     INTEGER  trials that study it
// returns tested     INTEGER  drugs tested in these trials: no claim that they help
// returns stated     INTEGER  drugs that a source indicates or lists for it
// returns sponsors   INTEGER  organisations of these trials, in any role
// access  read
MATCH (condition:Condition)
CALL (condition) {
  OPTIONAL MATCH (condition)<-[:STUDIES]-(trial:Trial)
  OPTIONAL MATCH (trial)-[:TESTS]->(drug:Drug)
  RETURN count(DISTINCT trial) AS trials, collect(DISTINCT drug) AS tested
}
CALL (condition) {
  OPTIONAL MATCH (condition)<-[:INDICATED_FOR|ASSOCIATED_WITH]-(drug:Drug)
  RETURN collect(DISTINCT drug) AS stated
}
WITH condition, trials, tested, stated,
  trials + size(tested) + size([drug IN stated WHERE NOT drug IN tested]) AS degree
ORDER BY degree DESC, condition.slug
LIMIT $limit
RETURN condition.name AS condition, condition.slug AS slug, degree, trials, size(tested) AS tested,
  size(stated) AS stated,
  COUNT { MATCH (condition)<-[:STUDIES]-(:Trial)-[:SPONSORED_BY]->(s:Sponsor) RETURN DISTINCT s } AS sponsors
ORDER BY degree DESC, slug
