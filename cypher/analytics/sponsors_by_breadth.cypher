// Organisations by the number of conditions, drugs and agencies they reach; legal entities count with their group.
//
// A group is everything below one Sponsor that is itself no subsidiary. Conditions are those of its trials.
//
// param   $limit      INTEGER = 20  1..200
// returns sponsor     STRING   head of the group
// returns slug        STRING
// returns entities    INTEGER  legal entities of the group, itself included
// returns conditions  INTEGER  conditions that its trials study
// returns drugs       INTEGER  drugs of its trials and approvals
// returns agencies    INTEGER  agencies with a record that names it
// returns trials      INTEGER
// returns approvals   INTEGER
// access  read
MATCH (head:Sponsor)
WHERE NOT EXISTS { (head)-[:SUBSIDIARY_OF]->(:Sponsor) }
CALL (head) {
  MATCH (head)<-[:SUBSIDIARY_OF*0..]-(entity:Sponsor)
  RETURN collect(DISTINCT entity) AS group
}
CALL (group) {
  UNWIND group AS entity
  MATCH (entity)<-[:SPONSORED_BY]-(trial:Trial)
  OPTIONAL MATCH (trial)-[:STUDIES]->(condition:Condition)
  RETURN count(DISTINCT condition) AS conditions, count(DISTINCT trial) AS trials
}
CALL (group) {
  UNWIND group AS entity
  MATCH (entity)<-[:HELD_BY]-(approval:Approval)-[:GRANTED_BY]->(agency:Agency)
  RETURN count(DISTINCT agency) AS agencies, count(DISTINCT approval) AS approvals
}
CALL (group) {
  UNWIND group AS entity
  MATCH (entity)<-[:SPONSORED_BY|HELD_BY]-(record:Trial|Approval)-[:TESTS|FOR_DRUG]->(drug:Drug)
  RETURN count(DISTINCT drug) AS drugs
}
RETURN head.name AS sponsor, head.slug AS slug, size(group) AS entities, conditions, drugs, agencies, trials, approvals
ORDER BY conditions DESC, drugs DESC, agencies DESC, slug
LIMIT $limit
