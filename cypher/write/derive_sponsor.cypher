// Derive the roles and counts of organisations; only changes are written.
//
// param   $ids  LIST<STRING>  organisations
// access  write
UNWIND $ids AS id
MATCH (sponsor:Sponsor {id: id})
CALL (sponsor) {
  OPTIONAL MATCH (sponsor)<-[r:SPONSORED_BY|HELD_BY|MANUFACTURED_BY]-(record)
  OPTIONAL MATCH (record)-[:TESTS|FOR_DRUG]->(drug) WHERE type(r) <> 'MANUFACTURED_BY'
  WITH collect(DISTINCT r.role) AS found, count(DISTINCT drug) AS drugs,
    count(DISTINCT CASE type(r) WHEN 'SPONSORED_BY' THEN record END) AS trials,
    count(DISTINCT CASE type(r) WHEN 'HELD_BY' THEN record END) AS approvals
  RETURN trials, approvals, drugs, COLLECT { UNWIND found AS role RETURN role ORDER BY role } AS roles
}
WITH sponsor, roles, trials, approvals, drugs
WHERE sponsor.roles <> roles OR sponsor.trialCount <> trials OR sponsor.approvalCount <> approvals
  OR sponsor.drugCount <> drugs
SET sponsor.roles = roles, sponsor.trialCount = trials, sponsor.approvalCount = approvals, sponsor.drugCount = drugs
