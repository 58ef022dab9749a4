// Drugs by the number of agencies that authorise them or did, beside the number that list them.
//
// A listed drug may have been refused. `found`, `noneFound` and `notChecked` add up to all agencies: not found is not
// the same as not checked.
//
// param   $limit      INTEGER = 20  1..200
// returns drug        STRING
// returns slug        STRING
// returns authorised  INTEGER       agencies that authorise it or did
// returns found       INTEGER       agencies with at least one record
// returns noneFound   INTEGER       agencies whose list was looked through without one
// returns notChecked  INTEGER       agencies whose list was not looked through
// returns approvals   INTEGER       records at all agencies, with any status
// returns agencies    LIST<STRING>  codes of the agencies that have one, sorted
// access  read
MATCH (drug:Drug)<-[:FOR_DRUG]-(approval:Approval)-[:GRANTED_BY]->(agency:Agency)
WITH drug, agency.code AS code, count(DISTINCT approval) AS approvals
ORDER BY code
WITH drug, collect(code) AS agencies, sum(approvals) AS approvals,
  COUNT { (drug)-[:COVERED_BY {everAuthorised: true}]->(:Agency) } AS authorised
ORDER BY authorised DESC, size(agencies) DESC, approvals DESC, drug.slug
LIMIT $limit
CALL (drug, agencies) {
  OPTIONAL MATCH (drug)-[:COVERED_BY {state: 'NONE_FOUND'}]->(agency:Agency)
  WHERE NOT agency.code IN agencies
  RETURN count(agency) AS noneFound
}
RETURN drug.genericName AS drug, drug.slug AS slug, authorised, size(agencies) AS found, noneFound,
  COUNT { (:Agency) } - size(agencies) - noneFound AS notChecked, approvals, agencies
ORDER BY authorised DESC, found DESC, approvals DESC, slug
