// A drug without an approval at the agency is FOUND there no longer.
//
// param   $agency   STRING  e.g. agency:FDA
// param   $release  STRING  instant of this load
// access  write
MATCH (agency:Agency {id: $agency})<-[c:COVERED_BY {state: 'FOUND'}]-(drug:Drug)
WHERE NOT EXISTS { (drug)<-[:FOR_DRUG]-(:Approval {agencyCode: agency.code}) }
FOREACH (_ IN CASE WHEN c.validFrom <> $release THEN [1] ELSE [] END |
  CREATE (drug)-[past:COVERED_BY_PAST]->(agency)
  SET past = properties(c), past.validTo = $release)
DELETE c
