// Pairs of organisations by the number of drugs that both work on; legal entities count with their group.
//
// Working on a drug means to run or support a trial of it, or to be named on an approval of it. Two sponsors of one
// trial are a pair too: `together` counts the trials that both have signed.
//
// param   $limit    INTEGER = 20  1..200
// returns sponsor   STRING        head of the group; the first of the two by slug
// returns other     STRING        head of the other group
// returns shared    INTEGER       drugs in common, >= 1
// returns drugs     LIST<STRING>  names of up to ten of these drugs, sorted
// returns together  INTEGER       trials of both
// access  read
MATCH (drug:Drug)<-[:TESTS|FOR_DRUG]-(:Trial|Approval)-[:SPONSORED_BY|HELD_BY]->(entity:Sponsor)
MATCH (entity)-[:SUBSIDIARY_OF*0..]->(head:Sponsor)
WHERE NOT EXISTS { (head)-[:SUBSIDIARY_OF]->(:Sponsor) }
WITH DISTINCT drug, head
ORDER BY drug.genericName, head.slug
WITH drug, collect(head) AS heads
UNWIND range(0, size(heads) - 2) AS i
UNWIND heads[i + 1..] AS other
WITH heads[i] AS one, other AS two, count(*) AS shared, collect(drug.genericName) AS drugs
ORDER BY shared DESC, one.slug, two.slug
LIMIT $limit
CALL (one, two) {
  OPTIONAL MATCH (one)<-[:SUBSIDIARY_OF*0..]-(:Sponsor)<-[:SPONSORED_BY]-(trial:Trial)
  WHERE EXISTS { (trial)-[:SPONSORED_BY]->(:Sponsor)-[:SUBSIDIARY_OF*0..]->(two) }
  RETURN count(DISTINCT trial) AS together
}
RETURN one.name AS sponsor, two.name AS other, shared, drugs[..10] AS drugs, together
ORDER BY shared DESC, one.slug, two.slug
