// The loaded edition of each source, and how many of its products and trials name a known drug.
//
// returns id          STRING
// returns name        STRING
// returns edition     STRING
// returns release     STRING   instant of the load that last read it
// returns rows        INTEGER
// returns licence     STRING
// returns licenceUrl  STRING
// returns records     INTEGER  approvals and trials
// returns linked      INTEGER  those with a drug
// access  read
MATCH (source:Source)
WHERE source.contentHash IS NOT NULL
RETURN source.id AS id, source.name AS name, source.edition AS edition, source.release AS release, source.rows AS rows,
  source.licence AS licence, source.licenceUrl AS licenceUrl,
  COUNT { (source)<-[:STATED_IN]-(:Approval|Trial) } AS records,
  COUNT { (source)<-[:STATED_IN]-(record:Approval|Trial) WHERE EXISTS { (record)-[:FOR_DRUG|TESTS]->(:Drug) } } AS linked
ORDER BY id
