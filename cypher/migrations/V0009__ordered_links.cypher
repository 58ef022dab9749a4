// A drug's trials and approvals come in order without being sorted: their links carry the date, beside the drug.
CREATE INDEX tests_drug_id_study_first_post_date IF NOT EXISTS FOR ()-[r:TESTS]-() ON (r.drugId, r.studyFirstPostDate);
CREATE INDEX for_drug_drug_id_date IF NOT EXISTS FOR ()-[r:FOR_DRUG]-() ON (r.drugId, r.date);
MATCH (trial:Trial)-[r:TESTS]->(drug:Drug) WHERE r.drugId IS NULL
CALL (trial, r, drug) {
  SET r.drugId = drug.id, r.studyFirstPostDate = trial.studyFirstPostDate
} IN TRANSACTIONS OF 10000 ROWS;
MATCH (approval:Approval)-[r:FOR_DRUG]->(drug:Drug) WHERE r.drugId IS NULL
CALL (approval, r, drug) {
  SET r.drugId = drug.id, r.date = approval.date
} IN TRANSACTIONS OF 10000 ROWS;
