// Dated events of a drug: its trials and its records at agencies.
//
// A date that a record only plans is no event: the registry gives planned dates of trials too. Nor is a date of an
// application that has not led to a grant.
//
// from    p     Drug    the drug
// binds   v     NODE    the trial or the record
// binds   e     LIST    event of a trial: kind, date and the date as stated
// binds   kind  STRING  what happened
// binds   date  STRING  when, as far as known
// binds   raw   STRING  the date as stated
// access  read
CALL (p) {
  MATCH (p)<-[:TESTS]-(v:Trial)
  UNWIND [['TRIAL_POSTED', v.studyFirstPostDate, v.studyFirstPostDateRaw], ['TRIAL_STARTED', CASE WHEN NOT
    v.overallStatus IN ['NOT_YET_RECRUITING', 'WITHDRAWN', 'WITHHELD'] THEN v.startDate END, v.startDateRaw],
    ['TRIAL_COMPLETED', CASE v.overallStatus WHEN 'COMPLETED' THEN v.completionDate END, v.completionDateRaw]] AS e
  WITH v, e
  WHERE e[1] IS NOT NULL
  RETURN v, e[0] AS kind, e[1] AS date, coalesce(e[2], e[1]) AS raw
  UNION ALL
  MATCH (p)<-[:FOR_DRUG]-(v:Approval)
  WHERE v.date IS NOT NULL AND NOT v.status IN ['OPINION', 'TENTATIVE_APPROVAL', 'APPLICATION_WITHDRAWN', 'REFUSED']
  RETURN v, CASE v.dateKind WHEN 'REGISTRATION' THEN 'REGISTRATION' WHEN 'MARKET' THEN 'MARKETED' WHEN 'EFFECTIVE'
    THEN 'LABEL_EFFECTIVE' ELSE 'APPROVAL' END AS kind, v.date AS date, coalesce(v.dateRaw, v.date) AS raw
}
