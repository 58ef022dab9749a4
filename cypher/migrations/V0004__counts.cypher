// Orders by what is derived after each load; the last property of each is the tie-break that keyset paging needs.
CREATE INDEX drug_trial_count_id IF NOT EXISTS FOR (n:Drug) ON (n.trialCount, n.id);
CREATE INDEX drug_approval_count_id IF NOT EXISTS FOR (n:Drug) ON (n.approvalCount, n.id);
CREATE INDEX drug_agency_count_id IF NOT EXISTS FOR (n:Drug) ON (n.agencyCount, n.id);
CREATE INDEX drug_latest_approval_id IF NOT EXISTS FOR (n:Drug) ON (n.latestApproval, n.id);
CREATE INDEX condition_drug_count_id IF NOT EXISTS FOR (n:Condition) ON (n.drugCount, n.id);
CREATE INDEX condition_trial_count_id IF NOT EXISTS FOR (n:Condition) ON (n.trialCount, n.id);
CREATE INDEX sponsor_drug_count_id IF NOT EXISTS FOR (n:Sponsor) ON (n.drugCount, n.id);
CREATE INDEX sponsor_approval_count_id IF NOT EXISTS FOR (n:Sponsor) ON (n.approvalCount, n.id);
CREATE INDEX trial_enrollment_count_id IF NOT EXISTS FOR (n:Trial) ON (n.enrollmentCount, n.id);
