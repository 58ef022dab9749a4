// Derive the counts of drugs; only changes are written.
//
// param   $ids  LIST<STRING>  drugs
// access  write
UNWIND $ids AS id
MATCH (drug:Drug {id: id})
CALL (drug) {
  MATCH (drug)<-[:FOR_DRUG]-(approval:Approval)
  RETURN count(DISTINCT approval) AS approvals, count(DISTINCT approval.agencyCode) AS agencies,
    max(approval.date) AS latest
}
WITH drug, COUNT { (drug)<-[:TESTS]-() } AS trials, approvals, agencies, latest
WHERE drug.trialCount <> trials OR drug.approvalCount <> approvals OR drug.agencyCount <> agencies
  OR coalesce(drug.latestApproval, '') <> coalesce(latest, '')
SET drug.trialCount = trials, drug.approvalCount = approvals, drug.agencyCount = agencies,
  drug.latestApproval = latest
