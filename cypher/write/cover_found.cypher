// A drug with an approval at the agency is FOUND there.
//
// param   $agency   STRING  e.g. agency:FDA
// param   $release  STRING  instant of this load
// access  write
MATCH (agency:Agency {id: $agency})<-[:GRANTED_BY]-(approval:Approval)-[:FOR_DRUG]->(drug:Drug)
MATCH (approval)-[:STATED_IN]->(source:Source)
WITH agency, drug, count(DISTINCT approval) AS records, min(source.id) AS source
MERGE (drug)-[c:COVERED_BY]->(agency)
ON CREATE SET c.state = 'FOUND', c.recordCount = records, c.sourceId = source, c.validFrom = $release
WITH agency, drug, c, records, source
WHERE c.state <> 'FOUND' OR c.recordCount <> records OR c.sourceId <> source
FOREACH (_ IN CASE WHEN c.validFrom <> $release THEN [1] ELSE [] END |
  CREATE (drug)-[past:COVERED_BY_PAST]->(agency)
  SET past = properties(c), past.validTo = $release)
SET c.state = 'FOUND', c.recordCount = records, c.sourceId = source, c.validFrom = $release,
  c.message = null, c.checkedAt = null
