// Pairs of agencies by the number of drugs with a record at both.
//
// Only records in this graph count. A small `bothChecked` means that one of the two lists was hardly looked through:
// the overlap then says little about the agencies themselves.
//
// param   $limit       INTEGER = 20  1..200
// returns agency       STRING   code; the first of the two in the alphabet
// returns other        STRING   code
// returns drugs        INTEGER  drugs at `agency`
// returns otherDrugs   INTEGER  drugs at `other`
// returns shared       INTEGER  drugs at both, >= 1
// returns jaccard      FLOAT    shared among all that either has, four decimals
// returns bothChecked  INTEGER  drugs for which both lists were looked through, found or not
// access  read
MATCH (agency:Agency)<-[:GRANTED_BY]-(:Approval)-[:FOR_DRUG]->(drug:Drug)
WITH DISTINCT agency, drug
WITH agency, collect(drug) AS drugs
WITH collect({agency: agency, drugs: drugs}) AS all
UNWIND all AS a
UNWIND all AS b
WITH a, b
WHERE a.agency.code < b.agency.code
CALL (a, b) {
  UNWIND a.drugs AS drug
  MATCH (drug)<-[:FOR_DRUG]-(:Approval)-[:GRANTED_BY]->(other:Agency)
  WHERE other = b.agency
  RETURN count(DISTINCT drug) AS shared
}
WITH a.agency AS agency, b.agency AS other, size(a.drugs) AS drugs, size(b.drugs) AS otherDrugs, shared
WHERE shared > 0
RETURN agency.code AS agency, other.code AS other, drugs, otherDrugs, shared,
  round(toFloat(shared) / (drugs + otherDrugs - shared), 4) AS jaccard,
  COUNT {
    (agency)<-[c:COVERED_BY]-(:Drug)-[o:COVERED_BY]->(other)
    WHERE c.state <> 'NOT_CHECKED' AND o.state <> 'NOT_CHECKED'
  } AS bothChecked
ORDER BY shared DESC, jaccard DESC, agency, other
LIMIT $limit
