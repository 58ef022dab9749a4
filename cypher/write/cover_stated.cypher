// Mark drugs as NONE_FOUND at an agency where a source says so in words. A record found there goes before that.
//
// param   $rows     LIST    {drug, agency, message, checkedAt, sourceId}
// param   $release  STRING  instant of this load
// access  write
UNWIND $rows AS row
MATCH (drug:Drug {id: row.drug})
MATCH (agency:Agency {id: row.agency})
MERGE (drug)-[c:COVERED_BY]->(agency)
ON CREATE SET c.state = 'NONE_FOUND', c.recordCount = 0, c.validFrom = $release, c.message = row.message,
  c.checkedAt = row.checkedAt, c.sourceId = row.sourceId, c.rule = 'STATED_IN_WORDS'
WITH c, row
WHERE c.state = 'NONE_FOUND' AND c.message IS NULL AND row.message IS NOT NULL
SET c.message = row.message, c.checkedAt = row.checkedAt, c.sourceId = row.sourceId, c.rule = 'STATED_IN_WORDS'
