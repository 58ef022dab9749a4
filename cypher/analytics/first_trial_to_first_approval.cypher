// Months from the start of a drug's first trial to its first approval, shortest first, negative ones last.
//
// Approval dates of different kinds cannot be compared, so a run takes one kind, which every row repeats: ISSUED and
// APPROVAL are the grant itself, EFFECTIVE is the label in force and MARKET the first sale. Trials that were withdrawn
// or have not begun do not count, nor do dates known to the year alone, nor applications that have not led to a grant.
// A negative number means that the first trial in
// this graph began after the approval: an earlier trial is missing here.
//
// param   $dateKind      STRING = "ISSUED"  kind of the approval's date
// param   $limit         INTEGER = 20  1..200
// returns drug           STRING
// returns slug           STRING
// returns firstTrial     STRING   registry number, or id where it has none
// returns trialStart     STRING   as precise as known
// returns agency         STRING   code of the agency whose approval was first
// returns firstApproval  STRING   as precise as known
// returns dateKind       STRING
// returns months         INTEGER  calendar months from one to the other
// access  read
MATCH (drug:Drug)
WHERE EXISTS { (drug)<-[:TESTS]-(:Trial) }
CALL (drug) {
  MATCH (drug)<-[:TESTS]-(trial:Trial)
  WHERE size(trial.startDate) >= 7 AND NOT trial.overallStatus IN ['WITHDRAWN', 'NOT_YET_RECRUITING', 'WITHHELD']
  RETURN trial
  ORDER BY trial.startDate, trial.id
  LIMIT 1
}
CALL (drug) {
  MATCH (drug)<-[:FOR_DRUG]-(approval:Approval {dateKind: $dateKind})
  WHERE size(approval.date) >= 7
    AND NOT approval.status IN ['OPINION', 'TENTATIVE_APPROVAL', 'APPLICATION_WITHDRAWN', 'REFUSED']
  RETURN approval
  ORDER BY approval.date, approval.id
  LIMIT 1
}
RETURN drug.genericName AS drug, drug.slug AS slug, coalesce(trial.nctId, trial.id) AS firstTrial,
  trial.startDate AS trialStart, approval.agencyCode AS agency, approval.date AS firstApproval,
  approval.dateKind AS dateKind,
  12 * (toInteger(left(approval.date, 4)) - toInteger(left(trial.startDate, 4)))
    + toInteger(substring(approval.date, 5, 2)) - toInteger(substring(trial.startDate, 5, 2)) AS months
ORDER BY months < 0, months, slug
LIMIT $limit
