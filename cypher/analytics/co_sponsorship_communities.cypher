// Organisations joined by trials that they sponsor together, directly or through others; largest first.
//
// A community is a connected component. Both forms give the same values. This one walks from every sponsor to every
// other in reach; the form for Graph Data Science visits each pair once. Prefer that beyond a few thousand sponsors.
//
// param   $minimum   INTEGER = 2  2..1000, members that a community must have
// param   $limit     INTEGER = 10  1..200
// returns community  STRING        slug of its first member
// returns sponsors   INTEGER       members
// returns trials     INTEGER       trials of at least two members
// returns members    LIST<STRING>  names of up to ten members, those with most such trials first
// access  read
MATCH (sponsor:Sponsor)
WHERE EXISTS { (sponsor)<-[:SPONSORED_BY]-(:Trial)-[:SPONSORED_BY]->(other:Sponsor) WHERE other <> sponsor }
CALL (sponsor) {
  MATCH SHORTEST 1 (sponsor) ((:Sponsor)<-[:SPONSORED_BY]-(:Trial)-[:SPONSORED_BY]->(:Sponsor))+ (other:Sponsor)
  RETURN min(other.slug) AS reached
}
WITH sponsor, CASE WHEN reached < sponsor.slug THEN reached ELSE sponsor.slug END AS community, COUNT {
  MATCH (sponsor)<-[:SPONSORED_BY]-(trial:Trial)-[:SPONSORED_BY]->(other:Sponsor) WHERE other <> sponsor
  RETURN DISTINCT trial
} AS signed
ORDER BY signed DESC, sponsor.slug
WITH community, collect(sponsor) AS sponsors
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
