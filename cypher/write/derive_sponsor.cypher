// Roles and counts on organisations; only what differs is written.
//
// param   $ids  LIST<STRING>  organisations
// access  write
UNWIND $ids AS id
MATCH (sponsor:Sponsor {id: id})
CALL (sponsor) {
  OPTIONAL MATCH (sponsor)<-[r:SPONSORED_BY|HELD_BY]-()
  WITH DISTINCT r.role AS role ORDER BY role
  RETURN collect(role) AS roles
}
CALL (sponsor) {
  OPTIONAL MATCH (sponsor)<-[:SPONSORED_BY]-(trial:Trial)
  RETURN count(DISTINCT trial) AS trials
}
CALL (sponsor) {
  OPTIONAL MATCH (sponsor)<-[:HELD_BY]-(approval:Approval)
  RETURN count(DISTINCT approval) AS approvals
}
CALL (sponsor) {
  OPTIONAL MATCH (sponsor)<-[:SPONSORED_BY|HELD_BY]-()-[:TESTS|FOR_DRUG]->(drug:Drug)
  RETURN count(DISTINCT drug) AS drugs
}
WITH sponsor, roles, trials, approvals, drugs
WHERE sponsor.roles <> roles OR sponsor.trialCount <> trials OR sponsor.approvalCount <> approvals
  OR sponsor.drugCount <> drugs
SET sponsor.roles = roles, sponsor.trialCount = trials, sponsor.approvalCount = approvals, sponsor.drugCount = drugs
