// Condition and organisation, each pair once: it runs or supports a trial of the condition.
//
// param   $is_condition    BOOLEAN  tests of the argument `filter`
// param   $is_trial        BOOLEAN  tests of the argument `filter`
// param   $is_sponsor      BOOLEAN  tests of the argument `filter`
// param   $trial_has_drug  BOOLEAN  tests of the argument `filter`
// clause  $includeSubsidiaries  WITH *, sponsor AS head
// binds   condition  NODE          a condition
// binds   trial      NODE          a trial
// binds   tie        RELATIONSHIP  link to the organisation
// binds   sponsor    NODE          the organisation
// binds   head       NODE          the organisation, or the top of its group
// access  read
MATCH (condition:Condition)<-[:STUDIES]-(trial:Trial)-[tie:SPONSORED_BY]->(sponsor:Sponsor)
WHERE $is_condition AND $is_trial AND $is_sponsor AND $trial_has_drug
$includeSubsidiaries
RETURN DISTINCT condition AS a, head AS b
