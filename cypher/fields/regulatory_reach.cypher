// Drugs by the number of agencies that authorise them or did, most first.
//
// param   $is_drug  BOOLEAN  tests of the argument `filter`
// param   $first    INTEGER  how many rows at most
// binds   drug      NODE     a drug
// binds   rank      INTEGER  place, from 1
// binds   v         NODE     the drug in that place
// binds   score     FLOAT    number of these agencies
// binds   said      LIST     facts for the sentence
// access  read
CALL () {
  MATCH (drug:Drug)
  WHERE $is_drug
  WITH drug
  ORDER BY drug.everAuthorisedAgencyCount DESC, drug.approvalCount DESC, drug.id
  LIMIT coalesce($first, 25)
  RETURN collect(drug) AS drugs
}
UNWIND range(0, size(drugs) - 1) AS i
WITH i + 1 AS rank, drugs[i] AS v
CALL (v) {
  MATCH (agency:Agency)
  OPTIONAL MATCH (v)-[c:COVERED_BY]->(agency)
  WITH agency.shortName AS name, c
  ORDER BY name
  RETURN collect(CASE WHEN c.everAuthorised THEN name END) AS names, count(CASE WHEN c.state = 'NONE_FOUND' OR NOT
    c.everAuthorised THEN 1 END) AS without, count(name) AS every
}
WITH rank, v, toFloat(size(names)) AS score, ['REACH', [v.approvalCount, 'RECORD'], [names, without, every]] AS said
