// Remove FOUND from drugs that no longer have an approval at the agency.
//
// param   $ids      LIST<STRING>  drugs
// param   $release  STRING        instant of this load
// access  write
UNWIND $ids AS id
MATCH (drug:Drug {id: id})-[c:COVERED_BY {state: 'FOUND'}]->(agency)
WHERE NOT EXISTS { MATCH (drug)<-[:FOR_DRUG]-(approval) WHERE approval.agencyCode = agency.code }
FOREACH (_ IN CASE WHEN c.validFrom <> $release THEN [1] ELSE [] END |
  CREATE (drug)-[past:COVERED_BY_PAST]->(agency)
  SET past = properties(c), past.validTo = $release)
DELETE c
