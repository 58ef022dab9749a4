// Who was first with each drug, where two agencies have full dates that mean the same.
//
// from    chosen  LIST  drugs
// from    cells   LIST  drug, agency, coverage and records
// binds   drug    NODE  a drug
// binds   kinds   LIST  kinds of date that mean the same
// binds   ranked  LIST  agencies with their dates, earliest first
// binds   agency  NODE  the first agency
// access  read
UNWIND chosen AS drug
UNWIND [['APPROVAL', 'AUTHORISATION', 'ISSUED', 'REGISTRATION'], ['EFFECTIVE'], ['MARKET']] AS kinds
CALL (drug, kinds, cells) {
  UNWIND [cell IN cells WHERE cell.drug = drug] AS cell
  WITH cell.agency AS place, [a IN cell.dated WHERE a.dateKind IN kinds AND size(a.date) = 10 AND NOT a.status IN
    ['OPINION', 'TENTATIVE_APPROVAL', 'APPLICATION_WITHDRAWN', 'REFUSED']][0] AS a
  WHERE a IS NOT NULL
  WITH place, a
  ORDER BY a.date, place.code
  RETURN collect({code: place.code, name: place.shortName, date: a.date, raw: a.dateRaw}) AS ranked,
    head(collect(place)) AS agency
}
WITH drug, kinds, ranked AS ranked, agency AS agency
WHERE size(ranked) > 1
