// Derive the counts of conditions; only changes are written.
//
// param   $ids  LIST<STRING>  conditions
// access  write
UNWIND $ids AS id
MATCH (condition:Condition {id: id})
CALL (condition) {
  CALL (condition) {
    MATCH (condition)<-[:STUDIES]-()-[:TESTS]->(drug)
    RETURN drug
    UNION ALL
    MATCH (condition)<-[:INDICATED_FOR|ASSOCIATED_WITH]-(drug)
    RETURN drug
  }
  RETURN count(DISTINCT drug) AS drugs
}
WITH condition, drugs, COUNT { (condition)<-[:STUDIES]-() } AS trials
WHERE condition.drugCount <> drugs OR condition.trialCount <> trials
SET condition.drugCount = drugs, condition.trialCount = trials
