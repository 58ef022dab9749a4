// Mark drugs with an approval at an agency as FOUND there.
//
// param   $ids      LIST<STRING>  drugs
// param   $release  STRING        instant of this load
// access  write
UNWIND $ids AS id
MATCH (drug:Drug {id: id})
CALL (drug) {
  MATCH (drug)<-[:FOR_DRUG]-(approval)-[:GRANTED_BY]->(agency)
  MATCH (approval)-[:STATED_IN]->(source)
  RETURN agency, count(DISTINCT approval) AS records, min(source.id) AS source
}
MERGE (drug)-[c:COVERED_BY]->(agency)
ON CREATE SET c.state = 'FOUND', c.recordCount = records, c.sourceId = source, c.rule = 'RECORD_OF_THE_AGENCY',
  c.validFrom = $release
WITH agency, drug, c, records, source
WHERE c.state <> 'FOUND' OR c.recordCount <> records OR c.sourceId <> source
FOREACH (_ IN CASE WHEN c.validFrom <> $release THEN [1] ELSE [] END |
  CREATE (drug)-[past:COVERED_BY_PAST]->(agency)
  SET past = properties(c), past.validTo = $release)
SET c.state = 'FOUND', c.recordCount = records, c.sourceId = source, c.rule = 'RECORD_OF_THE_AGENCY',
  c.validFrom = $release, c.message = null, c.checkedAt = null
