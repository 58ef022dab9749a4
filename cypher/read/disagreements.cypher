// Disagreements between agencies on these drugs, as stored.
//
// param   $ids        LIST<STRING>  drugs
// returns kind        STRING
// returns drug        STRING
// returns left        STRING        approval
// returns right       STRING        approval, or agency that lacks the counterpart
// returns left_says   STRING
// returns right_says  STRING
// access  read
// needs   index disagrees_with_drug_id
UNWIND $ids AS drugId
CALL (drugId) {
  MATCH (l:Approval)-[r:DISAGREES_WITH {drugId: drugId}]->(other:Approval)
  RETURN l, r, other
  UNION ALL
  MATCH (l:Approval)-[r:LACKS_COUNTERPART_AT {drugId: drugId}]->(other:Agency)
  RETURN l, r, other
}
RETURN r.kind AS kind, drugId AS drug, l.id AS left, other.id AS right, r.leftSays AS left_says,
  r.rightSays AS right_says
