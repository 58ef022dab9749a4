// Look-ups and orders of the API: the last property of each is the tie-break that keyset paging needs.
CREATE INDEX drug_cas_number IF NOT EXISTS FOR (n:Drug) ON (n.casNumber);
CREATE INDEX drug_inchi_key IF NOT EXISTS FOR (n:Drug) ON (n.inchiKey);
CREATE INDEX drug_generic_name_id IF NOT EXISTS FOR (n:Drug) ON (n.genericName, n.id);
CREATE INDEX condition_name_id IF NOT EXISTS FOR (n:Condition) ON (n.name, n.id);
CREATE INDEX trial_study_first_post_date_id IF NOT EXISTS FOR (n:Trial) ON (n.studyFirstPostDate, n.id);
CREATE INDEX trial_start_date_id IF NOT EXISTS FOR (n:Trial) ON (n.startDate, n.id);
CREATE INDEX trial_overall_status_id IF NOT EXISTS FOR (n:Trial) ON (n.overallStatus, n.id);
CREATE INDEX sponsor_name_id IF NOT EXISTS FOR (n:Sponsor) ON (n.name, n.id);
CREATE INDEX sponsor_trial_count_id IF NOT EXISTS FOR (n:Sponsor) ON (n.trialCount, n.id);
CREATE INDEX approval_agency_code_number_normalised IF NOT EXISTS FOR (n:Approval) ON (n.agencyCode, n.numberNormalised);
CREATE INDEX approval_agency_code_date_id IF NOT EXISTS FOR (n:Approval) ON (n.agencyCode, n.date, n.id);
CREATE INDEX approval_date_id IF NOT EXISTS FOR (n:Approval) ON (n.date, n.id);
CREATE INDEX approval_status_id IF NOT EXISTS FOR (n:Approval) ON (n.status, n.id);
CREATE INDEX approval_product_name_id IF NOT EXISTS FOR (n:Approval) ON (n.productName, n.id);
CREATE INDEX name_normalised IF NOT EXISTS FOR (n:Name) ON (n.normalised);
