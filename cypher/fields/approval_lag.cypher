// Days from the first grant at one agency to the first at another, over the drugs that both have.
//
// param   $from      STRING   start: id of a thing or code of an agency
// param   $to        STRING   end: id of a thing or code of an agency
// param   $is_drug   BOOLEAN  tests of the argument `filter`
// binds   drug       NODE     a drug
// binds   lags       LIST     days
// binds   quartiles  LIST     the three quartiles of the days
// binds   both       INTEGER  drugs that both have
// binds   excluded   LIST     drugs not compared, by agency and reason
// access  read
CALL () {
  MATCH (:Agency {code: $from})<-[:GRANTED_BY]-(:Approval)-[:FOR_DRUG]->(drug:Drug)
  WITH DISTINCT drug
  WHERE EXISTS { (drug)<-[:FOR_DRUG]-(:Approval {agencyCode: $to}) } AND $is_drug
  WITH *, COLLECT { MATCH (drug)<-[:FOR_DRUG]-(a:Approval {agencyCode: $from}) RETURN a } AS records
  WITH *, [a IN records WHERE a.dateKind IN ['APPROVAL', 'AUTHORISATION', 'ISSUED', 'REGISTRATION']] AS granted
  WITH *, [a IN granted WHERE size(a.date) = 10 AND NOT a.status IN ['OPINION', 'TENTATIVE_APPROVAL',
    'APPLICATION_WITHDRAWN', 'REFUSED'] | a.date] AS dates
  WITH *, reduce(least = head(dates), each IN dates | CASE WHEN each < least THEN each ELSE least END) AS one, CASE
    WHEN size(dates) > 0 THEN null WHEN none(a IN records WHERE a.date IS NOT NULL) THEN 'NO_DATE' WHEN size(granted)
    = 0 THEN 'OTHER_KIND' WHEN all(a IN granted WHERE a.status IN ['OPINION', 'TENTATIVE_APPROVAL',
    'APPLICATION_WITHDRAWN', 'REFUSED']) THEN 'NOT_GRANTED' ELSE 'DAY_UNKNOWN' END AS one_why
  WITH drug, one, one_why
  WITH *, COLLECT { MATCH (drug)<-[:FOR_DRUG]-(a:Approval {agencyCode: $to}) RETURN a } AS records
  WITH *, [a IN records WHERE a.dateKind IN ['APPROVAL', 'AUTHORISATION', 'ISSUED', 'REGISTRATION']] AS granted
  WITH *, [a IN granted WHERE size(a.date) = 10 AND NOT a.status IN ['OPINION', 'TENTATIVE_APPROVAL',
    'APPLICATION_WITHDRAWN', 'REFUSED'] | a.date] AS dates
  WITH *, reduce(least = head(dates), each IN dates | CASE WHEN each < least THEN each ELSE least END) AS two, CASE
    WHEN size(dates) > 0 THEN null WHEN none(a IN records WHERE a.date IS NOT NULL) THEN 'NO_DATE' WHEN size(granted)
    = 0 THEN 'OTHER_KIND' WHEN all(a IN granted WHERE a.status IN ['OPINION', 'TENTATIVE_APPROVAL',
    'APPLICATION_WITHDRAWN', 'REFUSED']) THEN 'NOT_GRANTED' ELSE 'DAY_UNKNOWN' END AS two_why
  WITH CASE WHEN one IS NOT NULL AND two IS NOT NULL THEN toFloat(duration.inDays(date(one), date(two)).days) END AS
    lag, CASE WHEN one IS NULL THEN [$from, one_why] WHEN two IS NULL THEN [$to, two_why] END AS why
  RETURN collect(lag) AS lags, [percentileCont(lag, 0.25), percentileCont(lag, 0.5), percentileCont(lag, 0.75)] AS
    quartiles, collect(why) AS whys, count(*) AS both
}
CALL (whys) {
  UNWIND whys AS why
  WITH why[0] AS code, why[1] AS why, count(*) AS number
  MATCH (agency:Agency {code: code})
  RETURN collect({code: code, why: why, count: number, name: agency.shortName}) AS excluded
}
