// Store that an agency's whole list lacks drugs, or why it says nothing of them.
//
// param   $rows     LIST    {drug, agency, source, state, rule, message}
// param   $release  STRING  instant of this load
// access  write
UNWIND $rows AS row
MATCH (drug:Drug {id: row.drug})
MATCH (agency:Agency {id: row.agency})
MERGE (drug)-[c:COVERED_BY]->(agency)
ON CREATE SET c.validFrom = $release
FOREACH (_ IN CASE WHEN c.validFrom <> $release AND c.state <> row.state THEN [1] ELSE [] END |
  CREATE (drug)-[past:COVERED_BY_PAST]->(agency)
  SET past = properties(c), past.validTo = $release)
SET c.validFrom = CASE WHEN c.state = row.state THEN c.validFrom ELSE $release END
SET c.state = row.state, c.rule = row.rule, c.message = row.message, c.sourceId = row.source, c.recordCount = 0,
  c.authorised = null, c.everAuthorised = null
