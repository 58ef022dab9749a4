// Organisations that work on the same drugs, as a picture: pairs by the number of drugs, heaviest first.
//
// param   $minShared  INTEGER  drugs that a pair has in common, at least
// param   $first      INTEGER  how many pairs at most
// clause  $works_on   MATCH (a:Drug)<-[:TESTS]-()-[:SPONSORED_BY]->(b:Sponsor) RETURN a, b
// binds   worked      LIST     drugs with the organisations that work on them
// binds   meetings    INTEGER  times that two organisations meet on a drug
// binds   pairs       LIST     pairs, one more than wanted
// binds   drawn       LIST     pairs
// binds   more        BOOLEAN  whether there are more pairs
// binds   kept        LIST     organisations of the pairs
// const   max_pairs   500000   meetings, at most
// access  read
CALL () {
  CALL () {
    $works_on
  }
  WITH a AS drug, b
  ORDER BY b.id
  WITH drug, collect(b) AS heads
  RETURN collect([drug, heads]) AS worked, sum(size(heads) * (size(heads) - 1) / 2) AS meetings
}
CALL (worked, meetings) {
  UNWIND CASE WHEN meetings > 500000 THEN [] ELSE worked END AS row
  WITH row[0] AS drug, row[1] AS heads
  UNWIND range(0, size(heads) - 2) AS i
  UNWIND heads[i + 1..] AS b
  WITH drug, heads[i] AS a, b
  WITH a, b, collect(drug) AS shared, count(*) AS weight
  WHERE weight >= coalesce($minShared, 1)
  ORDER BY weight DESC, a.id, b.id
  LIMIT coalesce($first, 100) + 1
  CALL (shared) {
    UNWIND shared AS drug
    WITH drug
    ORDER BY drug.genericName, drug.id
    RETURN collect(drug) AS sorted
  }
  RETURN collect({r: null, from: a, to: b, type: 'SHARES_DRUGS', role: null, shared: sorted}) AS pairs
}
WITH *, pairs[..coalesce($first, 100)] AS drawn, size(pairs) > coalesce($first, 100) AS more
CALL (drawn) {
  UNWIND range(0, size(drawn) - 1) AS place
  UNWIND [drawn[place].from, drawn[place].to] AS end
  WITH end, min(place) AS place
  ORDER BY place, end.id
  RETURN collect(end) AS kept
}
