// Drugs by the number of agencies that have a record of them, most first.
//
// param   $is_drug  BOOLEAN  tests of the argument `filter`
// param   $first    INTEGER  how many rows at most
// binds   drug      NODE     a drug
// binds   rank      INTEGER  place, from 1
// binds   v         NODE     the drug in that place
// binds   score     FLOAT    number of agencies
// binds   said      LIST     facts for the sentence
// access  read
CALL () {
  MATCH (drug:Drug)
  WHERE $is_drug
  WITH drug
  ORDER BY drug.agencyCount DESC, drug.approvalCount DESC, drug.id
  LIMIT coalesce($first, 25)
  RETURN collect(drug) AS drugs
}
UNWIND range(0, size(drugs) - 1) AS i
WITH i + 1 AS rank, drugs[i] AS v
CALL (v) {
  MATCH (agency:Agency)
  WITH agency.shortName AS name, EXISTS { (v)<-[:FOR_DRUG]-(:Approval {agencyCode: agency.code}) } AS found, EXISTS {
    (v)-[:COVERED_BY {state: 'NONE_FOUND'}]->(agency) } AS looked
  ORDER BY name
  RETURN collect(CASE WHEN found THEN name END) AS names, count(CASE WHEN looked AND NOT found THEN 1 END) AS without,
    count(name) AS every
}
WITH rank, v, toFloat(size(names)) AS score, ['REACH', [v.approvalCount, 'RECORD'], [names, without, every]] AS said
