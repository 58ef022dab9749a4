// Organisations joined by trials that they sponsor together, directly or through others; largest first.
//
// A community is a weakly connected component of Graph Data Science. The plain form gives the same values.
//
// param   $minimum   INTEGER = 2  2..1000, members that a community must have
// param   $limit     INTEGER = 10  1..200
// returns community  STRING        slug of its first member
// returns sponsors   INTEGER       members
// returns trials     INTEGER       trials of at least two members
// returns members    LIST<STRING>  names of up to ten members, those with most such trials first
// access  read
// needs   gds
MATCH (sponsor:Sponsor)<-[:SPONSORED_BY]-(:Trial)-[:SPONSORED_BY]->(other:Sponsor)
WHERE sponsor <> other
WITH DISTINCT sponsor, other
RETURN gds.graph.project($graph, sponsor, other) AS projected
;
// Without a single pair there is no projection, and no answer.
CALL gds.graph.exists($graph) YIELD exists
WITH exists WHERE exists
CALL gds.wcc.stream($graph) YIELD nodeId, componentId
WITH componentId, gds.util.asNode(nodeId) AS sponsor
WITH componentId, sponsor, COUNT {
  MATCH (sponsor)<-[:SPONSORED_BY]-(trial:Trial)-[:SPONSORED_BY]->(other:Sponsor) WHERE other <> sponsor
  RETURN DISTINCT trial
} AS signed
ORDER BY signed DESC, sponsor.slug
WITH componentId, min(sponsor.slug) AS community, collect(sponsor) AS sponsors
WHERE size(sponsors) >= $minimum
ORDER BY size(sponsors) DESC, community
LIMIT $limit
CALL (sponsors) {
  UNWIND sponsors AS sponsor
  MATCH (sponsor)<-[:SPONSORED_BY]-(trial:Trial)-[:SPONSORED_BY]->(other:Sponsor)
  WHERE other <> sponsor
  RETURN count(DISTINCT trial) AS trials
}
RETURN community, size(sponsors) AS sponsors, trials, [sponsor IN sponsors[..10] | sponsor.name] AS members
ORDER BY sponsors DESC, community
;
CALL gds.graph.drop($graph, false) YIELD graphName
RETURN graphName
