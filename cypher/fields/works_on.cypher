// Drug and organisation, each pair once: it runs or supports a trial, or a record names it.
//
// Conditions on a drug are tested once, before its trials are followed: Neo4j moves no test across a SKIP.
//
// param   $is_drug             BOOLEAN  tests of the argument `filter`
// param   $drug_has_condition  BOOLEAN  tests of the argument `filter`
// param   $is_trial            BOOLEAN  tests of the argument `filter`
// param   $is_sponsor          BOOLEAN  tests of the argument `filter`
// param   $without_trial       BOOLEAN  whether the filter asks nothing of trials
// clause  $includeSubsidiaries  WITH *, sponsor AS head
// binds   drug     NODE          a drug
// binds   trial    NODE          a trial
// binds   tie      RELATIONSHIP  link to the organisation
// binds   sponsor  NODE          the organisation
// binds   head     NODE          the organisation, or the top of its group
// access  read
MATCH (drug:Drug)
WHERE $is_drug AND $drug_has_condition
WITH drug
SKIP 0
CALL (drug) {
  MATCH (drug)<-[:TESTS]-(trial:Trial)-[tie:SPONSORED_BY]->(sponsor:Sponsor)
  WHERE $is_trial AND $is_sponsor
  $includeSubsidiaries
  RETURN head
  UNION
  MATCH (drug)<-[:FOR_DRUG]-(:Approval)-[tie:HELD_BY]->(sponsor:Sponsor)
  WHERE $without_trial AND $is_sponsor
  $includeSubsidiaries
  RETURN head
}
RETURN drug AS a, head AS b
