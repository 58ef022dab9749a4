// Mark drugs with an approval at an agency as FOUND there, and say whether it authorises them.
//
// Authorised now or ever is true if one record says so, false if each says another thing, and unknown otherwise: some
// records state no status. Of these, one with the date of a grant was granted.
//
// param   $ids      LIST<STRING>  drugs
// param   $release  STRING        instant of this load
// access  write
UNWIND $ids AS id
MATCH (drug:Drug {id: id})
CALL (drug) {
  MATCH (drug)<-[:FOR_DRUG]-(approval)-[:GRANTED_BY]->(agency)
  MATCH (approval)-[:STATED_IN]->(source)
  RETURN agency, count(DISTINCT approval) AS records, min(source.id) AS source,
    collect(DISTINCT approval.status) AS statuses, collect(DISTINCT CASE WHEN approval.dateKind IN
      ['APPROVAL', 'AUTHORISATION', 'ISSUED', 'REGISTRATION'] THEN approval.status END) AS dated
}
WITH drug, agency, records, source, 'NOT_STATED' IN statuses AS unsure,
  any(status IN statuses WHERE status IN ['AUTHORISED', 'CONDITIONAL']) AS now,
  'NOT_STATED' IN dated OR any(status IN statuses WHERE status IN
    ['AUTHORISED', 'CONDITIONAL', 'SUSPENDED', 'WITHDRAWN', 'REVOKED', 'EXPIRED']) AS ever
WITH drug, agency, records, source, CASE WHEN now OR NOT unsure THEN now END AS authorised,
  CASE WHEN ever OR NOT unsure THEN ever END AS everAuthorised
MERGE (drug)-[c:COVERED_BY]->(agency)
ON CREATE SET c.state = 'FOUND', c.recordCount = records, c.authorised = authorised,
  c.everAuthorised = everAuthorised, c.sourceId = source, c.rule = 'RECORD_OF_THE_AGENCY', c.validFrom = $release
WITH agency, drug, c, records, authorised, everAuthorised, source
WHERE c.state <> 'FOUND' OR c.recordCount <> records OR c.sourceId <> source
  OR coalesce(c.authorised, '') <> coalesce(authorised, '')
  OR coalesce(c.everAuthorised, '') <> coalesce(everAuthorised, '')
FOREACH (_ IN CASE WHEN c.validFrom <> $release THEN [1] ELSE [] END |
  CREATE (drug)-[past:COVERED_BY_PAST]->(agency)
  SET past = properties(c), past.validTo = $release)
SET c.state = 'FOUND', c.recordCount = records, c.authorised = authorised, c.everAuthorised = everAuthorised,
  c.sourceId = source, c.rule = 'RECORD_OF_THE_AGENCY', c.validFrom = $release, c.message = null, c.checkedAt = null
