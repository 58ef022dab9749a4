// Disagreements of agencies on any drug, by kind, then by drug.
//
// param   $kinds  LIST<STRING>  kinds of disagreement; all unless given
// param   $first  INTEGER       how many rows at most
// binds   kind    STRING        kind of disagreement
// binds   left    NODE          the one record
// binds   r       RELATIONSHIP  the disagreement
// binds   right   NODE          the other record, or the agency without one
// access  read
UNWIND coalesce($kinds, ['STRENGTH', 'FORM', 'HOLDER', 'NAME', 'STATUS', 'DATE', 'MISSING_COUNTERPART']) AS kind
CALL (kind) {
  MATCH (left:Approval)-[r:DISAGREES_WITH]->(right:Approval)
  WHERE r.kind = kind AND r.drugId IS NOT NULL
  RETURN r, left, right
  ORDER BY r.kind, r.drugId, left.id, right.id, r.leftSays
  LIMIT coalesce($first, 25)
  UNION ALL
  MATCH (left:Approval)-[r:LACKS_COUNTERPART_AT]->(right:Agency)
  WHERE r.kind = kind AND r.drugId IS NOT NULL
  RETURN r, left, right
  ORDER BY r.kind, r.drugId, left.id, right.id, r.leftSays
  LIMIT coalesce($first, 25)
}
WITH r, left, right
ORDER BY CASE r.kind WHEN 'STRENGTH' THEN 0 WHEN 'FORM' THEN 1 WHEN 'HOLDER' THEN 2 WHEN 'NAME' THEN 3 WHEN 'STATUS'
  THEN 4 WHEN 'DATE' THEN 5 WHEN 'MISSING_COUNTERPART' THEN 6 END, r.drugId, left.id, right.id, r.leftSays
LIMIT coalesce($first, 25)
