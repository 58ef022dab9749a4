// Two organisations, each pair once: both work on one drug.
//
// clause  $works_on  MATCH (a:Drug)<-[:TESTS]-()-[:SPONSORED_BY]->(b:Sponsor) RETURN a, b
// access  read
CALL () {
  $works_on
}
WITH a AS drug, b
ORDER BY b.id
WITH drug, collect(b) AS heads
UNWIND range(0, size(heads) - 2) AS i
UNWIND heads[i + 1..] AS b
WITH DISTINCT heads[i] AS a, b
RETURN a, b
