// What agencies disagree about is listed by kind, and made anew drug by drug.
CREATE INDEX disagrees_with_kind_drug_id IF NOT EXISTS FOR ()-[r:DISAGREES_WITH]-() ON (r.kind, r.drugId);
CREATE INDEX disagrees_with_drug_id IF NOT EXISTS FOR ()-[r:DISAGREES_WITH]-() ON (r.drugId);
CREATE INDEX lacks_counterpart_at_kind_drug_id IF NOT EXISTS FOR ()-[r:LACKS_COUNTERPART_AT]-() ON (r.kind, r.drugId);
CREATE INDEX lacks_counterpart_at_drug_id IF NOT EXISTS FOR ()-[r:LACKS_COUNTERPART_AT]-() ON (r.drugId);
