// Derive the counts of drugs; only changes are written.
//
// An application that has not led to a grant has no date of one: it gives no latest approval.
//
// param   $ids  LIST<STRING>  drugs
// access  write
UNWIND $ids AS id
MATCH (drug:Drug {id: id})
CALL (drug) {
  MATCH (drug)<-[:FOR_DRUG]-(approval:Approval)
  RETURN count(DISTINCT approval) AS approvals, count(DISTINCT approval.agencyCode) AS agencies,
    max(CASE WHEN NOT approval.status IN ['OPINION', 'TENTATIVE_APPROVAL', 'APPLICATION_WITHDRAWN', 'REFUSED']
      THEN approval.date END) AS latest
}
WITH drug, COUNT { (drug)<-[:TESTS]-() } AS trials, approvals, agencies, latest,
  COUNT { (drug)-[:COVERED_BY {authorised: true}]->() } AS authorised,
  COUNT { (drug)-[:COVERED_BY {everAuthorised: true}]->() } AS everAuthorised
WHERE drug.trialCount <> trials OR drug.approvalCount <> approvals OR drug.agencyCount <> agencies
  OR coalesce(drug.authorisedAgencyCount, -1) <> authorised
  OR coalesce(drug.everAuthorisedAgencyCount, -1) <> everAuthorised
  OR coalesce(drug.latestApproval, '') <> coalesce(latest, '')
SET drug.trialCount = trials, drug.approvalCount = approvals, drug.agencyCount = agencies,
  drug.authorisedAgencyCount = authorised, drug.everAuthorisedAgencyCount = everAuthorised,
  drug.latestApproval = latest
