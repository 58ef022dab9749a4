// Disagreements of some agencies on some drugs, by kind.
//
// param   $kinds  LIST<STRING>  kinds of disagreement; all unless given
// param   $first  INTEGER       how many rows at most
// from    chosen  LIST          drugs
// from    places  LIST          agencies
// binds   drug    NODE          a drug
// binds   place   NODE          an agency
// binds   left    NODE          the one record
// binds   r       RELATIONSHIP  the disagreement
// binds   right   NODE          the other record, or the agency without one
// access  read
CALL (chosen, places) {
  UNWIND chosen AS drug
  MATCH (drug)<-[:FOR_DRUG]-(left:Approval)-[r:DISAGREES_WITH|LACKS_COUNTERPART_AT]->(right)
  WHERE ($kinds IS NULL OR r.kind IN $kinds) AND (r.kind <> 'STRENGTH' OR r.drugId = drug.id) AND left.agencyCode IN
    [place IN places | place.code] AND coalesce(right.agencyCode, right.code) IN [place IN places | place.code]
  WITH DISTINCT r, left, right
  ORDER BY CASE r.kind WHEN 'STRENGTH' THEN 0 WHEN 'FORM' THEN 1 WHEN 'HOLDER' THEN 2 WHEN 'NAME' THEN 3 WHEN 'STATUS'
    THEN 4 WHEN 'DATE' THEN 5 WHEN 'MISSING_COUNTERPART' THEN 6 END, r.drugId, left.id, right.id, r.leftSays
  LIMIT coalesce($first, 25)
  RETURN r, left, right
}
