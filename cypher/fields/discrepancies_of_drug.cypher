// Disagreements of agencies on the products of one drug, by kind.
//
// param   $kinds  LIST<STRING>  kinds of disagreement; all unless given
// param   $first  INTEGER       how many rows at most
// from    p       Drug          the drug
// binds   left    NODE          the one record
// binds   r       RELATIONSHIP  the disagreement
// binds   right   NODE          the other record, or the agency without one
// access  read
CALL (p) {
  MATCH (p)<-[:FOR_DRUG]-(left:Approval)-[r:DISAGREES_WITH|LACKS_COUNTERPART_AT]->(right)
  WHERE ($kinds IS NULL OR r.kind IN $kinds) AND (r.kind <> 'STRENGTH' OR r.drugId = p.id)
  WITH r, left, right
  ORDER BY CASE r.kind WHEN 'STRENGTH' THEN 0 WHEN 'FORM' THEN 1 WHEN 'HOLDER' THEN 2 WHEN 'NAME' THEN 3 WHEN 'STATUS'
    THEN 4 WHEN 'DATE' THEN 5 WHEN 'MISSING_COUNTERPART' THEN 6 END, r.drugId, left.id, right.id, r.leftSays
  LIMIT coalesce($first, 25)
  RETURN r, left, right
}
