// Trials of each phase, then the drugs that they test and how many of those are or were authorised anywhere.
//
// param   $sponsor    STRING  id of an organisation; any unless given
// param   $condition  STRING  id of a condition; any unless given
// binds   stage       LIST    place, key, label, count, and the whole that it is part of
// access  read
CALL () {
  WITH 1 AS one
  WHERE $sponsor IS NOT NULL
  MATCH (:Sponsor {id: $sponsor})<-[:SUBSIDIARY_OF*0..10]-()<-[:SPONSORED_BY]-(t:Trial)
  WITH DISTINCT t
  WHERE $condition IS NULL OR EXISTS { (:Condition {id: $condition})<-[:BROADER*0..20]-()<-[:STUDIES]-(t) }
  RETURN t
  UNION ALL
  WITH 1 AS one
  WHERE $sponsor IS NULL AND $condition IS NOT NULL
  MATCH (:Condition {id: $condition})<-[:BROADER*0..20]-()<-[:STUDIES]-(t)
  RETURN DISTINCT t
  UNION ALL
  WITH 1 AS one
  WHERE $sponsor IS NULL AND $condition IS NULL
  MATCH (t:Trial)
  RETURN t
}
WITH t.phases AS phases, count(*) AS n, collect(t) AS those
WITH collect([phases, n]) AS stated, collect(those) AS trials, sum(n) AS whole
CALL (trials) {
  UNWIND trials AS those
  UNWIND those AS t
  MATCH (t)-[:TESTS]->(d)
  WITH DISTINCT d
  RETURN count(d) AS drugs, sum(CASE WHEN d.everAuthorisedAgencyCount > 0 THEN 1 ELSE 0 END) AS approved
}
WITH stated, whole, drugs, approved, [reduce(n = 0, each IN stated | n + CASE WHEN 'EARLY_PHASE1' IN each[0] THEN
  each[1] ELSE 0 END), reduce(n = 0, each IN stated | n + CASE WHEN 'PHASE1' IN each[0] THEN each[1] ELSE 0 END),
  reduce(n = 0, each IN stated | n + CASE WHEN 'PHASE2' IN each[0] THEN each[1] ELSE 0 END), reduce(n = 0, each IN
  stated | n + CASE WHEN 'PHASE3' IN each[0] THEN each[1] ELSE 0 END), reduce(n = 0, each IN stated | n + CASE WHEN
  'PHASE4' IN each[0] THEN each[1] ELSE 0 END), reduce(n = 0, each IN stated | n + CASE WHEN 'NA' IN each[0] THEN
  each[1] ELSE 0 END), reduce(n = 0, each IN stated | n + CASE WHEN size(each[0]) = 0 THEN each[1] ELSE 0 END)] AS
  phases
UNWIND [[0, 'EARLY_PHASE1', {NA: 'Not Applicable', EARLY_PHASE1: 'Early Phase 1', PHASE1: 'Phase 1', PHASE2:
  'Phase 2', PHASE3: 'Phase 3', PHASE4: 'Phase 4'}['EARLY_PHASE1'], phases[0], whole], [1, 'PHASE1', {NA:
  'Not Applicable', EARLY_PHASE1: 'Early Phase 1', PHASE1: 'Phase 1', PHASE2: 'Phase 2', PHASE3: 'Phase 3', PHASE4:
  'Phase 4'}['PHASE1'], phases[1], whole], [2, 'PHASE2', {NA: 'Not Applicable', EARLY_PHASE1: 'Early Phase 1', PHASE1:
  'Phase 1', PHASE2: 'Phase 2', PHASE3: 'Phase 3', PHASE4: 'Phase 4'}['PHASE2'], phases[2], whole], [3, 'PHASE3', {NA:
  'Not Applicable', EARLY_PHASE1: 'Early Phase 1', PHASE1: 'Phase 1', PHASE2: 'Phase 2', PHASE3: 'Phase 3', PHASE4:
  'Phase 4'}['PHASE3'], phases[3], whole], [4, 'PHASE4', {NA: 'Not Applicable', EARLY_PHASE1: 'Early Phase 1', PHASE1:
  'Phase 1', PHASE2: 'Phase 2', PHASE3: 'Phase 3', PHASE4: 'Phase 4'}['PHASE4'], phases[4], whole], [5, 'NA', {NA:
  'Not Applicable', EARLY_PHASE1: 'Early Phase 1', PHASE1: 'Phase 1', PHASE2: 'Phase 2', PHASE3: 'Phase 3', PHASE4:
  'Phase 4'}['NA'], phases[5], whole], [6, null, 'Not stated', phases[6], whole], [7, 'DRUGS', 'Drugs tested', drugs,
  drugs], [8, 'APPROVED', 'Drugs ever authorised anywhere', approved, drugs]] AS stage
WITH stage
