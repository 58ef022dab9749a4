// Outcomes of one sponsor's trials, phase by phase, its legal entities included.
//
// A trial of two phases counts in both, so the column of trials may add up to more than there are. A drug is
// approved if any agency authorises it or did, for any holder: it need not follow from these trials.
// Refusals, withdrawn applications, opinions and tentative approvals do not count.
//
// param   $sponsor       STRING = "m-d-anderson-cancer-center"  slug or id
// returns phase          STRING   NONE_STATED has no phase at all
// returns trials         INTEGER
// returns planned        INTEGER  not yet recruiting
// returns running        INTEGER  recruiting, active or by invitation
// returns completed      INTEGER
// returns stopped        INTEGER  suspended, terminated or withdrawn
// returns unknown        INTEGER  status not kept up to date, or none of these
// returns drugs          INTEGER  drugs tested in these trials
// returns approvedDrugs  INTEGER  of these drugs, those that any agency authorises or did
// access  read
// needs   constraint sponsor_slug
MATCH (head:Sponsor)
WHERE head.slug = $sponsor OR head.id = $sponsor
MATCH (head)<-[:SUBSIDIARY_OF*0..]-(:Sponsor)<-[:SPONSORED_BY]-(trial:Trial)
WITH DISTINCT trial
UNWIND CASE trial.phases WHEN [] THEN ['NONE_STATED'] ELSE trial.phases END AS phase
WITH phase, collect(trial) AS trials
CALL (trials) {
  UNWIND trials AS trial
  OPTIONAL MATCH (trial)-[:TESTS]->(drug:Drug)
  WITH DISTINCT drug
  RETURN count(drug) AS drugs,
    count(CASE WHEN EXISTS { (drug)-[:COVERED_BY {everAuthorised: true}]->(:Agency) } THEN 1 END) AS approvedDrugs
}
WITH phase, drugs, approvedDrugs, [trial IN trials | trial.overallStatus] AS statuses
WITH phase, drugs, approvedDrugs, size(statuses) AS trials,
  size([s IN statuses WHERE s = 'NOT_YET_RECRUITING']) AS planned,
  size([s IN statuses WHERE s IN ['RECRUITING', 'ACTIVE_NOT_RECRUITING', 'ENROLLING_BY_INVITATION']]) AS running,
  size([s IN statuses WHERE s = 'COMPLETED']) AS completed,
  size([s IN statuses WHERE s IN ['SUSPENDED', 'TERMINATED', 'WITHDRAWN']]) AS stopped
RETURN phase, trials, planned, running, completed, stopped,
  trials - planned - running - completed - stopped AS unknown, drugs, approvedDrugs
ORDER BY phase
