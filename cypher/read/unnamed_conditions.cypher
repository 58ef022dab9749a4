// Conditions that no record names any longer and no vocabulary has.
//
// Evidence by a record that merely names a condition has the folded name as its row key and as its row hash.
//
// param   $ids  LIST<STRING>  conditions looked at
// returns id    STRING
// access  read
UNWIND $ids AS conditionId
MATCH (condition:Condition {id: conditionId})
WHERE NOT EXISTS { (condition)<-[:STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER]-() }
  AND NOT EXISTS { MATCH (condition)-[s:STATED_IN]->() WHERE s.rowHash <> s.rowKey }
RETURN condition.id AS id
